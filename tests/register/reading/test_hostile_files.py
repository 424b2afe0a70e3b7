"""Files that are wrong, tired or hostile: what is wrong is told with its place, and good systems are not lost."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from balie.law import Law, Unreadable
from balie.register.reading import Reading, read
from balie.register.reading.intake import take

Read = Callable[[str, str | bytes], Reading]
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a]\nsystems: [*b, *b, *b, *b, *b]\n"


def packed(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def with_xml_bomb() -> bytes:
    """A workbook whose sheet defines entities that expand without end."""
    book = Workbook()
    book.active.append(["naam"])
    plain, bombed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    entities = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(bombed, "w") as new:
        for part in old.infolist():
            content = old.read(part).decode()
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace("<worksheet", entities + "<worksheet", 1)
            new.writestr(part.filename, content)
    return bombed.getvalue()


UNREADABLE = [
    pytest.param("leeg.yaml", b"", "empty-file", None, "leeg", id="an empty file"),
    pytest.param("leeg.csv", b"  \n\n ", "empty-file", None, "leeg", id="a file of spaces"),
    pytest.param("lijst.txt", b"naam\nWim\n", "unknown-format", None, ".xlsx", id="an unknown ending"),
    pytest.param("lijst.xlx", b"naam\nWim\n", "unknown-format", None, "Bedoel je .xlsx", id="an ending with a slip"),
    pytest.param(
        "latin.yaml", "systems:\n  - naam: café\n".encode("cp1252"), "not-utf8", 2, "0xe9", id="YAML not in UTF-8"
    ),
    pytest.param(
        "latin.json", '[{"naam":\n "café"}]'.encode("cp1252"), "not-utf8", 2, "byte 16", id="JSON not in UTF-8"
    ),
    pytest.param("raar.csv", b"naam\nWim\x81\xfe\n", "not-utf8", 2, "CSV UTF-8", id="CSV in no encoding we know"),
    pytest.param("junk.yaml", bytes(range(256)), "not-utf8", 2, "UTF-8", id="binary junk as YAML"),
    pytest.param("junk.csv", b"naam\nWi\x00m\n", "control-character", 2, "U+0000", id="a null byte in a CSV"),
    pytest.param("bom.yaml", BOMB, "yaml-alias", 1, "Verwijzingen", id="a YAML bomb"),
    pytest.param("tag.yaml", "systems: !!python/object:os.system []\n", "yaml-tag", 1, "tags", id="a YAML tag"),
    pytest.param("diep.yaml", "systems: " + "[" * 60 + "]" * 60, "too-deep", 1, "genest", id="deep YAML"),
    pytest.param("diep.json", "[" * 100_000, "too-deep", None, "genest", id="deep JSON"),
    pytest.param(
        "dubbel.yaml", "systems: []\nsystems: []\n", "duplicate-key", 2, "twee keer", id="a key twice in YAML"
    ),
    pytest.param(
        "dubbel.json", '[{"naam": "Wim", "naam": "Ans"}]', "duplicate-key", None, "twee", id="a key twice in JSON"
    ),
    pytest.param("stuk.yaml", "systems:\n  - naam: 'Wim\n", "not-yaml", 3, "aanhalingstekens", id="broken YAML"),
    pytest.param("stuk.json", '[{"naam": "Wim",\n}]', "not-json", 2, "teken 1", id="broken JSON"),
    pytest.param("nan.json", '[{"naam": "Wim", "org_turnover": NaN}]', "not-json", None, "getal", id="NaN in JSON"),
    pytest.param(
        "groot.json", '[{"org_turnover": ' + "9" * 5000 + "}]", "not-json", None, "getal", id="an endless number"
    ),
    pytest.param("niets.yaml", "systems: []\n", "no-systems", 1, "geen AI-systemen", id="a list without systems"),
    pytest.param("los.yaml", "hallo\n", "no-systems", 1, "systemen:", id="a word instead of systems"),
    pytest.param(
        "kop.csv", "kolom;waarde\na;b\n", "no-headings", None, "'kolom'", id="a CSV without a column of names"
    ),
    pytest.param(
        "oud.xlsx", b"\xd0\xcf\x11\xe0" + b"x" * 99, "not-what-it-says", None, "wachtwoord", id="an old workbook"
    ),
    pytest.param("tekst.xlsx", b"naam\nWim\n", "not-what-it-says", None, "geen Excel", id="text called a workbook"),
    pytest.param("lijst.csv", packed(a=b"x"), "not-what-it-says", None, "ingepakt", id="a workbook called CSV"),
    pytest.param("brief.xlsx", packed(word__document=b"x"), "not-what-it-says", None, "Excelwerkmap", id="a Word file"),
    pytest.param("bom.xlsx", packed(xl__a=b"0" * 210_000_000), "unpacks-too-large", None, "210 MB", id="a zip bomb"),
    pytest.param("stuk.xlsx", packed(xl__a=b"x"), "damaged-workbook", None, "beschadigd", id="a damaged workbook"),
    pytest.param(
        "half.xlsx", packed(xl__a=b"x" * 99)[:60], "damaged-workbook", None, "BadZipFile", id="half a workbook"
    ),
    pytest.param("xml.xlsx", with_xml_bomb(), "unusual-workbook", None, "entiteiten", id="an XML bomb in a workbook"),
]


@pytest.mark.parametrize(("name", "content", "code", "line", "words"), UNREADABLE)
def test_a_file_that_cannot_be_read_says_why(
    reading: Read, name: str, content: str | bytes, code: str, line: int | None, words: str
) -> None:
    with pytest.raises(Unreadable) as caught:
        reading(name, content)
    fault = caught.value.fault
    assert (fault.code, fault.place.line) == (code, line)
    assert words in fault.say("nl")
    assert fault.place.file.startswith(name)
    assert fault.say("nl") != fault.say("en")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, law: Law) -> None:
    path = tmp_path / "gesprekken.csv"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    with pytest.raises(Unreadable) as caught:
        read(path, law)
    assert "100,0 MB" in caught.value.fault.say("nl")
    assert "at most 20 MB" in caught.value.fault.say("en")


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        pytest.param(lambda path: path.mkdir(), "not-a-file", "map", id="a folder"),
        pytest.param(
            lambda path: path.with_name("systemen.yaml").touch(), "no-such-file", "systemen.yaml", id="a slip"
        ),
        pytest.param(str, "no-such-file", "naam en map", id="a file that is not there"),
    ],
)
def test_a_path_that_is_no_file(tmp_path: Path, make: Callable[[Path], object], code: str, words: str) -> None:
    path = tmp_path / "sytemen.yaml"
    make(path)
    with pytest.raises(Unreadable) as caught:
        take(path)
    assert caught.value.fault.code == code
    assert words in caught.value.fault.say("nl")


def test_a_device_is_not_a_list() -> None:
    with pytest.raises(Unreadable) as caught:
        take(Path("/dev/zero"))
    assert caught.value.fault.code == "not-a-file"


GOOD = "  - {naam: Ans, facts: {org_size: large}}\n"
FAULTS = [
    pytest.param("  - {archetype: chatbot-llm}\n", "no-name", 2, "systems[0].name", "geen naam", id="no name"),
    pytest.param("  - los woord\n", "not-a-system", 2, "systems[0]", "'los woord'", id="a word for a system"),
    pytest.param(
        "  - naam: Wim\n    archetype: chatbot-lm\n",
        "unknown-archetype",
        3,
        "archetype",
        "'chatbot-llm'",
        id="archetype",
    ),
    pytest.param(
        "  - naam: Wim\n    facts: {org_size: larg}\n", "bad-answer", 3, "org_size", "Bedoel je 'large'", id="option"
    ),
    pytest.param(
        "  - naam: Wim\n    facts: {interacts_directly: jaa}\n", "bad-answer", 3, "directly", "'ja'", id="yes or no"
    ),
    pytest.param(
        "  - naam: Wim\n    facts: {placed_on_market: 31-2-2026}\n", "bad-answer", 3, "market", "2-8-2026", id="day"
    ),
    pytest.param(
        "  - naam: Wim\n    facts: {org_turnover: veel}\n", "bad-answer", 3, "org_turnover", "getal", id="number"
    ),
    pytest.param(
        "  - naam: Wim\n    facts: {org_turnover: 640 miljoen}\n",
        "bad-answer",
        3,
        "turnover",
        "Schrijf 640000000.",
        id="words",
    ),
    pytest.param(
        "  - naam: Wim\n    facts: {interact_directly: ja}\n",
        "unknown-field",
        3,
        "interact",
        "'interacts_directly'",
        id="fact",
    ),
    pytest.param(
        "  - naam: Wim\n    status: levend\n",
        "bad-choice",
        3,
        "status",
        "idee (idea), test, in gebruik (live)",
        id="status",
    ),
    pytest.param("  - naam: Wim\n    declared_class: zwaar\n", "bad-choice", 3, "declared", "prohibited", id="class"),
    pytest.param("  - naam: [Wim, Ans]\n", "not-a-text", 2, "naam", "korte tekst", id="a list for a name"),
    pytest.param('  - naam: "Wim\\e[2J"\n', "not-a-text", 2, "naam", "onzichtbare", id="a name that obeys a terminal"),
    pytest.param(f"  - naam: {'W' * 201}\n", "not-a-text", 2, "naam", "200 tekens", id="an endless name"),
    pytest.param("  - {naam: Wim, systeem: Bot}\n", "given-twice", 2, "systeem", "'naam'", id="two words for the name"),
    pytest.param(
        "  - naam: Wim\n    obvious_to_reasonable_person: {reasons: want}\n",
        "answer-missing",
        3,
        "reasons",
        "leeg",
        id="reasons only",
    ),
    pytest.param(
        "  - naam: Wim\n    significant_harm: {value: no, on: ooit}\n",
        "bad-answer",
        3,
        "on",
        "datum",
        id="a decision on no day",
    ),
    pytest.param("  - naam: ans\n", "same-name", 2, "naam", "systemen.yaml:3", id="a name twice"),
]


@pytest.mark.parametrize(("written", "code", "line", "field", "words"), FAULTS)
def test_a_fault_names_its_place_and_leaves_the_others_alone(
    reading: Read, written: str, code: str, line: int, field: str, words: str
) -> None:
    first, second = (GOOD, written) if code == "same-name" else (written, GOOD)
    found = reading("systemen.yaml", f"systems:\n{first}{second}")
    (fault,) = found.faults
    at = 3 if code == "same-name" else line
    assert (fault.code, fault.place.line) == (code, at)
    assert field in fault.place.field
    assert words.replace(":3", ":2") in fault.say("nl")
    assert [system.name for system in found.portfolio.systems] == ["Ans"]
    assert found.refused == 1


def test_all_faults_are_told_at_once(reading: Read) -> None:
    found = reading(
        "systemen.yaml", "systems:\n  - {naam: Wim, archetype: x, facts: {org_size: y, nosuchfact: z}}\n  - {}\n"
    )
    assert {fault.code for fault in found.faults} == {"unknown-archetype", "bad-answer", "unknown-field", "no-name"}


def test_a_fact_about_a_system_does_not_belong_to_the_organisation(reading: Read) -> None:
    found = reading("a.yaml", "organisatie: {naam: X, facts: {records_calls: ja}}\nsystemen: [{naam: Wim}]\n")
    assert [fault.code for fault in found.faults] == ["not-about-organisation"]


def test_an_unknown_key_beside_the_systems(reading: Read) -> None:
    found = reading("a.yaml", "organisatio: {naam: X}\nsystemen: [{naam: Wim}]\n")
    assert "'organisation'" in found.faults[0].say("nl")


def test_one_system_written_twice_over(reading: Read) -> None:
    found = reading("a.yaml", "systems: [{naam: Wim, org_size: large, facts: {org_size: small}}, {naam: Ans}]")
    assert [(fault.code, fault.place.field) for fault in found.faults] == [("duplicate-key", "systems[0].org_size")]
    assert [system.name for system in found.portfolio.systems] == ["Ans"]


ROWS = [
    pytest.param(
        "naam;interact_directly\nWim;ja\nAns;\n",
        "unknown-field",
        1,
        "Bedoel je 'interacts_directly'",
        ["Ans"],
        id="a column with a slip: rows with an answer there are refused",
    ),
    pytest.param("naam;Contractnummer\nWim;12\n", "unknown-field", 1, "zet een #", ["Wim"], id="somebody's own column"),
    pytest.param(
        "naam;org_size;Hoe groot is jullie organisatie?\nWim;large;\n",
        "given-twice",
        1,
        "'org_size'",
        ["Wim"],
        id="one question in two columns",
    ),
    pytest.param(
        "naam;org_size\nWim;large;rest\nAns;small\n", "no-heading", 2, "kolom C", ["Ans"], id="a cell without a heading"
    ),
    pytest.param(
        'naam;org_size\nWim;large\n"Ans;small\n',
        "bad-quotes",
        3,
        "rest van het bestand",
        ["Wim"],
        id="a quote that never closes",
    ),
]


@pytest.mark.parametrize(("content", "code", "line", "words", "good"), ROWS)
def test_faults_in_a_csv(reading: Read, content: str, code: str, line: int, words: str, good: list[str]) -> None:
    found = reading("lijst.csv", content)
    assert [(fault.code, fault.place.line) for fault in found.faults] == [(code, line)]
    assert words in found.faults[0].say("nl")
    assert [system.name for system in found.portfolio.systems] == good


def test_a_csv_as_dutch_excel_writes_it_is_read_with_a_notice(reading: Read) -> None:
    found = reading("lijst.csv", "naam;eigenaar\nWim;José\n".encode("cp1252"))
    assert found.portfolio.systems[0].owner == "José"
    assert [(notice.code, notice.place.line) for notice in found.notices] == [("read-as-windows-1252", 2)]


CELLS = [
    pytest.param("=CONCAT(1;2)", "formula-cell", "A3", "plakken als waarden", id="a formula"),
    pytest.param("#REF!", "error-cell", "A3", "#REF!", id="an error value"),
]


@pytest.mark.parametrize(("cell", "code", "place", "words"), CELLS)
def test_cells_that_are_no_answers(
    reading: Read, workbook: Callable[..., bytes], cell: str, code: str, place: str, words: str
) -> None:
    found = reading("lijst.xlsx", workbook([["naam"], ["Wim"], [cell], ["Ans"]]))
    (fault,) = found.faults
    assert (fault.code, fault.place.field, fault.place.file) == (code, place, "lijst.xlsx [Systemen]")
    assert words in fault.say("nl")
    assert [system.name for system in found.portfolio.systems] == ["Wim", "Ans"]


def test_a_hidden_sheet_is_skipped_and_told(reading: Read, workbook: Callable[..., bytes]) -> None:
    def hide(book: Workbook) -> None:
        book.create_sheet("Oud").append(["naam"])
        book["Oud"].sheet_state = "hidden"

    found = reading("lijst.xlsx", workbook([["naam"], ["Wim"]], hide))
    assert [(notice.code, "'Oud'" in notice.say("nl")) for notice in found.notices] == [("hidden-sheet", True)]


def test_a_workbook_without_names(reading: Read, workbook: Callable[..., bytes]) -> None:
    with pytest.raises(Unreadable) as caught:
        reading("lijst.xlsx", workbook([["kolom"], ["Wim"]]))
    assert caught.value.fault.code == "no-headings"


def test_a_row_that_runs_to_the_edge_of_the_sheet(reading: Read, workbook: Callable[..., bytes]) -> None:
    def stray(book: Workbook) -> None:
        book.active["XFD3"] = "verdwaald"

    found = reading("lijst.xlsx", workbook([["naam"], ["Wim"]], stray))
    assert [(fault.code, fault.place.line) for fault in found.faults] == [("too-wide", 3)]


def test_a_list_of_customers_is_not_a_list_of_systems(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.register.reading.table.MAX_ROWS", 3)
    assert len(reading("lijst.csv", "naam\n" + "".join(f"Wim {n}\n\n" for n in range(3))).portfolio.systems) == 3
    with pytest.raises(Unreadable) as caught:
        reading("lijst.csv", "naam\n" + "".join(f"Wim {n}\n" for n in range(5)))
    assert (caught.value.fault.code, caught.value.fault.place.line) == ("too-many-rows", 5)


def test_values_are_quoted_without_what_a_terminal_obeys(reading: Read) -> None:
    found = reading("a.json", json.dumps([{"naam": "Wim", "org_size": "\x1b]0;titel\x07" + "x" * 99}]))
    said = found.faults[0].say("nl")
    assert "x" * 60 not in said
