"""What a customer's message says: our own sentences, and the comparison data by language."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import COMPARISON, GOOD_REASON

from balie.gateway.policy.intents import OwnWords, What, language_of, read
from balie.gateway.policy.intents.phrases import FILE as SHIPPED
from balie.gateway.policy.intents.plain import plain

OURS = Path(__file__).parent / "utterances"
LANGUAGES = ("nl", "en", "de", "fr")
KINDS = (What.WANTS_PERSON, What.ASKS_IF_BOT, What.NOT_UNDERSTOOD)
DANGERS = ("suicide", "gas", "danger", "violence")


def ours() -> list[tuple[str, str, str]]:
    """(kind, language, sentence) of all our sentences. Rules were tuned on every one: the floors only guard."""
    found, kind, language = [], "", ""
    for file in sorted(OURS.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line.startswith("= "):
                _, kind, language = line.split()
            elif line and not line.startswith("#"):
                found.append((kind, language, line))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", KINDS)
def test_our_own_sentences(what, language):
    rows = [(kind == what, text) for kind, tongue, text in ours() if tongue == language]
    missed = [text for asked, text in rows if asked and not read(text).says(what)]
    wrong = [text for asked, text in rows if not asked and read(text).says(what)]

    assert len(missed) <= 0.04 * sum(asked for asked, _ in rows), missed
    assert len(wrong) <= 0.015 * sum(not asked for asked, _ in rows), wrong


def test_every_danger_is_seen_and_nothing_harmless_is_a_danger():
    seen = [
        (kind, text, {sign.category for sign in read(text).signs if sign.what is What.EMERGENCY})
        for kind, _, text in ours()
    ]

    assert [text for kind, text, found in seen if kind in DANGERS and kind not in found] == []
    assert [text for kind, text, found in seen if kind not in DANGERS and found] == []


def test_the_set_is_large():
    kinds = Counter(kind for kind, _, _ in ours())

    assert kinds["wants_person"] >= 340
    assert kinds["asks_if_bot"] >= 250
    assert kinds["not_understood"] >= 230
    assert kinds["harmless"] >= 420
    assert sum(kinds[danger] for danger in DANGERS) >= 60


@pytest.mark.parametrize(
    "text",
    ["Praat ik met een medewerker of een robot?", "Am I talking to a person or a bot?", "Rede ich mit einem Menschen?"],
)
def test_who_asks_what_answers_asks_for_nobody(text):
    reading = read(text)

    assert reading.says(What.ASKS_IF_BOT)
    assert not reading.says(What.WANTS_PERSON)


def test_an_exception_takes_away_only_what_stands_in_the_same_sentence():
    assert not read("Ik heb gisteren met een medewerker gesproken").says(What.WANTS_PERSON)
    assert read("Ik heb gisteren al gebeld. Verbind me met een medewerker").says(What.WANTS_PERSON)


def test_every_rule_has_short_sentences_that_can_be_read():
    lines = SHIPPED.read_text(encoding="utf-8").splitlines()

    assert max(map(len, lines)) <= 200


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("ik wil niet meer leven", "113"),
        ("ik ruik gas", "0800-9009"),
        ("mijn meterkast staat in brand", "112"),
        ("hij slaat me", "0800-2000"),
        ("I want to kill myself", "113"),
        ("there is a fire in the kitchen", "112"),
        ("ik maak er een eind aan dit contract", ""),
        ("mijn telefoon is dood", ""),
        ("ik heb een nieuwe gasmeter", ""),
        ("de storing is een ramp", ""),
    ],
)
def test_danger_has_a_number_and_look_alikes_have_none(text, number):
    numbers = [sign.number for sign in read(text).signs if sign.what is What.EMERGENCY]

    assert (number in numbers[0] if numbers else "") == (number != "" or "")


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("DIT IS BELACHELIJK!!", What.UPSET),
        ("IK WACHT AL DRIE WEKEN OP ANTWOORD", What.UPSET),
        ("dat bedoel ik niet", What.NOT_UNDERSTOOD),
        ("you misunderstood me", What.NOT_UNDERSTOOD),
        ("mijn man is overleden", What.VULNERABLE),
        ("ik kan de rekening niet betalen", What.VULNERABLE),
    ],
)
def test_other_signs(text, what):
    assert read(text).says(what)


def test_words_of_the_organisation_itself():
    words = OwnWords({"death": ("nalatenschap",)}, {"leak": ("112", ("waterlek",))})

    signs = read("Het gaat over de nalatenschap en een Waterlek", words=words).signs

    assert [(s.what, s.rule, s.number) for s in signs] == [
        (What.EMERGENCY, "own/leak", "112"),
        (What.RESERVED_TOPIC, "topic/death", ""),
    ]


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (["Hallo, ik heb een vraag over mijn rekening"], "nl"),
        (["I want to change my instalment"], "en"),
        (["Ich habe eine Frage"], "de"),
        (["Bonjour, je voudrais changer mon contrat"], "fr"),
        (["ok"], None),
        (["factuur"], None),
    ],
)
def test_the_language_of_a_conversation(texts, language):
    assert language_of(texts) == language


@given(st.text(max_size=200))
def test_a_message_made_plain_keeps_its_places(text):
    assert len(plain(text)) == len(text)
    for sign in read(text).signs:
        assert 0 <= sign.start <= sign.end <= len(text)


def test_a_very_long_message_is_read_no_further_than_people_write():
    assert read("a " * 500_000 + "ik wil een medewerker").signs == ()


@pytest.mark.skipif(not (COMPARISON / "data").exists(), reason=GOOD_REASON)
@pytest.mark.parametrize(("what", "label"), [(What.WANTS_PERSON, "human_request"), (What.ASKS_IF_BOT, "bot_question")])
def test_comparison_data_by_language(what, label):
    counts = Counter()
    for file in sorted((COMPARISON / "data" / "utterances").glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "ambiguous" not in row and row["lang"] in LANGUAGES:
                counts[row["lang"], row["label"] == label, read(row["text"]).says(what)] += 1
    for language in LANGUAGES:
        seen, missed = counts[language, True, True], counts[language, True, False]
        false, right = counts[language, False, True], counts[language, False, False]
        assert seen / (seen + missed) >= 0.95, language
        assert false / (false + right) <= 0.005, language
