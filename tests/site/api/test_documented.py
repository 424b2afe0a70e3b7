"""docs/api.md and the page in the site say what the code does: every example is run, every table compared."""

import re
import shlex
import time
from pathlib import Path

import pytest
from django.conf import settings

from balie.register.models import AISystem
from balie.site.api import message
from balie.site.api.entry import specification
from balie.site.api.message import Event
from balie.site.api.problems import PROBLEMS
from balie.site.api.scopes import Scope

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
SHELL = "\n".join(re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)).replace("\\\n", " ")
EXAMPLES = [shlex.split(line)[1:] for line in SHELL.splitlines() if line.startswith("curl ")]


def rows(heading: str) -> list[tuple[str, ...]]:
    """The rows of the table whose first column has this heading."""
    table = re.search(rf"^\| {heading} \|.*\n\|[-|]+\|\n((?:\|.*\n)+)", PAGE, re.MULTILINE)
    return [tuple(cell.strip() for cell in row.strip("|").split("|")) for row in table[1].splitlines()]


@pytest.mark.parametrize("words", EXAMPLES, ids=lambda words: " ".join(words)[:60])
def test_an_example_works(program, small, words):
    method, path, body, headers = "GET", "", None, {}
    given = iter(words)
    for word in given:
        if word == "-X":
            method = next(given)
        elif word == "-d":
            body = next(given)
        elif word == "-H":
            name, _, value = next(given).partition(": ")
            headers[name.replace("-", "_")] = value.replace("$TOKEN", program.token)
        else:
            path = (
                word.removeprefix("$BALIE/api/v1")
                .replace("/1", f"/{small.pk}")
                .replace("system=1", f"system={small.pk}")
            )
    body = body and body.replace('"revision": 1', f'"revision": {small.revision}')
    answer = program(method, path, body, **headers)

    assert answer.status_code in {200, 201}, answer.content


def test_the_scopes_are_those_there_are():
    assert dict(rows("scope")) == {f"`{scope}`": scope.label.en for scope in Scope}


def test_the_codes_are_those_there_are():
    found = {code: int(status) for code, status, _ in rows("code")}
    assert found == {f"`{code}`": problem.status for code, problem in PROBLEMS.items()}


def test_the_events_are_those_there_are():
    assert dict(rows("event")) == {f"`{event}`": event.label.en for event in Event}


def test_the_limits_are_those_there_are():
    assert f"may make {settings.API_CALLS_PER_MINUTE} requests a minute" in PAGE
    waits = [int(wait.total_seconds()) for wait in message.WAITS]
    assert waits == [60, 300, 1800, 7200, 21600, 43200, 86400, 86400]
    assert "after 1, 5 and 30\nminutes and 2, 6, 12, 24 and 24 hours" in PAGE


def test_the_form_of_a_refusal_is_as_shown(program, small):
    shown = re.search(r'^\{\n  "code".*?^\}$', PAGE, re.MULTILINE | re.DOTALL)[0]
    import json

    assert program.post("/systems", {}).json() == json.loads(shown)


def test_the_example_that_checks_a_signature_does():
    code = re.search(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[1]
    found: dict = {}
    exec(code, found)
    secret, body, seconds = bytes(range(32)), '{"type":"één"}', int(time.time())

    def check(**other):
        headers = {
            "webhook-id": "msg_1",
            "webhook-timestamp": str(seconds),
            "webhook-signature": message.signed([b"x" * 32, secret], "msg_1", seconds, body),
        }
        return found["comes_from_balie"](message.secret_text(secret), headers | other.pop("headers", {}), **other)

    assert check(body=body.encode())
    assert not check(body=body.encode() + b" ")
    assert not check(body=body.encode(), headers={"webhook-id": "msg_2"})
    assert not check(body=body.encode(), headers={"webhook-timestamp": str(seconds - 301)})


def test_the_signature_is_that_of_the_convention():
    """The example of the Standard Webhooks specification."""
    import base64

    secret = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = message.signed([secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')

    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_page_shows_every_operation_and_object(stranger, db):
    page = stranger.get("/api/docs/").content.decode()
    for path, methods in specification()["paths"].items():
        for method, told in methods.items():
            assert f"<b>{method.upper()}</b> {path}</code>" in page
            assert told["summary"] in page.replace("&#x27;", "'").replace("&quot;", '"')
    assert not re.search(r"<script|<style|style=| on[a-z]+=", page)
    for anchor in re.findall(r'href="#([^"]+)"', page):
        assert f'id="{anchor}"' in page, anchor


def test_the_specification_is_open_and_whole(stranger, db):
    answer = stranger.get("/api/openapi.json")
    assert answer.json() == specification()
    named = re.findall(r"#/components/schemas/(\w+)", answer.content.decode())
    assert set(named) <= set(answer.json()["components"]["schemas"])
    operations = [told for methods in specification()["paths"].values() for told in methods.values()]
    assert len({told["operationId"] for told in operations}) == len(operations)
    assert AISystem.objects.count() == 0
