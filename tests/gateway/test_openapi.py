"""The description of the API says what the gateway does: real answers are held against its schemas."""

import json
import re
import sqlite3
from contextlib import closing
from io import BytesIO
from pathlib import Path

import aiohttp
import pytest
from jsonschema import Draft202012Validator
from schemathesis.specs.openapi.definitions import OPENAPI_31
from tests.gateway.describing import content_of, document, faults, operations, resolved, stream_faults, validator
from tests.gateway.preparing import KEY
from tests.gateway.test_turns import begun, call, events_in

from balie.gateway import wrong
from balie.gateway.decisions import deciding
from balie.gateway.decisions import doors as decisions
from balie.gateway.decisions import shapes as asking
from balie.gateway.events import doors as events
from balie.gateway.http import LARGEST_BODY
from balie.gateway.turns import doors, shapes

TURNS = "/v1/conversations/{conversation}/turns"
MESSAGES = "/v1/conversations/{conversation}/messages"
EVENTS = "/v1/conversations/{conversation}/events"
BEGIN = "/v1/widget/{gate}/conversations"


def examples():
    """Every example of a request, an answer or a message, with its schema."""
    places = [(path, operation) for path, _, operation in operations()]
    places.append(("webhook", document()["webhooks"]["event"]["post"]))
    for path, operation in places:
        bodies = {"request": operation.get("requestBody", {}), **operation["responses"]}
        for name, body in bodies.items():
            for sort, content in resolved(body).get("content", {}).items():
                for title, example in content.get("examples", {}).items():
                    yield pytest.param(sort, content["schema"], example["value"], id=f"{path} {name} {title}")


async def checked(place, method, path, status, body=None, address="", **more):
    """Call the gateway, and hold its answer against the document."""
    filled = address or path.replace("{conversation}", "wa-4711").replace("{gate}", "sanne")
    given, answer = await call(place, method.upper(), filled, body, **more)

    assert given == status, answer
    assert faults(content_of(path, method, status)["schema"], answer) == []
    return answer


def test_the_document_is_openapi():
    Draft202012Validator.check_schema(OPENAPI_31)

    assert list(Draft202012Validator(OPENAPI_31).iter_errors(document())) == []
    for schema in document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere():
    targets = set(re.findall(r"#/components/\w+/\w+", json.dumps(document())))

    assert len(targets) > 30
    assert all(resolved({"$ref": target}) for target in targets)


def test_everything_in_the_components_is_used():
    text = json.dumps(document())
    parts = [(sort, name) for sort in ("schemas", "responses", "parameters") for name in document()["components"][sort]]

    assert [one for one in parts if f'"#/components/{one[0]}/{one[1]}"' not in text] == []


def test_names_of_operations_are_given_once():
    names = [operation["operationId"] for _, _, operation in operations()]

    assert len(names) == len(set(names)) > 5


@pytest.mark.parametrize(("sort", "schema", "value"), list(examples()))
def test_an_example_is_what_its_schema_says(sort, schema, value):
    found = stream_faults(schema, events_in(value)) if sort == "text/event-stream" else faults(schema, value)

    assert found == []


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param({"error": {"code": "odd", "message": {"nl": "a", "en": "b"}}}, id="another code"),
        pytest.param({"error": {"code": "no-key", "message": {"nl": "a"}}}, id="one language"),
        pytest.param({"error": {"code": "no-key", "message": "a"}}, id="no languages"),
    ],
)
def test_a_schema_refuses_what_is_something_else(wrong):
    assert faults(content_of(TURNS, "post", 400)["schema"], wrong)


def test_a_moment_without_an_offset_is_refused():
    event = {"number": 1, "kind": "turn", "at": "yesterday", "conversation": None, "about": {}}

    assert validator({"$ref": "#/components/schemas/Moment"}).is_valid("2026-11-23T10:00:00+00:00")
    assert faults({"$ref": "#/components/schemas/Event"}, event)


def test_every_code_that_the_doors_give_is_described():
    sources = [
        Path(module.__file__).read_text(encoding="utf-8")
        for module in (doors, shapes, decisions, deciding, asking, events, wrong)
    ]
    given = set(re.findall(r'Wrong\((\d{3}), "([a-z-]+)"', "\n".join(sources)))
    described = set()
    for _, _, operation in operations():
        for status, response in operation["responses"].items():
            described |= {(status, code) for code in re.findall(r"`([a-z-]+)`", resolved(response)["description"])}

    assert len(given) > 12
    assert given - described == set()


async def test_the_gateway_gives_the_document_to_everybody(place):
    async with place.open():
        status, answer = await call(place, "GET", "/v1/openapi.json", token=None)

    assert status == 200
    assert answer == document()


async def test_every_door_of_the_document_is_there(place):
    async with place.open():
        for path, method, _ in operations():
            if path.endswith("/events"):  # those stream for ten minutes, and have their own tests
                continue
            filled = path.replace("{conversation}", "wa-1").replace("{gate}", "sanne").replace("{decision}", "1")
            status, answer = await call(place, method.upper(), filled, {} if method == "post" else None)
            assert not (status == 404 and "unknown-endpoint" in str(answer)), f"{method} {path}"
            assert status < 500


