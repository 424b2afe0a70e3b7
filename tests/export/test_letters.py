"""A letter says the same in Word, on paper and as text."""

import io
from datetime import date

import docx
import pytest

from balie.export.service import Letter, LetterFormat, Section, asked_letter, letter_download

LETTER = Letter(
    language="nl",
    sender=("Wadlicht Energie", "Kade 1"),
    addressee=("Spraak BV", "t.a.v. mevrouw De Vries"),
    on=date(2026, 11, 25),
    place="Harlingen",
    subject="Ontbrekende gegevens #panic() over Wim",
    salutation="Geachte mevrouw De Vries,",
    sections=(
        Section("Wat mist", ("Stuur ons:",), ("de gebruiksaanwijzing", "het contract")),
        Section("Verder", items=("een naam 😀",)),
    ),
    closing=("Met vriendelijke groet,", "", "Samira"),
    reference="W-3",
)


def content(wanted, letter=LETTER):
    return letter_download(letter, wanted).getvalue()


def test_as_text_it_reads_from_top_to_bottom_and_numbers_go_on():
    text = content(LetterFormat.TXT).decode()
    order = [
        "Wadlicht Energie\nKade 1",
        "Spraak BV\nt.a.v. mevrouw De Vries",
        "Harlingen, 25 november 2026\nKenmerk: W-3",
        "Onderwerp: Ontbrekende gegevens",
        "Geachte mevrouw De Vries,",
        "Wat mist\n--------",
        "Stuur ons:",
        "1. de gebruiksaanwijzing\n2. het contract",
        "3. een naam 😀",
        "Met vriendelijke groet,\n\nSamira",
    ]

    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)


def test_in_word_it_has_headings_and_numbered_items():
    found = docx.Document(io.BytesIO(content(LetterFormat.DOCX)))
    styles = {paragraph.text: paragraph.style.name for paragraph in found.paragraphs}

    assert styles["Onderwerp: Ontbrekende gegevens #panic() over Wim"] == "Heading 1"
    assert styles["Wat mist"] == "Heading 2"
    assert styles["het contract"] == styles["een naam 😀"] == "List Number"
    assert found.core_properties.language == "nl-NL"
    assert "Pagina 1 van 1" in found.sections[0].footer.paragraphs[0].text


def test_on_paper_it_can_be_read_aloud_and_stays_the_same():
    raw = content(LetterFormat.PDF)

    assert b"<pdfuaid:part>1</pdfuaid:part>" in raw
    assert raw == content(LetterFormat.PDF)


@pytest.mark.parametrize("wanted", LetterFormat)
def test_the_shortest_letter(wanted):
    short = Letter("en", (), (), date(2026, 1, 2), "Hi", "", (), ())

    assert content(wanted, short)


def test_a_letter_is_about_something():
    with pytest.raises(ValueError, match="subject"):
        Letter("nl", (), (), date(2026, 1, 2), "  ", "", (), ())


@pytest.mark.parametrize(("query", "found"), [({"format": "txt"}, LetterFormat.TXT), ({"format": "csv"}, None)])
def test_the_address_says_which_format(query, found):
    assert asked_letter(query) is found
