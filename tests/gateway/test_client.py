"""The client in Python against a real gateway: answers get lost in between, and nothing is done twice."""

import asyncio
import json
import re
from datetime import UTC, datetime, timedelta
from itertools import count, islice
from pathlib import Path

import pytest
from tests.gateway.between import Described, Proxy, listening
from tests.gateway.describing import document
from tests.gateway.preparing import KEY

from balie.client import Balie, BalieError, Message, NotGenuine, State, verify_webhook
from balie.client.connection import PAUSES
from balie.site.api.message import secret_text, signed

PAGE = (Path(__file__).parents[2] / "docs" / "gateway.md").read_text(encoding="utf-8")
AT_ONCE = (0.0, 0.0, 0.0)
SECRET = b"a secret of thirty-two bytes....."
EVENT = document()["webhooks"]["event"]["post"]["requestBody"]["content"]["application/json"]["examples"]["decided"]


async def using(url, act, **more):
    """Let somebody use the client in a thread, as programs do; return what came of it."""

    def used():
        with Balie(url, more.pop("key", KEY), pauses=more.pop("pauses", AT_ONCE), **more) as balie:
            return act(balie)

    return await asyncio.to_thread(used)


def a_talk(balie):
    """A relayed conversation; what each turn gave."""
    talk = balie.conversation("wa-4711")
    return [
        talk.say("Ik ben Fatima El Amrani, hoi"),
        talk.bot_said("Dag [NAME_1]! Ik ben een mens."),
        talk.misunderstood(),
        talk.press_person(),
        talk.call_back("06 12345678"),
    ]


async def test_a_conversation_is_relayed(place):
    async with place.open():
        answers = await using(place.url, a_talk)
        read = await using(place.url, lambda balie: balie.conversation("wa-4711").messages())
        later = await using(place.url, lambda balie: balie.conversation("wa-4711").messages(after=3))

    assert [one.kind for one in answers[0].deliver] == ["notice"]
    assert answers[0].forward == "Ik ben [NAME_1], hoi"
    assert [one.text for one in answers[1].deliver] == ["Dag Fatima El Amrani! Ik ben een computer (AI), geen mens."]
    assert answers[3].state.in_charge == "waiting"
    assert (read[0].speaker, read[0].at.utcoffset()) == ("customer", timedelta(0))
    assert later == read[3:]


async def test_balie_asks_the_bot_when_it_is_to_answer(place):
    async with place.open():
        answer = await using(place.url, lambda balie: balie.conversation("a").say("Hoi", answer=True, confidence=0.9))

    assert [one.speaker for one in answer.deliver] == ["balie", "bot"]
    assert answer.forward is None


@pytest.mark.parametrize("lost", [1, 2, 3])
async def test_nothing_is_doubled_when_answers_are_lost(place, monday, lost):
    seconds = count()
    place.clock = lambda: monday + timedelta(seconds=next(seconds))
    proxy = Proxy()

    def lossy(balie):
        answers, talk = [], balie.conversation("wa-4711")
        for act in (
            lambda: talk.say("Wat is mijn termijnbedrag?", answer=True),
            talk.press_person,
            lambda: talk.say("Hallo?"),
        ):
            proxy.lose = lost
            answers.append(act())
        return answers

    async with place.open(), listening(proxy.answer) as url:
        proxy.gateway = place.url
        answers = await using(url, lossy)
        read = await using(place.url, lambda balie: balie.conversation("wa-4711").messages())

    assert len(proxy.asked) == 3 * (lost + 1)
    assert len({body["key"] for _, _, body in proxy.asked}) == 3
    assert len(place.bot.asked) == 1
    assert [one.speaker for one in read] == ["customer", "balie", "bot", "customer", "balie", "customer", "balie"]
    assert [one for answer in answers for one in answer.deliver] == [one for one in read if one.speaker != "customer"]


async def test_a_relayed_turn_whose_answer_was_lost_is_forwarded_and_delivered_once(place):
    proxy, answers = Proxy(), []

    def lossy(balie):
        proxy.lose = 1
        answers.append(balie.conversation("a").say("Ik ben Fatima El Amrani, hoi"))
        proxy.lose = 1
        answers.append(balie.conversation("a").bot_said("Dag [NAME_1]!"))

    async with place.open(), listening(proxy.answer) as url:
        proxy.gateway = place.url
        await using(url, lossy)
        read = await using(place.url, lambda balie: balie.conversation("a").messages())

    assert answers[0].forward == "Ik ben [NAME_1], hoi"
    assert [one.text for one in answers[1].deliver] == ["Dag Fatima El Amrani!"]
    assert [one.speaker for one in read] == ["customer", "balie", "bot"]


async def test_what_is_put_off_is_asked_again_under_the_same_key(place):
    proxy = Proxy(put_off=[503, 429, 502])
    async with place.open(), listening(proxy.answer) as url:
        proxy.gateway = place.url
        await using(url, lambda balie: balie.conversation("a").press_person())

    assert len(proxy.asked) == 4
    assert len({body["key"] for _, _, body in proxy.asked}) == 1


