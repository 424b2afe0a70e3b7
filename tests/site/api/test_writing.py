"""What programs change: the same rules, the same journal and the same history as on the pages."""

import pytest

from balie.evidence.models import Entry
from balie.register.models import AISystem, Answer, Difference, Supplier


def test_a_system_from_first_to_last(program, small, person):
    made = program.post("/systems", {"name": "Chatbot", "purpose": "Vragen.", "archetype": "", "life_cycle": "idea"})
    assert made.status_code == 201
    system = made.json()
    assert system["owned_by"]["id"] == person.pk
    assert system["outcome"]["questions"] > 0
    path = f"/systems/{system['id']}"

    changed = program.patch(path, {"revision": system["revision"], "supplier": "Chatfabriek", "channels": ["chat"]})
    assert changed.json()["supplier"]["name"] == "Chatfabriek"
    assert changed.json()["purpose"] == "Vragen."
    assert changed.json()["channels"] == ["chat"]

    version = {"label": "2.0", "on": "2026-11-01", "what": "Nieuw model.", "substantial": "yes"}
    assert program.post(f"{path}/versions", version).status_code == 201
    assert program.post(f"{path}/versions", version).json()["places"][0]["place"] == "body.label"
    assert program.get(path).json()["reassess_because"].startswith("2.0")
    links = program.post(f"{path}/links", {"other": small.pk, "kind": "uses"}).json()["items"]
    assert [(link["other_name"], link["away"]) for link in links] == [("Wim", True)]
    assert program("DELETE", f"{path}/links/{links[0]['id']}").json()["items"] == []

    assert program.post(f"{path}/retire", {"reason": "Vervangen."}).json()["life_cycle"] == "retired"
    assert program.post(f"{path}/retire", {"reason": "Nog eens."}).status_code == 422
    assert program.post(f"{path}/bring-back", {"life_cycle": "idea"}).json()["life_cycle"] == "idea"
    assert program("DELETE", path).json() == {"name": "Chatbot"}
    assert program.get(path).status_code == 404
    kinds = list(Entry.objects.filter(subject="system", subject_id=system["id"]).values_list("kind", flat=True))
    assert kinds[0] == "draft-deleted"
    assert {"system-added", "system-changed", "version-added", "system-retired"} <= set(kinds)


def test_answers_are_kept_with_who_and_how(program, small, person):
    path = f"/systems/{small.pk}/answers"
    answers = {"interacts_directly": {"value": True, "source": "het ontwerp"}}
    before = program.get(f"/systems/{small.pk}").json()["outcome"]

    given = program.post(path, {"answers": answers, "revision": small.revision})

    assert given.status_code == 200, given.content
    (said,) = given.json()["answers"]
    assert (said["fact"], said["value"], said["words"]) == ("interacts_directly", True, "yes")
    kept = Answer.objects.get(fact="interacts_directly")
    assert (kept.via, kept.by, kept.source) == ("api", person, "het ontwerp")
    after = program.get(f"/systems/{small.pk}").json()["outcome"]
    assert after["id"] > before["id"]
    assert program.get(f"{path}/history").json()["count"] == 1

    stale = program.post(path, {"answers": answers, "revision": small.revision})
    assert stale.status_code == 409
    unknown = program.post(path, {"answers": {"interacts_directly": {"value": None}}})
    assert unknown.json()["answers"] == []


@pytest.mark.parametrize(
    ("answers", "place"),
    [
        pytest.param({"no_such_question": {"value": True}}, "body.answers.no_such_question", id="no such question"),
        pytest.param(
            {"interacts_directly": {"value": "misschien"}}, "body.answers.interacts_directly.value", id="perhaps"
        ),
        pytest.param({"interacts_directly": {"value": {}}}, "body.answers.interacts_directly.value", id="an object"),
        pytest.param(
            {"obvious_to_reasonable_person": {"value": True}},
            "body.answers.obvious_to_reasonable_person.reasons",
            id="an open norm without reasons",
        ),
        pytest.param({}, "body.answers", id="nothing"),
    ],
)
def test_an_answer_that_the_question_cannot_take(program, small, answers, place):
    good = {"personalises_price": {"value": True}} if answers else {}
    answer = program.post(f"/systems/{small.pk}/answers", {"answers": good | answers})

    assert answer.status_code == 422, answer.content
    assert place in [one["place"] for one in answer.json()["places"]]
    assert not Answer.objects.exists()


def test_an_open_norm_is_decided_by_who_may(program, program_of, someone, small, person):
    builder = someone("wouter@wadlicht.example", "builder")
    AISystem.objects.update(owned_by=builder)
    path = f"/systems/{small.pk}/answers"
    norm = {"answers": {"obvious_to_reasonable_person": {"value": False, "reasons": "De stem klinkt als een mens."}}}

    assert program_of(builder).post(path, norm).status_code == 403
    assert program.post(path, norm).status_code == 200
    kept = Answer.objects.get()
    assert kept.decided_by == str(person)
    assert kept.on is not None


