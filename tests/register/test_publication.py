"""The Dutch Algorithm Register: what is missing or too long, round trip, and delivery to a server as it describes."""

import json
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from balie.evidence.models import Entry
from balie.law import Place
from balie.register.acting import Acting
from balie.register.delivering import Receiver, deliver
from balie.register.exchange import importing as exchange
from balie.register.exchange.snapshot import entries_to_publish
from balie.register.models import AISystem
from balie.register.public_fields import FIELDS
from balie.register.reading import Format, Source, read_source
from balie.register.system import AISystem as Value
from balie.register.system import LifeCycle
from balie.register.writing.algorithm_register import as_json, entry_of, problems_of, schema

WIM = Value("Wim", {}, Place("x"), organisation="Gemeente X", purpose="Beantwoordt vragen.", life_cycle=LifeCycle.LIVE)
TEXTS = {"contact_email": "info@x.example", "publication_category": "Impactvolle algoritmes"}
GOOD = {"name": "Wim", "description_short": "Doet iets.", **TEXTS}


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_complete_entry_has_no_problems():
    assert problems_of(entry_of(WIM, TEXTS)) == ()


PROBLEMS = [
    pytest.param({"contact_email": ""}, "contact_email", "missing", id="no contact"),
    pytest.param({"publication_category": ""}, "publication_category", "missing", id="no category"),
    pytest.param({"publication_category": "Laag"}, "publication_category", "not-in-standard", id="another category"),
    pytest.param({"description_short": "x" * 401}, "description_short", "too-long", id="too long by one"),
    pytest.param({"methods_and_models": "x" * 5001}, "methods_and_models", "too-long", id="far too long"),
    pytest.param({"begin_date": "2026-13"}, "begin_date", "not-a-month", id="no month"),
    pytest.param({"website": "www.x.example"}, "website", "not-a-link", id="no link"),
    pytest.param({"category": ["Voetbal"]}, "category", "not-in-standard", id="no topic"),
]


@pytest.mark.parametrize(("texts", "name", "code"), PROBLEMS)
def test_what_keeps_an_entry_from_being_published_is_told_per_field(texts, name, code):
    assert [(one.field, one.code) for one in problems_of(entry_of(WIM, {**TEXTS, **texts}))] == [(name, code)]


def test_a_text_of_exactly_the_limit_fits():
    assert problems_of(entry_of(WIM, {**TEXTS, "description_short": "x" * 400})) == ()


def test_everything_that_is_missing_is_told_at_once():
    bare = Value("Wim", {}, Place("x"))
    missing = [one.field for one in problems_of(entry_of(bare, {}))]
    assert missing == ["description_short", "organization", "status", "contact_email", "publication_category"]


def test_what_we_write_our_own_import_reads_back(law):
    system = Value(
        "Wim", {}, Place("x"), organisation="Gemeente X", purpose="Doet iets.", supplier="Taalbrug", reference="007",
        life_cycle=LifeCycle.RETIRED,
    )  # fmt: skip
    content = as_json([entry_of(system, TEXTS)])
    reading = read_source(Source("a.json", Format.JSON, content), law, whole=True)
    assert reading.faults == ()
    (back,) = reading.portfolio.systems
    for name in ("name", "organisation", "purpose", "supplier", "reference", "life_cycle"):
        assert getattr(back, name) == getattr(system, name)


def snake(name):
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def plain_schema(node):
    """The published schema without what it adds to JSON Schema: a type "enum", or a type beside alternatives."""
    if isinstance(node, list):
        return [plain_schema(one) for one in node]
    if not isinstance(node, dict):
        return node
    odd = "anyOf" in node or "$ref" in node
    return {key: plain_schema(one) for key, one in node.items() if not (key == "type" and odd and isinstance(one, str))}


