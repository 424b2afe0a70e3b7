"""The desk as a Django application."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Handovers, proposals, halts, and the policy of each bot in the gateway."""

    name = "balie.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"
