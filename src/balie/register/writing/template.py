"""The template workbook: headings, lists to choose from, one example row that is not imported, and an explanation."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from balie.law import Fact, FactKind, Law, Text
from balie.register.reading.headings import Field, Meaning, Part
from balie.register.reading.table import EXAMPLE_ROWS
from balie.register.reading.workbook import CHOICES_SHEET, EXPLANATION_SHEET
from balie.register.system import LifeCycle
from balie.register.writing.headings import heading
from balie.register.writing.values import FIELDS, say_choice
from balie.register.writing.workbook import DONT_KNOW, SHEET, headed, letter, saved, text_cells, width

_LAST_ROW = 2_000


def template(law: Law, language: str) -> bytes:
    """Write the workbook that people fill in."""
    from openpyxl import Workbook  # noqa: PLC0415  only workbooks pay for the time this takes

    book = Workbook()
    book.remove(book.worksheets[0])
    columns = list(_columns(law))
    sheet: Any = book.create_sheet(SHEET.say(language))
    sheet.append([headed(sheet, heading(meaning, law, language)) for meaning in columns])
    sheet.append(text_cells(sheet, [_example(meaning, law, language) for meaning in columns]))
    sheet.freeze_panes = "B2"
    lists = _Lists(book.create_sheet(CHOICES_SHEET.say(language)), sheet)
    lists.place.sheet_state = "hidden"
    for place, meaning in enumerate(columns, start=1):
        sheet.column_dimensions[letter(place)].width = width(meaning)
        lists.offer(place, _choices(meaning, law, language))
    _explain(book.create_sheet(EXPLANATION_SHEET.say(language)), law, language)
    return saved(book)


@dataclass(slots=True)
class _Lists:
    """The sheet with what may be chosen, and the sheet where it is chosen. Equal lists stand there once."""

    place: Any
    sheet: Any
    known: dict[tuple[str, ...], int] = field(default_factory=dict)

    def offer(self, column: int, words: tuple[str, ...]) -> None:
        """Let people choose from a list in a column."""
        if not words:
            return
        from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

        at = self.known.setdefault(words, len(self.known) + 1)
        for row, word in enumerate(words, start=1):
            cell = self.place.cell(row, at, word)
            cell.data_type = "s"
        source = f"'{self.place.title}'!${letter(at)}$1:${letter(at)}${len(words)}"
        validation = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=False)
        validation.add(f"{letter(column)}2:{letter(column)}{_LAST_ROW}")
        self.sheet.add_data_validation(validation)


def _columns(law: Law) -> Iterator[Meaning]:
    yield from (Meaning(name) for name in FIELDS)
    for fact in law.facts.values():
        yield Meaning(fact.id)
        if fact.open_norm:
            yield Meaning(fact.id, Part.DECIDED_BY)
            yield Meaning(fact.id, Part.REASONS)


def _choices(meaning: Meaning, law: Law, language: str) -> tuple[str, ...]:
    if meaning.target is Field.ARCHETYPE:
        return tuple(archetype.name.say(language) for archetype in law.archetypes.values())
    if meaning.target is Field.STATUS:
        return tuple(stage.label.say(language) for stage in LifeCycle)
    if isinstance(meaning.target, Field) or meaning.part is not Part.VALUE:
        return ()
    fact = law.facts[meaning.target]
    options = _options(fact, language)
    return (*options, DONT_KNOW.say(language)) if options else ()


def _options(fact: Fact, language: str) -> tuple[str, ...]:
    if fact.kind is FactKind.YES_NO:
        return tuple(say_choice(fact, value, language) for value in (True, False))
    if fact.kind is FactKind.ONE_OF:
        return tuple(say_choice(fact, option.id, language) for option in fact.options)
    return ()


def _example(meaning: Meaning, law: Law, language: str) -> str:
    if meaning.target is Field.NAME:
        return EXAMPLE_ROWS.say(language)
    if isinstance(meaning.target, Field):
        said = _EXAMPLES.get(meaning.target)
        return said.say(language) if said else next(iter(_choices(meaning, law, language)), "")
    return next(iter(_choices(meaning, law, language)), "")


def _explain(sheet: Any, law: Law, language: str) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 60, 100
    for line in _LINES:
        sheet.append(text_cells(sheet, [line.say(language)]))
    sheet.append([])
    sheet.append([headed(sheet, text.say(language)) for text in (_QUESTION, _HELP)])
    for fact in law.facts.values():
        options = "; ".join(option.label.say(language) for option in fact.options)
        told = fact.help.say(language) + (f" ({options})" if options else "")
        sheet.append(text_cells(sheet, [fact.question.say(language), told]))


_QUESTION = Text(nl="Vraag", en="Question")
_HELP = Text(nl="Uitleg", en="Explanation")
_EXAMPLES = {
    Field.PURPOSE: Text(nl="Beantwoordt vragen over de rekening.", en="Answers questions about the bill."),
    Field.OWNER: Text(nl="naam@organisatie.example", en="name@organisation.example"),
    Field.SUPPLIER: Text(nl="Taalbrug B.V.", en="Taalbrug B.V."),
    Field.VERSION: Text(nl="2.1", en="2.1"),
    Field.REFERENCE: Text(nl="AI-007", en="AI-007"),
    Field.CHANNELS: Text(nl="webchat, telefoon", en="webchat, phone"),
    Field.LANGUAGES: Text(nl="nl, en", en="nl, en"),
    Field.CUSTOMERS: Text(nl="12000", en="12000"),
    Field.LINKS: Text(nl="gebruikt: Naam van een ander systeem", en="uses: Name of another system"),
}
_LINES = (
    Text(
        nl="Vul op het eerste blad een rij in voor elk AI-systeem. Alleen de kolom 'naam' moet.",
        en="Fill in a row for each AI system on the first sheet. Only the column 'name' is required.",
    ),
    Text(
        nl="De rij '# voorbeeld' laat zien hoe het moet. Die wordt niet ingelezen.",
        en="The row '# example' shows how. It is not read.",
    ),
    Text(
        nl="Weet je een antwoord niet? Laat de cel leeg. 'weet niet' haalt een eerder antwoord weg.",
        en="Do you not know an answer? Leave the cell empty. 'unknown' takes back an earlier answer.",
    ),
    Text(
        nl="Een lege cel verandert niets aan wat al in Balie staat.",
        en="An empty cell changes nothing that is in Balie already.",
    ),
    Text(
        nl="Bij een open norm tellen ja en nee pas als erbij staat wie dat besloot, en waarom.",
        en="For an open norm, yes and no count only with who decided it, and why.",
    ),
    Text(
        nl="Kolommen waarvan de kop met # begint, zijn voor jezelf.",
        en="Columns whose heading starts with # are your own.",
    ),
)
