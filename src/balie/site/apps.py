"""The site as a Django app: base templates, template tags, static files and the Dutch catalogue."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    """Registers the room `site`."""

    name = "balie.site"
    label = "site"
    verbose_name = "Balie"
