"""The accounts as a Django app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the people who may sign in."""

    name = "balie.site.accounts"
    label = "accounts"
