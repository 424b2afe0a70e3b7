"""A request as long as a book: nothing in it slips through at a cut, and others are answered meanwhile."""

import asyncio
import json
from io import BytesIO
from types import SimpleNamespace

import aiohttp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.gateway.preparing import KEY

from balie.gateway.http import LARGEST_BODY
from balie.gateway.openai.concealing import conceal
from balie.gateway.openai.request import LONGEST_TURN, Request
from balie.gateway.policy import privacy
from balie.gateway.policy.identifiers import Placeholders, Redactor, find, restore
from balie.gateway.policy.parts import PART, joined, parts
from balie.gateway.policy.policy import Policy

SETTINGS = privacy.settings_of(Policy())
SECRETS = ("06-12345678", "NL91ABNA0417164300", "111222333", "anna@voorbeeld.nl")
SENTENCE = f"Bel {SECRETS[0]}, rekening {SECRETS[1]}, BSN {SECRETS[2]}, mail {SECRETS[3]}."


def redacted(text: str) -> tuple[str, Placeholders]:
    redactor, memory = Redactor(Placeholders()), privacy.Memory()
    found = parts(text, lambda words: memory.look(words, SETTINGS))
    return "".join(redactor.redact(part.text, part.seen.found) for part in found), redactor.placeholders


@pytest.mark.parametrize("before", range(PART - len(SENTENCE) - 10, PART + 10, 3))
@pytest.mark.parametrize("filler", ["woord ", "x"], ids=["words", "one word"])
def test_what_stands_at_a_cut_is_found(before, filler):
    text = f"{(filler * PART)[: before - 1]} {SENTENCE} {filler * 10}"

    hidden, placeholders = redacted(text)

    assert not [secret for secret in SECRETS if secret in hidden]
    assert restore(hidden, placeholders) == text


@given(st.lists(st.sampled_from(["[", "]", "NAME_1", "[NAME_1]", " ", "ik heet Jan Jansen ", "x" * 700]), max_size=60))
def test_a_text_in_parts_comes_back_as_it_was(pieces):
    text = "".join(pieces) * 3

    hidden, placeholders = redacted(text)

    assert restore(hidden, placeholders) == text


def test_places_are_those_in_the_whole_text():
    text = f"{'Dat klopt niet. ' * 700}{SENTENCE}{' En nu verder.' * 700}{SENTENCE} Ik ben ziek."

    seen = joined([(part.start, part.seen) for part in parts(text, lambda w: privacy.Memory().look(w, SETTINGS))])

    assert [text[one.start : one.end] for one in seen.found] == list(SECRETS * 2)
    assert seen.found == find(text, SETTINGS)
    assert [text[hit.start : hit.end] for hit in seen.special] == ["ziek"]


async def test_a_value_has_one_placeholder_in_all_messages():
    told = [{"role": "user", "content": f"{'woord ' * 2_000}{SENTENCE}"}, {"role": "user", "content": SENTENCE}]
    request = Request({"messages": told}, told, streams=False, last=SENTENCE, named=None)

    concealed = await conceal(request, SimpleNamespace(identifiers=SETTINGS), privacy.Memory())

    assert concealed.messages[0]["content"].endswith(concealed.messages[1]["content"])
    assert len(concealed.placeholders.values) == len(SECRETS)
    assert concealed.redacted == {"phone": 2, "iban": 2, "bsn": 2, "email": 2}
    assert len(concealed.seen.found) == len(SECRETS)


async def read_to(place, book: str) -> str:
    """Send a book and a question; say how the answer ends."""
    messages = [{"role": "system", "content": book}, {"role": "user", "content": "Wat staat hierin?"}]
    body = BytesIO(json.dumps({"model": "small", "messages": messages}).encode())
    head = {"Authorization": f"Bearer {KEY}"}
    async with (
        aiohttp.ClientSession() as session,
        session.post(f"{place.url}/v1/chat/completions", data=body, headers=head) as answer,
    ):
        return (await answer.json())["choices"][0]["message"]["content"][-9:]


async def test_others_are_answered_while_a_book_is_read(place):
    book = SENTENCE * (LARGEST_BODY // len(SENTENCE) - 10)
    answered = 0
    async with place.open():
        long = asyncio.create_task(read_to(place, book))
        while not long.done():
            assert (await place.words("Wat is mijn termijnbedrag?")).endswith("120 euro.")
            answered += 1
        assert await long == "120 euro."

    assert answered > 10
    assert not [secret for secret in SECRETS if secret in json.dumps(place.bot.asked)]


async def test_a_customer_does_not_write_books(place):
    async with place.open():
        refused = await place.ask("x" * (LONGEST_TURN + 1))

    assert (refused["status"], refused["error"]["code"]) == (400, "message_too_long")
    assert place.bot.asked == []
