"""The people as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the room `people`. Its label is that of its first tables, so that accounts made earlier stay."""

    name = "balie.people"
    label = "accounts"

    def ready(self) -> None:
        """Listen to what allauth does with second factors."""
        from allauth.mfa import signals  # noqa: PLC0415  (tables are there only now)

        from balie.people.second_factor import keep_record  # noqa: PLC0415

        for signal in (signals.authenticator_added, signals.authenticator_removed, signals.authenticator_reset):
            signal.connect(keep_record)
