"""Every format can be opened, holds exactly the rows, and keeps what people typed as text."""

import csv
import io
import json
import re
import tracemalloc
from datetime import datetime
from zipfile import ZipFile

import docx
import hypothesis.strategies as st
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings

from balie.export.service import PRINTED_ROWS, Column, Format, Link, TooLong, asked, download

SITE = "https://balie.example/"
HOSTILE = ("=1+1", "+31", "-x", "@sum", "\t=1", "＝1+1", "#N/A", "#REF!")  # noqa: RUF001  wide on purpose


def content(table, wanted, **more):
    return download(table, wanted, **more).getvalue()


def sheet(table, **more):
    return openpyxl.load_workbook(io.BytesIO(content(table, Format.XLSX, **more))).worksheets[0]


def lines(table):
    text = content(table, Format.CSV).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))


def word(table, **more):
    return docx.Document(io.BytesIO(content(table, Format.DOCX, **more)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param({"format": "xlsx"}, Format.XLSX, id="a format"),
        pytest.param({"format": "exe"}, None, id="no format of ours"),
        pytest.param({"format": ""}, None, id="empty"),
        pytest.param({}, None, id="the page itself"),
    ],
)
def test_the_address_says_which_format(query, found):
    assert asked(query) is found


@pytest.mark.parametrize("wanted", Format)
def test_a_file_is_named_after_the_list_and_the_day_and_kept(table, wanted):
    answer = download(table(), wanted)

    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="plichten-van-alle-systemen-2026-11-25.{wanted}"'
    )
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert int(answer.headers["Content-Length"]) == len(answer.getvalue()) > 0


@pytest.mark.parametrize(
    ("name", "header"),
    [
        pytest.param("mijn taken", 'filename="mijn-taken-2026-11-25.csv"', id="a name of the page"),
        pytest.param("Café Ü", "filename*=utf-8''caf%C3%A9-%C3%BC-2026-11-25.csv", id="letters beyond ASCII"),
        pytest.param('a";b\r\nX: y/../c', 'filename="a-b-x-y-c-2026-11-25.csv"', id="what would break a header"),
        pytest.param("…", 'filename="balie-2026-11-25.csv"', id="nothing readable"),
        pytest.param("x" * 300, f'filename="{"x" * 80}-2026-11-25.csv"', id="very long"),
    ],
)
def test_a_name_of_any_kind_makes_a_sound_header(table, name, header):
    assert download(table(name=name), Format.CSV).headers["Content-Disposition"] == f"attachment; {header}"


def test_a_workbook_holds_real_dates_numbers_and_links(table):
    found = sheet(table(), site=SITE)

    assert [cell.value for cell in found[1]] == ["Systeem", "Plicht", "Sinds", "Bekeken", "Aantal", "Deel", "Wet"]
    assert found["C2"].value == datetime(2026, 8, 2)  # noqa: DTZ001  a workbook knows no zones
    assert found["D2"].value == datetime(2026, 11, 25, 23, 30)  # noqa: DTZ001  on the clock of the site
    assert (found["E3"].value, found["F3"].value) == (-4, 1.25)
    assert (found["G2"].value, found["G3"].value, found["G4"].value) == ("ja", "nee", None)
    assert found["A2"].hyperlink.target == "https://balie.example/systems/1/"
    assert (found["A3"].value, found["A4"].hyperlink) == ("Café «Ü» 😀", None)


def test_a_workbook_can_be_sorted_filtered_and_printed(table):
    found = sheet(table())

    assert found.auto_filter.ref == "A1:G4"
    assert found.freeze_panes == "B2"
    assert found.print_title_rows == "$1:$1"
    assert found.column_dimensions["B"].width == 40
    assert found.HeaderFooter.oddFooter.right.text == "Pagina &P van &N"


