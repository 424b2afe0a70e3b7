"""How a bot behaves: the labelled sentences, and that cutting into sentences loses nothing whatever the pieces."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.gateway.policy.conduct import (
    Action,
    Hit,
    Rule,
    Sentences,
    Settings,
    conclude,
    instead,
    judge,
    needs_holding,
)

LABELLED = Path(__file__).parent / "bot_sentences.txt"


def labelled(*, apart: bool) -> list[tuple[str, str, str]]:
    """(rule or harmless, language, sentence) of the sentences that rules were tuned on, or of those kept apart."""
    found, rule, language, number = [], "", "", 0
    for line in LABELLED.read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            _, rule, language = line.split()
            number = 0
        elif line and not line.startswith("#"):
            number += 1
            if (number % 3 == 0) is apart:
                found.append((rule, language, line))
    return found


@pytest.mark.parametrize("apart", [False, True], ids=["tuned on", "kept apart"])
def test_nine_in_ten_breaches_are_seen_and_nine_in_ten_hits_are_right(apart):
    counts = Counter()
    for rule, _, sentence in labelled(apart=apart):
        hits = {hit.rule.value for hit in judge(sentence, Settings())}
        counts["right"] += rule in hits
        counts["missed"] += rule != "harmless" and rule not in hits
        counts["wrong"] += len(hits - {rule})

    assert counts["right"] / (counts["right"] + counts["missed"]) >= 0.9
    assert counts["right"] / (counts["right"] + counts["wrong"]) >= 0.9


def test_the_set_is_large_and_half_of_it_is_harmless():
    rows = [*labelled(apart=False), *labelled(apart=True)]
    harmless = sum(rule == "harmless" for rule, _, _ in rows)

    assert len(rows) >= 400
    assert 0.4 <= harmless / len(rows) <= 0.6
    assert {rule for rule, _, _ in rows} == {rule.value for rule in Rule} | {"harmless"}


@given(st.lists(st.text(max_size=30), max_size=30))
def test_sentences_together_are_what_was_fed(pieces):
    cutter = Sentences()
    found = [sentence for piece in pieces for sentence in cutter.feed(piece)] + cutter.end()

    assert "".join(found) == "".join(pieces)
    assert all(len(sentence) <= 400 + 30 for sentence in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dat kost 3.50 euro. Prima.", ["Dat kost 3.50 euro. ", "Prima."]),
        ("Bel bijv. dhr. Jansen. Of mail.", ["Bel bijv. dhr. Jansen. ", "Of mail."]),
        ("Een\nTwee", ["Een\n", "Twee"]),
        ("Kijk op www.example.nl/a.b voor meer! Dag", ["Kijk op www.example.nl/a.b voor meer! ", "Dag"]),
    ],
)
def test_where_a_sentence_ends(text, expected):
    cutter = Sentences()

    assert [*cutter.feed(text), *cutter.end()] == expected


def test_a_hit_names_its_cue_and_place():
    (hit,) = judge("Dag, ik ben een mens.", Settings())

    assert hit == Hit(Rule.CLAIMS_HUMAN, "nl-person", 5, 20)


def test_the_strictest_action_decides_and_only_marking_needs_no_holding():
    hits = (Hit(Rule.SCARCITY, "nl", 0, 1), Hit(Rule.URGENCY, "nl", 0, 1))
    marking = Settings(dict.fromkeys(Rule, Action.MARK))

    assert conclude(hits, Settings()) is Action.REPLACE
    assert conclude((), Settings()) is None
    assert (needs_holding(Settings()), needs_holding(marking)) == (True, False)


@pytest.mark.parametrize("rule", Rule)
@pytest.mark.parametrize("language", ["nl", "en", "de", "fr"])
def test_what_comes_in_its_place_breaks_no_rule(rule, language):
    assert judge(instead(rule, language), Settings()) == ()
