"""The site: the only room that knows all others. Settings, addresses, pages, static files, the first login."""
