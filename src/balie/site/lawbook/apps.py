"""The law pages as a Django app: they have templates and no tables."""

from django.apps import AppConfig


class LawbookConfig(AppConfig):
    """Registers the pages on the law."""

    name = "balie.site.lawbook"
    label = "lawbook"
