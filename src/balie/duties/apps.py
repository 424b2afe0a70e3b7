"""The duties as a Django app."""

from django.apps import AppConfig

# Each new assessment moves dozens of duties at once; a task about a duty has its own entry beside that of the duty.
FOLLOWING = ("duty-moved", "duty-judged", "duty-tasked")


class DutiesConfig(AppConfig):
    """Registers the room `duties`."""

    name = "balie.duties"
    label = "duties"

    def ready(self) -> None:
        """Follow the assessments of the register. A missing or wrong control stops the start."""
        from balie.duties import feeds, keeping  # noqa: PLC0415  # tables can be imported only now
        from balie.people import service as people  # noqa: PLC0415
        from balie.register import service as register  # noqa: PLC0415

        register.name_following(FOLLOWING)
        register.assessed.connect(keeping.on_assessed, dispatch_uid="duties.assessed")
        register.changed.connect(keeping.on_changed, dispatch_uid="duties.changed")
        people.closed.connect(feeds.on_closed, dispatch_uid="duties.closed")
