"""How long each kind of entry, and the content of conversations, stays: decided on values alone.

AI Act, Article 26(6) (and 19(1) for providers): the logs of a high-risk system stay at least six months. GDPR, Article
5(1)(e): personal data stay no longer than needed. So content goes first, and what is left of it in the log goes later.
"""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from balie.evidence.core import KINDS
from balie.language import Text

LEAST_OF_HIGH_RISK = 6  # months: AI Act 19(1) and 26(6)
MOST = 1_200
CONTENT = "content"
EVERY_KIND = ""
EVERYWHERE = 0
# Without these a log cannot be verified, or nobody can see why something is not there.
STAYS = frozenset(
    {"log-opened", "key-added", "key-retired", "retention-run", "hold-placed", "hold-lifted", "content-erased"}
)
# What a customer said: as short as the AI Act allows for high risk. Who looked or signed in, and what is left of a
# conversation: two years, in which an incident comes out. All else supports the documentation of a system, which a
# provider keeps for ten years (AI Act 18(1)).
DEFAULTS: Mapping[str, int] = {
    CONTENT: 6,
    "content-stored": 24,
    "content-shown": 24,
    "signed-in": 24,
    "sign-in-refused": 24,
    "read": 24,
    "log-read": 24,
}
OF_ALL_ELSE = 120
Rules = Mapping[tuple[int, str], int]


class PeriodRefused(Exception):
    """This period cannot be set. The message says why, with the article; `code` is for programs."""

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(message.en)
        self.code, self.message = code, message


@dataclass(frozen=True, slots=True)
class Period:
    """How many months entries of a kind (or "content", or "" for every kind) stay; of one AI system, or 0 for all."""

    system: int
    kind: str
    months: int

    def __post_init__(self) -> None:
        """Refuse what is no kind, what always stays, and no time at all."""
        if self.kind not in {CONTENT, EVERY_KIND, *_NAMES}:
            raise PeriodRefused("unknown-kind", _UNKNOWN)
        if self.kind in STAYS:
            raise PeriodRefused("always-stays", _ALWAYS)
        if not 1 <= self.months <= MOST:
            raise PeriodRefused("no-period", _NO_PERIOD)


def months_for(kind: str, system: int, rules: Rules) -> int:
    """Return how long a kind stays in the log of a system: its own rule, or that of every system, or the default."""
    rule = rule_for(kind, system, rules)
    return DEFAULTS.get(kind, OF_ALL_ELSE) if rule is None else rules[rule]


def rule_for(kind: str, system: int, rules: Rules) -> tuple[int, str] | None:
    """Return the rule that says so, as system and kind; None where the default counts."""
    asked = [(system, kind), (EVERYWHERE, kind)]
    if kind != CONTENT:
        asked = [(system, kind), (system, EVERY_KIND), (EVERYWHERE, kind), (EVERYWHERE, EVERY_KIND)]
    return next((one for one in asked if one in rules), None)


def groups(system: int, rules: Rules, *, high_risk: bool) -> Mapping[int, tuple[str, ...]]:
    """Return the kinds of entries that may go, by their months. Nothing of a high-risk system goes within six."""
    found: dict[int, list[str]] = defaultdict(list)
    for kind in sorted(_NAMES - STAYS):
        found[at_least(months_for(kind, system, rules), high_risk=high_risk)].append(kind)
    return {months: tuple(kinds) for months, kinds in sorted(found.items())}


def at_least(months: int, *, high_risk: bool) -> int:
    """Return the months that count: no fewer than the law asks."""
    return max(months, LEAST_OF_HIGH_RISK) if high_risk else months


def months_before(moment: datetime, months: int) -> datetime:
    """Return the moment so many months before; on the last of a month when that day is not there."""
    counted = moment.year * 12 + moment.month - 1 - months
    year, month = divmod(counted, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def see_to_law(period: Period, *, high_risk: bool) -> None:
    """Refuse a period that is too short for a high-risk system. Raises `PeriodRefused`."""
    if high_risk and period.months < LEAST_OF_HIGH_RISK:
        raise PeriodRefused("too-short-for-high-risk", _TOO_SHORT)


def is_looser(kind: str, before: int, after: int) -> bool:
    """Whether less is proved by it, or more is kept: entries that go sooner, or content that stays longer."""
    return after > before if kind == CONTENT else after < before


_NAMES = frozenset(kind.name for kind in KINDS.values())
_TOO_SHORT = Text(
    nl="Logboeken van een systeem met een hoog risico blijven minstens zes maanden (AI-verordening, artikel 19 lid 1 "
    "en artikel 26 lid 6). Kies 6 maanden of meer.",
    en="Logs of a high-risk system stay at least six months (AI Act, Article 19(1) and Article 26(6)). "
    "Choose 6 months or more.",
)
_UNKNOWN = Text(
    nl="Deze soort regel bestaat niet. Kies er een uit de lijst.",
    en="There is no such kind of entry. Choose one from the list.",
)
_ALWAYS = Text(
    nl="Regels van deze soort blijven altijd: zonder die regels kan niemand het logboek controleren.",
    en="Entries of this kind always stay: without them nobody can verify the log.",
)
_NO_PERIOD = Text(
    nl=f"Kies een aantal maanden van 1 tot en met {MOST}.", en=f"Choose a number of months from 1 to {MOST}."
)
