"""What of a log stays how long, by which rule, and what may not go at all: as the page about keeping tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from balie.evidence.core import KINDS, Where
from balie.evidence.models import Entry, LegalHold
from balie.evidence.retention.periods import (
    CONTENT,
    DEFAULTS,
    EVERY_KIND,
    EVERYWHERE,
    STAYS,
    Period,
    Rules,
    at_least,
    is_looser,
    months_for,
    rule_for,
)
from balie.evidence.retention.rules import rules
from balie.evidence.service import kind_words
from balie.site.evidence.book import Book
from balie.site.evidence.words import language
from balie.site.high_risk import may_be_high

PLACED, LIFTED = "hold-placed", "hold-lifted"
# Every kind that has no period of its own, as it stands in an address and a form.
ALL_ELSE = "all-else"
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Kept:
    """How long something stays: `months` that count, `asked` that the rule says, and whether that rule is set here."""

    name: str
    what: str
    months: int
    asked: int
    ground: str
    own: bool


@dataclass(frozen=True, slots=True)
class Hold:
    """A legal hold with the entries that say who placed and who lifted it, as far as the reader may see those."""

    hold: LegalHold
    placed: Entry | None
    lifted: Entry | None
    stands: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """A period that somebody wants to change: what counts now, and what would count."""

    kind: str
    before: int
    after: int

    @property
    def what(self) -> str:
        """What it is about, in words."""
        return words_of(self.kind)

    @property
    def content(self) -> bool:
        """Whether it is about what was said in conversations."""
        return self.kind == CONTENT

    @property
    def looser(self) -> bool:
        """Whether less is proved by it, or more is kept."""
        return is_looser(self.kind, self.before, self.after)

    @property
    def shorter(self) -> bool:
        """Whether something goes that would have stayed."""
        return self.after < self.before


def periods_of(book: Book, *, high_risk: bool) -> list[Kept]:
    """How long what is in a log stays: content first, kinds with a period of their own, and all else."""
    known, key = rules(), key_of(book)
    apart = {*DEFAULTS, *(kind for system, kind in known if system in {key, EVERYWHERE})} & kinds_of(key)
    named = sorted(apart, key=lambda kind: words_of(kind).casefold())
    return [_kept(kind, key, known, high_risk=high_risk) for kind in (CONTENT, *named, EVERY_KIND)]


def kinds_of(key: int) -> frozenset[str]:
    """The kinds of entries that can go from the log of a system; for all systems, from every log."""
    own = (kind for kind in KINDS.values() if key == EVERYWHERE or kind.where is not Where.ORGANISATION)
    return frozenset(kind.name for kind in own) - STAYS


def turn_to(period: Period) -> Turn:
    """What setting a period would change."""
    return Turn(period.kind, months_for(period.kind, period.system, rules()), period.months)


def turn_without(system: int, kind: str) -> Turn | None:
    """What dropping the rule of a system for a kind would change; None when it has none."""
    known = rules()
    if (system, kind) not in known:
        return None
    left = {which: months for which, months in known.items() if which != (system, kind)}
    return Turn(kind, known[system, kind], months_for(kind, system, left))


def is_serious(book: Book) -> bool:
    """Whether this is the log of a system that is high-risk, or may be."""
    return book.system is not None and may_be_high(book.system.pk)


def key_of(book: Book) -> int:
    """The key under which the rules of a log are kept: that of the system, or that of all logs."""
    return book.system.pk if book.system else EVERYWHERE


def words_of(kind: str) -> str:
    """What a period is about, in words."""
    if kind == CONTENT:
        return _("what was said in conversations (content)")
    return kind_words(kind, language()) if kind else _("all other entries")


def in_months(months: int) -> str:
    """So many months in words, and in years when it comes out even."""
    words = ngettext("%(months)s month", "%(months)s months", months) % {"months": months}
    if months < 2 * _YEAR or months % _YEAR:
        return words
    return _("%(years)s years (%(months)s)") % {"years": months // _YEAR, "months": words}


def named_kind(name: str) -> str:
    """The kind that a name in an address or a form stands for."""
    return EVERY_KIND if name == ALL_ELSE else name


def always_kept() -> list[str]:
    """The kinds of entries that never go, in words."""
    return sorted((words_of(kind) for kind in STAYS), key=str.casefold)


def holds_of(book: Book) -> list[Hold]:
    """The legal holds on a log, the newest first; for an auditor as they stood at the end of the mandate's period."""
    if book.log is None:
        return []
    then = book.last_moment
    found = list(book.log.holds.filter(placed_at__lte=then).order_by("-pk"))
    if not found:
        return []
    told = {
        (entry.kind, entry.body.get("hold")): entry
        for entry in book.entries.filter(kind__in=(PLACED, LIFTED)).exclude(leaf="")
    }
    return [
        Hold(hold, told.get((PLACED, hold.pk)), told.get((LIFTED, hold.pk)), stands=_stood(hold, then))
        for hold in found
    ]


def holds_on(book: Book, conversation: str) -> list[Hold]:
    """The holds that stand on a conversation: its own, and those on the whole log."""
    return [one for one in standing(holds_of(book)) if one.hold.conversation in {"", conversation}]


def standing(holds: Iterable[Hold]) -> list[Hold]:
    """The holds that stand."""
    return [one for one in holds if one.stands]


def _stood(hold: LegalHold, then: datetime) -> bool:
    lifted = hold.lifted_at is not None and hold.lifted_at <= then
    over = hold.until is not None and hold.until < timezone.localtime(then).date()
    return not lifted and not over


def _kept(kind: str, key: int, known: Rules, *, high_risk: bool) -> Kept:
    rule, asked = rule_for(kind, key, known), months_for(kind, key, known)
    return Kept(
        name=kind or ALL_ELSE,
        what=words_of(kind),
        months=at_least(asked, high_risk=high_risk),
        asked=asked,
        ground=_ground(rule, kind, key),
        own=rule == (key, kind),
    )


def _ground(rule: tuple[int, str] | None, kind: str, key: int) -> str:
    if rule is None:
        return _("by default")
    if rule == (key, kind):
        return _("set here")
    if rule[0] == key:
        return _("set here for all other entries")
    return _("set for all systems")
