"""What is not right is told in one form, with a code, a place, and what to do; in the caller's language."""

import json

import pytest

from balie.register.models import AISystem
from balie.site.api import gate
from balie.site.api.problems import PROBLEMS

ONE = {"name": "Nieuw"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code", "place"),
    [
        pytest.param("GET", "/nowhere", None, 404, "not-found", None, id="no such address"),
        pytest.param("GET", "/systems/999999", None, 404, "not-found", None, id="no such system"),
        pytest.param("PUT", "/systems", ONE, 405, "method-not-allowed", None, id="a method it does not know"),
        pytest.param("POST", "/systems", "{", 400, "not-json", None, id="half an object"),
        pytest.param("POST", "/systems", '{"name": NaN}', 400, "not-json", None, id="no JSON though Python reads it"),
        pytest.param("POST", "/systems", '{"name": "a", "name": "b"}', 400, "not-json", None, id="a name twice"),
        pytest.param("POST", "/systems", b'{"name": "\xff"}', 400, "not-json", None, id="no UTF-8"),
        pytest.param("POST", "/systems", "[" * 100_000, 400, "not-json", None, id="endlessly deep"),
        pytest.param("POST", "/systems", {}, 422, "not-valid", "body.name", id="a field is missing"),
        pytest.param("POST", "/systems", ONE | {"nmae": 1}, 422, "not-valid", "body.nmae", id="an unknown field"),
        pytest.param("POST", "/systems", ONE | {"customers": "vijf"}, 422, "not-valid", "body.customers", id="words"),
        pytest.param("POST", "/systems", ONE | {"purpose": "x" * 5001}, 422, "not-valid", "body.purpose", id="long"),
        pytest.param("POST", "/systems", ONE | {"purpose": "a\0"}, 422, "not-valid", "body.purpose", id="a zero byte"),
        pytest.param("POST", "/systems", '{"name": "\\ud800"}', 422, "not-valid", "body.name", id="half a character"),
        pytest.param(
            "POST", "/systems", ONE | {"purpose": "a\u202eb"}, 422, "not-valid", "body.purpose", id="invisible"
        ),
        pytest.param("POST", "/systems", ONE | {"owned_by": 999999}, 422, "not-valid", "body.owned_by", id="nobody"),
        pytest.param("POST", "/systems", ONE | {"archetype": "x"}, 422, "not-valid", "body.archetype", id="no start"),
        pytest.param("GET", "/systems?limit=0", None, 422, "not-valid", "query.limit", id="a page of nothing"),
        pytest.param("GET", "/systems?limit=201", None, 422, "not-valid", "query.limit", id="a page too long"),
        pytest.param("GET", "/systems?cursor=x", None, 422, "not-valid", "query.cursor", id="a cursor of nobody"),
        pytest.param("GET", "/systems?page=2", None, 422, "not-valid", "query.page", id="an unknown parameter"),
        pytest.param("GET", "/systems?q=%00", None, 422, "not-valid", "query.q", id="a zero byte in the address"),
        pytest.param("GET", "/systems/99999999999999999999", None, 422, "not-valid", "path.key", id="a huge number"),
    ],
)
def test_a_request_that_is_not_right(program, small, method, path, body, status, code, place):  # noqa: PLR0917
    before = AISystem.objects.count()
    answer = program(method, path, body)

    assert answer.status_code == status, answer.content
    told = answer.json()
    assert told["code"] == code
    assert told["message"]
    assert told["what_to_do"]
    if place:
        assert [one["place"] for one in told["places"]] == [place]
        assert told["places"][0]["message"]
    assert AISystem.objects.count() == before


def test_a_method_that_is_refused_names_those_that_are_not(program, small):
    assert program("PUT", "/systems", ONE).headers["Allow"] == "GET, POST"


def test_a_form_of_a_browser_is_not_taken(program, small):
    answer = program.client.post("/api/v1/systems", {"name": "x"}, headers={"Authorization": f"Bearer {program.token}"})

    assert answer.status_code == 415
    assert answer.json()["code"] == "wrong-media-type"


@pytest.mark.parametrize("size", [gate.MOST_JSON + 1, 3_000_000])
def test_more_than_a_megabyte_is_not_read(program, small, size):
    answer = program.post("/systems", json.dumps({"name": "x" * size}))

    assert answer.status_code == 413
    assert answer.json()["code"] == "too-large"


@pytest.mark.parametrize(
    ("asked", "language", "words"),
    [
        pytest.param("nl", "nl", "Er zit geen sleutel", id="Dutch"),
        pytest.param("en-GB,en;q=0.9", "en", "There is no token", id="English"),
        pytest.param("fr, en;q=0.5, nl;q=0.4", "en", "There is no token", id="French first, then English"),
        pytest.param("", "nl", "Er zit geen sleutel", id="nothing asked"),
    ],
)
def test_it_speaks_the_language_that_is_asked_for(outsider, db, asked, language, words):
    answer = outsider.get("/me", Accept_Language=asked)

    assert answer.headers["Content-Language"] == language
    assert words in answer.json()["message"]


def test_what_we_did_wrong_shows_nothing_of_the_inside(program, small, monkeypatch, caplog):
    def break_down(*_, **__):
        raise RuntimeError("the password of the database is geheim")

    monkeypatch.setattr("balie.site.api.routes.systems.shapes.system_out", break_down)
    answer = program.get(f"/systems/{AISystem.objects.first().pk}")

    assert answer.status_code == 500
    assert answer.json()["code"] == "server-error"
    assert "geheim" not in answer.content.decode()
    assert "geheim" in caplog.text


def test_a_change_that_breaks_down_leaves_nothing(program, small, monkeypatch):
    def break_down(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("balie.site.api.routes.describing.system_out", break_down)
    before = AISystem.objects.count()
    answer = program.post("/systems", ONE, Idempotency_Key="one")

    assert answer.status_code == 500
    assert AISystem.objects.count() == before
    monkeypatch.undo()
    assert program.post("/systems", ONE, Idempotency_Key="one").status_code == 201


def test_somebody_elses_change_in_the_meantime_is_told(program, small):
    system = AISystem.objects.order_by("pk").first()
    path, read = f"/systems/{system.pk}", system.revision
    assert program.patch(path, {"purpose": "Eerst.", "revision": read}).status_code == 200

    answer = program.patch(path, {"purpose": "Ook.", "revision": read})

    assert answer.status_code == 409
    assert answer.json()["code"] == "conflict"
    assert answer.json()["current_revision"] == read + 1


def test_every_code_says_what_happened_and_what_to_do():
    for problem in PROBLEMS.values():
        assert str(problem.message).endswith(".")
        assert str(problem.what_to_do).endswith(".")
