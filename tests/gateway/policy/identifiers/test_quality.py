"""How much is found, and how much of that is right, on messages labelled by hand and on the comparison corpus."""

import json
from collections.abc import Sequence

import pytest
from tests.conftest import COMPARISON, GOOD_REASON
from tests.gateway.policy.identifiers.labelled import NOT_ASKED, Message, Score, by_hand, scored, together

from balie.gateway.policy.identifiers import Kind, Settings, find

CORPUS = COMPARISON / "data" / "identifiers" / "corpus.jsonl"
IN_CORPUS = {
    "NAME": "name",
    "EMAIL": "email",
    "PHONE": "phone",
    "ADDRESS": "address",
    "POSTCODE": "postcode",
    "DOB": "birth_date",
    "BSN": "bsn",
    "IBAN": "iban",
    "CARD": "payment_card",
    "PLATE": "licence_plate",
    "CUSTOMER_NO": "reference",
    "CITY": NOT_ASKED,
}
RECALL = {"bsn": 0.99, "iban": 0.99, "payment_card": 0.99, "name": 0.93, "address": 0.93, "licence_plate": 0.93}


def corpus() -> list[Message]:
    rows = map(json.loads, CORPUS.read_text(encoding="utf-8").splitlines())
    return [
        Message(row["lang"], row["text"], tuple((s["start"], s["end"], IN_CORPUS[s["type"]]) for s in row["spans"]))
        for row in rows
    ]


def scores(messages: Sequence[Message]) -> dict[tuple[str, str], Score]:
    found = ([(one.start, one.end, one.kind.value) for one in find(m.text, Settings())] for m in messages)
    return scored(messages, found)


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param(lambda: by_hand("hard"), id="written by hand, half of them without any"),
        pytest.param(
            corpus,
            id="the comparison corpus",
            marks=pytest.mark.skipif(not CORPUS.exists(), reason=GOOD_REASON),
        ),
    ],
)
def test_most_is_found_and_hardly_anything_else(messages):
    found = scores(messages())
    for kind in Kind:
        score = together(found, kind)
        assert score.labelled, kind
        assert score.recall >= RECALL.get(kind, 0.97), kind
        assert score.precision >= 0.97, kind


def test_half_of_the_messages_by_hand_have_nothing_to_find():
    messages = by_hand("hard")

    assert len(messages) >= 500
    assert 0.4 < sum(not message.labels for message in messages) / len(messages) < 0.6


def test_of_messages_that_were_written_afterwards_little_is_missed_and_little_is_wrong():
    found = scores(by_hand("fresh"))
    each = [together(found, kind) for kind in Kind]
    whole = Score(*(sum(getattr(one, part) for one in each) for part in ("labelled", "seen", "found", "right")))

    assert whole.recall >= 0.95
    assert whole.precision >= 0.95
