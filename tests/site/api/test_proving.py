"""Duties, proof and tasks through the API."""

import hashlib
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from balie.duties.attesting import enough
from balie.duties.models import ProofFile, SystemDuty, Task
from balie.evidence.models import Entry

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(17) + b"\x00\x00\x00\x00IEND\xaeB`\x82"


@pytest.fixture
def duty(example) -> SystemDuty:
    """A duty in force of which somebody's word can be proof."""
    rows = SystemDuty.objects.filter(status="in_force").order_by("pk")
    return next(row for row in rows if enough(row.duty))


def send(program, path, *, name="proef.pdf", content=b"%PDF-1.4\n%%EOF\n", more=None, **headers):
    sent = {"file": SimpleUploadedFile(name, content), **(more or {})}
    headers |= {"Authorization": f"Bearer {program.token}", "Accept-Language": "en"}
    return program.client.post(f"/api/v1{path}", sent, headers=headers)


def test_duties_are_found_by_what_they_are(program, duty):
    every = program.get("/duties?limit=1").json()
    assert every["count"] == SystemDuty.objects.filter(ended_at=None).count()
    one = program.get(f"/duties?system={duty.system_id}&duty={duty.duty}").json()
    assert [row["id"] for row in one["items"]] == [duty.pk]
    assert one["items"][0]["title"] != duty.duty
    assert program.get("/duties?proof=met").json()["count"] == 0


def test_a_duty_gets_an_owner_and_a_deadline(program, duty, person):
    planned = program.patch(f"/duties/{duty.pk}", {"owner": person.pk, "deadline": "2027-03-01"}).json()
    assert (planned["owner"]["id"], planned["deadline"]) == (person.pk, "2027-03-01")
    kept = program.patch(f"/duties/{duty.pk}", {"deadline": None}).json()
    assert (kept["owner"]["id"], kept["deadline"]) == (person.pk, None)
    assert program.patch(f"/duties/{duty.pk}", {"owner": 999_999}).json()["places"][0]["place"] == "body.owner"


def test_somebodys_word_is_given_and_taken_back(program, duty):
    path, until = f"/duties/{duty.pk}", (timezone.localdate() + timedelta(days=90)).isoformat()
    said = {"statement": "Nagekeken op de site: de melding staat bovenaan.", "expires_on": until}

    proofs = program.post(f"{path}/attestations", said)
    assert proofs.status_code == 201, proofs.content
    assert program.get(path).json()["proof"] == "met"
    made = proofs.json()["attestations"][0]
    late = said | {"expires_on": (date.fromisoformat(until) + timedelta(days=366)).isoformat()}
    assert program.post(f"{path}/attestations", late).json()["places"][0]["place"] == "body.expires_on"

    back = program.post(f"{path}/attestations/{made['id']}/withdraw", {"because": "Toch niet."})
    assert back.json()["attestations"][0]["withdrawn_because"] == "Toch niet."
    assert program.get(path).json()["proof"] == "open"
    assert program.post(f"{path}/attestations/999999/withdraw", {"because": "x"}).status_code == 404


def test_a_document_is_added_and_withdrawn(program, duty):
    path = f"/duties/{duty.pk}"
    sent = send(program, f"{path}/files", more={"title": "Proef van november"})
    assert sent.status_code == 201, sent.content
    made = sent.json()
    assert (made["title"], made["media_type"], made["accepted"]) == ("Proef van november", "application/pdf", None)
    assert program.get(f"{path}/proofs").json()["files"][0]["digest"] == made["digest"]
    whole = program.get(f"{path}/files/{made['id']}/content")
    assert hashlib.sha256(whole.content).hexdigest() == made["digest"]
    assert (whole.headers["Content-Type"], "attachment" in whole.headers["Content-Disposition"]) == (
        "application/octet-stream", True,
    )  # fmt: skip
    assert program.get(f"{path}/files/{made['id'] + 1}/content").status_code == 404
    assert program("POST", f"{path}/files/{made['id']}/withdraw").json()["withdrawn_at"]
    assert Entry.objects.filter(kind="file-withdrawn").exists()


@pytest.mark.parametrize(
    ("more", "place"),
    [
        pytest.param({"name": "virus.exe", "content": b"MZ"}, "body.file", id="a kind that is not taken"),
        pytest.param({"content": b"geen pdf"}, "body.file", id="another kind than its name says"),
        pytest.param({"more": {"titel": "x"}}, "form.titel", id="an unknown field"),
        pytest.param({"more": {"valid_until": "morgen"}}, "form.valid_until", id="no date"),
    ],
)
def test_a_document_that_is_refused(program, duty, more, place):
    answer = send(program, f"/duties/{duty.pk}/files", **more)

    assert answer.status_code == 422, answer.content
    assert [one["place"] for one in answer.json()["places"]] == [place]
    assert not ProofFile.objects.exists()


def test_a_document_that_is_too_large_is_not_read(program, duty):
    answer = send(program, f"/duties/{duty.pk}/files", content=b"x" * 21_300_000)

    assert answer.status_code == 413


def test_a_document_sent_twice_with_one_key_is_kept_once(program, duty):
    path = f"/duties/{duty.pk}/files"
    first, again = (send(program, path, **{"Idempotency-Key": "f1"}) for _ in range(2))

    assert first.content == again.content
    assert again.headers["Idempotency-Replayed"] == "true"
    assert ProofFile.objects.count() == 1
    other = send(program, path, content=b"%PDF-1.4\nanders\n%%EOF\n", **{"Idempotency-Key": "f1"})
    assert other.json()["code"] == "key-used"


def test_a_task_from_first_to_last(program, duty, person):
    made = program.post("/tasks", {"title": "Melding nakijken", "duty": duty.pk, "deadline": "2027-01-15"})
    assert made.status_code == 201, made.content
    task = made.json()
    assert (task["owner"]["id"], task["system"], task["duty"]) == (person.pk, duty.system_id, duty.pk)
    path = f"/tasks/{task['id']}"

    changed = program.patch(path, {"revision": task["revision"], "title": "Melding testen"}).json()
    assert (changed["title"], changed["deadline"]) == ("Melding testen", "2027-01-15")
    stale = program.patch(path, {"revision": task["revision"], "title": "Iets"})
    assert (stale.status_code, stale.json()["current_revision"]) == (409, changed["revision"])
    assert program.get("/tasks?mine=true&state=open").json()["count"] == 1
    done = program.post(f"{path}/finish", {"outcome": "Klopt."}).json()
    assert done["done_by"]["id"] == person.pk
    assert program.get("/tasks?state=open").json()["count"] == 0
    assert program("POST", f"{path}/reopen").json()["done_at"] is None


def test_who_may_not_plan_gives_no_task_to_another(program_of, someone, person, small):
    analyst = program_of(someone("a@wadlicht.example", "analyst"))

    assert analyst.post("/tasks", {"title": "Voor jou", "owner": person.pk}).status_code == 403
    assert analyst.post("/tasks", {"title": "Voor mij"}).status_code == 201
    assert Task.objects.count() == 1
