"""The pages of the gateway as a Django app: it has templates and no tables."""

from django.apps import AppConfig


class GatePagesConfig(AppConfig):
    """Registers the pages on which people see to the gateway."""

    name = "balie.site.gate"
    label = "gate_pages"
