"""Identifiers: found as people write them, hidden, and put back exactly, whatever the pieces."""

import json
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import COMPARISON, GOOD_REASON

from balie.gateway.policy.identifiers import (
    Kind,
    Placeholders,
    Reference,
    Restorer,
    Settings,
    SpecialCategory,
    find,
    mask,
    redact,
    restore,
    special_categories,
)

NAMES_IN_CORPUS = {
    "NAME": "name", "EMAIL": "email", "PHONE": "phone", "ADDRESS": "address", "POSTCODE": "postcode",
    "DOB": "birth_date", "BSN": "bsn", "IBAN": "iban", "CARD": "payment_card",
}  # fmt: skip
HERE = Path(__file__).parent
TAG = re.compile(r"<(\w+)>(.*?)</\1>")
RECALL = {"licence_plate": 0.9, "bsn": 0.99, "iban": 0.99, "payment_card": 0.99, "name": 0.9, "address": 0.9}


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind.value, text[found.start : found.end]) for found in find(text, Settings())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bel 06-12345678", [("phone", "06-12345678")]),
        ("0031 6 12345678 is mijn nummer", [("phone", "0031 6 12345678")]),
        ("mijn nummer is (020) 123 45 67", [("phone", "(020) 123 45 67")]),
        ("bsn 111.222.333", [("bsn", "111.222.333")]),
        ("111 222 333 is het", [("bsn", "111 222 333")]),
        ("bestelling 111222333", []),
        ("123456789", []),
        ("NL91 ABNA 0417 1643 00 graag", [("iban", "NL91 ABNA 0417 1643 00")]),
        ("NL91ABNA0417164301 wordt geweigerd", []),
        ("rekening DE89 3704 0044 0532 0130 00", [("iban", "DE89 3704 0044 0532 0130 00")]),
        ("kaart 4111-1111-1111-1111, verloopt 12/27", [("payment_card", "4111-1111-1111-1111")]),
        ("4111 1111 1111 1112", []),
        ("mail naar jan.jansen+test@mail.example.nl.", [("email", "jan.jansen+test@mail.example.nl")]),
        ("jan punt jansen apenstaartje gmail punt com", [("email", "jan punt jansen apenstaartje gmail punt com")]),
        ("ik woon op Kerkstraat 5 bis, 1234 AB Ede", [("address", "Kerkstraat 5 bis"), ("postcode", "1234 AB")]),
        ("postcode 1234ab huisnummer 5", [("postcode", "1234ab")]),
        ("van der Helstplein 12-3", [("address", "Helstplein 12-3")]),
        ("I live at 12 High Street, SW1A 1AA", [("address", "12 High Street"), ("postcode", "SW1A 1AA")]),
        ("in 2024 en 1500 km verder", []),
        ("geboren op 12 maart 1985", [("birth_date", "12 maart 1985")]),
        ("geb. 120385", [("birth_date", "120385")]),
        ("besteld op 12-03-2024", []),
        ("kenteken XX-99-XX", [("licence_plate", "XX-99-XX")]),
        ("klantnummer K-1234567", [("reference", "K-1234567")]),
        ("mijn naam is fatima el amrani", [("name", "fatima el amrani")]),
        ("Met vriendelijke groet, J. de Vries", [("name", "J. de Vries")]),
        ("ik ben benieuwd naar mijn rekening", []),
        ("ik wil de groeten doen aan Wil en Roos", []),
        ("tot ziens bij Albert Heijn", []),
        ("een een een twee twee twee drie drie drie is het", [("bsn", "een een een twee twee twee drie drie drie")]),
        ("nul zes twaalf vierendertig zesenvijftig achtenzeventig", [
            ("phone", "nul zes twaalf vierendertig zesenvijftig achtenzeventig"),
        ]),
        ("bel me op oh six one two three four five six seven eight", [
            ("phone", "oh six one two three four five six seven eight"),
        ]),
        ("de app kost 12,50 per maand, dat is 150 euro per jaar", []),
        ("track en trace 3SDUWS660999657", []),
        ("ean 4006381333931", []),
    ],
)  # fmt: skip
def test_what_is_found(text, expected):
    assert kinds(text) == expected


Spans = list[tuple[int, int, str]]


