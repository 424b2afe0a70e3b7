"""Of which AI systems the logs stay six months at least: those that are high-risk by law, or of which nobody knows.

The nightly run and the pages on which people set periods ask it here, so that they never say different things.
"""

from collections.abc import Callable

from django.db.models import QuerySet

from balie.law import RiskClass
from balie.register.models import AISystem


def which_may_be_high() -> Callable[[int], bool]:
    """Say of the key of any system whether it is high-risk, or may be; to ask of many at once."""
    known = frozenset(_calm().values_list("pk", flat=True))
    return lambda system: system not in known


def may_be_high(system: int) -> bool:
    """Whether one system is high-risk, or may be, because it has no class yet."""
    return not _calm().filter(pk=system).exists()


def all_that_may_be_high() -> QuerySet[AISystem]:
    """The systems in the register that are high-risk, or may be, by name."""
    return AISystem.objects.exclude(pk__in=_calm().values("pk")).order_by("name")


def _calm() -> QuerySet[AISystem]:
    """The systems that are known not to be high-risk by law; what house policy adds does not count here."""
    return AISystem.objects.filter(latest__statutory_high__lt=RiskClass.HIGH)