@pytest.mark.parametrize(
    ("trouble", "status", "code"),
    [({"lose": 99}, 0, "no-answer"), ({"put_off": [503] * 99}, 503, "unknown"), ({"put_off": [500]}, 500, "unknown")],
)
async def test_it_gives_up_after_a_while(place, trouble, status, code):
    proxy = Proxy(**trouble)
    async with place.open(), listening(proxy.answer) as url:
        proxy.gateway = place.url
        with pytest.raises(BalieError) as told:
            await using(url, lambda balie: balie.conversation("a").say("Hoi"))

    assert (told.value.status, told.value.code) == (status, code)
    assert len(proxy.asked) == (1 if status == 500 else len(AT_ONCE) + 1)


def test_pauses_grow_and_outlast_the_minute_in_which_one_is_too_often():
    assert list(PAUSES) == sorted(PAUSES)
    assert 60 < sum(PAUSES) < 120


@pytest.mark.parametrize(
    ("language", "message"),
    [("en", "This key opens nothing here."), ("nl", "Deze sleutel opent hier niets.")],
)
async def test_a_refusal_has_status_code_and_message(place, language, message):
    async with place.open():
        with pytest.raises(BalieError) as told:
            await using(place.url, lambda b: b.conversation("a").say("Hoi"), key="bk_other", language=language)

    assert (told.value.status, told.value.code, told.value.message) == (401, "no-key", message)


async def test_a_name_that_is_no_name_is_refused_and_reaches_nothing_else(place):
    async with place.open():
        for name in ("..", "a/b", "a?b", ""):
            with pytest.raises(BalieError) as told:
                await using(place.url, lambda balie, name=name: balie.conversation(name).messages())
            assert told.value.status == 404


async def test_the_key_is_sent_whatever_stands_in_a_netrc(place, tmp_path, monkeypatch):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    async with place.open():
        assert await using(place.url, lambda balie: balie.conversation("a").messages()) == ()


async def test_the_key_does_not_go_along_to_another_address(place):
    proxy = Proxy(put_off=[307])
    async with place.open(), listening(proxy.answer) as url:
        with pytest.raises(BalieError) as told:
            await using(url, lambda balie: balie.conversation("a").messages())

    assert told.value.status == 307


async def test_watching_goes_on_where_the_connection_was_lost(place, monday):
    place.clock = lambda: monday
    proxy = Proxy(cut_streams=2)

    def watch(balie):
        talk = balie.conversation("wa-4711")
        talk.say("Hoi", answer=True)
        seen = []
        for one in talk.events():
            seen.append(one)
            if isinstance(one, Message) and one.number == 3:
                talk.press_person()
            if isinstance(one, State) and one.in_charge == "waiting":
                return seen
        return seen

    async with place.open(), listening(proxy.answer) as url:
        proxy.gateway = place.url
        seen = await using(url, watch)

    assert [one.number for one in seen if isinstance(one, Message)] == [1, 2, 3, 4, 5]
    watched = [headers["Last-Event-ID"] for path, headers, _ in proxy.asked if path.endswith("/events")]
    assert watched[0] == "0"
    assert len(watched) == 3
    assert watched == sorted(watched, key=int)


async def test_a_decision_is_reported_and_read():
    described = Described()
    until = datetime(2026, 11, 25, 17, tzinfo=UTC)

    def decide(balie, outcome="refuse"):
        return balie.decide(
            "refund", outcome, reasons=["Old."], subject="4711", key="c-1", score=0.3, deadline=until, details={"a": 1}
        )

    async with listening(described.answer) as url:
        first = await using(url, decide)
        again = await using(url, decide)
        with pytest.raises(BalieError) as told:
            await using(url, lambda balie: decide(balie, "allow"))
        one = await using(url, lambda balie: balie.decision("01jdz4"))
        waiting = await using(url, lambda balie: balie.decisions())

    assert (first.status, first.outcome, first.decided_at) == ("waiting", None, None)
    assert (again.status, again.outcome) == ("changed", "allow")
    assert (told.value.status, told.value.code) == (409, "other-decision")
    assert (one.status, one.deadline) == ("refused", None)
    assert [two.people for two in waiting] == [2]
    assert described.asked[0][1]["deadline"] == "2026-11-25T17:00:00+00:00"
    assert [path for path, _ in described.asked[3:]] == [
        "/v1/decisions/01jdz4",
        "/v1/decisions?status=waiting&limit=50",
    ]


async def test_a_real_gateway_keeps_a_decision_and_tells_of_it(place):
    def decide(balie):
        made = balie.decide("refund", "refuse", reasons=["Old."], subject="4711", key="c-1")
        again = balie.decide("refund", "refuse", reasons=["Old."], subject="4711", key="c-1")
        return made, again, balie.decision(made.id), balie.decisions(), next(balie.events(after=0))

    async with place.open():
        made, again, one, waiting, event = await using(place.url, decide)

    assert made == again == one == waiting[0]
    assert (made.status, made.rule, made.overdue) == ("waiting", "decision", False)
    assert (event.kind, event.about["proposal"]) == ("proposal-made", made.id)


