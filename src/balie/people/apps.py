"""The people as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the room `people`. Its label is that of its first tables, so that accounts made earlier stay."""

    name = "balie.people"
    label = "accounts"
