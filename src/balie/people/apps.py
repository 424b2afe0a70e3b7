"""The people as a Django app."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Registers the room `people`. Its label is that of its first tables, so that accounts made earlier stay."""

    name = "balie.people"
    label = "accounts"

    def ready(self) -> None:
        """Listen to who comes in, and to what allauth does with second factors."""
        from allauth.account.signals import user_logged_in  # noqa: PLC0415  (tables are there only now)
        from allauth.mfa import signals  # noqa: PLC0415
        from django.contrib.auth.signals import user_login_failed  # noqa: PLC0415

        from balie.people.comings import came_in, was_refused  # noqa: PLC0415
        from balie.people.second_factor import keep_record  # noqa: PLC0415

        user_logged_in.connect(came_in)
        user_login_failed.connect(was_refused)

        for signal in (signals.authenticator_added, signals.authenticator_removed, signals.authenticator_reset):
            signal.connect(keep_record)
