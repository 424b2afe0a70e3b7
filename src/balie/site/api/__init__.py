"""The API: the same services as the pages, for programs, with tokens of people and webhooks of the organisation."""
