"""What an assessment is made of: findings on rules, duties, classes and coming changes. Values only."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from balie.law.answer import Answer
from balie.law.model import Duty, Fine, PackKind, Provision, Rule
from balie.law.risk import ClassRange, RiskClass
from balie.law.windows import Windows, as_date, from_day, includes


class DutyStatus(StrEnum):
    """Where a duty stands on the day asked."""

    IN_FORCE = "in_force"
    AHEAD = "ahead"
    UNKNOWN = "unknown"
    ENDED = "ended"
    DOES_NOT_APPLY = "does_not_apply"


@dataclass(frozen=True, slots=True)
class Finding:
    """What became of one rule: its answer, the days on which it certainly or possibly has effect, its exceptions."""

    rule: Rule
    provision: Provision
    answer: Answer
    certain: Windows
    possible: Windows
    excepted_by: tuple[str, ...] = ()

    def status(self, day: date) -> DutyStatus:
        """Where the rule's conclusion stands on a day."""
        return status_on(self.certain, self.possible, day.toordinal())

    def since(self, day: date) -> date | None:
        """First day of the effect that counts on `day`: the one under way, else the next to come."""
        return since(self.possible, day.toordinal())

    def until(self, day: date) -> date | None:
        """First day on which that effect is over; None when it has no end."""
        return until(self.possible, day.toordinal())


@dataclass(frozen=True, slots=True)
class DutyFinding:
    """A duty of this system: whether it applies, since or until when, by which rules, and as law or house policy.

    `order` is where it stands among others: by status, and what lies ahead by date.
    """

    duty: Duty
    provision: Provision
    source: PackKind
    status: DutyStatus
    since: date | None
    until: date | None
    fine: Fine | None
    findings: tuple[Finding, ...]
    certain: Windows
    order: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Classification:
    """The class range, the first day on which its lowest class holds, and the range by the rules in force that day."""

    range: ClassRange
    applies_from: date | None
    in_force: ClassRange

    @property
    def lowest(self) -> RiskClass:
        """The class that is certain."""
        return self.range.lowest

    @property
    def highest(self) -> RiskClass:
        """The heaviest class that is still possible."""
        return self.range.highest


@dataclass(frozen=True, slots=True)
class Change:
    """What becomes different on one day in the future, as far as the facts are certain."""

    on: date
    before: ClassRange
    after: ClassRange
    starting: tuple[Duty, ...]
    ending: tuple[Duty, ...]


def status_on(certain: Windows, possible: Windows, day: int) -> DutyStatus:
    """Tell where something stands on a day, from the days on which it certainly and possibly has effect."""
    if includes(certain, day):
        return DutyStatus.IN_FORCE
    if includes(possible, day):
        return DutyStatus.UNKNOWN
    if coming := from_day(possible, day):
        sure = from_day(certain, day)
        return DutyStatus.AHEAD if sure and sure[0][0] == coming[0][0] else DutyStatus.UNKNOWN
    return DutyStatus.ENDED if certain else DutyStatus.DOES_NOT_APPLY


def since(windows: Windows, day: int) -> date | None:
    """Return the first day of the window under way, else of the next, else of the last one past."""
    coming = from_day(windows, day) or windows[-1:]
    return as_date(coming[0][0]) if coming else None


def until(windows: Windows, day: int) -> date | None:
    """Return the first day after that window, or None when it has no end."""
    coming = from_day(windows, day) or windows[-1:]
    return as_date(coming[0][1]) if coming else None
