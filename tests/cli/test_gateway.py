"""`balie gateway` on the command line: put a bot in it, change its policy, halt it, and try a policy out."""

from hashlib import sha256
from pathlib import Path

import pytest

from balie.desk.models import Gate, GateKey
from balie.evidence.models import Entry
from balie.language import Language
from balie.site.gateway import serve_alone

pytestmark = pytest.mark.one_database
POLICY = "organisation: Wadlicht\nupstreams: [{url: 'http://127.0.0.1:9/v1'}]\n"


@pytest.fixture
def policy(balie) -> Path:
    """A policy in the folder where the commands run."""
    file = Path("policy.yaml")
    file.write_text(POLICY, encoding="utf-8")
    return file


@pytest.fixture
def gate(balie, example, policy) -> Gate:
    """Wim, in the gateway."""
    ran = balie("gateway", "open", "Wim", str(policy))
    assert (ran.code, ran.err) == (0, "")
    return Gate.objects.get(system__name="Wim")


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_opening_says_what_comes_next_and_goes_into_the_log(balie, example, policy):
    ran = balie("gateway", "open", "wim", str(policy), language=Language.EN)

    gate = Gate.objects.get(system__name="Wim")
    assert f"The system is in the gateway as '{gate.slug}'. Now make a key: balie gateway key" in ran.out
    assert "policy-set" in kinds()


def test_a_first_policy_that_protects_less_than_balie_advises_needs_a_reason(balie, example, policy):
    policy.write_text(POLICY + "conduct: {claims_human: mark}\n", encoding="utf-8")

    refused = balie("gateway", "open", "Wim", str(policy))
    none = Gate.objects.exists()
    done = balie("gateway", "open", "Wim", str(policy), "--because", "proef van een week")

    assert (refused.code, none, done.code) == (2, False, 0)
    assert "policy-loosened" in kinds()


def test_opening_twice_is_refused_and_changes_nothing(balie, gate, policy):
    policy.write_text(POLICY.replace("Wadlicht", "Anders"), encoding="utf-8")

    ran = balie("gateway", "open", "Wim", str(policy))

    assert ran.code == 2
    assert ran.err
    gate.refresh_from_db()
    assert gate.policy == POLICY


def test_what_protects_customers_less_needs_a_reason(balie, gate, policy):
    policy.write_text(POLICY + "conduct: {claims_human: mark}\n", encoding="utf-8")

    refused = balie("gateway", "set", "Wim", str(policy))
    done = balie("gateway", "set", "Wim", str(policy), "--because", "proef van een week")

    assert refused.code == 2
    assert done.code == 0
    assert "soepeler: conduct.claims_human: replace -> mark" in done.out
    assert kinds().count("policy-loosened") == 1


def test_a_key_is_printed_alone_so_that_a_script_can_keep_it(balie, gate):
    ran = balie("gateway", "key", "Wim", "--name", "website")

    secret = ran.out.strip()
    assert secret.startswith("bk_")
    assert "wordt niet nog eens getoond" in ran.err
    kept = GateKey.objects.get(name="website")
    assert kept.digest == sha256(secret.encode()).hexdigest()


def test_halting_and_resuming_are_told_and_proved(balie, gate):
    assert "staat stil" in balie("gateway", "halt", "Wim", "--because", "fout over prijzen").out
    assert "Dat was al zo" in balie("gateway", "halt", "Wim", "--because", "nog eens").out
    assert "staat weer aan" in balie("gateway", "resume", "Wim", "--because", "hersteld").out

    assert [kind for kind in kinds() if kind.startswith("system-")] == ["system-halted", "system-resumed"]


@pytest.mark.parametrize("order", ["halt", "resume"])
def test_nobody_moves_the_switch_without_a_reason(balie, gate, order):
    if order == "resume":
        balie("gateway", "halt", "Wim", "--because", "fout")
    before = kinds()

    assert balie("gateway", order, "Wim").code == 2
    assert kinds() == before


def test_by_keeps_to_the_rights_of_that_person(balie, gate, someone):
    reader = someone("noor@wadlicht.example", "auditor")

    ran = balie("gateway", "halt", "Wim", "--because", "zomaar", "--by", reader.email)

    assert ran.code == 2
    assert "Deze persoon mag dit niet" in ran.err
    gate.refresh_from_db()
    assert not gate.halted


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("open", "Wimm", "policy.yaml"), "Er is geen systeem 'Wimm'"),
        (("open", "organisatie", "policy.yaml"), "De organisatie zelf is geen bot."),
        (("open", "Wim", "nergens.yaml"), "nergens.yaml kan niet gelezen worden."),
        (("halt", "Wim", "--because", "x"), "balie gateway open"),
        (("--port", "70000"), "--port"),
    ],
)
def test_a_mistake_is_told_with_what_to_do(balie, example, policy, words, told):
    ran = balie("gateway", *words)

    assert ran.code == 2
    assert told in ran.err
    assert not Gate.objects.exists()


def test_a_policy_with_a_fault_names_file_and_line(balie, example, policy):
    policy.write_text("organisation: x\nconduct: {claims_human: shout}\n", encoding="utf-8")

    ran = balie("gateway", "open", "Wim", str(policy))

    assert ran.code == 2
    assert "policy.yaml:2" in ran.err
    assert not Gate.objects.exists()


TALK = """turns:
  - customer: Ik wil een medewerker spreken
    expect: {handover: asked, forwards: no}
"""


def test_trying_a_policy_needs_no_database_and_keeps_nothing(balie, policy):
    Path("talk.yaml").write_text(TALK, encoding="utf-8")
    assert balie("gateway", "try", "policy.yaml", "talk.yaml").code == 0

    Path("talk.yaml").write_text(TALK.replace("forwards: no", "forwards: yes"), encoding="utf-8")
    ran = balie("gateway", "try", "policy.yaml", "talk.yaml")
    assert ran.code == 1
    assert "forwards" in ran.out


def test_a_conversation_with_a_fault_names_file_and_line(balie, policy):
    Path("talk.yaml").write_text("turns:\n  - {customer: hoi, bot: hallo}\n", encoding="utf-8")

    ran = balie("gateway", "try", "policy.yaml", "talk.yaml", language=Language.EN)

    assert ran.code == 2
    assert "talk.yaml:2" in ran.err


def test_a_proxy_that_is_no_address_stops_the_start_of_the_gateway(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("BALIE_DATA", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "")
    monkeypatch.setenv("BALIE_PROXIES", "10.0.0.0/33")
    (tmp_path / "balie.sqlite3").touch()

    assert serve_alone(host="127.0.0.1", port=0, workers=1, lang="nl") == 2
    assert "'10.0.0.0/33'" in capsys.readouterr().err