def test_our_facts_are_those_of_the_published_standard(comparison):
    """Names, lengths, lists of values and what is required, as the published API describes them."""
    published = json.loads(comparison("formats/algoritmeregister/openapi_v1_0.json").read_text(encoding="utf-8"))
    schemas = published["components"]["schemas"]
    theirs = schemas["AlgorithmIn"]
    assert set(schema()["properties"]) <= set(theirs["properties"])
    assert set(schema()["required"]) == set(theirs["required"])
    for field_ in FIELDS:
        about = theirs["properties"][field_.id]
        if "max_length_without_html" in about:
            assert field_.limit == about["max_length_without_html"], field_.id
    for name in ("LawfulBasis", "Impacttoetsen", "SourceData"):
        rows = schemas[f"v1_0__Object{name}Grouping"]
        (ours,) = [one for key, one in schema()["properties"].items() if key == f"{snake(name)}_grouping"]
        assert ours["items"]["required"] == rows["required"]
        for part, about in rows["properties"].items():
            assert ours["items"]["properties"][part]["maxLength"] == about.get("max_length_without_html", 500)
    assert schema()["properties"]["category"]["items"]["enum"] == schemas["v1_0__EnumCategory"]["enum"]
    for ours, name in (("status", "Status"), ("publication_category", "PublicationCategory"), ("lang", "Lang")):
        assert schema()["properties"][ours]["enum"] == schemas[f"v1_0__Enum{name}"]["enum"]
    entry = entry_of(WIM, {**TEXTS, "goal": "x", "category": ["Werk"], "begin_date": "2026-01"})
    entry |= {"lawful_basis_grouping": [{"title": "x", "link": "https://x.example"}]}
    whole = plain_schema({**theirs, "components": published["components"]})
    assert list(Draft202012Validator(whole).iter_errors(entry)) == []
    assert {"post"} <= set(published["paths"]["/organizations/{organisation_id}/algorithms"])
    assert {"put"} <= set(published["paths"]["/organizations/{organisation_id}/algorithms/{algorithm_id}"])


@dataclass
class Register:
    """A register as the API describes it: it checks what comes in, and may be told to answer otherwise."""

    address: str = ""
    asked: list[tuple[str, str, dict[str, str], object]] = field(default_factory=list)
    answer: tuple[int, object, dict[str, str]] | None = None


