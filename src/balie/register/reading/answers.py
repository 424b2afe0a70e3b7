"""From what somebody wrote to a statement: the value, its source, and for an open norm who decided and why."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from balie.law import BadValue, Fact, FactKind, Fault, Place, Statement, Text
from balie.register.reading.faults import answer_missing, bad_answer, not_a_text, undecided
from balie.register.reading.headings import Part
from balie.register.reading.written import Record
from balie.register.wording import CONTROL

MAX_TEXT = 5000
NO_SOURCE = "-"  # somebody answered, and no source was named
UNKNOWN = {
    *("?", "weet niet", "weet ik niet", "onbekend", "niet bekend"),
    *("unknown", "not known", "don't know", "do not know"),
}


@dataclass(frozen=True, slots=True)
class Answered:
    """What the parts of one answer came to. `withdrawn`: somebody says it is not known, whatever an archetype says."""

    statement: Statement | None = None
    withdrawn: bool = False
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()


def answer(fact: Fact, headings: Mapping[Part, str], record: Record, origin: str, *, whole: bool = False) -> Answered:
    """Read one answer: `headings` says under which heading each part stands."""
    raw = {part: record.values[heading] for part, heading in headings.items()}
    heading = headings.get(Part.VALUE, fact.id)
    if is_unknown(raw.get(Part.VALUE)):
        return Answered(withdrawn=True)
    if is_blank(raw.get(Part.VALUE)):
        stray = [part for part in (Part.DECIDED_BY, Part.REASONS) if not is_blank(raw.get(part))]
        return Answered(faults=tuple(answer_missing(record.where(headings[part]), heading) for part in stray))
    try:
        value = fact.read(_tidied(fact, raw[Part.VALUE]))
        read = read_paragraph if whole else read_text
        words = {part: read(raw[part], record.where(headings[part])) for part in _WORDS if part in raw}
        on = read_day(raw[Part.ON], record.where(headings[Part.ON])) if Part.ON in raw else None
    except BadValue as problem:
        return Answered(faults=(bad_answer(record.where(heading), fact, problem, raw[Part.VALUE]),))
    except BadText as problem:
        return Answered(faults=(problem.fault,))
    source, decided_by, reasons = (words.get(part, "") for part in _WORDS)
    named = "" if source.strip() == NO_SOURCE else source or origin
    statement = Statement(value, named, decided_by, reasons, on)
    bare = fact.open_norm is not None and not statement.reasoned
    return Answered(statement, notices=(undecided(record.where(heading), fact, heading),) if bare else ())


class BadText(Exception):
    """A text or a day that cannot be one."""

    def __init__(self, fault: Fault) -> None:
        """Keep the fault."""
        super().__init__(fault.code)
        self.fault = fault


def read_text(raw: object, place: Place, longest: int = MAX_TEXT) -> str:
    """Read a short text on one line. Raise `BadText` for lists, mappings and what a terminal would obey."""
    if is_blank(raw):
        return ""
    if isinstance(raw, list | dict | bool):
        raise BadText(not_a_text(place, raw, longest))
    text = " ".join(str(raw).split())
    if len(text) > longest or not text.isprintable():
        raise BadText(not_a_text(place, raw, longest))
    return text


def read_paragraph(raw: object, place: Place, longest: int = MAX_TEXT) -> str:
    """Read a text as it was written, lines and blanks and all. Raise `BadText` for what is no text."""
    if is_blank(raw):
        return ""
    text = str(raw).replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(raw, list | dict | bool) or len(text) > longest or CONTROL.search(text):
        raise BadText(not_a_text(place, raw, longest))
    return text


def read_line(raw: object, place: Place, longest: int = MAX_TEXT) -> str:
    """Read one line as the register keeps it, with every sign that can be seen. Raise `BadText` for what is none."""
    text = " ".join(read_paragraph(raw, place, len(str(raw))).split())
    if len(text) > longest:
        raise BadText(not_a_text(place, raw, longest))
    return text


def read_day(raw: object, place: Place) -> date | None:
    """Read the day of a decision."""
    if is_blank(raw):
        return None
    try:
        day = _A_DAY.read(raw)
    except BadValue as problem:
        raise BadText(bad_answer(place, _A_DAY, problem, raw)) from problem
    return day if isinstance(day, date) else None


def is_blank(raw: object) -> bool:
    """Whether nothing was written. An empty list is an answer: none of these."""
    return raw is None or (isinstance(raw, str) and not raw.strip())


def is_unknown(raw: object) -> bool:
    """Whether somebody wrote that it is not known."""
    return isinstance(raw, str) and raw.strip().casefold() in UNKNOWN


def _tidied(fact: Fact, raw: object) -> object:
    """Undo what spreadsheets do: 1.0 for 1, and a comma between choices that hold no comma themselves."""
    if isinstance(raw, float) and raw.is_integer():
        return int(raw)
    if fact.kind is FactKind.SOME_OF and isinstance(raw, str) and "," in raw and not _options_hold_commas(fact):
        return [part for part in raw.replace(";", ",").split(",") if part.strip()]
    return raw


def _options_hold_commas(fact: Fact) -> bool:
    """Whether a comma may be part of an option's own words, and so may not split."""
    return any("," in option.nl or "," in option.en for option in fact.options)


_WORDS = (Part.SOURCE, Part.DECIDED_BY, Part.REASONS)
_A_DAY = Fact(
    id="on",
    kind=FactKind.DATE,
    question=Text(nl="Op welke dag is dit besloten?", en="On which day was this decided?"),
    help=Text(nl="Bijvoorbeeld 2-8-2026.", en="For example 2026-08-02."),
)
