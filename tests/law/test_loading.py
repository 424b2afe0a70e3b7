"""Loading refuses a broken pack with file, line, reason and repair, and names everything that is wrong at once."""

import pytest

from balie.law import SHIPPED, InvalidPack, load_law, pack_folders, shipped_law

RULE = "rules:\n  - {id: r, provision: p1, when: {fact: talks, is: yes}, then: {duty: tell}}\n"
CIRCLE = """
terms:
  - {id: t, label: {nl: t, en: t}, when: {term: u}}
  - {id: u, label: {nl: u, en: u}, when: {term: t}}
"""
SINCE = "  - {id: s, provision: p1, when: {fact: since, at_least: 2026-01-01}, then: {class: limited}}\n"


@pytest.mark.parametrize(
    ("rules", "code", "says"),
    [
        pytest.param(
            RULE.replace("fact: talks", "fact: talk"),
            "dangling",
            "Did you mean 'talks'?",
            id="a fact that does not exist",
        ),
        pytest.param(
            RULE.replace("duty: tell", "duty: tel"), "dangling", "Did you mean 'tell'?", id="a duty that does not exist"
        ),
        pytest.param(RULE.replace("p1", "p9"), "dangling", "'p9' does not exist", id="a provision that does not exist"),
        pytest.param(RULE.replace("when", "wen"), "unknown-name", "Did you mean 'when'?", id="a misspelt key"),
        pytest.param(
            RULE.replace("{fact: talks, is: yes}", "{all: []}"), "empty-condition", "at least one", id="an empty all"
        ),
        pytest.param(
            RULE.replace("{fact: talks, is: yes}", "{any: []}"), "empty-condition", "at least one", id="an empty any"
        ),
        pytest.param(RULE.replace("is: yes", "was: yes"), "odd-condition", "not a condition", id="an odd condition"),
        pytest.param(
            RULE.replace("is: yes", "is: perhaps"), "misfit", "not yes or no", id="a value the fact cannot have"
        ),
        pytest.param(RULE.replace("is: yes", "at_least: 3"), "misfit", "only fits", id="a comparison of yes and no"),
        pytest.param(
            RULE.replace("{duty: tell}", "{class: severe}"),
            "unknown-choice",
            "Choose from",
            id="a class that does not exist",
        ),
        pytest.param(
            RULE.replace("{duty: tell}", "{duty: tell, class: high}"),
            "contradiction",
            "exactly one",
            id="two conclusions",
        ),
        pytest.param(
            RULE.replace("{duty: tell}", "{except: {rules: [x]}}"),
            "dangling",
            "'x' does not exist",
            id="an exception to nothing",
        ),
        pytest.param(
            RULE + CIRCLE,
            "cycle",
            "circle",
            id="terms in a circle",
        ),
        pytest.param(
            RULE + "terms:\n  - {id: t, label: {nl: t}, when: {fact: talks, is: yes}}\n",
            "no-translation",
            "en",
            id="half a translation",
        ),
        pytest.param(RULE + RULE.replace("rules:\n", ""), "duplicate-id", "exists already", id="one id twice"),
        pytest.param(RULE + "remarks: []\n", "unknown-name", "Choose from", id="a section nobody knows"),
        pytest.param(RULE, "unused-fact", "No rule asks", id="a fact nothing uses"),
        pytest.param("rules:\n" + SINCE, "unused-duty", "No rule leads", id="a duty nothing leads to"),
        pytest.param(
            RULE.replace("provision: p1", "provision: 1"), "wrong-kind", "should be text", id="a number for a name"
        ),
        pytest.param(
            RULE.replace("when: {fact: talks, is: yes}, ", ""), "missing", "when", id="a rule that asks nothing"
        ),
        pytest.param(
            RULE + SINCE + "fines:\n  - {id: F, provision: p9, text: {nl: f, en: f}}\n",
            "dangling",
            "'p9' does not exist",
            id="a fine without a provision",
        ),
        pytest.param(
            RULE
            + SINCE
            + "  - {id: x, provision: p2, when: {fact: talks, is: no}, then: {except: {rules: [r]}}}\n"
            + "  - {id: y, provision: p2, when: {fact: talks, is: no}, then: {except: {rules: [x]}}}\n",
            "excepts-exception",
            "no effect",
            id="an exception to an exception",
        ),
        pytest.param("rules: 3\n", "not-a-list", "should be a list", id="a section that is no list"),
    ],
)
def test_a_broken_pack_is_refused(small_law, rules, code, says):
    with pytest.raises(InvalidPack) as caught:
        small_law(rules)
    told = [fault for fault in caught.value.faults if fault.code == code]
    assert told, caught.value
    assert any(says in fault.say("en") for fault in told)
    assert all(fault.place.file == "mini/articles.yaml" and fault.place.line for fault in told)


