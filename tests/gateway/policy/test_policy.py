"""What a policy may say: every fault is told at its place, and no key of another program can be sent to a bot."""

import pytest

from balie.gateway.policy.loosening import loosened
from balie.gateway.policy.policy import Policy
from balie.gateway.policy.reading import PolicyRefused, read_policy
from balie.gateway.upstream.client import Bots


def test_nothing_at_all_is_a_policy():
    assert read_policy("") == read_policy("\n# niets\n") == Policy()


@pytest.mark.parametrize(
    ("written", "place", "told"),
    [
        ("upstreams: [{url: 'https://a.example/v1', key: DATABASE_URL}]", "upstreams", "BOT_KEY"),
        ("upstreams: [{url: 'https://a.example/v1', key: BOT_KEY_}]", "upstreams", "BOT_KEY"),
        ("upstreams: [{url: 'https://a.example/v1', key: XBOT_KEY}]", "upstreams", "BOT_KEY"),
        ("upstreams: [{url: 'https://u:p@a.example/v1'}]", "upstreams", "url"),
        ("people: {timezone: Europe/Groningen}", "people", "timezone"),
        ("people: {timezone: ../../etc/passwd}", "people", "timezone"),
        ("people: {callback: false}", "people", "callback"),
        ("privacy: {numbers: [{name: klant, pattern: '(['}]}", "privacy.numbers", ""),
        ("privacy: {model: [email]}", "privacy", "bsn_basis"),
        ("notice: {texts: {ai.nl: U praat met Sanne.}}", "notice.texts.ai.nl", "AI"),
        ("notice: {texts: {groet.nl: Hallo.}}", "notice.texts.groet.nl", ""),
        ("conduct: {shouting: stop}", "policy.yaml", "shouting"),
        ("languages: []", "policy.yaml", "languages"),
    ],
)
def test_a_fault_is_told_at_its_place(written, place, told):
    with pytest.raises(PolicyRefused) as refused:
        read_policy(written)

    words = " ".join(fault.say(language) for fault in refused.value.faults for language in ("nl", "en"))
    assert place in words
    assert told in words


@pytest.mark.parametrize(
    "text", ["Dit is een chatbot.", "U praat met AI.", "Een computer antwoordt.", "Ik ben een robot."]
)
def test_an_own_notice_says_that_it_is_ai(text):
    assert read_policy(f"notice: {{texts: {{ai.nl: {text}}}}}").notice.texts == {"ai.nl": text}


@pytest.mark.parametrize("name", ["BOT_KEY", "BOT_KEY_2", "BOT_KEY_WIM_NL"])
def test_the_key_of_a_bot_is_a_variable_of_its_own(name):
    assert read_policy(f"upstreams: [{{url: 'https://a.example/v1', key: {name}}}]").upstreams[0].key == name


def test_bots_know_no_other_secret_of_the_machine():
    bots = Bots({"BOT_KEY": "a", "BOT_KEY_2": "b", "BALIE_SECRET_KEY": "c", "MY_BOT_KEY": "d", "BOT_KEYS": "e"})

    assert set(bots._keys.values()) == {"a", "b"}


def test_what_loosens_is_told_in_the_order_of_the_policy():
    after = read_policy(
        "privacy: {model: [iban], log: [bsn], bsn_basis: Wet x}\nconduct: {shame: mark, claims_human: mark}"
    )

    assert loosened(Policy(), after) == (
        "conduct.claims_human: replace -> mark",
        "conduct.shame: replace -> mark",
        *(f"privacy.model: {kind.value}" for kind in Policy().privacy.model if kind.value != "iban"),
        "privacy.log: payment_card",
    )
