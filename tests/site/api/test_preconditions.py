"""ETags: what was read says what it was, and a change can be held to that."""

import pytest

from balie.duties.models import Comment, SystemDuty
from balie.duties.tasks import About, Wanted, add_task
from balie.evidence.models import Entry
from balie.register.models import AISystem, Organisation, Supplier
from balie.site.api.scopes import Scope


@pytest.fixture
def thing(request, program, small, acting_person, person):
    """One thing of each kind, by its address, with a change of it."""
    organisation = small.organisation
    if request.param == "system":
        return f"/systems/{small.pk}", {"model": "gpt-4o"}
    if request.param == "supplier":
        return f"/suppliers/{Supplier.objects.create(organisation=organisation, name='Taalbrug').pk}", {"country": "NL"}
    if request.param == "task":
        return f"/tasks/{add_task(Wanted('Bel', owner=person), About(), acting_person).pk}", {"title": "Bel terug"}
    if request.param == "organisation":
        return "/organisation", {"sector": "energy", "languages": ["nl", "en"]}
    return f"/duties/{SystemDuty.objects.filter(system=small).first().pk}", {"owner": person.pk}


@pytest.fixture
def acting_person(person, noon):
    from balie.register.service import Acting

    return Acting(person, noon, noon.date())


KINDS = pytest.mark.parametrize("thing", ["system", "supplier", "task", "organisation", "duty"], indirect=True)


@KINDS
def test_a_change_with_the_etag_of_what_was_read_needs_no_revision_and_a_second_one_is_refused(program, thing):
    address, change = thing
    etag = program.get(address).headers["ETag"]
    made = program.patch(address, change, If_Match=etag)
    assert made.status_code == 200, made.content
    now = program.get(address)
    assert now.headers["ETag"] != etag
    before = Entry.objects.count()
    late = program.patch(address, change, If_Match=etag)
    assert (late.status_code, late.json()["code"]) == (412, "changed")
    assert late.json()["what_to_do"]
    assert late.json()["current_revision"] == now.json().get("revision")
    assert Entry.objects.count() == before


@KINDS
def test_what_did_not_change_is_not_sent_again(program, thing):
    address, _ = thing
    first = program.get(address)
    again = program.get(address, If_None_Match=first.headers["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    assert program.get(address, If_None_Match='"other"').json() == first.json()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        pytest.param("*", 200, id="whatever there is"),
        pytest.param('"nonsense"', 412, id="another one"),
        pytest.param("W/{etag}", 412, id="weak ones never match"),
        pytest.param('{etag}, "nonsense"', 200, id="one of several"),
        pytest.param("no quotes", 412, id="no ETag at all"),
    ],
)
def test_if_match_compares_as_the_standard_says(program, small, sent, status):
    address = f"/systems/{small.pk}"
    etag = program.get(address).headers["ETag"]
    assert program.patch(address, {"model": "x"}, If_Match=sent.format(etag=etag)).status_code == status


def test_without_either_the_revision_is_asked_for(program, small):
    answer = program.patch(f"/systems/{small.pk}", {"model": "x"})
    assert (answer.status_code, answer.json()["places"][0]["place"]) == (422, "body.revision")


def test_a_stale_revision_beside_a_good_etag_is_still_refused(program, small):
    address = f"/systems/{small.pk}"
    etag = program.get(address).headers["ETag"]
    answer = program.patch(address, {"model": "x", "revision": small.revision + 1}, If_Match=etag)
    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


def test_a_repeated_request_gets_its_first_answer_although_the_etag_is_old(program, small):
    address = f"/systems/{small.pk}"
    etag = program.get(address).headers["ETag"]
    first = program.patch(address, {"model": "x"}, If_Match=etag, Idempotency_Key="k1")
    again = program.patch(address, {"model": "x"}, If_Match=etag, Idempotency_Key="k1")
    assert (again.status_code, again.json()) == (200, first.json())
    assert again.headers["Idempotency-Replayed"] == "true"


def test_an_idea_is_deleted_only_while_it_is_what_was_read(program, small):
    AISystem.objects.filter(pk=small.pk).update(life_cycle="idea")
    address = f"/systems/{small.pk}"
    etag = program.get(address).headers["ETag"]
    AISystem.objects.filter(pk=small.pk).update(model="anders")
    assert program("DELETE", address, If_Match=etag).status_code == 412
    assert AISystem.objects.filter(pk=small.pk).exists()
    assert program("DELETE", address, If_Match=program.get(address).headers["ETag"]).status_code == 200


def test_an_address_that_cannot_be_read_has_no_etag_to_send(program, small):
    answer = program.post(f"/systems/{small.pk}/retire", {"reason": "Op."}, If_Match='"x"')
    assert answer.status_code == 422
    assert not AISystem.objects.get(pk=small.pk).retired


def test_who_may_not_read_cannot_try_etags_out(person, program_of, small):
    blind = program_of(person, Scope.SYSTEMS_WRITE)
    answer = blind.patch(f"/systems/{small.pk}", {"model": "x"}, If_Match='"x"')
    assert (answer.status_code, answer.json()["code"]) == (403, "scope-missing")


def test_the_organisation_is_changed_by_who_may_and_not_over_somebody_else(program, program_of, someone, small):
    revision = program.get("/organisation").json()["revision"]
    changed = program.patch("/organisation", {"name": "Wadlicht", "sector": "energy", "revision": revision})
    assert (changed.status_code, changed.json()["name"], changed.json()["sector"]) == (200, "Wadlicht", "energy")
    assert Entry.objects.get(kind="organisation-changed").subject == "organisation"
    stale = program.patch("/organisation", {"name": "Anders", "revision": revision})
    assert (stale.status_code, stale.json()["current_revision"]) == (409, revision + 1)
    assert program.patch("/organisation", {"sector": "zeppelins", "revision": revision + 1}).status_code == 422
    builder = program_of(someone("bo@wadlicht.example", "builder"))
    assert builder.patch("/organisation", {"name": "Van Bo", "revision": revision + 1}).status_code == 403
    assert Organisation.objects.get().name == "Wadlicht"


def test_remarks_of_a_duty_are_added_and_read(program, program_of, someone, small):
    row = SystemDuty.objects.filter(system=small).first()
    said = program.post(f"/duties/{row.pk}/remarks", {"text": "  Gezien <b>.  "})
    assert (said.status_code, said.json()["text"]) == (201, "Gezien <b>.")
    assert [one["text"] for one in program.get(f"/duties/{row.pk}/remarks").json()["items"]] == ["Gezien <b>."]
    assert Comment.objects.get().duty_id == row.pk
    assert program.post(f"/duties/{row.pk}/remarks", {"text": " "}).status_code == 422
    reader = program_of(someone("bo@wadlicht.example", "builder"), Scope.DUTIES_READ)
    assert reader.post(f"/duties/{row.pk}/remarks", {"text": "x"}).status_code == 403
    assert program.get("/duties/999999/remarks").status_code == 404


def test_observations_of_a_duty_are_read_by_the_page_the_newest_first(program, small, noon):
    row = SystemDuty.objects.filter(system=small).first()
    for number in range(3):
        row.observations.create(
            kind="measured", control="c", outcome="met", reason={"nl": f"n{number}", "en": "e"}, observed_at=noon
        )
    page = program.get(f"/duties/{row.pk}/observations?limit=2", Accept_Language="nl").json()
    assert ([one["reason"] for one in page["items"]], page["count"]) == (["n2", "n1"], 3)
    rest = program.get(page["next"].removeprefix("/api/v1"), Accept_Language="nl").json()
    assert [one["reason"] for one in rest["items"]] == ["n0"]
