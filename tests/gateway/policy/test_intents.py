"""What a customer's message says: our own sentences, and the comparison data by language."""

import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.conftest import COMPARISON, GOOD_REASON

from balie.gateway.policy.intents import OwnWords, What, language_of, read
from balie.gateway.policy.intents.plain import plain

OURS = Path(__file__).parent / "utterances.txt"
MARKS = {"+": What.WANTS_PERSON, "?": What.ASKS_IF_BOT}


def ours(mark: str) -> list[str]:
    lines = OURS.read_text(encoding="utf-8").splitlines()
    return [text for line in lines if line.startswith(f"{mark} ") for text in line[2:].split("|")]


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("text", [pytest.param(mark, id=mark) for mark in "+?-"])
def test_our_own_sentences(mark, text):
    wrong = [one for one in ours(text) if read(one).says(MARKS[mark]) is not (mark == text)]

    allowed = {("+", "?"): 4}.get((mark, text), 0)  # `a medewerker of een robot` is a question about both
    assert len(wrong) <= allowed, wrong


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
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            asked = row["label"] == label
            if "ambiguous" in row or row["lang"] not in {"nl", "en", "de", "fr"} or (not asked and number % 8):
                continue  # of what does not ask, one in eight: the whole set takes four seconds
            counts[row["lang"], asked, read(row["text"]).says(what)] += 1
    for language in ("nl", "en", "de", "fr"):
        seen, missed = counts[language, True, True], counts[language, True, False]
        false, right = counts[language, False, True], counts[language, False, False]
        assert seen / (seen + missed) >= 0.95, language
        assert false / (false + right) <= 0.007, language  # over all of it at most 0.0045
