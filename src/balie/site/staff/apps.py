"""The pages of people as a Django app."""

from django.apps import AppConfig


class StaffConfig(AppConfig):
    """Registers the pages on which an administrator manages people; they name systems, so they are in the site."""

    name = "balie.site.staff"
    label = "staff"
