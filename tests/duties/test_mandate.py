"""An auditor reads what held in the period of the mandate, as it stood at its end, and the answers to requests."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.http import Http404
from django.urls import reverse

from balie.duties.attesting import attest, withdraw_attestation
from balie.duties.control import ProofKind, ProofStatus
from balie.duties.controls import shipped_controls
from balie.duties.filing import Upload, file_proof, file_seen, review_file, withdraw_file
from balie.duties.observing import Observation, observe
from balie.duties.reach import visible_tasks
from balie.duties.records import records_of
from balie.duties.tasks import About, Wanted, add_task, ask_for_evidence, comment_on_duty, finish_task
from balie.law import Text
from balie.register import service as register
from balie.register.system import Substantial

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
AUGUST, OCTOBER, NOVEMBER = date(2026, 8, 10), date(2026, 10, 10), date(2026, 11, 10)
NEXT_YEAR = date(2027, 3, 1)


@pytest.fixture
def auditor(auditor):
    """An auditor of September and October."""
    auditor.mandates.update(period_from=date(2026, 9, 1), period_until=date(2026, 10, 31))
    return auditor


def on(person, day):
    """Somebody does something at noon of a day."""
    return register.Acting(person, datetime(day.year, day.month, day.day, 12, tzinfo=UTC), day)


def file(told, person, day, title, **more):
    return file_proof(told.system_id, told.duty, Upload("a.pdf", PDF, title=title, **more), on(person, day))


def titles(told, person, noon):
    return {one.title for one in records_of(told, person, now=noon).files}


def page_of(client, person, told):
    client.force_login(person)
    answer = client.get(reverse("duties:duty", args=[told.system_id, told.duty]))
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_documents_of_before_that_still_held_and_of_the_period_are_read_and_later_ones_are_not(
    told, owner, compliance, auditor, noon
):
    old = file(told, owner, AUGUST, "Weg voor de periode")
    withdraw_file(old.pk, on(owner, AUGUST))
    file(told, owner, AUGUST, "Verlopen", valid_until=date(2026, 8, 20))
    kept = file(told, owner, AUGUST, "Van voor de periode")
    file(told, owner, OCTOBER, "Uit de periode")
    late = file(told, owner, NOVEMBER, "Van erna")

    assert titles(told, auditor, noon) == {"Van voor de periode", "Uit de periode"}
    assert len(titles(told, compliance, noon)) == 5
    assert file_seen(kept.pk, on(auditor, NOVEMBER)) == kept
    for hidden in (old, late):
        with pytest.raises(Http404):
            file_seen(hidden.pk, on(auditor, NOVEMBER))


def test_what_happened_to_a_document_after_the_period_is_not_told(told, owner, compliance, auditor, noon, client):
    first = file(told, owner, OCTOBER, "Later goedgekeurd")
    review_file(first.pk, accepted=True, note="Dat klopt nu.", acting=on(compliance, NOVEMBER))
    second = file(told, owner, OCTOBER, "Later ingetrokken")
    review_file(second.pk, accepted=True, note="", acting=on(compliance, OCTOBER))
    file(told, owner, NOVEMBER, "De volgende", replaces=second.pk)
    withdraw_file(second.pk, on(owner, NOVEMBER))

    by_title = {one.title: one for one in records_of(told, auditor, now=noon).files}
    assert (by_title["Later goedgekeurd"].accepted, by_title["Later goedgekeurd"].reviewed_by) == (None, None)
    assert by_title["Later ingetrokken"].withdrawn_at is None
    page = page_of(client, auditor, told)
    assert "“Later ingetrokken” is goedgekeurd" in page
    assert not any(
        words in page for words in ("Dat klopt nu.", "De volgende", "er is een nieuwere versie", "ingetrokken ·")
    )
    first.refresh_from_db()
    assert first.accepted is True


def test_the_status_of_a_duty_is_that_of_the_end_of_the_period(told, owner, compliance, auditor, client):
    made = file(told, owner, NOVEMBER, "Meldingen")
    review_file(made.pk, accepted=True, note="", acting=on(compliance, NOVEMBER))
    told.refresh_from_db()
    assert told.proof == "met"

    assert "Meldingen" in page_of(client, compliance, told)
    page = page_of(client, auditor, told)
    assert "Meldingen" not in page
    assert "Er is nog geen bewijs." in page
    told.refresh_from_db()
    assert told.proof == "met"


@pytest.mark.parametrize("asked", ["/systems/{}/duties/?format=csv", "/duties/?format=csv", "/duties/?format=json"])
def test_no_list_or_export_names_what_proof_of_after_the_period_rests_on(
    told, owner, compliance, auditor, client, asked
):
    made = file(told, owner, NOVEMBER, "Meldingen van later")
    review_file(made.pk, accepted=True, note="", acting=on(compliance, NOVEMBER))

    told_to = {}
    for person in (compliance, auditor):
        client.force_login(person)
        told_to[person] = b"".join(client.get(asked.format(told.system_id))).decode("utf-8-sig")
    assert "Meldingen van later" in told_to[compliance]
    assert "Meldingen van later" not in told_to[auditor]


def test_statements_are_those_that_held_in_the_period(told, owner, auditor, noon, client):
    for day, words in ((AUGUST, "augustus"), (OCTOBER, "oktober"), (NOVEMBER, "november")):
        attest(told.system_id, told.duty, f"Nagegaan en gezien in {words}.", NEXT_YEAR, on(owner, day))
    gone = attest(told.system_id, told.duty, "Nagegaan, maar te vroeg gejuicht.", NEXT_YEAR, on(owner, AUGUST))
    withdraw_attestation(gone.pk, "Het klopte niet.", on(owner, AUGUST))
    back = attest(told.system_id, told.duty, "Nagegaan, en later teruggenomen.", NEXT_YEAR, on(owner, OCTOBER))
    withdraw_attestation(back.pk, "Achteraf toch niet.", on(owner, NOVEMBER))

    page = page_of(client, auditor, told)
    assert "in augustus" in page
    assert "in oktober" in page
    assert "later teruggenomen" in page
    assert not any(words in page for words in ("in november", "gejuicht", "Achteraf"))


def test_remarks_and_tasks_of_outside_the_period_are_not_read(told, owner, compliance, auditor, noon, client):
    for day in (AUGUST, OCTOBER, NOVEMBER):
        comment_on_duty(told.system_id, told.duty, f"Gezegd op {day}", on(compliance, day))
        add_task(Wanted(f"Taak van {day}"), About(told.system_id, told.duty), on(compliance, day))
    done = add_task(Wanted("Klaar voor de periode"), About(told.system_id, told.duty), on(compliance, AUGUST))
    finish_task(done.pk, "Gedaan.", on(compliance, AUGUST))
    later = add_task(Wanted("Klaar na de periode"), About(told.system_id, told.duty), on(compliance, OCTOBER))
    finish_task(later.pk, "Pas na de periode.", on(compliance, NOVEMBER))

    page = page_of(client, auditor, told)
    assert f"Gezegd op {OCTOBER}" in page
    assert f"Taak van {AUGUST}" in page
    assert "Klaar na de periode" in page
    hidden = (
        f"Gezegd op {AUGUST}",
        f"Gezegd op {NOVEMBER}",
        f"Taak van {NOVEMBER}",
        "Klaar voor",
        "Pas na de periode.",
    )
    assert not any(words in page for words in hidden)
    assert {one.title for one in visible_tasks(auditor, now=noon)} == {
        f"Taak van {AUGUST}",
        f"Taak van {OCTOBER}",
        "Klaar na de periode",
    }


def test_measurements_are_those_up_to_the_end_of_the_period(told, auditor, noon):
    control = next(one for one in shipped_controls().of_duty(told.duty) if one.kind is ProofKind.MEASURED)
    look = Observation(control.id, ProofStatus.MET, Text(nl="Goed.", en="Good."), on(None, OCTOBER).now)
    observe(told.system_id, told.duty, look)
    observe(
        told.system_id,
        told.duty,
        replace(look, outcome=ProofStatus.FAILING, reason=Text(nl="Mis.", en="Wrong."), at=on(None, NOVEMBER).now),
    )

    records = records_of(told, auditor, now=noon)
    assert [one.outcome for one in records.looks] == ["met"]
    assert [one.outcome for one in records.evidence.seen] == [ProofStatus.MET]


def test_what_is_added_while_a_request_of_the_auditor_is_open_is_read(told, owner, compliance, auditor, noon, client):
    early = file(told, owner, NOVEMBER, "Voor het verzoek")
    asked = ask_for_evidence(
        told.system_id, told.duty, Wanted("Het logboek", deadline=NEXT_YEAR), on(auditor, date(2026, 11, 11))
    )
    answer = file(told, owner, date(2026, 11, 12), "Het logboek zelf")
    attest(told.system_id, told.duty, "Nagegaan op verzoek van de auditor.", NEXT_YEAR, on(owner, date(2026, 11, 12)))
    comment_on_duty(told.system_id, told.duty, "Zie het logboek.", on(owner, date(2026, 11, 12)))
    finish_task(asked.pk, "Toegevoegd.", on(owner, date(2026, 11, 13)))
    late = file(told, owner, date(2026, 11, 14), "Na het antwoord")

    assert titles(told, auditor, noon) == {"Het logboek zelf"}
    assert file_seen(answer.pk, on(auditor, date(2026, 11, 20))) == answer
    for hidden in (early, late):
        with pytest.raises(Http404):
            file_seen(hidden.pk, on(auditor, date(2026, 11, 20)))
    page = page_of(client, auditor, told)
    for words in ("Nagegaan op verzoek", "Zie het logboek.", "Toegevoegd."):
        assert words in page


def test_a_request_of_somebody_else_shows_an_auditor_nothing(told, owner, compliance, auditor, noon):
    ask_for_evidence(told.system_id, told.duty, Wanted("Log", deadline=NEXT_YEAR), on(compliance, NOVEMBER))
    file(told, owner, date(2026, 11, 12), "Voor een ander")

    assert titles(told, auditor, noon) == set()


def test_versions_are_those_of_up_to_the_end_of_the_period(told, owner, auditor, client):
    for day in (AUGUST, OCTOBER, NOVEMBER):
        new = register.NewVersion(f"v-{day:%m}", day, "Nieuw model.", Substantial.NO)
        register.add_version(told.system_id, new, on(owner, day))
    client.force_login(auditor)
    seen = client.get(f"/systems/{told.system_id}/description/").context["versions"]

    assert {one.label for one in seen} == {"v-08", "v-10"}
    client.force_login(owner)
    assert len(client.get(f"/systems/{told.system_id}/description/").context["versions"]) == 3


def test_every_page_tells_an_auditor_of_which_period_it_is(told, owner, auditor, client):
    words = "Je mandaat gaat over 1 september 2026 tot en met 31 oktober 2026"
    assert words in page_of(client, auditor, told)
    assert words not in page_of(client, owner, told)


def test_while_the_period_runs_an_auditor_is_told_that_things_are_as_they_stand_now(told, auditor, client):
    auditor.mandates.update(period_until=date(2099, 1, 1))
    page = page_of(client, auditor, told)
    assert "zie je zoals ze nu zijn" in page
    assert "zie je zoals ze waren" not in page
