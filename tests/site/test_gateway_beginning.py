"""The policy that a system begins with fits its class, its channels and its languages, and is a policy."""

import pytest

from balie.gateway.service import Channel, read_policy
from balie.register.models import AISystem
from balie.site.gate.beginning import beginning

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def wim(example):
    return AISystem.objects.get(name="Wim")


@pytest.mark.parametrize(
    ("channels", "channel"),
    [
        (["webchat", "whatsapp"], Channel.CHAT),
        (["telefoon"], Channel.VOICE),
        (["Phone", "voicebot"], Channel.VOICE),
        (["WhatsApp", "e-mail"], Channel.MESSAGE),
        ([], Channel.CHAT),
        (["medewerkersscherm"], Channel.CHAT),
    ],
)
def test_the_channel_follows_from_those_in_the_register(wim, channels, channel):
    wim.channels = channels

    assert read_policy(beginning(wim, "nl")).channel is channel


@pytest.mark.parametrize(
    ("languages", "tongues"),
    [(["nl", "en"], ["nl", "en"]), (["fr", "nl", "fr"], ["fr", "nl"]), (["pl"], ["nl", "en"]), ([], ["nl", "en"])],
)
def test_it_speaks_the_languages_of_the_system_that_it_can(wim, languages, tongues):
    wim.languages = languages

    assert [one.value for one in read_policy(beginning(wim, "nl")).tongues] == tongues


def test_of_a_high_risk_system_everything_waits_for_a_person_and_of_another_it_does_not(example):
    waits = {
        system.latest.effective_high: read_policy(beginning(system, "en")).approval.all
        for system in AISystem.objects.exclude(latest=None).select_related("latest", "organisation")
    }

    assert waits == {level: level >= 3 for level in waits}
    assert len(waits) > 2


def test_a_name_with_quotes_and_lines_stays_a_name(wim):
    wim.name = 'Wim "de\nbot" \\ [x]: {y}'

    assert read_policy(beginning(wim, "nl")).name == "Wim 'de bot' [x]: {y}"
