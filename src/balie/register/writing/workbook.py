"""Excel: a sheet with a row for each system. Text cells are typed as text, so nothing in them runs or changes."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

from balie.law import Fact, FactKind, FactValue, Law, Text
from balie.register.reading.headings import Field, Meaning, Part
from balie.register.system import LifeCycle, LinkTo, Portfolio
from balie.register.writing.headings import heading
from balie.register.writing.values import UNKNOWN, Value, cells_of, columns_of, in_table, joined, link_lines, say_choice

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

SHEET = Text(nl="Systemen", en="Systems")
DONT_KNOW = Text(nl="weet niet", en="unknown")
_WIDTH, _WIDE, _FACT_WIDTH = 20, 45, 28


def write(portfolio: Portfolio, law: Law, language: str) -> bytes:
    """Write a row for each system."""
    from openpyxl import Workbook  # noqa: PLC0415  only workbooks pay for the time this takes

    rows = {place: dict(_cells(one, law, language)) for place, one in enumerate(in_table(portfolio))}
    columns = columns_of(rows, law)
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet(SHEET.say(language))
    sheet.freeze_panes = "B2"
    for place, meaning in enumerate(columns, start=1):
        sheet.column_dimensions[letter(place)].width = width(meaning)
    sheet.append([headed(sheet, heading(meaning, law, language)) for meaning in columns])
    for row in rows.values():
        sheet.append([_typed(sheet, row.get(str(meaning))) for meaning in columns])
    return saved(book)


def saved(book: "Workbook") -> bytes:
    """The workbook as bytes."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def headed(sheet: Any, text: str) -> Any:
    """A cell of the heading row."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    cell = _typed(sheet, text)
    cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def text_cells(sheet: Any, row: Iterable[object]) -> list[Any]:
    """A row of which every text is typed as text."""
    return [_typed(sheet, value) for value in row]


def width(meaning: Meaning) -> int:
    """How wide a column is, in characters."""
    if isinstance(meaning.target, Field):
        return _WIDE if meaning.target in {Field.PURPOSE, Field.LINKS} else _WIDTH
    return _WIDE if meaning.part is Part.REASONS else _FACT_WIDTH


def letter(place: int) -> str:
    """The letter of a column, counted from 1."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    return str(get_column_letter(place))


def _cells(system: Any, law: Law, language: str) -> Iterable[tuple[str, object]]:
    for meaning, value in cells_of(system, law):
        if isinstance(meaning.target, Field):
            yield str(meaning), _field(meaning.target, value, law, language)
        elif meaning.part is Part.VALUE:
            yield str(meaning), _answer(law.facts[meaning.target], value, language)
        else:
            yield str(meaning), value


def _field(field: Field, value: Value | FactValue, law: Law, language: str) -> object:
    if field is Field.ARCHETYPE and value in law.archetypes:
        return law.archetypes[str(value)].name.say(language)
    if field is Field.STATUS:
        return LifeCycle(str(value)).label.say(language)
    if isinstance(value, tuple):
        links = tuple(one for one in value if isinstance(one, LinkTo))
        return link_lines(links) if links else joined(tuple(str(one) for one in value))
    return value


def _answer(fact: Fact, value: Value | FactValue, language: str) -> object:
    if value == UNKNOWN and isinstance(value, str):
        return DONT_KNOW.say(language)
    if fact.kind in {FactKind.NUMBER, FactKind.DATE}:
        return value
    return say_choice(fact, value, language)  # type: ignore[arg-type]  # the values of facts are no tuples


def _typed(sheet: Any, value: Any) -> Any:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE  # noqa: PLC0415

    if not isinstance(value, str):
        cell = WriteOnlyCell(sheet, value)
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, "")
    cell.value = ILLEGAL_CHARACTERS_RE.sub("\N{REPLACEMENT CHARACTER}", value)
    cell.data_type = "s"  # else "=1+1" becomes a formula and "#N/A" an error
    cell.number_format = "@"
    return cell
