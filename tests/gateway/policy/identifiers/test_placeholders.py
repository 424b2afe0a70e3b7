"""What was hidden comes back exactly, whatever the text and whatever the pieces of a stream."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.gateway.policy.identifiers import (
    Kind,
    Placeholders,
    Restorer,
    Settings,
    SpecialCategory,
    find,
    mask,
    minimise,
    redact,
    restore,
    special_categories,
)

PIECES = [
    "06-12345678",
    "0612345678",
    "[NAME_1]",
    "[name_1]",
    "[[NAME_1]",
    "[NAME_1B]",
    "[PHONE_2]",
    "[",
    "]",
    "[NAME_",
    "NAME_1]",
    "Jan Jansen",
    "jan jansen",
    "mijn naam is ",
    " ",
    "a@b.nl",
    "é",
    "[IBAN_999999]",
]
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=12).map("".join)


def hidden(text: str, known: Placeholders | None = None) -> tuple[str, Placeholders]:
    return redact(text, find(text, Settings()), known or Placeholders())


def in_pieces(text: str, data: st.DataObject, restorer: Restorer) -> str:
    out, at = "", 0
    while at < len(text):
        size = data.draw(st.integers(1, 7))
        out += restorer.feed(text[at : at + size])
        at += size
    return out + restorer.end()


@given(TEXTS, st.data())
def test_what_was_hidden_comes_back_exactly_whatever_the_pieces(text, data):
    redacted, placeholders = hidden(text)

    assert restore(redacted, placeholders) == text
    assert in_pieces(redacted, data, Restorer(placeholders)) == text


@given(st.lists(TEXTS, max_size=4))
def test_every_turn_of_a_conversation_comes_back_with_the_placeholders_of_the_last(texts):
    placeholders, redacted = Placeholders(), []
    for text in texts:
        one, placeholders = hidden(text, placeholders)
        redacted.append(one)

    assert [restore(one, placeholders) for one in redacted] == texts
    assert Placeholders.from_json(placeholders.to_json()) == placeholders


@given(TEXTS)
def test_no_identifier_that_was_found_is_left(text):
    found = find(text, Settings())
    redacted, placeholders = hidden(text)

    assert len(placeholders.values) <= len(found)
    assert set(placeholders.values.values()) == {text[one.start : one.end] for one in found}
    assert len(redacted) >= sum(len(made) for made in placeholders.values)


def test_the_same_value_has_the_same_placeholder_in_a_conversation():
    first, known = hidden("bel 06-12345678")
    second, known = hidden("of 06-12345678?", known)

    assert (first, second) == ("bel [PHONE_1]", "of [PHONE_1]?")


def test_the_same_value_written_in_another_way_keeps_its_number():
    first, known = hidden("bel 06-12345678 of 010-2345678")
    second, known = hidden("0612345678 dus, of 06 12 34 56 78", known)

    assert (first, second) == ("bel [PHONE_1] of [PHONE_2]", "[PHONE_1B] dus, of [PHONE_1C]")
    assert restore("[PHONE_1] [PHONE_1B] [PHONE_2]", known) == "06-12345678 0612345678 010-2345678"


def test_a_thousand_ways_are_all_told_apart():
    text = "".join(f"0{' ' * (n % 3)}6{'-' * (n % 2)}12345678\n" for n in range(6)) + "".join(
        f"0611{n:06d}\n" for n in range(1_000)
    )
    redacted, placeholders = hidden(text)

    assert restore(redacted, placeholders) == text


@pytest.mark.parametrize(
    ("answer", "restored"),
    [
        ("Dag [NAME_1]!", "Dag Jan!"),
        ("Dag [name_1]!", "Dag Jan!"),
        ("Dag [[NAME_1]!", "Dag [NAME_1]!"),
        ("Dag NAME_1!", "Dag NAME_1!"),
        ("Dag [NAME_7]!", "Dag [NAME_7]!"),
        ("[link](https://x)", "[link](https://x)"),
    ],
)
def test_what_a_model_may_make_of_a_placeholder(answer, restored):
    assert restore(answer, Placeholders({"[NAME_1]": "Jan"})) == restored


def test_a_stream_holds_back_only_what_may_become_a_placeholder():
    restorer = Restorer(Placeholders({"[NAME_1]": "Jan"}))
    pieces = ("Dag [NA", "ME_1] en", " [x] is [ niets", " [link", "](a) [PHONE", "_book]")

    assert [restorer.feed(piece) for piece in pieces] == [
        "Dag ",
        "Jan en",
        " [x] is [ niets",
        " [link",
        "](a) ",
        "[PHONE_book]",
    ]


def test_what_is_no_mapping_of_placeholders_is_refused():
    for written in ("[]", '{"NAME_1": "Jan"}', '{"[NAME_1]": 3}', "{"):
        with pytest.raises(ValueError, match=r"placeholders|Expecting"):
            Placeholders.from_json(written)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("rekening nl91abna0417164300", "rekening NL91 **** 4300"),
        ("mail jan@x.nl", "mail j***@…"),
        ("kaart 4111 1111 1111 1111", "kaart **** 1111"),
        ("bel 06-12345678", "bel ***78"),
        ("bsn 111222333 van Jan Jansen", "bsn *** van ***"),
    ],
)
def test_masking_leaves_what_tells_people_which_one_it_was(text, masked):
    assert mask(text, find(text, Settings())) == masked


@pytest.mark.parametrize(
    ("text", "categories"),
    [
        ("ik heb kanker en ik ben lid van de FNV", ["health", "union"]),
        ("ik ben moslim", ["religion"]),
        ("I am pregnant and was in prison", ["health", "criminal"]),
        ("mijn vingerafdruk", ["biometric"]),
        ("een erfelijke aandoening", ["genetic"]),
        ("ik heb een vraag over mijn rekening", []),
    ],
)
def test_special_categories_are_seen(text, categories):
    assert [hit.category for hit in special_categories(text)] == [SpecialCategory(one) for one in categories]


def test_special_categories_are_minimised_to_their_name():
    text = "ik heb kanker, ik ben moslim"

    assert minimise(text, special_categories(text)) == "ik heb <health>, ik ben <religion>"


def test_a_name_that_looks_like_a_placeholder_is_no_way_in():
    known = Placeholders({"[BSN_1]": "111222333"})
    redacted, known = redact("wat is [BSN_1]?", (), known)

    assert restore(redacted, known) == "wat is [BSN_1]?"
    assert [kind.value for kind in Kind if kind.value.upper() in redacted] == ["bsn"]