def test_a_workbook_says_what_it_is_in_its_language(table):
    book = openpyxl.load_workbook(io.BytesIO(content(table(language="en"), Format.XLSX)))

    assert book.sheetnames == ["Plichten van alle systemen", "About this list"]
    assert [row[0].value for row in book.worksheets[1]] == [
        "Plichten van alle systemen",
        "Wadlicht Energie",
        "Status: niet in orde",
        "Made on 25 November 2026 at 23:30 with Balie",
    ]
    assert book.properties.language == "en-GB"
    assert book.properties.title == "Plichten van alle systemen"


@pytest.mark.parametrize(
    ("title", "name"),
    [
        pytest.param("Wet: [art. 5/50] * ? \\", "Wet   art. 5 50", id="forbidden signs"),
        pytest.param("x" * 60, "x" * 31, id="long"),
        pytest.param("History", "Balie", id="a name Excel keeps for itself"),
        pytest.param("?", "Balie", id="nothing left"),
    ],
)
def test_a_sheet_gets_a_name_that_excel_accepts(table, title, name):
    assert sheet(table(title=title)).title == name


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_never_run_as_a_formula(table, text):
    hostile = table(columns=(Column("a", "=A1"),), rows=[(text,), (Link(text, "/x/"),)])

    for row in sheet(hostile, site=SITE):
        assert row[0].data_type == "s"
    assert [row[0].value for row in sheet(hostile)][1:] == [text.replace("\x00", "")] * 2
    if text.strip()[0] != "#":
        assert all(line[0].startswith("'") for line in lines(hostile))


def test_text_longer_than_excel_holds_is_cut_visibly(table):
    found = sheet(table(columns=(Column("a", "A"),), rows=[("x" * 40_000,)]))

    assert len(found["A2"].value) == 32_767
    assert found["A2"].value.endswith("…")


def test_a_workbook_with_too_many_links_says_so(table):
    many = table(columns=(Column("a", "A"),), rows=((Link("Wim", "/systems/1/"),) for _ in range(10_001)))
    book = openpyxl.load_workbook(io.BytesIO(content(many, Format.XLSX, site=SITE)))

    assert (book.worksheets[0]["A10001"].hyperlink is None, book.worksheets[0]["A10002"].hyperlink) == (False, None)
    assert book.worksheets[1]["A5"].value == "Alleen de eerste 10000 koppelingen werken in dit bestand."


def test_csv_opens_in_a_dutch_excel(table):
    raw = content(table(), Format.CSV)

    assert raw.startswith(b"\xef\xbb\xbfSysteem;Plicht;")
    assert lines(table())[1] == ["Wim", "Zeg dat het AI is", "2026-08-02", "2026-11-25 23:30", "3", "0,5", "ja"]
    assert lines(table(language="en"))[1][-2:] == ["0.5", "yes"]
    assert lines(table())[2][4] == "-4"


def test_json_says_what_it_is_and_keeps_types(table):
    found = json.loads(content(table(), Format.JSON, site=SITE))

    assert (found["title"], found["organisation"]) == ("Plichten van alle systemen", "Wadlicht Energie")
    assert (found["about"], found["language"]) == (["Status: niet in orde"], "nl")
    assert found["made_at"] == "2026-11-25T23:30:00+01:00"
    assert found["columns"][0] == {"key": "system", "title": "Systeem"}
    assert found["rows"][0] == {
        "system": "Wim",
        "system_address": "https://balie.example/systems/1/",
        "duty": "Zeg dat het AI is",
        "since": "2026-08-02",
        "seen": "2026-11-25T23:30:00+01:00",
        "count": 3,
        "share": 0.5,
        "law": True,
    }
    assert found["rows"][2]["count"] is None


