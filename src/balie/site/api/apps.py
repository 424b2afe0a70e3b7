"""The API as a Django app: its tables are tokens, answers kept for repeated requests, and webhooks."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the API, and listens to what other rooms change."""

    name = "balie.site.api"
    label = "api"

    def ready(self) -> None:
        """Connect the outbox to what happens in the register and the duties, and the tokens to their owners."""
        from balie.people import service as people  # noqa: PLC0415  (tables are there only now)
        from balie.site.api import tokens  # noqa: PLC0415
        from balie.site.api.webhooks import outbox  # noqa: PLC0415

        outbox.connect()
        people.closed.connect(tokens.on_closed, dispatch_uid="balie.api.closed")
