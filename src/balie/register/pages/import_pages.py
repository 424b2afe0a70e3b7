"""What an import would do, as people read it: fields and answers in words, before and after."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from balie.export import service as export
from balie.law import BadValue, Fault, Law, Text
from balie.register.acting import Acting
from balie.register.exchange.merging import UNKNOWN, Change
from balie.register.exchange.planning import Fate, Plan, Step
from balie.register.public_fields import LABELS, PREFIX, in_words
from balie.register.reading.headings import Field
from balie.register.system import LifeCycle
from balie.register.writing.headings import FIELD_WORDS, PART_WORDS
from balie.register.writing.workbook import DONT_KNOW

_PARTS = {str(part): words for part, words in PART_WORDS.items()}


@dataclass(frozen=True, slots=True)
class Shown:
    """One field or answer, before and after, in words; empty when there is nothing."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """One system of the file, and what would happen to it."""

    name: str
    fate: Fate
    key: int | None
    changes: tuple[Shown, ...]

    @property
    def few(self) -> bool:
        """Whether everything can stand open."""
        return len(self.changes) <= _FEW


def rows_of(law: Law, steps: list[Step], language: str) -> list[Row]:
    """The rows to show."""
    return [
        Row(step.value.name, step.fate, step.known.key if step.known else None, changes_of(law, step.changes, language))
        for step in steps
    ]


def changes_of(law: Law, changes: tuple[Change, ...], language: str) -> tuple[Shown, ...]:
    """Changes in words."""
    return tuple(_answer(law, one, language) if one.answer else _field(law, one, language) for one in changes)


def wanted(plan: Plan, fate: str) -> list[Step]:
    """The steps of one fate; all of them, what changes first, when none is asked for."""
    if fate in set(Fate):
        return [step for step in plan.steps if step.fate == fate]
    order = list(Fate)
    return sorted(plan.steps, key=lambda step: order.index(step.fate))


def table_of(faults: tuple[Fault, ...], name: str, language: str, acting: Acting) -> export.Table:
    """The faults of a file as a table to export."""
    return export.Table(
        title=_("Errors in %(file)s") % {"file": name},
        language=language,
        made_at=acting.now,
        columns=(
            export.Column("file", _("File and sheet"), 30),
            export.Column("row", _("Row"), 8),
            export.Column("field", _("Field"), 30),
            export.Column("about", _("About"), 28),
            export.Column("reason", _("What is wrong"), 60),
            export.Column("repair", _("What to do"), 60),
        ),
        rows=_lines(faults, language),
        name="errors",
    )


def _lines(faults: tuple[Fault, ...], language: str) -> Iterator[tuple[Any, ...]]:
    for fault in faults:
        place = fault.place
        told = fault.reason.say(language), fault.repair.say(language)
        yield (place.file, place.line, place.field, place.about, *told)


def _field(law: Law, change: Change, language: str) -> Shown:
    if change.field.startswith(PREFIX):
        label = LABELS.get(change.field.removeprefix(PREFIX), _NUMBER).say(language)
        return Shown(label, in_words(change.before), in_words(change.after))
    name = Field.STATUS if change.field == "life_cycle" else Field(change.field)
    before, after = (_plain(law, name, value, language) for value in (change.before, change.after))
    return Shown(FIELD_WORDS[name].say(language), before, after)


def _plain(law: Law, name: Field, value: Any, language: str) -> str:
    if value is None:
        return ""
    if name is Field.STATUS:
        return LifeCycle(value).label.say(language)
    if name is Field.ARCHETYPE and value in law.archetypes:
        return law.archetypes[value].name.say(language)
    return ", ".join(value) if isinstance(value, list) else str(value)


def _answer(law: Law, change: Change, language: str) -> Shown:
    before, after = (_said(law, change.field, value, language) for value in (change.before, change.after))
    if before == after:
        before, after = (_parts(value, language) for value in (change.before, change.after))
    return Shown(law.facts[change.field].question.say(language), before, after)


def _said(law: Law, fact: str, value: Any, language: str) -> str:
    if value is None:
        return ""
    if value == UNKNOWN:
        return DONT_KNOW.say(language)
    try:
        return law.facts[fact].say(law.facts[fact].read(value["value"]), language)
    except BadValue:
        return str(value["value"])


def _parts(value: Any, language: str) -> str:
    """What goes with an answer, when the answer itself stays the same."""
    return ", ".join(f"{_PARTS[key].say(language)}: {said}" for key, said in (value or {}).items() if key in _PARTS)


_FEW = 6
_NUMBER = Text(nl="Gegeven door het Algoritmeregister", en="Given by the Algorithm Register")
