"""Files that are small to send and dear to read: they are refused before they cost anything."""

import io
import json
import resource
import zipfile
from collections.abc import Callable
from time import process_time

import pytest
from openpyxl import Workbook

from balie.law import Unreadable
from balie.register.reading import Reading
from balie.register.reading import faults as words
from balie.register.reading.limits import MAX_COLUMNS, MAX_FAULTS
from balie.register.reading.suggestions import MAX_SUGGESTIONS

Read = Callable[[str, str | bytes], Reading]
Make = Callable[..., bytes]


def changed(content: bytes, part: str, old: str, new: str) -> bytes:
    """Replace something in one part of a workbook."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            text = before.read(entry).decode()
            if entry.filename == part:
                assert old in text
                text = text.replace(old, new, 1)
            after.writestr(entry.filename, text)
    return file.getvalue()


def with_rows(rows: str) -> Callable[[bytes], bytes]:
    return lambda plain: changed(plain, "xl/worksheets/sheet1.xml", "</sheetData>", f"{rows}</sheetData>")


def with_strings(strings: str) -> Callable[[bytes], bytes]:
    def added(plain: bytes) -> bytes:
        file = io.BytesIO(plain)
        with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as book:
            book.writestr("xl/sharedStrings.xml", f"<sst>{strings}</sst>")
        return file.getvalue()

    return added


def with_styles(styles: str) -> Callable[[bytes], bytes]:
    return lambda plain: changed(plain, "xl/styles.xml", "</cellXfs>", f"{styles}</cellXfs>")


def with_sheets(sheets: str) -> Callable[[bytes], bytes]:
    return lambda plain: changed(plain, "xl/workbook.xml", "</sheets>", f"{sheets}</sheets>")


SAME = '<sheet name="Nog eens" sheetId="9" xmlns:q="urn:q" q:id="rId1"/>'
MANY = "".join(f'<sheet name="B{n}" sheetId="{n}" xmlns:q="urn:q" q:id="r{n}"/>' for n in range(2, 103))
DEAR = [
    pytest.param(with_rows(f"<row>{'<c/>' * 3_000_000}</row>"), "too-wide", "1000 kolommen", id="a row without end"),
    pytest.param(with_strings("<si/>" * 2_000_000), "unusual-workbook", "500.000 teksten", id="texts without end"),
    pytest.param(
        with_rows("<x>" * 1_000_000 + "</x>" * 1_000_000), "unusual-workbook", "64 lagen", id="nesting without end"
    ),
    pytest.param(with_rows("<row/>" * 600_000), "unusual-workbook", "500.000 rijen", id="empty rows without end"),
    pytest.param(
        with_rows(f"<row>{'<c/>' * 1000}</row>" * 1_100), "unusual-workbook", "1.000.000 cellen", id="cells without end"
    ),
    pytest.param(
        with_rows(f"<row><c>{'<v/>' * 30_000}</c></row>"), "unusual-workbook", "losse onderdelen", id="a full cell"
    ),
    pytest.param(with_styles("<xf/>" * 300_000), "unusual-workbook", "200.000 stijlen", id="styles without end"),
    pytest.param(with_rows(f'<row a="{"a" * 3_000_000}"/>'), "unusual-workbook", "1 MB", id="an element without end"),
    pytest.param(with_sheets(MANY), "unusual-workbook", "100 bladen", id="over a hundred sheets"),
    pytest.param(with_sheets(SAME), "unusual-workbook", "hetzelfde deel", id="two sheets that are one part"),
    pytest.param(with_rows("<x/>" * 5_100_000), "unpacks-too-large", "20 MB", id="over twenty megabytes unpacked"),
]


@pytest.mark.parametrize(("harm", "code", "told"), DEAR)
def test_a_workbook_that_costs_too_much_is_refused_before_it_is_opened(
    reading: Read, workbook: Make, monkeypatch: pytest.MonkeyPatch, harm: Callable[[bytes], bytes], code: str, told: str
) -> None:
    content = harm(workbook([["naam"], ["Wim"]]))
    monkeypatch.setattr("openpyxl.load_workbook", lambda *_, **__: pytest.fail("it was opened"))
    with pytest.raises(Unreadable) as caught:
        reading("lijst.xlsx", content)
    assert caught.value.fault.code == code
    assert told in caught.value.fault.say("nl")


def test_looking_through_a_workbook_builds_nothing(reading: Read, workbook: Make) -> None:
    content = with_rows(f"<row>{'<c/>' * 4_000_000}</row>")(workbook([["naam"]]))
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, process_time()
    with pytest.raises(Unreadable):
        reading("lijst.xlsx", content)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
    assert process_time() - started < 5


def test_sheets_that_run_far_down_together_are_refused(reading: Read, workbook: Make) -> None:
    def deep(book: Workbook) -> None:
        for number in range(3):
            book.create_sheet(f"Blad {number}").cell(1_048_576, 1, "verdwaald")

    with pytest.raises(Unreadable) as caught:
        reading("lijst.xlsx", workbook([["naam"], ["Wim"]], deep))
    assert "naar beneden" in caught.value.fault.say("nl")


def test_rows_are_counted_over_all_sheets(reading: Read, workbook: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    def second(book: Workbook) -> None:
        for row in (["naam"], ["Ans"], ["Piet"]):
            book.create_sheet("Meer").append(row) if "Meer" not in book.sheetnames else book["Meer"].append(row)

    monkeypatch.setattr("balie.register.reading.table.MAX_ROWS", 3)
    with pytest.raises(Unreadable) as caught:
        reading("lijst.xlsx", workbook([["naam"], ["Wim"], ["Els"]], second))
    assert caught.value.fault.code == "too-many-rows"


def test_a_workbook_that_does_not_fit_in_memory_is_told(
    reading: Read, workbook: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise MemoryError

    content = workbook([["naam"], ["Wim"]])
    monkeypatch.setattr("openpyxl.load_workbook", full)
    with pytest.raises(Unreadable) as caught:
        reading("lijst.xlsx", content)
    assert caught.value.fault.code == "unpacks-too-large"
    assert "geheugen" in caught.value.fault.say("nl")


REGISTER = {"standard_version": "1.0", "lawful_basis": "x", "name": "Wim"}
WIDE = {f"sleutel {number}": 1 for number in range(MAX_COLUMNS + 1)}
TOO_WIDE = [
    pytest.param("a.csv", "naam" + ";" * MAX_COLUMNS + "\nWim\n", id="a heading row in a CSV"),
    pytest.param("a.csv", "naam;note\nWim" + ";" * MAX_COLUMNS + "\n", id="a row in a CSV"),
    pytest.param("a.json", json.dumps([{"naam": "Wim", **WIDE}]), id="a system in JSON"),
    pytest.param("a.json", json.dumps([{"naam": "Wim", "feiten": WIDE}]), id="facts in JSON"),
    pytest.param("a.json", json.dumps([{**REGISTER, **WIDE}]), id="an entry of the Algorithm Register"),
    pytest.param("a.yaml", "naam: Wim\n" + "".join(f"{key}: 1\n" for key in WIDE), id="a system in YAML"),
    pytest.param("a.yaml", "systemen: [{naam: Wim}]\n" + "".join(f"{key}: 1\n" for key in WIDE), id="around a list"),
]


@pytest.mark.parametrize(("name", "content"), TOO_WIDE)
def test_more_than_a_thousand_columns_or_fields_are_refused(reading: Read, name: str, content: str) -> None:
    try:
        faults = reading(name, content).faults
    except Unreadable as unreadable:
        faults = (unreadable.fault,)
    assert [fault.code for fault in faults] == ["too-wide"]


@pytest.mark.parametrize("entry", [{"naam": "Wim"}, REGISTER], ids=["a list", "the Algorithm Register"])
def test_structured_systems_are_counted_too(
    reading: Read, monkeypatch: pytest.MonkeyPatch, entry: dict[str, str]
) -> None:
    monkeypatch.setattr("balie.register.reading.table.MAX_ROWS", 3)
    with pytest.raises(Unreadable) as caught:
        reading("a.json", json.dumps([entry] * 4))
    assert caught.value.fault.code == "too-many-rows"


MANY_WORDS = [
    pytest.param("a.json", json.dumps([{"naam": "Wim", **{f"zomaar {n}": 1 for n in range(300)}}]), id="keys"),
    pytest.param("a.csv", "naam;" + ";".join(f"zomaar {n}" for n in range(300)) + "\nWim\n", id="headings"),
    pytest.param("a.csv", "naam;startpunt\n" + "".join(f"W{n};zomaar {n}\n" for n in range(300)), id="archetypes"),
]


@pytest.mark.parametrize(("name", "content"), MANY_WORDS)
def test_a_near_name_is_looked_up_for_the_first_hundred_words_only(
    reading: Read, monkeypatch: pytest.MonkeyPatch, name: str, content: str
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("balie.register.reading.suggestions.nearest", lambda word, _: asked.append(word))
    assert len(reading(name, content).faults) == 300
    assert len(asked) == len(set(asked)) == MAX_SUGGESTIONS


def test_a_word_that_comes_back_is_looked_up_once(reading: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = words.nearest
    monkeypatch.setattr(
        "balie.register.reading.suggestions.nearest", lambda word, names: asked.append(word) or real(word, names)
    )
    found = reading("a.csv", "naam;startpunt\n" + "".join(f"W{n};chatbot-lm\n" for n in range(30)))
    assert len(found.faults) == 30
    assert "'chatbot-llm'" in found.faults[29].say("nl")
    assert asked == ["chatbot-lm"]


def test_past_the_hundred_a_slip_still_costs_the_row_and_not_the_answer(reading: Read) -> None:
    own = ";".join(f"zomaar {number}" for number in range(MAX_SUGGESTIONS))
    found = reading("a.csv", f"naam;{own};interact_directly\nWim;{';' * (MAX_SUGGESTIONS - 1)};ja\n")
    assert found.portfolio.systems == ()
    assert found.refused == 1


STREAMS = [
    pytest.param("a.csv", "naam;status\n" + "".join(f"W{n};dood\n" for n in range(3000)), id="bad answers in a CSV"),
    pytest.param("a.csv", "naam\n" + "".join(f"W{n};los\n" for n in range(3000)), id="cells without a heading"),
    pytest.param("a.json", json.dumps(["los"] * 3000), id="words for systems"),
    pytest.param("a.json", json.dumps([REGISTER, *(["los"] * 3000)]), id="words for register entries"),
]


@pytest.mark.parametrize(("name", "content"), STREAMS)
def test_after_a_thousand_faults_reading_stops_and_says_so(reading: Read, name: str, content: str) -> None:
    found = reading(name, content)
    assert len(found.faults) == MAX_FAULTS + 1
    assert found.faults[-1].code == "more-faults"
    assert "Verbeter deze eerst." in found.faults[-1].say("nl")
    assert found.refused <= MAX_FAULTS + 1


def test_formulas_without_end_stop_too(reading: Read, workbook: Make) -> None:
    found = reading("a.xlsx", workbook([["naam"], *([["=A1"]] * 1500)]))
    assert (len(found.faults), found.faults[-1].code, found.refused) == (MAX_FAULTS + 1, "more-faults", MAX_FAULTS + 1)


def test_exactly_a_thousand_faults_are_all_there_are(reading: Read) -> None:
    found = reading("a.json", json.dumps(["los"] * MAX_FAULTS))
    assert {fault.code for fault in found.faults} == {"not-a-system"}
