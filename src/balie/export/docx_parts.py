"""Pieces of a Word document that python-docx has no words for: language, page numbers, links, rows of a table."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from balie.export.layout import Layout
from balie.export.words import LOCALES, OF, PAGE, printable

INK = RGBColor(0x18, 0x22, 0x2C)
BRAND = "0F4C5C"


def new_document(*, title: str, author: str, language: str, made_at: datetime | None = None) -> WordDocument:
    """An empty document on A4 in this language, with its title and our type."""
    document = Document()
    properties = document.core_properties
    properties.title, properties.author = printable(title)[:255], printable(author)[:255] or "Balie"
    properties.language, properties.comments = LOCALES[language], ""
    if made_at is not None:
        properties.created = properties.modified = made_at.replace(tzinfo=None)
        properties.last_modified_by = "Balie"
    for setting in document.styles.element.iter(qn("w:lang")):
        setting.set(qn("w:val"), LOCALES[language])
    for name, size in (("Normal", 10), ("Title", 20), ("Heading 1", 13), ("Heading 2", 11)):
        _dress(document.styles[name], size)
    document.styles["Normal"].paragraph_format.space_after = Pt(6)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    return document


def choose_paper(document: WordDocument, layout: Layout) -> None:
    """Take the paper that fits, and turn it on its side when needed."""
    section = document.sections[0]
    short, long = map(Cm, layout.paper.centimetres)
    section.page_width, section.page_height = (long, short) if layout.on_its_side else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if layout.on_its_side else WD_ORIENT.PORTRAIT


def number_pages(document: WordDocument, language: str, before: str = "") -> None:
    """Write "Pagina 1 van 3" at the foot of every page, after a few words."""
    paragraph = document.sections[0].footer.paragraphs[0]
    paragraph.paragraph_format.tab_stops.clear_all()
    paragraph.add_run(f"{printable(before)} · {PAGE.say(language)} " if before else f"{PAGE.say(language)} ")
    _field(paragraph, "PAGE")
    paragraph.add_run(f" {OF.say(language)} ")
    _field(paragraph, "NUMPAGES")
    for run in paragraph.runs:
        run.font.size = Pt(8)


def add_link(document: WordDocument, number: int, address: str) -> str:
    """Register where a link leads to, and return its name; python-docx would look through all of them each time."""
    name = f"link{number}"
    document.part.rels.add_relationship(RELATIONSHIP_TYPE.HYPERLINK, address, name, is_external=True)
    return name


def table_row(cells: Iterable[tuple[str, str]], *, heading: bool = False) -> Any:
    """A row of text and the name of a link; made directly, for python-docx takes minutes for a long table."""
    row = OxmlElement("w:tr")
    settings = _inside(row, "w:trPr")
    _inside(settings, "w:cantSplit")
    if heading:
        _inside(settings, "w:tblHeader")
    for text, link in cells:
        cell = _inside(row, "w:tc")
        if heading:
            _inside(_inside(cell, "w:tcPr"), "w:shd", **{"w:val": "clear", "w:color": "auto", "w:fill": BRAND})
        _fill(cell, text, link=link, heading=heading)
    return row


def _fill(cell: Any, text: str, *, link: str, heading: bool) -> None:
    """A paragraph for each line of the text."""
    for line in text.splitlines() or [""]:
        paragraph = _inside(cell, "w:p")
        _inside(_inside(paragraph, "w:pPr"), "w:spacing", **{"w:before": "20", "w:after": "20"})
        place = _inside(paragraph, "w:hyperlink", **{"r:id": link}) if link else paragraph
        run = _inside(place, "w:r")
        settings = _inside(run, "w:rPr")
        if heading:
            _inside(settings, "w:b")
        colour = "FFFFFF" if heading else "0B566B" if link else ""
        if colour:
            _inside(settings, "w:color", **{"w:val": colour})
        _inside(settings, "w:sz", **{"w:val": "17"})
        if link:
            _inside(settings, "w:u", **{"w:val": "single"})
        _inside(run, "w:t", **{"xml:space": "preserve"}).text = line


def _inside(parent: Any, name: str, **attributes: str) -> Any:
    found = OxmlElement(name)
    for key, value in attributes.items():
        found.set(qn(key), value)
    parent.append(found)
    return found


def _dress(style: Any, size: float) -> None:
    """Our type; the template's headings are blue and in another face."""
    style.font.name, style.font.size, style.font.color.rgb = "Calibri", Pt(size), INK
    faces = style.element.get_or_add_rPr().get_or_add_rFonts()
    for name in list(faces.attrib):
        if "Theme" in name:
            del faces.attrib[name]
    for name in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        faces.set(qn(name), "Calibri")


def _field(paragraph: Any, instruction: str) -> None:
    """A number that Word fills in."""
    for kind in ("begin", "", "separate", "1", "end"):
        run = paragraph.add_run()
        if kind == "":
            text = _inside(run._r, "w:instrText", **{"xml:space": "preserve"})  # noqa: SLF001  no public name
            text.text = instruction
        elif kind == "1":
            run.text = "1"
        else:
            _inside(run._r, "w:fldChar", **{"w:fldCharType": kind})  # noqa: SLF001
