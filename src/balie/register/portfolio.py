"""The list of systems as people look through it: one row per system, a tally by class, filters and order.

Pure values: the rows are made from assessments, and nothing here knows a table or a request.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from balie.law import Assessment, ClassRange, DutyStatus, RiskClass, Text, open_questions

OPEN = "open"
SORTS = ("name", "class", "next", "questions")


@dataclass(frozen=True, slots=True)
class Days:
    """The two days a page is about, and today: what is asked for only when somebody wants another day."""

    today: date
    applies_on: date
    published_by: date

    @property
    def moved(self) -> bool:
        """Whether somebody looks at another day than today."""
        return (self.applies_on, self.published_by) != (self.today, self.today)

    @property
    def asked(self) -> dict[str, str]:
        """The days as they stand in an address: only those that differ from today."""
        days = {"applies_on": self.applies_on, "published_by": self.published_by}
        return {name: day.isoformat() for name, day in days.items() if day != self.today}

    @property
    def suffix(self) -> str:
        """What a link to another page about the same days ends in."""
        return f"?{urlencode(self.asked)}" if self.asked else ""


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody asked of the list."""

    days: Days
    words: str = ""
    risk: str = ""
    sort: str = "name"

    def address(self, **changes: Any) -> str:
        """The address of the same list with something changed."""
        asked = replace(self, **changes)
        parts = {"q": asked.words, "class": asked.risk, "sort": "" if asked.sort == "name" else asked.sort}
        return "?" + urlencode({key: value for key, value in parts.items() if value} | asked.days.asked)


@dataclass(frozen=True, slots=True)
class Row:
    """One system in the list."""

    key: int
    name: str
    purpose: str
    owner: str
    supplier: str
    archetype: Text | None
    effective: ClassRange
    statutory: ClassRange
    law_from: date | None
    house: ClassRange
    review: bool
    next_change: date | None
    in_force: int
    ahead: int
    undecided: int
    questions: int

    def has(self, words: str) -> bool:
        """Whether all words occur in what the row says."""
        kind = f"{self.archetype.nl} {self.archetype.en}" if self.archetype else ""
        text = f"{self.name} {self.purpose} {self.owner} {self.supplier} {kind}".casefold()
        return all(word in text for word in words.casefold().split())

    def is_in(self, risk: str) -> bool:
        """Whether the row belongs to a class, counted by the heaviest class that is possible; or is still open."""
        return (not self.effective.settled) if risk == OPEN else self.effective.highest.slug == risk


@dataclass(frozen=True, slots=True)
class Tally:
    """How many systems there are of one kind, and the address of the list with only those."""

    risk: RiskClass | None
    slug: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The list for one query."""

    organisation: str
    language: str
    query: Query
    rows: tuple[Row, ...]
    total: int
    tallies: tuple[Tally, ...]
    digest: str


def row_of(system: Any, archetype: Text | None, found: Assessment) -> Row:
    """Make the row of one system."""
    statuses = [duty.status for duty in found.duties]
    return Row(
        key=system.pk,
        name=system.name,
        purpose=system.purpose,
        owner=system.owner,
        supplier=system.supplier,
        archetype=archetype,
        effective=found.effective,
        statutory=found.statutory.range,
        law_from=law_starts(found),
        house=found.house,
        review=found.review,
        next_change=next((change.on for change in found.timeline), None),
        in_force=statuses.count(DutyStatus.IN_FORCE),
        ahead=statuses.count(DutyStatus.AHEAD),
        undecided=statuses.count(DutyStatus.UNKNOWN),
        questions=len(open_questions(found)),
    )


def law_starts(found: Assessment) -> date | None:
    """The day the statutory class begins, when that is still ahead of the day asked."""
    start = found.statutory.applies_from
    return start if start and start > found.applies_on else None


def chosen(rows: Sequence[Row], query: Query) -> tuple[Row, ...]:
    """Filter and order the rows."""
    kept = [row for row in rows if row.has(query.words) and (not query.risk or row.is_in(query.risk))]
    key = _KEYS[query.sort.lstrip("-")]
    by_name = sorted(kept, key=_KEYS["name"])
    return tuple(sorted(by_name, key=key, reverse=query.sort.startswith("-")))


def tallies(rows: Iterable[Row], query: Query) -> tuple[Tally, ...]:
    """Count the rows per class, heaviest first, and those that are still open; all that match the words."""
    matching = [row for row in rows if row.has(query.words)]
    kinds: list[tuple[RiskClass | None, str]] = [
        (None, ""),
        *((risk, risk.slug) for risk in reversed(RiskClass)),
        (None, OPEN),
    ]
    counted = [(risk, slug, sum(not slug or row.is_in(slug) for row in matching)) for risk, slug in kinds]
    return tuple(
        Tally(risk, slug, count, query.address(risk=slug), slug == query.risk)
        for risk, slug, count in counted
        if count or not slug or slug == query.risk
    )


# The heaviest class, the nearest date and the most questions come first.
_KEYS: dict[str, Any] = {
    "name": lambda row: row.name.casefold(),
    "class": lambda row: (-row.effective.highest, -row.effective.lowest),
    "next": lambda row: row.next_change or date.max,
    "questions": lambda row: -row.questions,
}
