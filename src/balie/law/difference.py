"""What changed between two states of the law: in general, provision by provision, and for one system."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from balie.language import Text
from balie.law.assessment import Assessment, classify
from balie.law.facts import Facts
from balie.law.findings import DutyFinding, DutyStatus
from balie.law.model import Law, Provision, Version


class Kind(StrEnum):
    """How a provision changed."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    REWORDED = "reworded"


@dataclass(frozen=True, slots=True)
class ProvisionChange:
    """A provision before and after. Moved: other dates. Reworded: another text on some day."""

    provision: Provision
    kinds: tuple[Kind, ...]
    before: tuple[Version, ...]
    after: tuple[Version, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A point on both axes: what was known, and which day one asks about."""

    published_by: date
    applies_on: date


@dataclass(frozen=True, slots=True)
class DutyChange:
    """A duty that came, went, or got another date or status; either side may be absent."""

    before: DutyFinding
    after: DutyFinding


@dataclass(frozen=True, slots=True)
class SystemChange:
    """What two moments make of the same facts."""

    before: Assessment
    after: Assessment
    duties: tuple[DutyChange, ...]

    @property
    def changed(self) -> bool:
        """Whether anything a person would see is different."""
        old, new = self.before, self.after
        return bool(self.duties) or (old.statutory, old.house) != (new.statutory, new.house)


def changed_provisions(
    law: Law, before: date, after: date, *, earlier: Law | None = None
) -> tuple[ProvisionChange, ...]:
    """Return the provisions of which the dates or the wording differ as known on two days, in order of id.

    With `earlier`, what was known on the first day is looked up in that edition of the packs.
    """
    old, new = (earlier or law).provisions, law.provisions
    found = (_change(old.get(name), new.get(name), before, after) for name in sorted(old.keys() | new.keys()))
    return tuple(change for change in found if change and change.kinds)


def compare(law: Law, facts: Facts, before: Moment, after: Moment) -> SystemChange:
    """Judge the same facts at two moments and return what is different."""
    old = classify(law, facts, applies_on=before.applies_on, published_by=before.published_by)
    new = classify(law, facts, applies_on=after.applies_on, published_by=after.published_by)
    earlier = {found.duty.id: found for found in old.duties}
    changes = (DutyChange(earlier[found.duty.id], found) for found in new.duties)
    return SystemChange(old, new, tuple(change for change in changes if _differs(change)))


def _change(old: Provision | None, new: Provision | None, before: date, after: date) -> ProvisionChange | None:
    provision = new or old
    if provision is None:
        return None
    was, now = old.known(before) if old else (), new.known(after) if new else ()
    kinds = _kinds(was, now, _wording(old, was) == _wording(new, now))
    return ProvisionChange(provision, tuple(kinds), was, now)


def _kinds(old: tuple[Version, ...], new: tuple[Version, ...], same_wording: bool) -> Iterator[Kind]:  # noqa: FBT001
    if not old and new:
        yield Kind.NEW
    elif old and not new:
        yield Kind.GONE
    elif old and new:
        if _bounds(old) != _bounds(new):
            yield Kind.MOVED
        if not same_wording:
            yield Kind.REWORDED


def _wording(provision: Provision | None, versions: tuple[Version, ...]) -> set[Text]:
    return {version.text or provision.text for version in versions} if provision else set()


def _bounds(versions: tuple[Version, ...]) -> tuple[date, date | None]:
    """First day in effect and last bound, whatever the wording in between."""
    return min(version.in_effect.start for version in versions), versions[-1].in_effect.until


def _differs(change: DutyChange) -> bool:
    before, after = change.before, change.after
    idle = {DutyStatus.DOES_NOT_APPLY, DutyStatus.ENDED}
    if before.status in idle and after.status in idle:
        return False
    return (before.status, before.since, before.until) != (after.status, after.since, after.until)
