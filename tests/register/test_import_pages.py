"""The pages to import and export: what one sees first, errors to repair, doing it once, and who may."""

import io
import re
from email.message import Message
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook, load_workbook

from balie.register.models import AISystem, Upload
from balie.register.reading import Format
from balie.site import demo

pytestmark = pytest.mark.one_database

HEADINGS = ["naam", "leverancier", "person_reachable", "koppelingen"]
ROWS = [["Ans", "Nieuw", "ja", ""], ["Bert", "", "misschien", ""], ["Carla", "", "", "gebruikt: Nergens"]]


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def workbook(rows, headings=HEADINGS) -> bytes:
    book = Workbook()
    book.active.title = "Systemen"
    for row in [headings, *rows]:
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def send(client, content, name="lijst.xlsx"):
    raw = content.encode() if isinstance(content, str) else content
    return client.post("/import/", {"file": SimpleUploadedFile(name, raw)})


def sent(client, content, name="lijst.xlsx"):
    answer = send(client, content, name)
    assert answer.status_code == 302
    return answer.headers["Location"]


def test_all_errors_are_shown_by_sheet_row_and_field(colleague, example):
    page = text(colleague.get(sent(colleague, workbook(ROWS))))
    assert "In 2 rijen staan fouten." in page
    for words in ("lijst.xlsx [Systemen]", "Rij 3", "Rij 4", "C person_reachable", "links", "Nergens"):
        assert words in page
    assert "Importeer de goede rij (1)" in page
    assert not AISystem.objects.filter(name="Ans").exists()


@pytest.mark.parametrize(
    "name",
    [
        pytest.param('lijst"; filename="anders.exe', id="quotes"),
        pytest.param("één lijst", id="not ASCII"),
        pytest.param("a\r\nSet-Cookie: b", id="ends of lines"),
    ],
)
def test_the_file_of_errors_is_called_after_the_file_whatever_that_is_called(colleague, example, name):
    address = sent(colleague, workbook(ROWS))
    Upload.objects.update(name=f"{name}.xlsx")
    answer = colleague.get(f"{address}errors/?format=xlsx")
    message = Message()
    message["Content-Disposition"] = answer.headers["Content-Disposition"]
    assert answer.status_code == 200
    assert message.get_content_disposition() == "attachment"
    assert message.get_filename() == f"{name.replace(chr(13) + chr(10), '')}-fouten.xlsx".replace("/", "_")


def test_the_errors_come_back_beside_the_rows_and_that_file_can_be_sent_again(colleague, example):
    address = sent(colleague, workbook(ROWS))
    answer = colleague.get(f"{address}errors/?format=xlsx")
    book = load_workbook(io.BytesIO(answer.content))
    assert book.sheetnames == ["Systemen", "Fouten"]
    rows = [[cell.value for cell in row] for row in book["Systemen"].iter_rows()]
    assert rows[0] == ["# fouten", *HEADINGS]
    assert [bool(row[0]) for row in rows[1:]] == [False, True, True]
    assert book["Fouten"].max_row == 3
    sheet = book["Systemen"]
    sheet["D3"], sheet["E4"] = "nee", "gebruikt: Wim"
    file = io.BytesIO()
    book.save(file)
    page = colleague.get(sent(colleague, file.getvalue()))
    assert (page.context["plan"].faults, page.context["plan"].notices) == ((), ())
    assert "Importeer nu" in text(page)


@pytest.mark.parametrize(("name", "content"), [
    ("a.csv", "naam;own_name\nA;misschien\n"),
    ("a.yaml", "systemen: [{naam: A, own_name: misschien}]"),
    ("a.json", '[{"naam": "A", "own_name": "misschien"}]'),
])  # fmt: skip
@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_errors_of_every_kind_of_file_can_be_downloaded(colleague, example, name, content, form):
    answer = colleague.get(f"{sent(colleague, content, name)}errors/?format={form}")
    raw = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if form == "xlsx":
        raw = "\n".join(str(c.value) for row in load_workbook(io.BytesIO(raw))["Fouten"] for c in row).encode()
    assert "misschien" in raw.decode()