def check(labelled: Iterable[tuple[str, Spans]], every: frozenset[Kind]) -> None:
    """Fail where too few of the labelled spans are found, or too much that is none."""
    counts: Counter[tuple[str, str]] = Counter()
    for text, gold in labelled:
        found = find(text, Settings(every))
        for start, end, kind in gold:
            hit = any(f.kind.value == kind and f.start < end and start < f.end for f in found)
            counts[kind, "seen" if hit else "missed"] += 1
        for one in found:
            hit = any(kind == one.kind.value and start < one.end and one.start < end for start, end, kind in gold)
            counts[one.kind.value, "right" if hit else "wrong"] += 1
    for kind in sorted({kind for kind, _ in counts}):
        recall = counts[kind, "seen"] / max(1, counts[kind, "seen"] + counts[kind, "missed"])
        precision = counts[kind, "right"] / max(1, counts[kind, "right"] + counts[kind, "wrong"])
        assert recall >= RECALL.get(kind, 0.97), kind
        assert precision >= 0.97, kind


def test_short_messages_by_kind():
    """Messages of a line, as people type them, with as many that hold nothing; a tag around each identifier."""
    check(map(tagged, (HERE / "messages.jsonl").read_text(encoding="utf-8").splitlines()), frozenset(Kind))


def tagged(line: str) -> tuple[str, Spans]:
    text, spans, done, row = "", [], 0, json.loads(line)["text"]
    for match in TAG.finditer(row):
        text += row[done : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text, done = text + match[2], match.end()
    return text + row[done:], spans


@pytest.mark.skipif(not (COMPARISON / "data").exists(), reason=GOOD_REASON)
def test_the_comparison_corpus_by_kind():
    lines = (COMPARISON / "data/identifiers/corpus.jsonl").read_text(encoding="utf-8").splitlines()
    check(map(spanned, lines), frozenset(Kind) - {Kind.REFERENCE, Kind.LICENCE_PLATE})


def spanned(line: str) -> tuple[str, Spans]:
    row = json.loads(line)
    known = [one for one in row["spans"] if one["type"] in NAMES_IN_CORPUS]
    return row["text"], [(one["start"], one["end"], NAMES_IN_CORPUS[one["type"]]) for one in known]


LIKELY = st.sampled_from(
    [
        "06-12345678",
        "[NAME_1]",
        "[[NAME_1]",
        "[",
        "]",
        "[NAME_",
        "NAME_1]",
        "Jan Jansen",
        "mijn naam is ",
        " ",
        "a@b.nl",
        "é",
    ]
)


@given(st.lists(st.one_of(LIKELY, st.text(max_size=8)), max_size=12).map("".join), st.data())
def test_what_was_hidden_comes_back_exactly_whatever_the_pieces(text, data):
    hidden, placeholders = redact(text, find(text, Settings()), Placeholders())
    restorer, out, at = Restorer(placeholders), "", 0
    while at < len(hidden):
        size = data.draw(st.integers(1, 7))
        out += restorer.feed(hidden[at : at + size])
        at += size

    assert out + restorer.end() == text
    assert restore(hidden, placeholders) == text


def test_the_same_value_has_the_same_placeholder_in_a_conversation():
    first, known = redact("bel 06-12345678", find("bel 06-12345678", Settings()), Placeholders())
    second, known = redact("of 06-12345678?", find("of 06-12345678?", Settings()), known)

    assert (first, second) == ("bel [PHONE_1]", "of [PHONE_1]?")


def test_a_stream_holds_back_no_more_than_a_placeholder():
    restorer = Restorer(Placeholders({"[NAME_1]": "Jan"}))

    assert [restorer.feed(piece) for piece in ("Dag [NA", "ME_1] en", " [x] is [ niets bijzonders hier")] == [
        "Dag ",
        "Jan en",
        " [x] is [ niets bijzonders hier",
    ]


def test_masking_leaves_what_tells_people_which_one_it_was():
    text = "rekening NL91ABNA0417164300 en jan@x.nl"

    assert mask(text, find(text, Settings())) == "rekening ***4300 en j***@***"


def test_special_categories_are_seen():
    assert [hit.category for hit in special_categories("ik heb kanker en ik ben lid van de FNV")] == [
        SpecialCategory.HEALTH,
        SpecialCategory.UNION,
    ]
    assert special_categories("ik heb een vraag over mijn rekening") == ()


def test_own_numbers_are_patterns_in_linear_time():
    settings = Settings(references=(Reference("polis", "ZK-[0-9]{6}"),))

    assert [f.kind for f in find("het gaat om ZK-123456", settings)] == [Kind.REFERENCE]
    with pytest.raises(ValueError, match="is no pattern"):
        Reference("odd", "(?=x)")
    with pytest.raises(ValueError, match="everywhere"):
        Reference("all", "x*")


@given(st.text(max_size=300))
def test_places_are_inside_the_text_and_never_overlap(text):
    found = find(text, Settings())

    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@pytest.mark.parametrize(
    "hostile", ["1" * 100_000, "a@" * 50_000, "(0" * 50_000, "NL91" * 25_000, "[" * 100_000, "J. " * 30_000]
)
def test_hostile_text_ends(hostile):
    find(hostile, Settings())
