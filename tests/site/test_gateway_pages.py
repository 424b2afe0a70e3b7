"""The tab Gateway of a system: the policy, a key that is shown once, and the switch."""

import pytest
from django.urls import reverse

from balie.desk.models import Gate, GateKey
from balie.evidence.models import Entry
from balie.register.models import AISystem

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
POLICY = "organisation: Wadlicht\nupstreams: [{url: 'http://127.0.0.1:9/v1'}]\n"


@pytest.fixture
def wim(example):
    return AISystem.objects.get(name="Wim")


@pytest.fixture
def at(wim):
    return lambda page, **more: reverse(f"gate:{page}", kwargs={"key": wim.pk, **more})


def kinds() -> list[str]:
    return list(Entry.objects.order_by("pk").values_list("kind", flat=True))


def test_a_system_is_put_in_the_gateway_with_a_policy(colleague, at, wim):
    assert "Zet dit systeem in de gateway" in colleague.get(at("gateway")).content.decode()

    answer = colleague.post(at("policy"), {"policy": POLICY, "because": ""})

    assert (answer.status_code, answer.url) == (302, at("gateway"))
    assert Gate.objects.get(system=wim).policy == POLICY
    assert "policy-set" in kinds()
    assert "De bot staat aan." in colleague.get(at("gateway")).content.decode()


def test_a_first_policy_that_protects_less_than_balie_advises_needs_a_reason(colleague, at):
    looser = POLICY + "conduct: {claims_human: mark}\n"

    refused = colleague.post(at("policy"), {"policy": looser, "because": ""})
    none = Gate.objects.exists()
    done = colleague.post(at("policy"), {"policy": looser, "because": "proef van een week"})

    assert (refused.status_code, none, done.status_code) == (422, False, 302)
    assert kinds().count("policy-loosened") == 1


def test_a_policy_with_faults_is_told_where_and_nothing_is_set(colleague, at):
    answer = colleague.post(
        at("policy"), {"policy": "organisation: x\nconduct: {claims_human: shout}\n", "because": ""}
    )

    assert answer.status_code == 422
    assert "policy.yaml:2" in answer.content.decode()
    assert not Gate.objects.exists()


def test_what_protects_customers_less_needs_a_reason_and_goes_into_both_logs(colleague, at):
    colleague.post(at("policy"), {"policy": POLICY, "because": ""})
    looser = POLICY + "conduct: {claims_human: mark}\n"

    refused = colleague.post(at("policy"), {"policy": looser, "because": ""})
    done = colleague.post(at("policy"), {"policy": looser, "because": "proef van een week"}, follow=True)

    assert refused.status_code == 422
    assert "Soepeler dan eerst: conduct.claims_human: replace -&gt; mark" in done.content.decode()
    assert kinds().count("policy-loosened") == 1


def test_a_key_is_shown_once_and_can_be_withdrawn(colleague, at):
    colleague.post(at("policy"), {"policy": POLICY, "because": ""})

    made = colleague.post(at("keys"), {"name": "website"}).content.decode()
    secret = made.split("OPENAI_API_KEY=")[1].split("<")[0]

    assert secret.startswith("bk_")
    assert secret not in colleague.get(at("gateway")).content.decode()
    key = GateKey.objects.get()
    assert secret not in key.digest
    colleague.post(at("withdraw", number=key.pk))
    key.refresh_from_db()
    assert key.withdrawn_at is not None


def test_a_bot_is_halted_and_resumed_with_a_reason_and_a_look(colleague, at, wim):
    colleague.post(at("policy"), {"policy": POLICY, "because": ""})

    colleague.post(at("halt"), {"because": "zegt vreemde dingen"})
    assert Gate.objects.get().halted
    assert "De bot staat stil" in colleague.get(at("gateway")).content.decode()
    assert colleague.post(at("resume"), {"because": "hersteld"}).status_code == 422
    colleague.post(at("resume"), {"because": "hersteld", "looked": "on"})
    assert not Gate.objects.get().halted
    assert kinds()[-2:] == ["system-halted", "system-resumed"]


def test_the_chat_of_a_system_can_be_tried(colleague, at):
    colleague.post(at("policy"), {"policy": POLICY, "because": ""})

    assert '<balie-chat gate="wim" mode="inline">' in colleague.get(at("try")).content.decode()
