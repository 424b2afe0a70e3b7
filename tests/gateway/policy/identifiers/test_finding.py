"""Identifiers are found as people write them, and what only looks like one is left alone."""

from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from balie.gateway.policy.identifiers import Found, Kind, Reference, Settings, find

SPOKEN_BSN = "een een een twee twee twee drie drie drie"
SPOKEN_MOBILE = "nul zes twaalf vierendertig zesenvijftig achtenzeventig"


def kinds(text: str) -> list[tuple[str, str]]:
    return [(found.kind.value, text[found.start : found.end]) for found in find(text, Settings())]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("bsn 111.222.333", "bsn", "111.222.333"),
        ("111 222 333 is het", "bsn", "111 222 333"),
        ("mijn nummer is 111222333", "bsn", "111222333"),
        (f"{SPOKEN_BSN} is het", "bsn", SPOKEN_BSN),
        ("NL91 ABNA 0417 1643 00 graag", "iban", "NL91 ABNA 0417 1643 00"),
        ("naar nl91abna0417164300", "iban", "nl91abna0417164300"),
        ("gescand: NL91ABNAO4I7164300", "iban", "NL91ABNAO4I7164300"),
        ("rekening DE89 3704 0044 0532 0130 00", "iban", "DE89 3704 0044 0532 0130 00"),
        ("kaart 4111-1111-1111-1111, verloopt 12/27", "payment_card", "4111-1111-1111-1111"),
        ("bel 06-12345678", "phone", "06-12345678"),
        ("0031 6 12345678 is mijn nummer", "phone", "0031 6 12345678"),
        ("mijn nummer is (020) 123 45 67", "phone", "(020) 123 45 67"),
        ("06 \u2013 41 23 56 78 met een lang streepje", "phone", "06 \u2013 41 23 56 78"),
        ("bel ٠٦-12345678", "phone", "٠٦-12345678"),
        (SPOKEN_MOBILE, "phone", SPOKEN_MOBILE),
        ("call 07911 123456", "phone", "07911 123456"),
        ("naar jan.jansen+test@mail.example.nl.", "email", "jan.jansen+test@mail.example.nl"),
        ("jan punt jansen apenstaartje gmail punt com", "email", "jan punt jansen apenstaartje gmail punt com"),
        ("it's john dot smith at outlook dot com", "email", "john dot smith at outlook dot com"),
        ("postcode 1234ab huisnummer 5", "postcode", "1234ab"),
        ("m1 1ae is the postcode", "postcode", "m1 1ae"),
        ("het is Kerkstr. 5 bis", "address", "Kerkstr. 5 bis"),
        ("van der Helstplein 12-3", "address", "van der Helstplein 12-3"),
        ("ik woon op Noordeinde 68", "address", "Noordeinde 68"),
        ("I live at 12 High Street", "address", "12 High Street"),
        ("geboren op 12 maart 1985", "birth_date", "12 maart 1985"),
        ("geb. 120385", "birth_date", "120385"),
        ("dob 12/3/85", "birth_date", "12/3/85"),
        ("kenteken XX-99-XX", "licence_plate", "XX-99-XX"),
        ("kenteken gz 123 b", "licence_plate", "gz 123 b"),
        ("klantnummer K-1234567", "reference", "K-1234567"),
        ("mijn naam is fatima el amrani", "name", "fatima el amrani"),
        ("ik ben Fatima", "name", "Fatima"),
        ("groetjes anouk", "name", "anouk"),
        ("dhr. van der Xhosa belde", "name", "van der Xhosa"),
        ("t.n.v. M.A. Kowalczyk", "name", "M.A. Kowalczyk"),
        ("JANSEN, P.", "name", "JANSEN, P"),
        ("Mark de Boer beloofde het", "name", "Mark de Boer"),
        ("Xandra van der Xhosa zei dat", "name", "Xandra van der Xhosa"),
    ],
)
def test_what_is_found(text, kind, value):
    assert (kind, value) in kinds(text)
    assert len(kinds(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "bestelling 111222333",
        "123456789",
        "NL91ABNA0417164301 wordt geweigerd",
        "4111 1111 1111 1112",
        "in 2024 en 1500 km verder",
        "besteld op 12-03-2024",
        "opgericht op 12 maart 1985",
        "ik ben benieuwd naar mijn rekening",
        "ik wil de groeten doen aan Wil en Roos",
        "ik mark dit als opgelost, de hoop is op",
        "mijn naam is verkeerd gespeld",
        "tot ziens bij Albert Heijn in Den Haag",
        "de Philips lamp en de Sony tv",
        "de app kost 12,50 per maand, dat is 150 euro per jaar",
        "track en trace 3SDUWS660999657",
        "ean 4006381333931",
        "onderdeel AB-12-CD voor de wasmachine",
        "in de wijk 3 huizen zonder stroom",
        "3 people in the road, a 5 star place",
        "bel 0800-1234567",
        "een twee drie klaar, twee mensen zeven dagen acht uur",
        "look at this dot",
        "[NAME_1] en [IBAN_2]",
    ],
)
def test_what_is_left_alone(text):
    assert kinds(text) == []


