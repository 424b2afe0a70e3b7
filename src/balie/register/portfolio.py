"""The list of systems as people look through it: one row per system, a tally by class, what to do first, and filters.

Pure values: the rows are made from assessments, and nothing here knows a table or a request.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from balie.law import Assessment, ClassRange, DutyStatus, RiskClass, Text, open_fact_count
from balie.register.system import LifeCycle, SignatureState

OPEN, REVIEW = "open", "review"
MINE = "me"
SORTS = ("class", "name", "next", "questions")
USUAL = "class"


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
    sort: str = USUAL
    stage: str = ""
    owner: str = ""
    channel: str = ""
    supplier: str = ""

    @property
    def unusual_sort(self) -> str:
        """The order, when it is not the one that people get without asking."""
        return "" if self.sort == USUAL else self.sort

    def address(self, **changes: Any) -> str:
        """The address of the same list with something changed."""
        asked = replace(self, **changes)
        parts = {
            "q": asked.words,
            "class": asked.risk,
            "stage": asked.stage,
            "owner": asked.owner,
            "channel": asked.channel,
            "supplier": asked.supplier,
            "sort": asked.unusual_sort,
        }
        return "?" + urlencode({key: value for key, value in parts.items() if value} | asked.days.asked)

    @property
    def prefix(self) -> str:
        """The address of this list, ready for one more part, such as the page or the format."""
        address = self.address()
        return address if address == "?" else f"{address}&"


@dataclass(frozen=True, slots=True)
class Row:
    """One system in the list."""

    key: int
    name: str
    purpose: str
    owner: str
    supplier: str
    stage: LifeCycle | None
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
    assessed: bool = True
    signed: SignatureState | None = None

    def has(self, words: str) -> bool:
        """Whether all words occur in what the row says."""
        kind = f"{self.archetype.nl} {self.archetype.en}" if self.archetype else ""
        text = f"{self.name} {self.purpose} {self.owner} {self.supplier} {kind}".casefold()
        return all(word in text for word in words.casefold().split())

    def is_in(self, risk: str) -> bool:
        """Whether the row is of a class that is settled; or is still open; or waits for a lawyer."""
        if risk == REVIEW:
            return self.review
        if risk == OPEN:
            return not self.effective.settled
        return self.effective.settled and self.effective.lowest.slug == risk


@dataclass(frozen=True, slots=True)
class Tally:
    """How many systems there are of one kind, and the address of the list with only those."""

    risk: RiskClass | None
    slug: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A few systems by name, how many there are in all, and the address of the list with only those, if it has one."""

    rows: tuple[Row, ...]
    total: int
    address: str = ""

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.total - len(self.rows)


@dataclass(frozen=True, slots=True)
class Coming:
    """The nearest day on which something changes, in how many days, and for which systems."""

    on: date
    days: int
    systems: Named


@dataclass(frozen=True, slots=True)
class Agenda:
    """What to do first: systems that are prohibited, that wait for a lawyer, and the nearest day ahead."""

    prohibited: Named | None
    review: Named | None
    coming: Coming | None

    @property
    def empty(self) -> bool:
        """Whether nothing presses."""
        return not (self.prohibited or self.review or self.coming)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters of the list can be set to."""

    owners: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    suppliers: tuple[str, ...] = ()
    stages: tuple[LifeCycle, ...] = tuple(LifeCycle)


@dataclass(frozen=True, slots=True)
class Portfolio:
    """The list for one query. `rows` are those of one page of `matching`; `left_out` were too many to work out."""

    organisation: str
    language: str
    query: Query
    rows: Sequence[Row]
    page: Any
    matching: int
    total: int
    tallies: tuple[Tally, ...]
    agenda: Agenda
    choices: Choices
    outside: Text | None
    digest: str
    left_out: int = 0


def row_of(system: Any, archetype: Text | None, found: Assessment) -> Row:
    """Make the row of one system."""
    statuses = [duty.status for duty in found.duties]
    return Row(
        key=system.pk,
        name=system.name,
        purpose=system.purpose,
        owner=system.owner,
        supplier=system.supplier,
        stage=LifeCycle(system.life_cycle) if system.life_cycle else None,
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
        questions=open_fact_count(found),
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
    """Count the rows per settled class, heaviest first, and once those that are open; all that match the words."""
    matching = [row for row in rows if row.has(query.words)]
    return tallied({slug: sum(not slug or row.is_in(slug) for row in matching) for slug in KINDS}, query)


def tallied(counted: Mapping[str, int], query: Query) -> tuple[Tally, ...]:
    """Show the counts that say something: all, what there is any of, and what was chosen."""
    kinds = [slug for slug in KINDS if slug != REVIEW or query.risk == REVIEW]
    return tuple(
        Tally(KINDS[slug], slug, counted[slug], query.address(risk=slug), slug == query.risk)
        for slug in kinds
        if counted[slug] or not slug or slug == query.risk
    )


def agenda_of(rows: Sequence[Row], query: Query) -> Agenda:
    """What to do first, for every system that has not been retired."""
    live = [row for row in chosen(rows, Query(query.days)) if row.stage is not LifeCycle.RETIRED]
    return Agenda(
        prohibited=_named(live, query, RiskClass.PROHIBITED.slug),
        review=_named(live, query, REVIEW),
        coming=_coming(live, query.days.applies_on),
    )


def countries_outside(serves: Iterable[str], labels: Mapping[str, Text]) -> Text | None:
    """Name the countries with customers of which Balie does not hold the national rules."""
    served = set(serves)
    names = [_OTHER_COUNTRIES if name == "other_eu" else labels[name] for name in WITHOUT_PACK if name in served]
    if not names:
        return None
    return Text(nl=_listed([name.nl for name in names], "en"), en=_listed([name.en for name in names], "and"))


def _named(rows: Sequence[Row], query: Query, risk: str) -> Named | None:
    kept = [row for row in rows if row.is_in(risk)]
    return Named(tuple(kept[:_NAMED]), len(kept), Query(query.days, risk=risk).address()) if kept else None


def _coming(rows: Sequence[Row], day: date) -> Coming | None:
    nearest = min((row.next_change for row in rows if row.next_change), default=None)
    if nearest is None:
        return None
    kept = [row for row in rows if row.next_change == nearest]
    return Coming(nearest, (nearest - day).days, Named(tuple(kept[:_NAMED]), len(kept)))


def _listed(words: Sequence[str], word: str) -> str:
    return f" {word} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


# What the list is tallied by, in this order: all, each class, heaviest first, what is open, what waits for a lawyer.
KINDS: Mapping[str, RiskClass | None] = {
    "": None,
    **{risk.slug: risk for risk in reversed(RiskClass)},
    OPEN: None,
    REVIEW: None,
}
WITHOUT_PACK = ("be", "de", "fr", "other_eu")
_OTHER_COUNTRIES = Text(nl="andere EU-landen", en="other EU countries")
_NAMED = 3
# The heaviest class, the nearest date and the most questions come first.
_KEYS: dict[str, Any] = {
    "name": lambda row: row.name.casefold(),
    "class": lambda row: (-row.effective.highest, -row.effective.lowest),
    "next": lambda row: row.next_change or date.max,
    "questions": lambda row: -row.questions,
}
