"""The start page as a Django app: it has templates and no tables."""

from django.apps import AppConfig


class DashboardConfig(AppConfig):
    """Registers the start page and the lists behind its numbers."""

    name = "balie.site.dashboard"
    label = "dashboard"