def test_a_number_that_passes_the_proof_and_is_called_an_order_number_is_none_but_one_called_nothing_is():
    assert kinds("ordernummer 111222333") == []
    assert kinds("bestelling, en mijn bsn is 111222333") == [("bsn", "111222333")]
    assert kinds("hier: 111222333") == [("bsn", "111222333")]


def test_a_telephone_number_wins_from_a_bsn_inside_it():
    assert kinds("Mijn nr is +31 6 12 34 56 78") == [("phone", "+31 6 12 34 56 78")]


def test_only_the_kinds_that_are_asked_for():
    text = "Jan Jansen, 06-12345678"

    assert find(text, Settings(frozenset({Kind.PHONE}))) == (Found(12, 23, Kind.PHONE),)
    assert find(text, Settings(frozenset())) == ()


def test_own_numbers_are_patterns_in_linear_time():
    settings = Settings(references=(Reference("polis", "ZK-[0-9]{6}"),))

    assert [f.kind for f in find("het gaat om ZK-123456", settings)] == [Kind.REFERENCE]
    with pytest.raises(ValueError, match="is no pattern"):
        Reference("odd", "(?=x)")
    with pytest.raises(ValueError, match="everywhere"):
        Reference("all", "x*")


PIECES = [
    "06-12345678",
    "J. ",
    "van der ",
    "Jan",
    "Kerkstraat 5 ",
    "hier",
    "mijn naam is ",
    "straat",
    "12-3-1985",
    "geb",
    "NL91ABNA0417164300",
    "@",
    "a punt ",
    " apenstaartje ",
    "é",
    "\u0130",
    "ﬁ",
    "\U0001d7d8",
    "\u200b",
    "'-",
    "1",
    " ",
    ".",
    "[NAME_1]",
]


@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=14).map("".join))
@example("\u0130\u0130 mijn naam is \u0130brahim")
def test_places_are_inside_the_text_in_its_order_and_never_overlap(text):
    found = find(text, Settings())

    assert all(0 <= one.start < one.end <= len(text) for one in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


HOSTILE = [
    "1",
    "a@",
    "(0",
    "NL91",
    "[",
    "J. ",
    "van der ",
    "een ",
    "1 1 ",
    "a punt ",
    "Jansen, P. ",
    "06-",
    "straat 1 ",
    "x at y dot ",
    "4111 1111 ",
    "mijn naam is ",
    "'-",
    "A-1-",
    "\u4e00",
    "geb 12-3-",
]


@pytest.mark.parametrize("unit", HOSTILE)
def test_hostile_text_is_read_to_its_end(unit):
    text = (unit * 30_000)[:30_000] + "\nmijn bsn is 111222333"

    assert Kind.BSN in [one.kind for one in find(text, Settings())]


def test_a_megabyte_is_read_to_its_end():
    text = "x" * 1_000_000 + " mijn bsn is 111222333"

    assert [f.kind for f in find(text, Settings())] == [Kind.BSN]


def test_what_lies_on_the_border_between_parts_of_a_long_text_is_found_once():
    text = "x " * 24_995 + "bel 06-12345678 aub" + " x" * 1_000

    assert [(f.kind, text[f.start : f.end]) for f in find(text, Settings())] == [(Kind.PHONE, "06-12345678")]
