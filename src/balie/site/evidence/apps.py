"""The pages of the logs as a Django app."""

from django.apps import AppConfig


class EvidencePagesConfig(AppConfig):
    """Registers the pages on which people read the logs, and the public ones for whoever watches from outside."""

    name = "balie.site.evidence"
    label = "evidence_pages"