@pytest.mark.parametrize("language", ["nl", "en"])
def test_word_has_title_repeated_headings_pages_and_language(table, language):
    found = word(table(language=language), site=SITE)
    style = found.styles.element.xml
    (made,) = found.tables

    assert found.paragraphs[0].text == "Plichten van alle systemen"
    assert [p.text for p in found.paragraphs[1:3]] == ["Wadlicht Energie", "Status: niet in orde"]
    assert [cell.text for cell in made.rows[0].cells][:2] == ["Systeem", "Plicht"]
    assert "w:tblHeader" in made.rows[0]._tr.xml
    assert made.rows[2].cells[0].text == "Café «Ü» 😀"
    assert made.rows[3].cells[1].text == "regel een\nregel twee; \"en\" 'meer'"
    assert made.rows[1].cells[2].text == ("2\u00a0aug\u00a02026" if language == "nl" else "2\u00a0Aug\u00a02026")
    assert {"nl": "Pagina 1 van 1", "en": "Page 1 of 1"}[language] in found.sections[0].footer.paragraphs[0].text
    assert {"nl": 'w:val="nl-NL"', "en": 'w:val="en-GB"'}[language] in style
    assert found.sections[0].page_width > found.sections[0].page_height
    assert {rel.target_ref for rel in found.part.rels.values() if rel.is_external} == {
        "https://balie.example/systems/1/",
        "https://balie.example/systems/2/",
    }


@pytest.mark.parametrize(
    ("columns", "size"),
    [
        pytest.param(2, (21.0, 29.7), id="a few columns upright"),
        pytest.param(4, (29.7, 21.0), id="more on its side"),
        pytest.param(9, (42.0, 29.7), id="very many on A3"),
    ],
)
def test_the_paper_follows_the_columns(table, columns, size):
    wide = table(columns=tuple(Column(f"c{n}", f"Kolom {n}", 30) for n in range(columns)), rows=[("x",) * columns])
    page = word(wide).sections[0]
    box = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", content(wide, Format.PDF))[0]

    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == size
    assert tuple(round(float(side) * 2.54 / 72, 1) for side in box) == size


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_pdf_can_be_read_aloud(table, language):
    raw = content(table(language=language), Format.PDF, site=SITE)

    assert raw.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in raw
    assert re.search(rb"/Lang ?\(%s" % language.encode(), raw)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in raw
    assert b"https://balie.example/systems/1/" in raw


def test_the_same_list_is_the_same_pdf(table):
    assert content(table(), Format.PDF) == content(table(), Format.PDF)
    assert content(table(), Format.PDF) != content(table(about=()), Format.PDF)


@pytest.mark.parametrize("wanted", Format)
def test_an_empty_list_is_a_file_too(table, wanted):
    assert content(table(rows=[], about=(), organisation=""), wanted)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "/systems/1/", "file:///etc/passwd", "//evil.example/"])
def test_a_link_without_a_place_on_the_web_is_text(table, address):
    linked = table(columns=(Column("a", "A"),), rows=[(Link("Wim", address),)])

    assert sheet(linked)["A2"].hyperlink is None
    assert b"javascript" not in content(linked, Format.PDF)
    assert not [rel for rel in word(linked).part.rels.values() if rel.is_external]


@pytest.mark.parametrize("wanted", [Format.DOCX, Format.PDF])
def test_what_nobody_prints_is_refused(table, wanted):
    endless = table(columns=(Column("a", "A"),), rows=(("x",) for _ in range(PRINTED_ROWS + 1)))

    with pytest.raises(TooLong):
        download(endless, wanted)


@pytest.mark.parametrize("wanted", Format)
@given(text=st.text(st.characters(), max_size=80))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_can_be_exported(table, wanted, text):
    """Emoji, control characters, halves of characters, right to left: nobody's name stops an export."""
    raw = content(
        table(title=text, about=(text,), organisation=text, rows=[(text, Link(text, text), *[None] * 5)]), wanted
    )

    if wanted is Format.JSON:
        json.loads(raw)
    if wanted in {Format.XLSX, Format.DOCX}:
        assert ZipFile(io.BytesIO(raw)).testzip() is None


def test_a_long_list_is_never_whole_in_memory(table):
    """Ten times the rows may not cost much more memory."""
    peaks = []
    for rows in (1_000, 10_000):
        long = table(rows=((f"systeem {n}", "plicht " * 5, None, None, n, None, None) for n in range(rows)))
        tracemalloc.start()
        assert download(long, Format.XLSX).headers["Content-Length"]
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < 2 * peaks[0] + 1_000_000
