"""How much is found, and how much of that is right, on messages labelled by hand and on the comparison corpus."""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
import re2
from tests.conftest import COMPARISON, GOOD_REASON

from balie.gateway.policy.identifiers import Kind, Settings, find

HARD = Path(__file__).with_name("hard.jsonl")
FRESH = Path(__file__).with_name("fresh.jsonl")  # written when the finders were done; two faults it showed were mended
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
}
RECALL = {"bsn": 0.99, "iban": 0.99, "payment_card": 0.99, "name": 0.93, "address": 0.93, "licence_plate": 0.93}
_LABEL = re2.compile(r"<(\w+)>([^<]*)</\w+>")

Labelled = tuple[str, list[tuple[int, int, str]]]


def hard() -> Iterable[Labelled]:
    return labelled(HARD)


def fresh() -> Iterable[Labelled]:
    return labelled(FRESH)


def labelled(file: Path) -> Iterable[Labelled]:
    for line in file.read_text(encoding="utf-8").splitlines():
        written, text, labels, at = json.loads(line)["text"], "", [], 0
        for label in _LABEL.finditer(written):
            text += written[at : label.start()]
            labels.append((len(text), len(text) + len(label.group(2)), label.group(1)))
            text += label.group(2)
            at = label.end()
        yield text + written[at:], labels


def corpus() -> Iterable[Labelled]:
    for line in CORPUS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        labels = [(s["start"], s["end"], IN_CORPUS[s["type"]]) for s in row["spans"] if s["type"] in IN_CORPUS]
        yield row["text"], labels


def counted(messages: Iterable[Labelled]) -> Counter:
    counts = Counter()
    for text, labels in messages:
        found = find(text, Settings())
        for start, end, kind in labels:
            seen = any(f.kind == kind and f.start < end and start < f.end for f in found)
            counts[kind, "seen" if seen else "missed"] += 1
        for one in found:
            right = any(kind == one.kind and start < one.end and one.start < end for start, end, kind in labels)
            counts[one.kind.value, "right" if right else "wrong"] += 1
    return counts


@pytest.mark.parametrize(
    "messages",
    [
        pytest.param(hard, id="written by hand, half of them without any"),
        pytest.param(
            corpus,
            id="the comparison corpus",
            marks=pytest.mark.skipif(not CORPUS.exists(), reason=GOOD_REASON),
        ),
    ],
)
def test_most_is_found_and_hardly_anything_else(messages):
    counts = counted(messages())
    for kind in Kind:
        labelled, found = counts[kind, "seen"] + counts[kind, "missed"], counts[kind, "right"] + counts[kind, "wrong"]
        assert labelled, kind
        assert counts[kind, "seen"] / labelled >= RECALL.get(kind, 0.97), kind
        assert counts[kind, "right"] / found >= 0.97, kind


def test_half_of_the_messages_by_hand_have_nothing_to_find():
    messages = list(hard())

    assert len(messages) >= 500
    assert 0.4 < sum(not labels for _, labels in messages) / len(messages) < 0.6


def test_of_messages_that_were_written_afterwards_little_is_missed_and_little_is_wrong():
    counts = counted(fresh())
    seen, missed = (sum(counts[kind.value, what] for kind in Kind) for what in ("seen", "missed"))
    right, wrong = (sum(counts[kind.value, what] for kind in Kind) for what in ("right", "wrong"))

    assert seen / (seen + missed) >= 0.95
    assert right / (right + wrong) >= 0.95