def test_importing_does_what_was_shown_and_says_so(colleague, example):
    address = sent(colleague, workbook(ROWS[:1]))
    plan = colleague.get(address).context["plan"]
    done = colleague.post(address, {"digest": plan.digest}, follow=True)
    assert "Geïmporteerd. 1 nieuw systeem." in text(done)
    assert "0 systemen" not in text(done)
    assert AISystem.objects.get(name="Ans").latest.cause == "import"
    again = colleague.post(address, {"digest": plan.digest}, follow=True)
    assert "al geïmporteerd" in text(again)
    assert AISystem.objects.filter(name="Ans").count() == 1
    assert "lijst.xlsx" in text(colleague.get("/import/"))


def test_only_the_good_rows_when_somebody_chooses_that(colleague, example):
    address = sent(colleague, workbook(ROWS))
    digest = colleague.get(address).context["plan"].digest
    refused = colleague.post(address, {"digest": digest}, follow=True)
    assert "Verbeter ze, of importeer alleen de goede rijen." in text(refused)
    assert not AISystem.objects.filter(name="Ans").exists()
    colleague.post(address, {"digest": digest, "good_only": "yes"})
    assert set(AISystem.objects.filter(name__in=("Ans", "Bert", "Carla")).values_list("name", flat=True)) == {"Ans"}


@pytest.mark.parametrize("promise", ["", "x", "0" * 64, "\x00"])
def test_what_was_not_shown_is_not_done(colleague, example, promise):
    address = sent(colleague, workbook(ROWS[:1]))
    answer = colleague.post(address, {"digest": promise}, follow=True)
    assert "Het register is intussen veranderd" in text(answer)
    assert not AISystem.objects.filter(name="Ans").exists()


def test_a_dry_run_without_effect_says_no_changes(colleague, example):
    content = colleague.get("/export/?format=xlsx").content
    page = text(colleague.get(sent(colleague, content, "balie.xlsx")))
    assert "Geen wijzigingen: alles in dit bestand staat al in Balie." in page
    assert "Importeer nu" not in page


def test_a_change_is_shown_before_and_after(colleague, example):
    page = colleague.get(sent(colleague, "naam;levensfase;own_name\nWim;gestopt;nee\n", "a.csv"))
    (row,) = page.context["rows"]
    assert {(one.label, one.before, one.after) for one in row.changes} >= {("levensfase", "in gebruik", "gestopt")}
    assert any((one.before, one.after) == ("ja", "nee") for one in row.changes)


def test_a_long_list_is_paged_and_filtered(colleague, example):
    rows = "".join(f"Systeem {n};\n" for n in range(120))
    address = sent(colleague, f"naam;doel\nWim;Iets anders\n{rows}", "a.csv")
    assert len(colleague.get(address).context["rows"]) == 50
    assert [row.name for row in colleague.get(f"{address}?show=changed").context["rows"]] == ["Wim"]
    assert len(colleague.get(f"{address}?show=new&page=3").context["rows"]) == 20
    assert colleague.get(f"{address}?show=odd&page=x").status_code == 200


UNREADABLE = [
    pytest.param("a.xlsx", b"PK\x03\x04broken", id="a damaged workbook"),
    pytest.param("a.csv", b"\x00\x01\x02", id="binary"),
    pytest.param("a.yaml", b"a: &x [1]\nb: *x\n", id="aliases"),
    pytest.param("a.json", b"[" * 100_000, id="nested without end"),
    pytest.param("a.csv", b"foo;bar\n1;2\n", id="no names"),
    pytest.param("a.pdf", b"%PDF-1.7", id="a PDF"),
    pytest.param("a.xlsx", b"naam\nWim\n", id="not what it says"),
    pytest.param("a.csv", b"", id="empty"),
    pytest.param("../../etc/passwd", b"root", id="no such kind of file"),
]


