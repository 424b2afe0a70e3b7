"""Documents as proof: one adds, another accepts; versions follow each other; what was kept can be had back."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.urls import reverse

from balie.duties import service
from balie.duties.files import LARGEST
from balie.duties.filing import Upload, file_proof, file_seen, review_file, withdraw_file
from balie.duties.models import FileContent, ProofFile, SystemDuty
from balie.people.service import NotPermitted
from balie.register import service as register

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
OTHER = PDF.replace(b"1 0 obj", b"2 0 obj")


def upload(content=PDF, *, name="meldingen.pdf", **more):
    return Upload(name, content, **more)


@pytest.fixture
def filed(told, owner, acting):
    return file_proof(told.system_id, told.duty, upload(title="Meldingen"), acting(owner))


def status(told):
    told.refresh_from_db()
    return told.proof, told.proof_kind


def test_a_document_counts_once_somebody_else_accepts_it(told, filed, compliance, acting):
    assert status(told) == ("open", "document")
    assert "Meldingen" in told.proof_reason["nl"]
    review_file(filed.pk, accepted=True, note="", acting=acting(compliance))
    assert status(told) == ("met", "document")


def test_who_added_a_document_cannot_accept_it_whatever_their_roles(told, someone, acting):
    everything = someone("alles@wadlicht.example", "administrator", "compliance", "manager")
    made = file_proof(told.system_id, told.duty, upload(), acting(everything))
    with pytest.raises(register.Refused) as refused:
        review_file(made.pk, accepted=True, note="", acting=acting(everything))
    assert refused.value.code == "own-work"
    assert status(told) == ("open", "document")


@pytest.mark.parametrize("role", ["administrator", "builder", "analyst", "agent"])
def test_who_may_not_review_cannot_accept(filed, someone, acting, role):
    with pytest.raises((NotPermitted, Http404)):
        review_file(filed.pk, accepted=True, note="", acting=acting(someone("iemand@wadlicht.example", role)))


def test_a_rejection_says_what_is_missing(told, filed, compliance, acting):
    with pytest.raises(register.Refused):
        review_file(filed.pk, accepted=False, note=" ", acting=acting(compliance))
    review_file(filed.pk, accepted=False, note="De telefoon ontbreekt.", acting=acting(compliance))
    assert status(told) == ("open", "document")


def test_a_document_is_reviewed_once(filed, compliance, acting):
    review_file(filed.pk, accepted=True, note="", acting=acting(compliance))
    with pytest.raises(register.Refused) as refused:
        review_file(filed.pk, accepted=False, note="Toch niet.", acting=acting(compliance))
    assert refused.value.code == "done-already"


def test_a_new_version_supports_only_duties_that_its_maker_may_prove(told, wim, someone, compliance, acting):
    other = SystemDuty.objects.filter(system=wim).exclude(pk=told.pk).first()
    shared = file_proof(wim.pk, told.duty, upload(also=(other.duty,)), acting(compliance))
    builder = someone("bo@wadlicht.example", "builder")
    SystemDuty.objects.filter(pk=told.pk).update(owner=builder)
    with pytest.raises(register.Refused) as refused:
        file_proof(wim.pk, told.duty, upload(OTHER, replaces=shared.pk), acting(builder))
    assert (refused.value.field, refused.value.code) == ("replaces", "not-yours")
    assert list(other.files.all()) == [shared]
    assert file_proof(wim.pk, told.duty, upload(OTHER), acting(builder)).duties.get() == told
    SystemDuty.objects.filter(pk=other.pk).update(owner=builder)
    following = file_proof(wim.pk, told.duty, upload(OTHER, replaces=shared.pk), acting(builder))
    assert set(following.duties.all()) == {told, other}


def test_a_new_version_supports_the_duties_of_another_system_only_for_whoever_may_prove_those(
    told, owner, filed, compliance, acting
):
    elsewhere = SystemDuty.objects.exclude(system=told.system).first()
    filed.duties.add(elsewhere)
    with pytest.raises(register.Refused):
        file_proof(told.system_id, told.duty, upload(OTHER, replaces=filed.pk), acting(owner))
    following = file_proof(told.system_id, told.duty, upload(OTHER, replaces=filed.pk), acting(compliance))
    assert set(following.duties.all()) == {told, elsewhere}


def test_a_new_version_takes_over_once_it_is_accepted(told, filed, owner, compliance, acting):
    review_file(filed.pk, accepted=True, note="", acting=acting(compliance))
    following = file_proof(told.system_id, told.duty, upload(OTHER, replaces=filed.pk), acting(owner))
    assert (following.version, following.title) == (2, "Meldingen")
    assert status(told) == ("met", "document")
    review_file(following.pk, accepted=True, note="", acting=acting(compliance))
    withdraw_file(following.pk, acting(owner))
    assert status(told) == ("met", "document")
    with pytest.raises(register.Refused) as refused:
        file_proof(told.system_id, told.duty, upload(replaces=filed.pk), acting(owner))
    assert refused.value.code == "replaced-already"


def test_an_old_version_does_not_prop_up_a_new_one_that_ran_out(told, filed, owner, compliance, acting, today):
    review_file(filed.pk, accepted=True, note="", acting=acting(compliance))
    following = file_proof(
        told.system_id, told.duty, upload(OTHER, replaces=filed.pk, valid_until=today), acting(owner)
    )
    review_file(following.pk, accepted=True, note="", acting=acting(compliance))
    service.judge_stale(acting(owner, days=1).now)
    assert status(told) == ("stale", "document")


def test_one_document_supports_several_duties_and_is_kept_once(told, wim, owner, compliance, acting):
    made = file_proof(wim.pk, told.duty, upload(also=("tell-it-is-ai",)), acting(owner))
    review_file(made.pk, accepted=True, note="", acting=acting(compliance))
    again = SystemDuty.objects.get(system=wim, duty="tell-it-is-ai")
    assert (again.proof, again.proof_kind) == ("met", "document")
    file_proof(wim.pk, "have-a-legal-basis", upload(title="Nog eens"), acting(owner))
    assert FileContent.objects.count() == 1
    assert ProofFile.objects.count() == 2


def test_a_document_for_a_duty_the_system_does_not_have_is_refused_whole(told, owner, acting):
    with pytest.raises(Http404):
        file_proof(told.system_id, told.duty, upload(also=("no-such-duty",)), acting(owner))
    assert not ProofFile.objects.exists()


def test_a_withdrawn_document_counts_no_longer_and_stays(told, filed, compliance, someone, acting):
    review_file(filed.pk, accepted=True, note="", acting=acting(compliance))
    with pytest.raises(NotPermitted):
        withdraw_file(filed.pk, acting(someone("bram@wadlicht.example", "builder")))
    withdraw_file(filed.pk, acting(compliance))
    assert status(told) == ("open", "")
    assert bytes(file_seen(filed.pk, acting(compliance)).content.content) == PDF


def test_a_document_leaves_in_a_box(filed, client, owner):
    client.force_login(owner)
    answer = client.get(reverse("duties:download", args=[filed.pk]))
    assert answer.content == PDF
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="meldingen.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_auditor_reads_the_documents_of_the_mandate_and_no_others(filed, auditor, compliance, client, acting):
    other = SystemDuty.objects.exclude(system=filed.duties.get().system).filter(status="in_force").first()
    elsewhere = file_proof(other.system_id, other.duty, upload(OTHER), acting(compliance))
    client.force_login(auditor)
    assert client.get(reverse("duties:download", args=[filed.pk])).status_code == 200
    assert client.get(reverse("duties:download", args=[elsewhere.pk])).status_code == 404
    assert client.get(reverse("duties:download", args=[10**30])).status_code == 404


def send(client, told, content, name="meldingen.pdf", **more):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("duties:add_file", args=[told.system_id, told.duty]), {"file": file, **more})


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        pytest.param(b"", "leeg.pdf", "leeg", id="an empty file"),
        pytest.param(b"<script>alert(1)</script>", "x.pdf", "Dit soort bestand kan niet", id="another kind"),
        pytest.param(PDF, "x.png", "De inhoud is PDF", id="another name"),
        pytest.param(PDF + b" " * LARGEST, "x.pdf", "groter dan 20 MB", id="too large"),
    ],
)
def test_the_page_says_what_is_wrong_with_a_file(told, owner, client, content, name, words):
    client.force_login(owner)
    answer = send(client, told, content, name)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ProofFile.objects.exists()


def test_what_was_typed_beside_a_faulty_file_stays(told, owner, client):
    client.force_login(owner)
    answer = send(client, told, b"x", title="Mijn meldingen", valid_until="2027-01-01")
    assert 'value="Mijn meldingen"' in answer.content.decode()
    assert 'value="2027-01-01"' in answer.content.decode()


def test_a_second_person_accepts_on_the_page(told, filed, compliance, client):
    client.force_login(compliance)
    page = client.get(reverse("duties:duty", args=[told.system_id, told.duty])).content.decode()
    assert "Keur dit document" in page
    answer = client.post(reverse("duties:review", args=[filed.pk]), {"accepted": "yes", "duty": told.pk}, follow=True)
    assert "Je oordeel is bewaard" in answer.content.decode()
    assert status(told) == ("met", "document")


def test_a_document_of_a_date_gone_by_is_not_added(told, owner, acting, today):
    with pytest.raises(register.Refused) as refused:
        file_proof(told.system_id, told.duty, upload(valid_until=today - timedelta(days=1)), acting(owner))
    assert refused.value.code == "past"
    assert date(2026, 11, 23) == today
