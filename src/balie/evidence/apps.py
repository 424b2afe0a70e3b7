"""The evidence as a Django app."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registers the room `evidence`."""

    name = "balie.evidence"
    label = "evidence"