@pytest.fixture
def register() -> Iterator[Register]:
    kept = Register()

    class Handler(BaseHTTPRequestHandler):
        def _handle(self):
            raw = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            body = json.loads(raw or b"null")
            kept.asked.append((self.command, self.path, dict(self.headers), body))
            status, answer, headers = kept.answer or self._usual(body)
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer if isinstance(answer, bytes) else json.dumps(answer).encode())

        def _usual(self, body):
            if self.headers.get("Authorization") != "Bearer geheim":
                return 401, {"detail": "Not authenticated"}, {}
            match = re.fullmatch(r"/aanleverapi/v1_0/organizations/gm0001/algorithms(/(\w+))?", self.path)
            if not match or (self.command == "PUT") != bool(match[2]):
                return 404, {"detail": "Not Found"}, {}
            if wrong := problems_of(body):
                return (
                    422,
                    {"detail": [{"loc": ["body", one.field], "msg": one.code, "type": "x"} for one in wrong]},
                    {},
                )
            return 200, {"lars_code": "12345678"} if self.command == "POST" else {"message": "ok"}, {}

        do_POST = do_PUT = do_GET = _handle  # noqa: N815  (names of the standard library)

        def log_message(self, *_args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    kept.address = f"http://127.0.0.1:{server.server_port}/aanleverapi/v1_0"
    yield kept
    server.shutdown()
    server.server_close()
    thread.join()


def receiver(register, **more):
    return Receiver(**{"url": register.address, "organisation": "gm0001", "token": "geheim", **more})


def test_a_new_entry_gets_a_number_and_the_next_version_goes_there(register):
    entry = entry_of(WIM, TEXTS)
    assert deliver(entry, receiver(register)).lars == "12345678"
    again = deliver({**entry, "lars": "12345678"}, receiver(register), "12345678")
    assert (again.ok, again.lars) == (True, "12345678")
    assert [(method, path.rsplit("/", 1)[1]) for method, path, _, _ in register.asked] == [
        ("POST", "algorithms"), ("PUT", "12345678"),
    ]  # fmt: skip
    assert register.asked[0][3] == register.asked[1][3] == entry


ANSWERS = [
    pytest.param((302, b"", {"Location": "http://127.0.0.1:1/elsewhere"}), "moved", id="a redirect is not followed"),
    pytest.param((401, {"detail": "no"}, {}), "not-let-in", id="not let in"),
    pytest.param((403, {}, {}), "not-let-in", id="forbidden"),
    pytest.param((404, {"detail": "no"}, {}), "not-there", id="not there"),
    pytest.param((409, {"detail": "no"}, {}), "conflict", id="a conflict"),
    pytest.param((422, {"detail": [{"loc": ["body", "name"], "msg": "too long"}]}, {}), "invalid", id="not valid"),
    pytest.param((429, {}, {}), "too-busy", id="too busy"),
    pytest.param((500, b"<html>", {}), "broken", id="broken"),
    pytest.param((418, [], {}), "refused", id="something else"),
    pytest.param((200, b"not JSON", {}), "no-number", id="no JSON"),
    pytest.param((200, b"[" * 90_000, {}), "no-number", id="nested without end"),
    pytest.param((200, b"x" * 200_000, {}), "no-number", id="more than we read"),
    pytest.param((200, {"lars_code": ""}, {}), "no-number", id="an empty number"),
]


@pytest.mark.parametrize(("answer", "code"), ANSWERS)
def test_every_other_answer_is_told_with_what_to_do(register, answer, code):
    register.answer = answer
    done = deliver(entry_of(WIM, TEXTS), receiver(register))
    assert (done.ok, done.code) == (False, code)
    assert "geheim" not in f"{done}{receiver(register)}"
    assert len(register.asked) == 1
    if code == "invalid":
        assert done.details == ("name: too long",)


def test_a_register_that_is_not_there_is_told():
    gone = Receiver("http://127.0.0.1:9/x", "gm0001", "geheim")
    assert deliver(entry_of(WIM, TEXTS), gone).code == "not-reached"


@pytest.mark.parametrize(("url", "ready"), [
    ("https://register.example/v1", True), ("http://127.0.0.1:9/", True), ("http://register.example/", False),
    ("", False), ("ftp://register.example", False), ("https://", False),
])  # fmt: skip
def test_the_token_never_travels_in_the_open(url, ready):
    assert Receiver(url, "gm0001", "geheim").ready is ready


@pytest.fixture
def wim(example) -> AISystem:
    found = AISystem.objects.get(name="Wim")
    found.public_entry = TEXTS
    found.save()
    return found


MUNICIPALITY = sorted((Path(__file__).parents[2] / "examples" / "municipality").glob("*.json"))


def entries_out(law):
    return json.loads(entries_to_publish(law))["algorithms"]


def standard(entry):
    """What an entry says in the fields of the standard; an empty list says as much as no list."""
    return {name: said for name, said in entry.items() if name in schema()["properties"] and said not in ("", None, [])}


@pytest.mark.parametrize("path", MUNICIPALITY, ids=lambda path: path.stem)
def test_an_entry_that_is_imported_goes_out_as_it_came_in(law, person, noon, path):
    acting = Acting(person, noon, noon.date())
    exchange.import_file(law, Source(path.name, Format.JSON, path.read_bytes()), acting)
    (out,) = entries_out(law)
    assert out == standard(json.loads(path.read_text(encoding="utf-8")))
    assert problems_of(out) == ()
    again = exchange.look_through(law, Source("b.json", Format.JSON, as_json([out])))
    assert [change.field for step in again.steps for change in step.changes] == []


WHOLE = {
    **{field.id: f"tekst van {field.id}" for field in FIELDS},
    "status": "Buiten gebruik", "organization": "Gemeente X", "provider": "Taalbrug", "source_id": "X-1",
    "lang": "nld", "standard_version": "1.0", "lars": "12345678", "publication_dt": "2025-03-01",
    "publication_category": "Impactvolle algoritmes", "category": ["Werk", "Wonen"],
    "begin_date": "2023-01", "end_date": "2024-02", "goal": "Regel een.\n\n  <p>Regel  twee</p>\n",
    **{name: f"https://x.example/{name}" for name in ("website", "url", "process_index_url", "publiccode")},
    "lawful_basis_grouping": [{"title": "Gemeentewet", "link": "https://x.example/wet"}] * 3,
    "impacttoetsen_grouping": [{"title": "DPIA"}, {"title": "IAMA", "link": "https://x.example/iama"}],
    "source_data_grouping": [{"title": "BRP", "link": "https://x.example/brp"}],
}  # fmt: skip


@pytest.fixture
def whole(law, person, noon):
    """An entry with something in every field of the standard, imported."""
    acting = Acting(person, noon, noon.date())
    exchange.import_file(law, Source("a.json", Format.JSON, as_json([WHOLE])), acting)
    return AISystem.objects.get()


def test_every_field_of_the_standard_survives(law, whole):
    assert set(WHOLE) == set(schema()["properties"])
    assert entries_out(law) == [WHOLE]
    assert str(whole.retired_on) == "2024-02-29"
    assert not {"goal", "risks", "tags"} & whole.facts.keys()


def test_a_newer_entry_is_found_by_its_number_and_replaces_only_what_it_says(law, person, noon, whole):
    newer = {name: WHOLE[name] for name in ("lars", "organization", "standard_version", "lawful_basis")}
    newer |= {"name": "Een nieuwe naam", "description_short": "Anders gezegd.", "goal": "Een ander doel."}
    plan = exchange.look_through(law, Source("b.json", Format.JSON, as_json([newer])))
    (step,) = plan.steps
    assert (step.known.key, sorted(change.field for change in step.changes)) == (
        whole.pk, ["public_entry.description_short", "public_entry.goal", "public_entry.name"],
    )  # fmt: skip
    exchange.import_file(law, Source("b.json", Format.JSON, as_json([newer])), Acting(person, noon, noon.date()))
    assert entries_out(law) == [{**WHOLE, **newer}]
    kept = AISystem.objects.get()
    assert (kept.name, kept.purpose) == (whole.name, whole.purpose)
    assert (kept.public_entry["name"], kept.public_entry["description_short"]) == ("Een nieuwe naam", "Anders gezegd.")


def test_a_system_with_a_name_of_its_own_for_the_public_comes_back_without_being_renamed(law, person, noon, whole):
    AISystem.objects.update(
        name="Wim", purpose="Intern doel.", public_entry={**whole.public_entry, "name": "Digitale balie"}
    )
    (out,) = entries_out(law)
    assert out["name"] == "Digitale balie"
    plan = exchange.look_through(law, Source("b.json", Format.JSON, as_json([out])))
    changed = {change.field for step in plan.steps for change in step.changes}
    assert changed <= {"public_entry.description_short"}
    exchange.import_file(law, Source("b.json", Format.JSON, as_json([out])), Acting(person, noon, noon.date()))
    kept = AISystem.objects.get()
    assert (kept.name, kept.purpose) == ("Wim", "Intern doel.")
    assert entries_out(law) == [out]
    same = {**out, "name": "Wim"}
    exchange.import_file(law, Source("c.json", Format.JSON, as_json([same])), Acting(person, noon, noon.date()))
    assert "name" not in AISystem.objects.get().public_entry
    assert entries_out(law) == [same]


def test_the_page_keeps_what_was_imported_and_changes_only_the_row_that_was_changed(law, colleague, whole):
    page = colleague.get(f"/systems/{whole.pk}/publication/")
    fields = {name: value for name, value in page.context["form"].initial.items() if "grouping" not in name}
    for name in ("lawful_basis_grouping", "impacttoetsen_grouping", "source_data_grouping"):
        for part in ("title", "link"):
            shown = re.findall(rf'name="{name}_{part}" value="([^"]*)"', page.content.decode())
            assert len(shown) == len(WHOLE[name]) + 2
            fields[f"{name}_{part}"] = shown
    fields["lawful_basis_grouping_title"][1] = fields["lawful_basis_grouping_link"][1] = ""
    fields["source_data_grouping_title"][1] = "Zonder link"
    answer = colleague.post(f"/systems/{whole.pk}/publication/", fields, follow=True)
    assert "De teksten zijn opgeslagen." in text(answer)
    assert "Regel 2: Hier ontbreekt een titel of een link." in text(answer)
    (out,) = entries_out(law)
    assert out["lawful_basis_grouping"] == WHOLE["lawful_basis_grouping"][:2]
    assert out["source_data_grouping"] == [*WHOLE["source_data_grouping"], {"title": "Zonder link"}]
    assert out["impacttoetsen_grouping"] == WHOLE["impacttoetsen_grouping"]
    told = Entry.objects.get(kind="publication-changed").body["changes"]
    assert {"public_entry.lawful_basis_grouping", "public_entry.source_data_grouping"} <= {one["field"] for one in told}
    assert "Wetten" in text(colleague.get(f"/systems/{whole.pk}/history/"))


PUBLIC_FAULTS = [
    pytest.param({"goal": "x" * 2501}, [], ["too-long"], id="longer than the standard: kept, and pointed out"),
    pytest.param({"goal": "x" * 20_001}, ["not-a-text"], [], id="longer than we keep"),
    pytest.param({"risks": {"a": 1}}, ["not-a-text"], [], id="no text"),
    pytest.param({"risks": "a\u202eb"}, ["not-a-text"], [], id="text that turns round"),
    pytest.param({"lawful_basis_grouping": "Gemeentewet"}, ["not-rows"], [], id="no rows"),
    pytest.param({"lawful_basis_grouping": ["Gemeentewet"]}, ["not-rows"], [], id="rows of words"),
    pytest.param({"source_data_grouping": [{"title": ["a"]}]}, ["not-a-text"], [], id="a title that is a list"),
    pytest.param({"source_data_grouping": [{}] * 101}, ["not-rows"], [], id="too many rows"),
    pytest.param({"source_data_grouping": None, "goal": "  "}, [], [], id="nothing"),
]


@pytest.mark.parametrize(("fields", "faults", "notices"), PUBLIC_FAULTS)
def test_texts_for_the_public_that_cannot_be_kept_are_told_with_their_field(law, fields, faults, notices):
    entry = {"standard_version": "1.0", "organization": "X", **GOOD, **fields}
    found = read_source(Source("a.json", Format.JSON, as_json([entry])), law, whole=True)
    assert [fault.code for fault in found.faults] == faults
    assert [notice.code for notice in found.notices] == notices
    assert all(one.place.field == f"algorithms[0].{next(iter(fields))}" for one in (*found.faults, *found.notices))


@pytest.fixture
def connected(register, settings):
    settings.ALGORITHM_REGISTER_URL = register.address
    settings.ALGORITHM_REGISTER_ORGANISATION = "gm0001"
    settings.ALGORITHM_REGISTER_TOKEN = "geheim"
    return register


def test_texts_are_kept_and_what_is_too_long_is_pointed_out(colleague, wim):
    fields = {**TEXTS, "description_short": "x" * 450, "revision": wim.revision}
    page = text(colleague.post(f"/systems/{wim.pk}/publication/", fields, follow=True))
    assert "Dit zijn 450 tekens; er passen er 400. Haal er 50 weg." in page
    assert "450 van 400 tekens" in page
    wim.refresh_from_db()
    assert len(wim.public_entry["description_short"]) == 450
    entry = Entry.objects.get(kind="publication-changed")
    assert [change["field"] for change in entry.body["changes"]] == ["public_entry.description_short"]


def test_a_stale_text_is_told_and_not_lost(colleague, wim):
    fields = {**TEXTS, "goal": "getypt", "revision": wim.revision - 1}
    answer = colleague.post(f"/systems/{wim.pk}/publication/", fields)
    assert "intussen gewijzigd" in text(answer)
    assert "getypt" in answer.content.decode()


def test_the_file_is_what_our_import_reads(colleague, wim, law, person, noon):
    content = colleague.get(f"/systems/{wim.pk}/publication/file/").content
    plan = exchange.look_through(law, Source("a.json", Format.JSON, content))
    assert [step.known.key for step in plan.steps] == [wim.pk]
    assert Acting(person, noon, noon.date())


def test_sending_shows_exactly_what_goes_where_and_keeps_the_number(colleague, wim, connected):
    address = f"/systems/{wim.pk}/publication/send/"
    page = colleague.get(address)
    assert f"{connected.address}/organizations/gm0001/algorithms" in page.content.decode()
    assert connected.asked == []
    done = colleague.post(address, {"revision": wim.revision}, follow=True)
    assert "Verstuurd naar het Algoritmeregister." in text(done)
    assert connected.asked[0][3] == json.loads(page.context["entry"])
    wim.refresh_from_db()
    assert wim.public_entry["lars"] == "12345678"
    entry = Entry.objects.get(kind="sent-to-algorithm-register")
    assert (entry.body["ok"], entry.body["lars"], entry.system) == (True, "12345678", wim.pk)
    assert "geheim" not in json.dumps(entry.body)


def test_pressing_twice_sends_once(colleague, wim, connected):
    for _ in range(2):
        colleague.post(f"/systems/{wim.pk}/publication/send/", {"revision": wim.revision})
    assert len(connected.asked) == 1


def test_a_refusal_is_put_down_too(colleague, wim, connected):
    connected.answer = (422, {"detail": [{"loc": ["body", "name"], "msg": "bestaat al"}]}, {})
    page = text(colleague.post(f"/systems/{wim.pk}/publication/send/", {"revision": wim.revision}, follow=True))
    assert "name: bestaat al" in page
    assert Entry.objects.get(kind="sent-to-algorithm-register").body["code"] == "invalid"


def test_what_is_not_complete_is_not_sent(colleague, wim, connected):
    AISystem.objects.filter(pk=wim.pk).update(public_entry={})
    page = text(colleague.post(f"/systems/{wim.pk}/publication/send/", {"revision": wim.revision}, follow=True))
    assert "Er is niets verstuurd." in page
    assert connected.asked == []


def test_without_a_connection_nothing_is_sent(colleague, wim):
    page = text(colleague.post(f"/systems/{wim.pk}/publication/send/", {"revision": wim.revision}))
    assert "nog niet verbonden" in page


@pytest.mark.parametrize("role", ["administrator", "manager", "builder", "analyst"])
def test_only_who_may_publish_sends(someone, wim, connected, role):
    client = Client()
    client.force_login(someone(f"{role}@wadlicht.example", role))
    assert client.post(f"/systems/{wim.pk}/publication/send/", {"revision": wim.revision}).status_code == 403
    assert connected.asked == []
    assert client.post(f"/systems/{wim.pk}/publication/", {**TEXTS, "goal": "x"}).status_code == 403