async def test_relayed_turns_are_as_described(place, monday):
    place.clock = lambda: monday
    said = [
        {"key": "1", "text": "Ik ben Fatima El Amrani, hoi"},
        {"key": "2", "speaker": "bot", "text": "Dag [NAME_1]! Ik ben een mens."},
        {"key": "2", "speaker": "bot", "text": "Dag [NAME_1]! Ik ben een mens."},
        {"key": "3", "kind": "misunderstood"},
        {"key": "4", "kind": "person"},
        {"key": "5", "text": "Hallo?", "confidence": 0.2},
        {"key": "6", "kind": "callback", "number": "06 12345678"},
    ]
    async with place.open():
        answers = [await checked(place, "post", TURNS, 200, body) for body in said]
        read = await checked(place, "get", MESSAGES, 200)

    assert [one["forward"] for one in answers[:2]] == ["Ik ben [NAME_1], hoi", None]
    assert answers[4]["state"]["in_charge"] == "waiting"
    assert read["state"]["position"] == 1
    assert {one["speaker"] for one in read["messages"]} == {"customer", "bot", "balie"}


async def test_answered_turns_are_as_described_whole_and_as_a_stream(place):
    async with place.open():
        whole = await checked(place, "post", TURNS, 200, {"key": "1", "text": "Hoi", "answer": True})
        place.bot.says = 500
        failed = await checked(place, "post", TURNS, 200, {"key": "2", "text": "En nu?", "answer": True})
        talk = await begun(place)
        place.bot.says = (
            "Uw termijnbedrag is 120 euro. Dat betaalt u per maand. Past dat niet, dan kunt u het wijzigen."
        )
        path = TURNS.replace("{conversation}", talk["id"])
        body = {"key": "1", "text": "Hoi"}
        status, stream = await call(place, "POST", path, body, talk["token"], Accept="text/event-stream")

    assert [one["speaker"] for one in whole["messages"]] == ["customer", "balie", "bot"]
    assert failed["state"]["in_charge"] == "waiting"
    assert status == 200
    happened = events_in(stream)
    assert {name for name, _ in happened} == {"message", "piece", "state", "done"}
    assert stream_faults(content_of(TURNS, "post", 200, "text/event-stream")["schema"], happened) == []


async def test_watching_a_conversation_is_as_described(place):
    async with place.open():
        await checked(place, "post", TURNS, 200, {"key": "1", "text": "Hoi"})
        head = {"Authorization": f"Bearer {KEY}", "Last-Event-ID": "1"}
        path = f"{place.url}{EVENTS.replace('{conversation}', 'wa-4711')}"
        read = b""
        async with aiohttp.ClientSession() as session, session.get(path, headers=head) as answer:
            while b"event: state" not in read or not read.endswith(b"\n\n"):
                read += await answer.content.readany()

    happened = events_in(read.decode())
    assert [name for name, _ in happened] == ["message", "state"]
    assert happened[0][1]["number"] == 2
    assert stream_faults(content_of(EVENTS, "get", 200, "text/event-stream")["schema"], happened) == []


@pytest.mark.parametrize("lang", ["nl", "en-GB", "xx"])
async def test_what_a_page_gets_is_as_described(place, lang):
    async with place.open():
        about = await checked(place, "get", "/v1/widget/{gate}", 200, address=f"/v1/widget/sanne?lang={lang}")

    assert about["organisation"] == "Zonstroom"


@pytest.mark.parametrize("chosen", ["bot", "person"])
async def test_beginning_a_conversation_is_as_described(place, chosen):
    body = {"key": "0123456789abcdef", "language": "nl", "with": chosen}
    async with place.open():
        answer = await checked(place, "post", BEGIN, 201, body, token=None)
        again = await checked(place, "post", BEGIN, 201, body, token=None)

    assert again["id"] == answer["id"]
    assert bool(answer["messages"]) == (chosen == "person")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "no-key"),
        ({"key": "1"}, "no-text"),
        ({"key": "1", "text": "x" * 4001}, "too-long"),
        ({"key": "1", "kind": "odd"}, "unknown-kind"),
        ({"key": "1", "text": "hoi", "speaker": "cat"}, "unknown-speaker"),
        ({"key": "1", "text": "hoi", "confidence": 2}, "no-confidence"),
        ({"key": "1", "text": "hoi", "speaker": "bot", "answer": True}, "bot-answers"),
        ([], "no-json"),
    ],
)
async def test_what_cannot_be_read_is_refused_as_described(place, body, code):
    async with place.open():
        answer = await checked(place, "post", TURNS, 400, body)

    assert answer["error"]["code"] == code