def test_all_faults_are_told_at_once(small_law):
    with pytest.raises(InvalidPack) as caught:
        small_law(RULE.replace("talks", "talk").replace("p1", "p9").replace("tell", "tel"))
    assert {"'talk' does not exist.", "'p9' does not exist.", "'tel' does not exist."} <= {
        f.reason.en for f in caught.value.faults
    }


OVERLAP = """
provisions:
  - id: p3
    cite: {nl: art. 3, en: Art. 3}
    certainty: 1
    checked: 2026-11-23
    text: {nl: x, en: x}
    versions:
      - {published: {from: 2024-07-12}, applies: {from: 2026-08-02}}
      - {published: {from: 2026-07-24}, applies: {from: 2027-12-02}}
"""


def test_versions_that_claim_the_same_day_are_refused(pack):
    with pytest.raises(InvalidPack, match="overlap"):
        load_law(pack(OVERLAP))


def test_versions_that_follow_each_other_are_fine(pack):
    with pytest.raises(InvalidPack) as caught:
        load_law(
            pack(
                OVERLAP.replace("published: {from: 2024-07-12}", "published: {from: 2024-07-12, until: 2026-07-24}")
                + "rules: x"
            )
        )
    assert [fault.code for fault in caught.value.faults] == ["not-a-list"]


def test_a_period_that_ends_before_it_begins_is_refused(pack):
    with pytest.raises(InvalidPack, match="later than"):
        load_law(pack(OVERLAP.replace("applies: {from: 2027-12-02}", "applies: {from: 2027-12-02, until: 2026-01-01}")))


HOUSE = "\nid: mini\nkind: house\ntitle: {nl: M, en: M}\nsummary: {nl: M, en: M}\n"


@pytest.mark.parametrize("then", ["{exclude: [mini]}", "{except: {rules: [r]}}", "{role: provider}"])
def test_house_policy_that_could_lower_is_refused(pack, articles, then):
    rules = RULE + SINCE + f"  - {{id: h, provision: p1, when: {{fact: talks, is: yes}}, then: {then}}}\n"
    with pytest.raises(InvalidPack, match="can only raise"):
        load_law(pack(articles + rules, head=HOUSE))


def test_the_shipped_packs_load_and_have_a_digest():
    law = load_law(*pack_folders(SHIPPED))
    assert len(law.digest) == 64
    assert law.packs.keys() >= {
        "eu-ai-act",
        "avg",
        "klantcontact-nl",
        "es-10-2025",
        "gids-klantcontact",
        "customer-contact",
    }


def test_the_order_of_folders_changes_nothing():
    folders = pack_folders(SHIPPED)
    assert load_law(*folders).digest == load_law(*reversed(folders)).digest


def test_a_house_pack_can_be_switched_off_and_statute_cannot():
    without = shipped_law(frozenset({"gids-klantcontact"}))
    assert "gids-klantcontact" not in without.packs
    assert not [rule for rule in without.rules if without.owner[rule] == "gids-klantcontact"]
    assert without.digest != shipped_law().digest
    with pytest.raises(ValueError, match="only a house pack"):
        shipped_law(frozenset({"eu-ai-act"}))


def test_a_folder_without_a_pack_of_its_name_is_refused(pack, articles):
    folder = pack(articles + RULE + SINCE)
    (folder / "pack.yaml").write_text(HOUSE.replace("id: mini", "id: other"), encoding="utf-8")
    with pytest.raises(InvalidPack) as caught:
        load_law(folder)
    assert [fault.code for fault in caught.value.faults] == ["no-pack"]
