"""A table, or a letter, as a Word document."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from balie.export.docx_parts import add_link, choose_paper, new_document, number_pages, table_row
from balie.export.layout import Layout, layout_of
from balie.export.letter import Letter, Section
from balie.export.table import Row, Table
from balie.export.words import (
    NOTHING,
    REFERENCE,
    SUBJECT,
    address_of,
    day_in_words,
    in_words,
    local,
    printable,
    under_title,
)

_MARGINS, _TWIPS = 4.0, 567  # centimetres left and right together; twentieths of a point in a centimetre


def write_document(table: Table, rows: Sequence[Row], place: IO[bytes], site: str) -> None:
    """Write a table, with its title on the first page and its column titles on every page."""
    document = new_document(
        title=table.title, author=table.organisation, language=table.language, made_at=local(table.made_at)
    )
    layout = layout_of(table)
    choose_paper(document, layout)
    number_pages(document, table.language, table.title)
    document.add_paragraph(printable(table.title), style="Title")
    for line in under_title(table):
        document.add_paragraph(line).paragraph_format.space_after = Pt(0)
    document.add_paragraph()
    if rows:
        _set_widths(_add_table(document, table, rows, site), layout)
    else:
        document.add_paragraph(NOTHING.say(table.language))
    document.save(place)


def write_letter(letter: Letter, place: IO[bytes]) -> None:
    """Write a letter."""
    document = new_document(
        title=letter.subject, author=letter.sender[0] if letter.sender else "", language=letter.language
    )
    section = document.sections[0]
    section.left_margin, section.right_margin, section.top_margin = Cm(2.5), Cm(2.5), Cm(2)
    document.styles["Normal"].font.size = Pt(11)
    number_pages(document, letter.language, letter.subject)
    _add_lines(document, letter.sender, WD_ALIGN_PARAGRAPH.RIGHT)
    _add_lines(document, letter.addressee)
    day = day_in_words(letter.on, letter.language)
    _add_lines(document, [f"{letter.place}, {day}" if letter.place else day])
    if letter.reference:
        _add_lines(document, [f"{REFERENCE.say(letter.language)}: {letter.reference}"])
    document.add_heading(printable(f"{SUBJECT.say(letter.language)}: {letter.subject}"), level=1)
    document.add_paragraph(printable(letter.salutation))
    for part in letter.sections:
        _add_section(document, part)
    _add_lines(document, letter.closing)
    document.save(place)


def _add_section(document: WordDocument, part: Section) -> None:
    if part.heading:
        document.add_heading(printable(part.heading), level=2)
    for text in part.paragraphs:
        document.add_paragraph(printable(text))
    for text in part.items:
        _fill_with(document.add_paragraph(style="List Number"), text.split("\n"))


def _add_lines(document: WordDocument, lines: Iterable[str], side: WD_ALIGN_PARAGRAPH | None = None) -> None:
    """Lines that belong together, with room below."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(18)
    if side is not None:
        paragraph.alignment = side
    _fill_with(paragraph, lines)


def _fill_with(paragraph: Any, lines: Iterable[str]) -> None:
    """Put lines into a paragraph, below each other."""
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        paragraph.add_run(printable(line))


def _add_table(document: WordDocument, table: Table, rows: Sequence[Row], site: str) -> Any:
    made = document.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    made.autofit = False
    made._tbl.append(table_row([(printable(column.title), "") for column in table.columns], heading=True))  # noqa: SLF001
    links = 0
    for row in rows:
        cells: list[tuple[str, str]] = []
        for value in row:
            address, link = address_of(value, site), ""
            if address:
                links += 1
                link = add_link(document, links, address)
            cells.append((in_words(value, table.language), link))
        made._tbl.append(table_row(cells))  # noqa: SLF001
    return made


def _set_widths(made: Any, layout: Layout) -> None:
    """Share the width of the line among the columns, and draw thin grey rules between the rows only."""
    line, total = (layout.line - _MARGINS) * _TWIPS, sum(layout.widths)
    for grid, width in zip(made._tbl.tblGrid.gridCol_lst, layout.widths, strict=True):  # noqa: SLF001
        grid.set(qn("w:w"), str(round(line * width / total)))
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        rule = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", "CDD6DB")):
            rule.set(qn(f"w:{key}"), value)
        borders.append(rule)
    for side in ("left", "right", "insideV"):
        rule = OxmlElement(f"w:{side}")
        rule.set(qn("w:val"), "nil")
        borders.append(rule)
    made._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")  # noqa: SLF001
