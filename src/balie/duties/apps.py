"""The duties as a Django app."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """Registers the room `duties`."""

    name = "balie.duties"
    label = "duties"