@pytest.mark.parametrize(("name", "content"), UNREADABLE)
def test_a_file_that_cannot_be_read_is_told_and_changes_nothing(colleague, example, name, content):
    answer = send(colleague, content, name)
    if answer.status_code == 302:
        answer = colleague.get(answer.headers["Location"])
    assert answer.status_code == 200
    assert "Dit bestand is niet te lezen" in text(answer)
    for kept in Upload.objects.all():
        assert colleague.post(f"/import/{kept.pk}/", {"digest": "x", "good_only": "yes"}).status_code == 302
        for form in ("xlsx", "csv"):
            assert colleague.get(f"/import/{kept.pk}/errors/?format={form}").status_code == 200
    assert AISystem.objects.count() == 14


def test_the_errors_of_a_sheet_that_breaks_off_can_still_be_downloaded(colleague, example):
    whole = io.BytesIO(workbook([[f"Systeem {n}", "", "misschien", ""] for n in range(50)]))
    broken = io.BytesIO()
    with ZipFile(whole) as before, ZipFile(broken, "w") as after:
        for name in before.namelist():
            content = before.read(name)
            after.writestr(name, content[: len(content) // 2] if name.endswith("sheet1.xml") else content)
    address = sent(colleague, broken.getvalue())
    assert colleague.get(address).status_code == 200
    assert colleague.get(f"{address}errors/?format=xlsx").status_code == 200


def test_a_file_that_is_too_large_is_refused_before_it_is_kept(colleague, example):
    answer = send(colleague, b"naam\n" + b"x" * 20_000_001, "a.csv")
    assert "groter dan 20 MB" in text(answer)
    assert not Upload.objects.exists()


def test_without_a_file_the_form_asks_for_one(colleague, example):
    assert "Er klopt nog iets niet" in text(colleague.post("/import/", {}))


def test_a_file_can_be_thrown_away(colleague, example):
    address = sent(colleague, workbook(ROWS))
    assert "weggegooid" in text(colleague.post(f"{address}drop/", follow=True))
    assert colleague.get(address).status_code == 404


@pytest.mark.parametrize("role", ["administrator", "manager", "builder", "analyst", "auditor", "agent"])
def test_only_compliance_imports(someone, example, role):
    client = Client()
    client.force_login(someone(f"{role}@wadlicht.example", role))
    assert send(client, workbook(ROWS)).status_code == 403
    for address in ("/import/", "/import/template.xlsx", "/import/1/", "/import/1/errors/"):
        assert client.get(address).status_code == 403
    assert client.post("/import/1/", {"digest": "x"}).status_code == 403


def test_the_file_of_a_colleague_is_not_shown(colleague, someone, example):
    address = sent(colleague, workbook(ROWS))
    other = Client()
    other.force_login(someone("other@wadlicht.example", "compliance"))
    assert other.get(address).status_code == 404
    assert other.post(f"{address}drop/").status_code == 404


@pytest.mark.parametrize("form", list(Format))
def test_everybody_who_sees_the_register_may_export_it(someone, example, form):
    client = Client()
    client.force_login(someone("analyst@wadlicht.example", "analyst"))
    answer = client.get(f"/export/?format={form}")
    assert answer.headers["Content-Disposition"].endswith(f'.{form}"')
    assert len(answer.content) > 1000
    assert "Alle systemen exporteren" in text(client.get("/export/?format=odd"))


def test_the_example_itself_imports_into_an_empty_register(colleague):
    address = sent(colleague, demo.EXAMPLE.read_bytes(), "energie.yaml")
    plan = colleague.get(address).context["plan"]
    assert (len(plan.steps), plan.faults) == (14, ())
    colleague.post(address, {"digest": plan.digest})
    assert AISystem.objects.exclude(latest=None).count() == 14


def test_the_template_is_in_the_language_of_the_page(colleague):
    colleague.cookies["balie_language"] = "en"
    book = load_workbook(io.BytesIO(colleague.get("/import/template.xlsx").content))
    assert book.sheetnames == ["Systems", "Choices", "Explanation"]