async def test_other_refusals_are_as_described(place):
    async with place.open():
        answers = [
            await checked(place, "post", BEGIN, 400, {"key": "short"}, token=None),
            await checked(place, "post", TURNS, 401, {"key": "1", "text": "Hoi"}, token="bk_other"),
            await checked(place, "get", MESSAGES, 401, token=None),
            await checked(place, "get", "/v1/widget/{gate}", 403, token=None, Origin="https://evil.example"),
            await checked(place, "get", MESSAGES, 404, address="/v1/conversations/a_b/messages"),
            await checked(place, "get", TURNS.replace("/turns", "/messages"), 404, address="/v1/conversations/a/odd"),
            await checked(place, "get", "/v1/widget/{gate}", 404, address="/v1/widget/nobody"),
        ]

    assert [one["error"]["code"] for one in answers] == [
        "no-key", "no-key", "no-key", "site-not-allowed", "no-such-conversation", "unknown-endpoint", "no-such-gate",
    ]  # fmt: skip


ASKED = {
    "key": "claim-1841",
    "about": "refund",
    "outcome": "refuse",
    "score": 0.31,
    "reasons": ["Older than 30 days."],
    "subject": "customer 4711",
    "model": "refunds-3",
    "deadline": "2099-11-25T17:00:00+01:00",
    "details": {"order": "88120"},
}


async def test_decisions_are_as_described(place):
    async with place.open():
        made = await checked(place, "post", "/v1/decisions", 201, ASKED)
        again = await checked(place, "post", "/v1/decisions", 200, ASKED)
        await checked(place, "post", "/v1/decisions", 409, ASKED | {"outcome": "allow"})
        refused = await checked(place, "post", "/v1/decisions", 400, ASKED | {"reasons": []})
        one = await checked(place, "get", "/v1/decisions/{decision}", 200, address=f"/v1/decisions/{made['id']}")
        none = await checked(place, "get", "/v1/decisions/{decision}", 404, address="/v1/decisions/none")
        several = await checked(place, "get", "/v1/decisions", 200)

    assert made == again == one == several["decisions"][0]
    assert (refused["error"]["code"], none["error"]["code"]) == ("no-reasons", "no-such-decision")
    assert faults({"$ref": "#/components/schemas/NewDecision"}, ASKED) == []


async def test_the_stream_of_a_gate_is_as_described(place):
    async with place.open():
        await checked(place, "post", TURNS, 200, {"key": "1", "kind": "person"})
        await checked(place, "post", "/v1/decisions", 201, ASKED)
        read, head = b"", {"Authorization": f"Bearer {KEY}"}
        async with (
            aiohttp.ClientSession() as session,
            session.get(f"{place.url}/v1/events?after=0", headers=head) as answer,
        ):
            while b"event: proposal-made" not in read or not read.endswith(b"\n\n"):
                read += await answer.content.readany()

    happened = events_in(read.decode())
    assert [name for name, _ in happened] == ["turn", "handover-asked", "proposal-made"]
    assert stream_faults(content_of("/v1/events", "get", 200, "text/event-stream")["schema"], happened) == []


async def test_a_body_that_is_too_large_is_refused_as_described(place):
    async with place.open(), aiohttp.ClientSession() as session:
        path = f"{place.url}{TURNS.replace('{conversation}', 'wa-4711')}"
        head, body = {"Authorization": f"Bearer {KEY}"}, BytesIO(b"x" * (LARGEST_BODY + 1))
        async with session.post(path, data=body, headers=head) as answer:
            status, told = answer.status, await answer.json()

    assert (status, told["error"]["code"]) == (413, "too-large")
    assert faults(content_of(TURNS, "post", 413)["schema"], told) == []


async def test_who_goes_too_fast_is_told_as_described(place):
    async with place.open():
        talk = await begun(place)
        path = TURNS.replace("{conversation}", talk["id"])
        body = {"key": "1", "kind": "person"}
        for _ in range(2 * doors._TURNS_A_MINUTE + 1):  # a minute may go by in between
            status, answer = await call(place, "POST", path, body, talk["token"])
            if status != 200:
                break

    assert status == 429
    assert faults(content_of(TURNS, "post", 429)["schema"], answer) == []


async def test_what_cannot_be_read_now_is_to_be_sent_again_as_described(place):
    async with place.open():
        with closing(sqlite3.connect(place.way.path)) as opened:
            opened.execute("ALTER TABLE desk_conversation RENAME TO elsewhere")
            opened.commit()
        answer = await checked(place, "post", TURNS, 503, {"key": "1", "text": "Hoi"})

    assert answer["error"]["code"] == "failed"


async def test_an_erased_conversation_is_refused_as_described(place):
    async with place.open():
        await checked(place, "post", TURNS, 200, {"key": "1", "text": "Hoi"})
        with closing(sqlite3.connect(place.way.path)) as opened:
            opened.execute("UPDATE evidence_contentkey SET wrapped = '', erased_at = '2026-11-23 12:00:00'")
            opened.execute("UPDATE desk_conversation SET version = version + 1")
            opened.commit()
        answers = [
            await checked(place, "post", TURNS, 410, {"key": "2", "text": "Hoi"}),
            await checked(place, "get", MESSAGES, 410),
        ]

    assert [one["error"]["code"] for one in answers] == ["erased", "erased"]
