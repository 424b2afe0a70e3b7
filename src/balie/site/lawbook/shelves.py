"""What the law pages show, made from the law alone: packs with provisions, the days ahead, one provision in full."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from balie.law import (
    Duty,
    Fine,
    Law,
    Pack,
    PackKind,
    Provision,
    Rule,
    Status,
    Text,
    Version,
    classify,
    say_conclusion,
    say_weight,
)
from balie.site.lawbook.clauses import Clause, clause_of


@dataclass(frozen=True, slots=True)
class Shelf:
    """A pack, and how much is in it."""

    pack: Pack
    provisions: int
    duties: int

    @property
    def is_law(self) -> bool:
        """Whether it is law, rather than house policy."""
        return self.pack.kind is PackKind.LAW


@dataclass(frozen=True, slots=True)
class Entry:
    """A provision as it stands on a day: its wording and the days on which it has effect."""

    provision: Provision
    text: Text
    starts: date | None
    until: date | None
    holds: bool


@dataclass(slots=True)
class Day:
    """What starts, changes wording or ends on one day."""

    on: date
    starting: list[Provision] = field(default_factory=list)
    changing: list[Provision] = field(default_factory=list)
    ending: list[Provision] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """A rule as people can read it."""

    rule: Rule
    conclusion: Text
    weight: Text | None
    clause: Clause


@dataclass(frozen=True, slots=True)
class Opened:
    """One provision with everything that stands on it."""

    provision: Provision
    pack: Pack
    entry: Entry
    versions: tuple[Version, ...]
    fine: Fine | None
    duties: tuple[Duty, ...]
    readings: tuple[Reading, ...]
    parts: tuple[Provision, ...]


def shelves(law: Law) -> tuple[Shelf, ...]:
    """All packs that say something about duties or classes: laws first, then house policy."""
    kinds = list(PackKind)
    found = [
        Shelf(pack, _count(law, law.provisions, pack), _count(law, law.duties, pack)) for pack in law.packs.values()
    ]
    kept = [shelf for shelf in found if shelf.provisions]
    return tuple(sorted(kept, key=lambda shelf: (kinds.index(shelf.pack.kind), -shelf.provisions, shelf.pack.id)))


def entries(law: Law, pack: str, *, applies_on: date, published_by: date) -> tuple[Entry, ...]:
    """The provisions of one pack as they stand on a day, in the order of the articles."""
    found = (provision for provision in _in_order(law.provisions.values()) if law.owner[provision.id] == pack)
    return tuple(entry_of(provision, applies_on=applies_on, published_by=published_by) for provision in found)


def entry_of(provision: Provision, *, applies_on: date, published_by: date) -> Entry:
    """One provision as it stands on a day; when it does not hold yet, from when it will."""
    periods = [version.in_effect for version in provision.known(published_by)]
    current = next((period for period in periods if period.includes(applies_on)), None)
    coming = current or next((period for period in periods if period.start > applies_on), None)
    text = provision.text_on(published_by, applies_on)
    if coming is None:
        return Entry(provision, text, None, None, holds=False)
    return Entry(provision, text, coming.start, coming.until, holds=current is not None)


def calendar(law: Law, *, after: date, published_by: date) -> tuple[Day, ...]:
    """The days after a day on which provisions of law start, change or end."""
    days: dict[date, Day] = {}
    for provision in _in_order(law.provisions.values()):
        if provision.status is Status.LAW and law.kind_of(provision.id) is PackKind.LAW:
            for on, what in _marks(provision, published_by):
                if on > after:
                    getattr(days.setdefault(on, Day(on)), what).append(provision)
    return tuple(days[on] for on in sorted(days))


def watched(law: Law) -> tuple[Provision, ...]:
    """What has been announced and is no law yet."""
    return tuple(item for item in _in_order(law.provisions.values()) if item.status is Status.ANNOUNCED)


def opened(law: Law, provision: Provision, *, applies_on: date, published_by: date) -> Opened:
    """Everything about one provision."""
    blank = classify(law, {}, applies_on=applies_on, published_by=published_by)
    standing = [finding for finding in blank.findings if finding.rule.provision == provision.id]
    return Opened(
        provision=provision,
        pack=law.packs[law.owner[provision.id]],
        entry=entry_of(provision, applies_on=applies_on, published_by=published_by),
        versions=tuple(sorted(provision.versions, key=lambda v: (v.published.start, v.applies.start))),
        fine=law.fines.get(provision.fine),
        duties=tuple(duty for duty in law.duties.values() if duty.provision == provision.id),
        readings=tuple(
            Reading(
                finding.rule,
                say_conclusion(blank, finding),
                say_weight(provision, finding.rule.basis),
                clause_of(law, finding.rule.when),
            )
            for finding in standing
        ),
        parts=tuple(other for other in _in_order(law.provisions.values()) if other.part_of == provision.id),
    )


def _in_order(provisions: Iterable[Provision]) -> list[Provision]:
    """Sort by article as a reader does: 5 before 50, articles before annexes."""
    return sorted(
        provisions, key=lambda provision: [(len(p) if p.isdigit() else 0, p) for p in _PARTS.findall(provision.id)]
    )


def _count(law: Law, items: Iterable[str], pack: Pack) -> int:
    return sum(law.owner[item] == pack.id for item in items)


def _marks(provision: Provision, published_by: date) -> Iterator[tuple[date, str]]:
    """The days on which something becomes different, and what."""
    found: dict[date, set[str]] = defaultdict(set)
    for version in provision.known(published_by):
        period = version.in_effect
        found[period.start].add("starting")
        if period.until:
            found[period.until].add("ending")
    for on, what in found.items():
        yield on, "changing" if len(what) > 1 else what.pop()


_PARTS = re.compile(r"\d+|\D+")
