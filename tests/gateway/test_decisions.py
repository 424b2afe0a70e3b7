"""Decisions of predictive models: what waits for people, what passes, and that each is kept once, before the answer."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from tests.gateway.kept import entries, rows
from tests.gateway.preparing import KEY

from balie.evidence.checking.running import check_database
from balie.evidence.direct import Unit
from balie.gateway.policy.loosening import loosened
from balie.gateway.policy.policy import Policy
from balie.gateway.policy.reading import PolicyRefused, read_policy

ASKED = {
    "key": "aanvraag-17",
    "about": "betalingsregeling",
    "outcome": "afwijzen",
    "score": 0.83,
    "reasons": ["Drie gemiste termijnen in twaalf maanden", "Eerder een regeling gestopt"],
    "subject": "klant 40021",
}


async def call(place, method, path, body=None, *, key=KEY):
    headers = {"Authorization": f"Bearer {key}"}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, place.url + path, json=body, headers=headers) as answer,
    ):
        return answer.status, await answer.json()


async def decide(place, own, status):
    """What the desk does when a person decides."""
    changed = "UPDATE desk_proposal SET status = ?, decided_at = ? WHERE id = ?"
    now = place.store.moment(datetime.now(UTC))
    await place.store.write(Unit(statements=[(place.store.said(changed), (status, now, own))]))


async def test_a_decision_waits_for_a_person_and_says_so(shared):
    async with shared.open():
        status, told = await call(shared, "POST", "/v1/decisions", ASKED)
        again, same = await call(shared, "POST", "/v1/decisions", ASKED)
        _, seen = await call(shared, "GET", f"/v1/decisions/{told['id']}")

    assert (status, again) == (201, 200)
    assert told == same == seen
    assert (told["status"], told["outcome"], told["rule"], told["people"]) == ("waiting", None, "decision", 1)
    assert datetime.fromisoformat(told["deadline"]) - datetime.fromisoformat(told["made_at"]) == timedelta(minutes=480)
    (made,) = entries(shared, "proposal-made")
    assert (made["what"]["proposal"], made["what"]["about"]) == (told["id"], "betalingsregeling")
    assert "40021" not in json.dumps(made)
    assert "gemiste" not in json.dumps(made)
    (verdict,) = [one for one in check_database(shared.way, processes=1) if one.size > 1]
    assert verdict.holds


async def test_what_a_person_decided_is_given_out_and_kept_once(shared):
    async with shared.open():
        _, told = await call(shared, "POST", "/v1/decisions", ASKED)
        await decide(shared, told["id"], "approved")
        _, first = await call(shared, "GET", f"/v1/decisions/{told['id']}")
        _, second = await call(shared, "GET", f"/v1/decisions/{told['id']}")

    assert first == second
    assert (first["status"], first["outcome"]) == ("approved", "afwijzen")
    assert first["decided_at"]
    assert [one["what"]["decision"] for one in entries(shared, "proposal-released")] == ["approved"]


async def test_a_refused_decision_has_no_outcome(shared):
    async with shared.open():
        _, told = await call(shared, "POST", "/v1/decisions", ASKED)
        await decide(shared, told["id"], "refused")
        _, after = await call(shared, "GET", f"/v1/decisions/{told['id']}")

    assert (after["status"], after["outcome"]) == ("refused", None)


async def test_time_approves_nothing(shared, monday):
    shared.clock = lambda: monday
    async with shared.open():
        _, told = await call(shared, "POST", "/v1/decisions", ASKED)
        shared.clock = lambda: monday + timedelta(days=3)
        _, late = await call(shared, "GET", f"/v1/decisions/{told['id']}")

    assert (late["status"], late["outcome"], late["overdue"]) == ("waiting", None, True)


async def test_a_program_may_need_an_answer_sooner_but_not_later(shared, monday):
    shared.clock = lambda: monday
    async with shared.open():
        soon = (monday + timedelta(hours=1)).isoformat()
        _, one = await call(shared, "POST", "/v1/decisions", ASKED | {"deadline": soon})
        late = (monday + timedelta(days=9)).isoformat()
        _, two = await call(shared, "POST", "/v1/decisions", ASKED | {"key": "2", "deadline": late})

    assert datetime.fromisoformat(one["deadline"]) == monday + timedelta(hours=1)
    assert datetime.fromisoformat(two["deadline"]) == monday + timedelta(minutes=480)


@pytest.mark.parametrize(
    ("outcome", "status", "kind"),
    [("toekennen", "passed", "decision-passed"), ("afwijzen", "waiting", "proposal-made")],
)
async def test_a_policy_may_let_favourable_outcomes_pass(place, set_policy, outcome, status, kind):
    set_policy("approval: {decisions: [{about: betalingsregeling, outcomes: [afwijzen], people: 2}]}")
    async with place.open():
        _, told = await call(place, "POST", "/v1/decisions", ASKED | {"outcome": outcome})

    assert told["status"] == status
    assert told["outcome"] == (outcome if status == "passed" else None)
    assert len(entries(place, kind)) == 1


async def test_while_halted_every_decision_waits(place, set_policy):
    set_policy("approval: {decisions: [{about: betalingsregeling, wait: false}]}")
    connection = place.way.connect()
    connection.cursor().execute("UPDATE desk_gate SET halted = 1")
    connection.commit()
    connection.close()
    async with place.open():
        _, told = await call(place, "POST", "/v1/decisions", ASKED)

    assert (told["status"], told["rule"]) == ("waiting", "halted")


async def test_the_same_key_for_something_else_is_refused(place):
    async with place.open():
        await call(place, "POST", "/v1/decisions", ASKED)
        status, told = await call(place, "POST", "/v1/decisions", ASKED | {"outcome": "toekennen"})

    assert (status, told["error"]["code"]) == (409, "other-decision")
    assert len(entries(place, "proposal-made")) == 1


async def test_the_same_decision_sent_many_times_at_once_is_kept_once(shared):
    async with shared.open():
        answers = await asyncio.gather(*(call(shared, "POST", "/v1/decisions", ASKED) for _ in range(8)))

    assert sorted(status for status, _ in answers) == [200] * 7 + [201]
    assert len({told["id"] for _, told in answers}) == 1
    assert len(entries(shared, "proposal-made")) == 1
    assert rows(shared, "SELECT COUNT(*) FROM desk_proposal") == [(1,)]


async def test_what_the_policy_does_not_keep_is_masked_before_it_is_kept(place):
    told = ASKED | {"subject": "BSN 111222333", "details": {"bsn": "111222333", "bedragen": [120, 80]}}
    async with place.open():
        await call(place, "POST", "/v1/decisions", told)
        (row,) = rows(place, "SELECT content FROM desk_proposal")
        kept = json.loads((await place.store.contents([row[0]]))[0])

    assert "111222333" not in json.dumps(kept)
    assert kept["details"]["bedragen"] == [120, 80]


async def test_decisions_are_listed_the_oldest_first(place):
    async with place.open():
        made = [(await call(place, "POST", "/v1/decisions", ASKED | {"key": str(n)}))[1] for n in range(3)]
        await decide(place, made[0]["id"], "refused")
        _, waiting = await call(place, "GET", "/v1/decisions?status=waiting")
        _, two = await call(place, "GET", "/v1/decisions?limit=2")

    assert [one["id"] for one in waiting["decisions"]] == [made[1]["id"], made[2]["id"]]
    assert [one["id"] for one in two["decisions"]] == [made[0]["id"], made[1]["id"]]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"key": ""}, "no-key"),
        ({"about": ["x"]}, "no-about"),
        ({"outcome": "x" * 201}, "no-outcome"),
        ({"outcome": "a\nb"}, "no-outcome"),
        ({"subject": None}, "no-subject"),
        ({"reasons": []}, "no-reasons"),
        ({"reasons": "hoog risico"}, "no-reasons"),
        ({"reasons": [" "]}, "no-reasons"),
        ({"score": True}, "no-score"),
        ({"score": "0,8"}, "no-score"),
        ({"deadline": "morgen"}, "no-deadline"),
        ({"deadline": "2030-01-01T12:00:00"}, "no-deadline"),
        ({"deadline": "2020-01-01T12:00:00+00:00"}, "no-deadline"),
        ({"details": ["x"]}, "no-details"),
        ({"details": {"x": "y" * 20_001}}, "no-details"),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_is_kept(place, change, code):
    async with place.open():
        status, told = await call(place, "POST", "/v1/decisions", ASKED | change)

    assert (status, told["error"]["code"]) == (400, code)
    assert f"'{code.removeprefix('no-')}'" in told["error"]["message"]["nl"]
    assert rows(place, "SELECT COUNT(*) FROM desk_proposal") == [(0,)]


@pytest.mark.parametrize(
    ("method", "path", "key", "status", "code"),
    [
        ("GET", "/v1/decisions", "bk_wrong", 401, "no-key"),
        ("POST", "/v1/decisions", "", 401, "no-key"),
        ("GET", "/v1/decisions/none", KEY, 404, "no-such-decision"),
        ("GET", "/v1/decisions?status=done", KEY, 400, "unknown-status"),
        ("GET", "/v1/decisions?limit=0", KEY, 400, "no-limit"),
        ("GET", "/v1/decisions?limit=%C2%B2", KEY, 400, "no-limit"),
        ("DELETE", "/v1/decisions/none", KEY, 404, "unknown-endpoint"),
    ],
)
async def test_who_may_not_or_asks_for_what_is_not_there(place, method, path, key, status, code):
    async with place.open():
        got, told = await call(place, method, path, key=key)

    assert (got, told["error"]["code"]) == (status, code)


@pytest.mark.parametrize(
    ("before", "after", "looser"),
    [
        ("", "about: x, wait: false", ("approval.decisions.x: wait",)),
        ("", "about: x, outcomes: [nee]", ("approval.decisions.x: outcomes nee",)),
        ("about: x, outcomes: [nee]", "about: x, outcomes: [nee, ja]", ()),
        ("about: x, people: 2", "about: x", ("approval.decisions.x: people",)),
        ("about: x, wait: false", "", ()),
        ("about: x, people: 2", "", ("approval.decisions.x",)),
    ],
)
def test_what_loosens(before, after, looser):
    was, now = (read_policy(f"approval: {{decisions: [{{{one}}}]}}") if one else Policy() for one in (before, after))
    assert loosened(was, now) == looser


def test_three_people_is_no_number_of_people():
    with pytest.raises(PolicyRefused, match="people"):
        read_policy("approval: {decisions: [{about: x, people: 3}]}")