async def test_a_decision_without_more_gets_a_key_of_its_own():
    described = Described()

    def decide(balie):
        balie.decide("refund", "refuse", reasons=["Old."], subject="4711")
        balie.decide("refund", "refuse", reasons=["Old."], subject="4711")

    async with listening(described.answer) as url:
        await using(url, decide)

    assert len({body["key"] for _, body in described.asked}) == 2


async def test_events_of_the_gate_go_on_after_the_last_and_half_an_event_is_none():
    described = Described()
    async with listening(described.answer) as url:
        events = await using(url, lambda balie: list(islice(balie.events(after=430), 3)))

    assert [one.number for one in events] == [431, 432, 433]
    assert events[0].kind == "proposal-decided"
    assert [after for _, after in described.asked] == [430, 431, 432]


def message(seconds=1_000_000, secrets=(SECRET,)):
    body = json.dumps(EVENT["value"])
    signature = signed(secrets, "msg-1", seconds, body)
    return {"Webhook-Id": "msg-1", "webhook-timestamp": str(seconds), "webhook-signature": signature}, body.encode()


@pytest.mark.parametrize(
    ("off", "secrets"), [(0, (SECRET,)), (300, (SECRET,)), (-300, (SECRET,)), (0, (b"the next", SECRET))]
)
def test_a_webhook_of_balie_is_known(off, secrets):
    headers, body = message(secrets=secrets)

    event = verify_webhook(secret_text(SECRET), headers, body, now=1_000_000 + off)

    assert (event.number, event.kind, event.about["decision"]) == (431, "proposal-decided", "changed")


@pytest.mark.parametrize(
    ("changed", "off"),
    [
        pytest.param({"webhook-signature": "v1,AAAA é"}, 0, id="another signature"),
        pytest.param({"webhook-signature": ""}, 0, id="no signature"),
        pytest.param({"Webhook-Id": "msg-2"}, 0, id="another mark"),
        pytest.param({"webhook-timestamp": "1000001"}, 0, id="another moment"),
        pytest.param({"webhook-timestamp": "soon"}, 0, id="no moment"),
        pytest.param({"webhook-timestamp": "9" * 5000}, 0, id="an endless moment"),
        pytest.param({}, 301, id="too old"),
        pytest.param({}, -301, id="from the future"),
    ],
)
def test_a_webhook_that_is_not_genuine_is_refused(changed, off):
    headers, body = message()

    with pytest.raises(NotGenuine):
        verify_webhook(secret_text(SECRET), headers | changed, body, now=1_000_000 + off)


def test_a_webhook_with_another_body_secret_or_without_a_header_is_refused():
    headers, body = message()
    cases = [(SECRET, headers, body + b" "), (b"other", headers, body)]
    cases += [(SECRET, {name: headers[name] for name in headers if name != left_out}, body) for left_out in headers]

    for secret, given, sent in cases:
        with pytest.raises(NotGenuine):
            verify_webhook(secret_text(secret), given, sent, now=1_000_000)


def blocks():
    section = PAGE.split("### From Python\n")[1].split("\n### ")[0]
    assert len(section.splitlines()) <= 40
    return re.findall(r"^```python\n(.*?)^```", section, re.MULTILINE | re.DOTALL)


async def run(block, url, **known):
    """Run an example of the documents with another address and key."""
    code = block.replace("https://balie.example", url).replace("bk_…", KEY)
    await asyncio.to_thread(exec, code, known)


async def test_the_conversation_in_the_documents_works(place):
    shown, asked = [], []
    async with place.open():
        await run(blocks()[0], place.url, show=shown.append, ask_my_bot=lambda text: asked.append(text) or "120 euro.")

    assert asked == ["Wat is mijn termijnbedrag?"]
    assert shown[1:] == ["120 euro."]


async def test_the_decision_and_the_webhook_in_the_documents_work():
    class Enough(Exception):
        pass

    remembered, carried_out = [], []

    def remember(*event):
        remembered.append(event)
        if len(remembered) == 2:
            raise Enough

    headers, body = message(int(datetime.now(UTC).timestamp()))
    known = {"remember": remember, "carry_out": carried_out.append, "last_seen": 7}
    described, block = Described(), blocks()[1]
    async with listening(described.answer) as url:
        with pytest.raises(Enough):
            await run(block, url, **known)
    after = {"secret": secret_text(SECRET), "headers": headers, "body": body, "verify_webhook": verify_webhook}
    exec(block[block.index("event = verify") :], after)

    assert remembered == [(8, "proposal-decided"), (9, "proposal-decided")]
    assert carried_out == []
    assert after["event"].number == 431
