"""The register as a Django app."""

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """Registers the room `register`."""

    name = "balie.register"
    label = "register"
