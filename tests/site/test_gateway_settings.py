"""The form for a policy: it changes what was changed, keeps the rest as written, and refuses what is no policy."""

import pytest
from django.urls import reverse
from lxml import html

from balie.desk.models import Gate
from balie.gateway.service import Day, Policy, read_policy
from balie.register.models import AISystem
from balie.site.gate.settings import SETTINGS, rewritten, shown

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
WRITTEN = """# Van de klantenservice
organisation: Wadlicht   # zo heten we
upstreams:
  - {url: 'http://127.0.0.1:9/v1', key: BOT_KEY}
handover:
  misunderstandings: 3  # eerst was dit 2
approval:
  tools:
    - name: refund
      people: 2
notice:
  texts:
    ai.nl: U praat met de chatbot van {organisation}, een AI.
"""


@pytest.fixture
def wim(example):
    return AISystem.objects.get(name="Wim")


@pytest.fixture
def page(wim):
    return reverse("gate:settings", kwargs={"key": wim.pk})


@pytest.fixture
def gate(colleague, wim):
    colleague.post(reverse("gate:policy", kwargs={"key": wim.pk}), {"policy": WRITTEN, "because": "proef"})
    return Gate.objects.get(system=wim)


def filled(answer) -> dict:
    """What a browser would send of the form as it stands."""
    form = html.fromstring(answer.content.decode()).xpath("//form[@method='post'][.//textarea]")[0]
    return {key: form.fields[key] for key in form.fields if key and form.fields[key] is not None} | {
        name: sorted(box.get("value") for box in form.xpath(f".//input[@name='{name}'][@checked]"))
        for name in {box.get("name") for box in form.xpath(".//input[@type='checkbox']")}
    }


def test_what_is_sent_as_it_stands_changes_nothing(colleague, page, gate):
    before = gate.policy

    answer = colleague.post(page, filled(colleague.get(page)))

    gate.refresh_from_db()
    assert answer.status_code == 302
    assert gate.policy == before


def test_a_change_is_written_at_its_place_and_the_rest_stays(colleague, page, gate):
    given = filled(colleague.get(page)) | {
        "handover_misunderstandings": "1",
        "people_phone": "088 000 00 00",
        "from_sat": "10:00",
        "until_sat": "14:00",
        "handover_topics": "nalatenschap: overleden, erfenis",
        "conduct_scarcity": "replace",
    }

    assert colleague.post(page, given).status_code == 302

    gate.refresh_from_db()
    policy = read_policy(gate.policy)
    assert (policy.handover.misunderstandings, policy.people.phone) == (1, "088 000 00 00")
    assert [one.days for one in policy.people.hours] == [tuple(Day)[:5], (Day.SAT,)]
    assert policy.handover.topics[0].words == ("overleden", "erfenis")
    for kept in ("# Van de klantenservice", "# zo heten we", "key: BOT_KEY", "people: 2", "ai.nl: U praat"):
        assert kept in gate.policy


def test_what_protects_less_needs_a_reason(colleague, page, gate):
    given = filled(colleague.get(page))
    given["privacy_model"] = [one for one in given["privacy_model"] if one != "name"]

    refused = colleague.post(page, given)
    done = colleague.post(page, given | {"because": "de bot moet de naam kennen"}, follow=True)

    assert refused.status_code == 422
    assert "id_because" in refused.content.decode()
    assert "privacy.model: name" in done.content.decode()


@pytest.mark.parametrize("name", ["settings", "policy"])
def test_a_change_of_a_colleague_is_not_undone_unseen(colleague, wim, gate, name):
    page = reverse(f"gate:{name}", kwargs={"key": wim.pk})
    given = filled(colleague.get(page))
    Gate.objects.filter(pk=gate.pk).update(policy=gate.policy + "# van een collega\n")

    refused = colleague.post(page, given | {"because": "x"})
    gate.refresh_from_db()
    kept = gate.policy
    done = colleague.post(page, filled(refused) | {"because": "x"})

    assert (refused.status_code, done.status_code) == (422, 302)
    assert "Iemand heeft dit beleid intussen gewijzigd" in refused.content.decode()
    assert kept.endswith("# van een collega\n")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"languages": []}, "Kies ten minste één taal"),
        ({"until_mon": "08:00"}, "maandag"),
        ({"until_mon": ""}, "maandag"),
        ({"people_holidays": "kerst"}, "kerst"),
        ({"handover_topics": "nalatenschap"}, "nalatenschap"),
        ({"handover_emergencies": "lek: waterlek"}, "lek: waterlek"),
        ({"handover_misunderstandings": "9"}, "3"),
        ({"sites": "wadlicht.nl"}, "sites"),
        ({"people_callback": [], "people_phone": ""}, "callback"),
    ],
)
def test_what_is_no_policy_is_told_and_nothing_is_set(colleague, page, gate, change, told):
    before = gate.policy

    answer = colleague.post(page, filled(colleague.get(page)) | change)

    gate.refresh_from_db()
    assert answer.status_code == 422
    assert told.lower() in answer.content.decode().lower()
    assert gate.policy == before


def test_the_first_settings_put_a_system_in_the_gateway(colleague, page, wim):
    assert colleague.post(page, filled(colleague.get(page))).status_code == 302

    assert read_policy(Gate.objects.get(system=wim).policy).name == "Wim"


def test_hours_with_a_break_are_left_to_the_text(colleague, page, gate, wim):
    split = "people: {hours: [{days: [mon], from: '09:00', until: '12:00'}, {days: [mon], from: '13:00'}]}\n"
    Gate.objects.filter(pk=gate.pk).update(policy=split)

    answer = colleague.get(page)

    assert 'name="from_mon"' not in answer.content.decode()
    colleague.post(page, filled(answer) | {"name": "Wim"})
    gate.refresh_from_db()
    assert len(read_policy(gate.policy).people.hours) == 2


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_goes_there_and_back(setting):
    other, before = read_policy(EVERYTHING_ELSE), 'people: {phone: "088"}\n' * (setting.name == "people_callback")
    text = rewritten(before, read_policy(before), {setting.name: shown(other)[setting.name]})

    assert setting.get(other) != setting.get(Policy())
    assert setting.get(read_policy(text)) == setting.get(other)
    assert rewritten(text, read_policy(text), {setting.name: setting.get(Policy())}) == before


def test_comments_alone_stay_above_what_is_set():
    assert rewritten("# nog niets\n", Policy(), {"name": "Wim"}) == "# nog niets\nname: Wim\n"


EVERYTHING_ELSE = """
organisation: Wadlicht
name: Wim
channel: voice
languages: [en]
people: {hours: [{days: [sat], from: "10:00"}], holidays: [2026-12-25], phone: "088", callback: false,
         callback_hours: 2, choose_first: false}
handover: {misunderstandings: 1, confidence: 0.7, upset: hand_over, vulnerable: offer,
           topics: [{id: a, words: [b]}], emergencies: [{id: a, words: [b], number: "112"}]}
privacy: {model: [bsn], log: [bsn, iban], bsn_basis: Wet x}
conduct: {claims_human: stop, hides_ai: stop, urgency: stop, scarcity: stop, guilt: stop, shame: stop,
          obstruction: stop, forbidden_request: stop, reserved_promise: stop}
approval: {all: true}
notice: {pause_minutes: 5, steps: true, emotion: true, biometric: true, generated_media: true, recording: true}
sites: ["https://www.example.nl"]
privacy_notice: https://www.example.nl/privacy
attachments: true
"""
