"""What another state of the law means for somebody's own systems: what is certainly different, then what may be."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from balie.law import (
    Assessment,
    DutyChange,
    DutyFinding,
    DutyStatus,
    Law,
    Moment,
    PackKind,
    SystemChange,
    Text,
    compare,
    say_date,
    say_status,
)
from balie.register.system import AISystem
from balie.site.cli.report.as_json import range_as_json
from balie.site.cli.report.page import Page, Section
from balie.site.cli.report.phrases import statutory_in_words


@dataclass(frozen=True, slots=True)
class Span:
    """Two states of the law, and the day one asks about."""

    before: date
    after: date
    applies_on: date

    @property
    def title(self) -> Text:
        """The two states in words."""
        nl, en = ((say_date(self.before, language), say_date(self.after, language)) for language in ("nl", "en"))
        return Text(
            nl=f"De wet zoals bekend op {nl[0]}, en zoals bekend op {nl[1]}",
            en=f"The law as known on {en[0]}, and as known on {en[1]}",
        )

    def as_json(self) -> dict[str, Any]:
        """The three days for programs."""
        before, after = self.before.isoformat(), self.after.isoformat()
        return {"published_by": {"before": before, "after": after}, "applies_on": self.applies_on.isoformat()}


@dataclass(frozen=True, slots=True)
class _Told:
    """What changed for one system, split in what is certain and what hangs on open questions."""

    change: SystemChange

    @property
    def sure_duties(self) -> list[DutyChange]:
        """Duties of which we know where they stood and where they stand."""
        return [duty for duty in self.change.duties if _is_sure(duty)]

    @property
    def other_duties(self) -> list[DutyChange]:
        """Duties that may stand elsewhere, but that hang on open questions."""
        return [duty for duty in self.change.duties if not _is_sure(duty)]

    @property
    def class_differs(self) -> bool:
        """Whether the class is different, certain or not."""
        before, after = self.change.before, self.change.after
        return (before.statutory, before.house) != (after.statutory, after.house)

    @property
    def class_surely_differs(self) -> bool:
        """Whether it is different whatever the open questions turn out to be."""
        return self.class_differs and _is_settled(self.change.before) and _is_settled(self.change.after)

    @property
    def surely_differs(self) -> bool:
        """Whether something is certainly different for this system."""
        return self.class_surely_differs or bool(self.sure_duties)


def for_systems(law: Law, systems: list[AISystem], span: Span, language: str, *, everything: bool) -> Page:
    """Return what changed for each system: class, dates and duties; what is certain first."""
    before, after = Moment(span.before, span.applies_on), Moment(span.after, span.applies_on)
    found = [(system, _Told(compare(law, system.facts, before, after))) for system in systems]
    sections = [Section(span.title.say(language), (_opening(span, found, language),))]
    sections += [Section(system.name, tuple(_lines(told, language, everything=everything))) for system, told in found]
    plain = [{"name": system.name, **_as_json(told, language)} for system, told in found]
    return Page(tuple(sections), {**span.as_json(), "systems": plain})


def _is_sure(duty: DutyChange) -> bool:
    return DutyStatus.UNKNOWN not in {duty.before.status, duty.after.status}


def _is_settled(found: Assessment) -> bool:
    return found.statutory.range.settled and found.statutory.in_force.settled and found.house.settled


def _opening(span: Span, found: list[tuple[AISystem, _Told]], language: str) -> str:
    day, total = say_date(span.applies_on, language), len(found)
    count = sum(told.surely_differs for _, told in found)
    return Text(
        nl=f"Gevraagd voor {day}. Zeker anders: {count} van de {total} systemen.",
        en=f"Asked for {day}. Certainly different: {count} of {total} systems.",
    ).say(language)


def _lines(told: _Told, language: str, *, everything: bool) -> Iterator[str]:
    if not told.change.changed:
        yield _SAME.say(language)
        return
    if told.class_surely_differs:
        yield _class_line(told.change, language)
    for duty in told.sure_duties:
        yield from _duty_lines(duty, language)
    if not told.surely_differs:
        yield _NOTHING_SURE.say(language)
    yield from _open_lines(told, language, everything=everything)


def _class_line(change: SystemChange, language: str) -> str:
    """Say the class by law before and after, and that by house policy when it moved."""
    sides = (change.before, change.after)
    old, new = (statutory_in_words(one.statutory, one.applies_on, language) for one in sides)
    words = f"{_CLASS.say(language)}: {old}" if old == new else f"{_CLASS.say(language)}: {old} -> {new}"
    if change.before.house == change.after.house:
        return words
    return f"{words}; {_HOUSE.say(language)}: {change.before.house.say(language)} -> {change.after.house.say(language)}"


def _duty_lines(duty: DutyChange, language: str) -> Iterator[str]:
    found = duty.after
    mark = f"; {_HOUSE.say(language)}" if found.source is PackKind.HOUSE else ""
    yield f"{found.duty.title.say(language)} ({found.provision.cite.say(language)}{mark})"
    yield f"  {_status_in_words(duty.before, language)} -> {_status_in_words(found, language)}"


def _open_lines(told: _Told, language: str, *, everything: bool) -> Iterator[str]:
    """Say what may be different; the duties one by one only when asked for."""
    if told.class_differs and not told.class_surely_differs:
        yield f"{_MAYBE.say(language)}: {_class_line(told.change, language)}"
    count = len(told.other_duties)
    if count and not everything:
        noun = Text(nl="plicht" if count == 1 else "plichten", en="duty" if count == 1 else "duties").say(language)
        shows = Text(nl="--all toont ze", en="--all shows them").say(language)
        yield f"{_MAYBE.say(language)}: {count} {noun} ({shows})"
    elif count:
        yield f"{_MAYBE.say(language)}:"
        yield from (f"  {line}" for duty in told.other_duties for line in _duty_lines(duty, language))


def _status_in_words(found: DutyFinding, language: str) -> str:
    words = say_status(found.status, found.since, language)
    until = say_date(found.until, language) if found.until else ""
    return Text(nl=f"{words}, tot {until}", en=f"{words}, until {until}").say(language) if until else words


def _as_json(told: _Told, language: str) -> dict[str, object]:
    change = told.change
    return {
        "changed": change.changed,
        "certain": told.surely_differs,
        "before": _class_as_json(change.before, language),
        "after": _class_as_json(change.after, language),
        "duties": [
            {
                "id": duty.after.duty.id,
                "certain": _is_sure(duty),
                "before": _duty_as_json(duty.before),
                "after": _duty_as_json(duty.after),
            }
            for duty in change.duties
        ],
    }


def _class_as_json(found: Assessment, language: str) -> dict[str, object]:
    applies_from = found.statutory.applies_from
    return {
        "statutory": range_as_json(found.statutory.range, language),
        "applies_from": applies_from and applies_from.isoformat(),
        "in_force": range_as_json(found.statutory.in_force, language),
        "house": range_as_json(found.house, language),
    }


def _duty_as_json(found: DutyFinding) -> dict[str, object]:
    since, until = found.since, found.until
    return {"status": found.status.value, "since": since and since.isoformat(), "until": until and until.isoformat()}


_SAME = Text(nl="Er verandert niets.", en="Nothing changes.")
_NOTHING_SURE = Text(nl="Er is niets zeker anders.", en="Nothing is certainly different.")
_CLASS = Text(nl="Klasse volgens de wet", en="Class by law")
_MAYBE = Text(nl="Kan anders zijn, hangt af van open vragen", en="May be different, depends on open questions")
_HOUSE = Text(nl="huisbeleid", en="house policy")
