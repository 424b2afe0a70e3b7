"""Which log somebody looks at, what of it they may read, and how one leafs through a million entries.

The organisation's own log has no system. An auditor reads what lies in the period of the mandate; that they looked is
itself an entry in the log they looked at.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, cast

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone

from balie.evidence import service as evidence
from balie.evidence.models import Entry, Log
from balie.people.service import Mandate, NotPermitted, Permission, User, actor, mandate_of, within_mandate
from balie.register.models import AISystem
from balie.register.service import visible_system

ROWS = 50
# How many entries one page looks through for a filter that few fit; then it says how far it got.
WINDOW, WINDOWS = 20_000, 5
# Of a kind that is rarer than this, over all logs, the places are looked up at once.
RARE, _AT_ONCE = 2_000, 500


@dataclass(frozen=True, slots=True)
class Book:
    """A log and its reader. There is no log yet where nothing was ever put down."""

    person: User
    now: datetime
    mandate: Mandate | None
    system: AISystem | None
    log: Log | None

    def at(self, page: str, **more: Any) -> str:
        """The address of a page about this log."""
        return reverse(f"evidence:{page}", kwargs=more | ({"key": self.system.pk} if self.system else {}))

    @property
    def here(self) -> str:
        """The address of the log itself."""
        return self.at("log")

    @property
    def entries(self) -> QuerySet[Entry]:
        """What this person may read of it."""
        found = Entry.objects.filter(log=self.log) if self.log else Entry.objects.none()
        return within_mandate(found, self.person, now=self.now)

    @property
    def last_moment(self) -> datetime:
        """Up to when this person sees how things stood: now, or the end of the period in the mandate."""
        if self.mandate is None:
            return self.now
        return min(self.now, _midnight(self.mandate.period_until) + timedelta(days=1) - timedelta.resolution)

    def entry(self, sequence: int) -> Entry:
        """One entry. Raises Http404 when it is not there, or not for this person."""
        found = self.entries.filter(sequence=sequence).first()
        if found is None:
            raise Http404
        found.log = cast(Log, self.log)
        return found

    def note_look(self, body: Mapping[str, Any]) -> None:
        """Put down in the log that an auditor looked."""
        if self.mandate is None or self.log is None:
            return
        about = evidence.Subject("log", self.log.pk, self.log.name, self.log.system or None)
        evidence.record("log-read", by=actor(self.person), now=self.now, subject=about, body=body)


def book_of(request: HttpRequest, key: int = 0) -> Book:
    """The log of a system, or of the organisation. Raises what `visible_system` and `mandate_of` raise."""
    person, now = cast(User, request.user), timezone.localtime()
    mandate = mandate_of(person, now=now)
    system = visible_system(person, key, now=now) if key else None
    if system is None and mandate is not None and not mandate.all_systems:
        raise NotPermitted(Permission.SEE_ORGANISATION_LOG)
    return Book(person, now, mandate, system, Log.objects.filter(system=key).first())


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see of a log; nothing asked is everything."""

    kind: str = ""
    origin: str = ""
    conversation: str = ""
    person: str = ""
    since: Any = None
    until: Any = None

    def chosen(self, found: QuerySet[Entry]) -> QuerySet[Entry]:
        """The entries that fit."""
        plain = {"kind": self.kind, "origin": self.origin, "conversation": self.conversation}
        found = found.filter(**{name: value for name, value in plain.items() if value})
        if self.person:
            found = found.filter(actor_name__icontains=self.person)
        if self.since:
            found = found.filter(at__gte=_midnight(self.since))
        return found.filter(at__lt=_midnight(self.until) + timedelta(days=1)) if self.until else found

    @property
    def narrow(self) -> bool:
        """Whether anything was asked."""
        return self != Asked()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page of a log, newest first. `older` is where the next page begins; `searched` how far it looked in vain."""

    rows: list[Entry] = field(default_factory=list)
    older: int | None = None
    searched: int | None = None


def leaf_through(found: QuerySet[Entry], asked: Asked, top: int) -> Leaf:
    """Return the last entries below number `top` that fit, without looking through all of a large log at once."""
    chosen, places = asked.chosen(found), _places(asked)
    if places is not None:
        return _among(chosen, [place for place in places if place < top])
    rows = list[Entry]()
    for _ in range(WINDOWS):
        bottom = max(0, top - WINDOW)
        part = chosen.filter(sequence__gte=bottom, sequence__lt=top).order_by("-sequence")
        rows += part[: ROWS - len(rows)]
        top = bottom
        if len(rows) == ROWS:
            return Leaf(rows, rows[-1].sequence or None)
        if not bottom:
            return Leaf(rows)
    return Leaf(rows, top, top)


def newer_than(found: QuerySet[Entry], asked: Asked, top: int, size: int) -> int | None:
    """Return below which number the page before this one begins; None when that is the newest page of all.

    `top` is where this page begins, `size` that of the log.
    """
    chosen, places = asked.chosen(found), _places(asked)
    numbers = list[int]()
    if places is not None:
        rising = [place for place in reversed(places) if place >= top]
        parts = (chosen.filter(sequence__in=rising[at : at + _AT_ONCE]) for at in range(0, len(rising), _AT_ONCE))
        reached = size
    else:
        reached = min(size, top + WINDOW * WINDOWS)
        parts = (
            chosen.filter(sequence__gte=low, sequence__lt=min(low + WINDOW, size))
            for low in range(top, reached, WINDOW)
        )
    for part in parts:
        rising_part = part.order_by("sequence").values_list("sequence", flat=True)
        numbers += rising_part[: ROWS + 1 - len(numbers)]
        if len(numbers) > ROWS:
            return numbers[ROWS - 1] + 1
    return reached if reached < size else None


def _places(asked: Asked) -> list[int] | None:
    """Where entries of a conversation, or of a rare kind, can stand, highest first; None when that may be anywhere.

    Both have an index of their own, over all logs; the database would not think of it when asked for one log in order.
    """
    if asked.conversation:
        those = Entry.objects.filter(conversation=asked.conversation).exclude(conversation="")
    elif asked.kind:
        those = Entry.objects.filter(kind=asked.kind)
    else:
        return None
    places = list(those.order_by().values_list("sequence", flat=True)[: RARE + 1])
    return sorted(set(places), reverse=True) if len(places) <= RARE else None


def _among(chosen: QuerySet[Entry], places: list[int]) -> Leaf:
    rows = list[Entry]()
    for start in range(0, len(places), _AT_ONCE):
        part = chosen.filter(sequence__in=places[start : start + _AT_ONCE]).order_by("-sequence")
        rows += part[: ROWS - len(rows)]
        if len(rows) == ROWS:
            return Leaf(rows, rows[-1].sequence or None)
    return Leaf(rows)


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