def test_a_supplier_from_first_to_last(program, small):
    made = program.post("/suppliers", {"name": "Chatfabriek", "website": "https://chatfabriek.example"})
    assert made.status_code == 201, made.content
    supplier = made.json()
    path = f"/suppliers/{supplier['id']}"

    taken = program.post("/suppliers", {"name": "CHATFABRIEK"})
    assert taken.json()["places"][0]["place"] == "body.name"
    bad = program.patch(path, {"revision": 1, "website": "geen adres"})
    assert bad.json()["places"][0]["place"] == "body.website"
    changed = program.patch(path, {"revision": 1, "country": "Nederland"}).json()
    assert (changed["country"], changed["website"]) == ("Nederland", "https://chatfabriek.example")
    stale = program.patch(path, {"revision": 1, "country": "België"})
    assert (stale.status_code, stale.json()["current_revision"]) == (409, 2)
    assert program("DELETE", path).json() == {"name": "Chatfabriek"}
    assert not Supplier.objects.exists()


def test_whom_to_reach_and_what_was_agreed(program, small):
    path = f"/suppliers/{program.post('/suppliers', {'name': 'Chatfabriek'}).json()['id']}"
    contacts = program.post(f"{path}/contacts", {"name": "Jo", "email": "jo@chatfabriek.example"}).json()["contacts"]
    contact = f"{path}/contacts/{contacts[0]['id']}"
    assert program.patch(contact, {"phone": "020"}).json()["contacts"][0]["email"] == "jo@chatfabriek.example"
    assert program("DELETE", contact).json()["contacts"] == []

    contract = {"kind": "processor_agreement", "signed_on": "2026-01-01", "systems": [small.pk]}
    wrong = program.post(f"{path}/contracts", contract | {"ends_on": "2025-01-01"})
    assert wrong.json()["places"][0]["place"] == "body.ends_on"
    kept = program.post(f"{path}/contracts", contract).json()["contracts"]
    assert kept[0]["systems"] == [small.pk]
    assert program("DELETE", path).json()["code"] == "not-now"
    one = f"{path}/contracts/{kept[0]['id']}"
    patched = program.patch(one, {"where": "In de kluis"}).json()["contracts"][0]
    assert (patched["kind"], patched["where"], patched["systems"]) == (
        "processor_agreement", "In de kluis", [small.pk],
    )  # fmt: skip
    assert program("DELETE", one).json()["contracts"] == []
    assert program("DELETE", path).json() == {"name": "Chatfabriek"}
    assert not Supplier.objects.exists()


def test_a_record_is_in_the_language_that_is_asked_for(program, small):
    dutch, english = (program.get(f"/systems/{small.pk}/record?language={name}").json() for name in ("nl", "en"))
    assert dutch["questions"][0]["question"] != english["questions"][0]["question"]
    later = program.get(f"/systems/{small.pk}/record?applies_on=2028-01-01").json()
    assert later["applies_on"] == "2028-01-01"


def test_the_owner_of_the_only_answer_cannot_sign(program, small):
    told = program.get(f"/systems/{small.pk}/sign-off").json()
    assert told["state"] == "unsigned"
    assert told["obstacles"][0]["code"] == "class-open"


@pytest.fixture
def change(small):
    """Something that the law made different for Wim."""
    after = small.latest
    return Difference.objects.create(
        system=small, before=after, after=after, cause="law", found_at=after.at, summary={"x": 1}, weight=3
    )


def test_a_change_is_handled_once_and_opened_again(program, change):
    assert program.get("/changes?state=open").json()["count"] == 1
    for _ in range(2):
        handled = program.post(f"/changes/{change.pk}/handle", {"note": "Besproken."})
        assert handled.status_code == 200
        assert handled.json()["handled_note"] == "Besproken."
    assert program.get("/changes?state=open").json()["count"] == 0
    assert Entry.objects.filter(kind="change-handled").count() == 1
    assert program("POST", f"/changes/{change.pk}/reopen").json()["handled_at"] is None


def test_the_change_of_somebody_elses_system_is_not_for_a_manager_to_handle(someone, program_of, change):
    manager = program_of(someone("petra@wadlicht.example", "manager"))

    assert manager.post(f"/changes/{change.pk}/handle", {}).status_code == 403
    assert not Difference.objects.exclude(handled_at=None).exists()


@pytest.fixture
def owner(someone, program_of, small):
    """A program of a builder who owns the system."""
    builder = someone("wouter@wadlicht.example", "builder")
    AISystem.objects.filter(pk=small.pk).update(owned_by=builder)
    return program_of(builder, Accept_Language="en")


def test_who_owns_one_system_does_not_answer_for_the_whole_organisation(owner, small):
    answers = {"interacts_directly": {"value": True}, "org_size": {"value": "large"}}
    assert owner.post(f"/systems/{small.pk}/answers", {"answers": answers}).status_code == 403
    assert not Answer.objects.exists()
    small.organisation.refresh_from_db()
    assert small.organisation.facts == {}


def test_who_may_not_decide_an_open_norm_does_not_take_the_decision_back_either(owner, program, small):
    path = f"/systems/{small.pk}/answers"
    norm = {"value": False, "reasons": "De stem klinkt als een mens."}
    assert program.post(path, {"answers": {"obvious_to_reasonable_person": norm}}).status_code == 200

    assert owner.post(path, {"answers": {"obvious_to_reasonable_person": {"value": None}}}).status_code == 403
    small.refresh_from_db()
    assert small.facts["obvious_to_reasonable_person"]["value"] is False


def test_a_retired_system_takes_no_answers(program, small):
    assert program.post(f"/systems/{small.pk}/retire", {"reason": "Vervangen."}).status_code == 200
    late = program.post(f"/systems/{small.pk}/answers", {"answers": {"interacts_directly": {"value": True}}})
    assert late.status_code == 422
    assert not Answer.objects.exists()
