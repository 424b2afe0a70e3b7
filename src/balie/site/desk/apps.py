"""The pages of the desk as a Django app: it has templates and no tables."""

from django.apps import AppConfig


class DeskPagesConfig(AppConfig):
    """Registers the pages on which people help customers and decide."""

    name = "balie.site.desk"
    label = "desk_pages"
