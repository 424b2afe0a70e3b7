"""The log on screen: who may read what of it, its filters, entries with their proof, and the look through it."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.site.evidence.conftest import at, shown

from balie.evidence import checks, heads, logs
from balie.evidence.core import Draft, PublicKey, Subject, check_proof, newest, read_proof
from balie.evidence.models import Check, Entry, Log
from balie.evidence.service import BALIE, Actor, record, record_many
from balie.evidence.writing import Said
from balie.register.models import AISystem
from balie.site.evidence import book as books
from balie.site.evidence.book import Asked, leaf_through, newer_than

pytestmark = pytest.mark.django_db


def changed(log):
    return Entry.objects.get(log=log, kind="system-changed", actor_name="Samira Haddou")


def test_the_log_says_what_happened_by_whom_and_how_we_know(colleague, wim, log):
    page = shown(colleague, at("log", wim))
    for words in ("Description changed", "Samira Haddou", "said by a person", "done by Balie itself", "c-1"):
        assert words in page


@pytest.mark.parametrize(
    ("asked", "there", "not_there"),
    [
        pytest.param({"kind": "content-stored"}, "content-stored", "system-changed", id="kind"),
        pytest.param({"origin": "attested", "person": "samira"}, "system-changed", "content-stored", id="origin, who"),
        pytest.param({"conversation": "c-1"}, "content-stored", "system-changed", id="conversation"),
        pytest.param({"since": "2026-11-24", "until": "2026-11-24"}, "content-stored", "system-changed", id="period"),
        pytest.param({"until": "2026-11-23"}, "system-changed", "content-stored", id="until and including"),
    ],
)
def test_filters_leave_out_what_does_not_fit(colleague, wim, log, asked, there, not_there):
    told = json.loads(b"".join(colleague.get(at("log", wim), asked | {"format": "json"})))
    kinds = {row["kind"].partition("/")[0] for row in told["rows"]}
    assert there in kinds
    assert not_there not in kinds


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param({"kind": "'; DROP TABLE evidence_entry; --"}, id="SQL"),
        pytest.param({"kind": "\0", "person": "\0", "conversation": "\0"}, id="null"),
        pytest.param({"person": "%_\\" * 50}, id="wild cards"),
        pytest.param({"person": "x" * 5000}, id="very long"),
        pytest.param({"since": "0001-01-01", "until": "9999-12-31"}, id="the edges of time"),
        pytest.param({"since": "yesterday"}, id="no date"),
        pytest.param({"before": "9" * 40}, id="a number beyond all"),
        pytest.param({"before": "-1"}, id="below nothing"),
        pytest.param({"before": "²"}, id="a digit that is none"),
        pytest.param({"person": "<script>alert(1)</script>"}, id="script"),
    ],
)
def test_hostile_filters_are_refused_or_find_nothing(colleague, wim, log, asked):
    assert "<script>alert" not in shown(colleague, at("log", wim), **asked)


def test_a_change_with_markup_is_shown_as_text(colleague, wim, log):
    page = shown(colleague, at("entry", wim, sequence=changed(log).sequence))
    assert "<b>Wimmie" not in page
    assert "&lt;b&gt;Wimmie&lt;/b&gt;" in page


def test_an_entry_and_its_proof_are_enough_for_somebody_else(colleague, wim, log):
    entry = changed(log)
    heads.publish(log, now=timezone.now())
    assert "Worked out just now" in shown(colleague, at("entry", wim, sequence=entry.sequence))
    leaf = colleague.get(at("leaf", wim, sequence=entry.sequence)).content
    proof = read_proof(colleague.get(at("proof", wim, sequence=entry.sequence)).content.decode())
    keys = [PublicKey.read(Entry.objects.get(log=log, sequence=0).body["key"])]
    assert check_proof(proof, leaf, keys, log=log.name).size > entry.sequence


def test_an_entry_newer_than_the_head_has_no_proof_until_one_signs(colleague, wim, log):
    entry = changed(log)
    assert "newer than the last checkpoint" in shown(colleague, at("entry", wim, sequence=entry.sequence))
    answer = colleague.get(at("proof", wim, sequence=entry.sequence))
    assert answer.headers["Location"] == at("entry", wim, sequence=entry.sequence)
    colleague.post(at("sign", wim))
    assert colleague.get(at("proof", wim, sequence=entry.sequence)).status_code == 200
    assert colleague.get(at("checkpoint", wim)).content.decode() == heads.latest(log).note


def test_signing_twice_makes_one_head(colleague, wim, log):
    for _ in range(2):
        colleague.post(at("sign", wim))
    assert log.checkpoints.count() == 1


def test_an_entry_that_was_changed_says_so_on_its_own_page(colleague, wim, log):
    heads.publish(log, now=timezone.now())
    entry = changed(log)
    Entry.objects.filter(pk=entry.pk).update(leaf=entry.leaf.replace("Wimmie", "Wammie"))
    page = shown(colleague, at("entry", wim, sequence=entry.sequence))
    assert "does not fit the hash" in page
    assert "Worked out just now" not in page


def test_an_entry_changed_with_its_hash_does_not_fit_the_head(colleague, wim, log):
    heads.publish(log, now=timezone.now())
    entry = changed(log)
    Entry.objects.filter(pk=entry.pk).update(leaf="", leaf_hash=b"x" * 32)
    page = shown(colleague, at("entry", wim, sequence=entry.sequence))
    assert "does not fit the checkpoint" in page


def test_an_expired_entry_keeps_its_hash_and_its_proof(colleague, wim, log):
    heads.publish(log, now=timezone.now())
    entry = changed(log)
    Entry.objects.filter(pk=entry.pk).update(leaf="")
    page = shown(colleague, at("entry", wim, sequence=entry.sequence))
    assert "past its retention period" in page
    assert bytes(entry.leaf_hash).hex() in page
    assert colleague.get(at("leaf", wim, sequence=entry.sequence)).status_code == 404
    assert colleague.get(at("proof", wim, sequence=entry.sequence)).status_code == 200
    assert "the text is destroyed" in shown(colleague, at("log", wim))


@pytest.mark.parametrize("sequence", [10**6, 2**62, 10**40])
def test_an_entry_that_is_not_there_is_not_found(colleague, wim, log, sequence):
    assert colleague.get(at("entry", wim, sequence=sequence)).status_code == 404


def test_a_system_without_entries_says_how_they_come(colleague, wim):
    Entry.objects.filter(log__system=wim.pk).delete()
    Log.objects.filter(system=wim.pk).delete()
    assert "There is nothing in this log yet" in shown(colleague, at("log", wim))
    assert colleague.post(at("check", wim)).status_code == 302


# Looking through it


def test_verify_now_says_that_it_holds_and_keeps_who_asked(colleague, person, wim, log):
    heads.publish(log, now=timezone.now())
    answer = colleague.post(at("check", wim), follow=True, headers={"accept-language": "en"})
    assert "This log holds." in answer.content.decode()
    check = Check.objects.get()
    assert (check.asked_by, check.holds, check.heads) == (person.pk, True, 1)
    told = Entry.objects.get(log=log, kind="log-verified")
    assert told.body == {"size": check.size, "root": bytes(check.root).hex(), "heads": 1, "faults": 0}
    assert "holds: nothing is wrong" in shown(colleague, at("log", wim))


def test_verify_now_leads_to_the_entry_that_was_changed(colleague, wim, log):
    entry = changed(log)
    Entry.objects.filter(pk=entry.pk).update(leaf=entry.leaf.replace("Wimmie", "Wammie"))
    page = colleague.post(at("check", wim), follow=True, headers={"accept-language": "en"}).content.decode()
    assert "This log does not hold." in page
    assert f'<a href="{at("entry", wim, sequence=entry.sequence)}">Entry {entry.sequence}</a>' in page
    assert Entry.objects.get(log=log, kind="log-verified").body["faults"] == len(Check.objects.get().findings)


def test_a_kept_checkpoint_shows_a_log_that_was_written_anew(colleague, wim, log):
    kept = heads.publish(log, now=timezone.now()).note
    fits = colleague.post(at("check", wim), {"outside": kept}, follow=True, headers={"accept-language": "en"})
    assert "and the one that you kept" in fits.content.decode()
    other = kept.replace(kept.splitlines()[2], "A" * 43 + "=")
    answer = colleague.post(at("check", wim), {"outside": other}, follow=True, headers={"accept-language": "en"})
    assert "the log was rewritten" in answer.content.decode().lower()


@pytest.mark.parametrize("outside", ["nonsense", "\n\n\n", "a\n1\n!\n\n— x y\n", "x" * 20_000, "\0"])
def test_what_is_no_checkpoint_is_told_so(colleague, wim, log, outside):
    assert colleague.post(at("check", wim), {"outside": outside}, follow=True).status_code == 200
    assert not Check.objects.filter(fitting__gt=0).exists()


def test_a_large_log_is_looked_through_by_the_worker(colleague, wim, log, monkeypatch):
    monkeypatch.setattr(checks, "AT_ONCE", 1)
    page = colleague.post(at("check", wim), follow=True, headers={"accept-language": "en"}).content.decode()
    assert "<progress" in page
    assert checks.run_waiting(timezone.now) == 1
    assert checks.run_waiting(timezone.now) == 0
    check = Check.objects.get()
    assert "This log holds." in shown(colleague, at("checked", wim, number=check.pk))


def test_a_look_that_broke_off_is_taken_up_again(person, log):
    now = timezone.now()
    check = checks.ask(log, by=Actor(person.pk, "Samira"), now=now)
    Check.objects.update(started_at=now - timedelta(minutes=5))
    assert checks.run_waiting(lambda: now) == 0
    Check.objects.update(started_at=now - timedelta(hours=2))
    assert checks.run_waiting(lambda: now) == 1
    check.refresh_from_db()
    assert check.holds


def test_a_check_of_another_log_is_not_found(colleague, person, wim, log):
    other = AISystem.objects.exclude(pk=wim.pk).first()
    logs.opened([other.pk], now=timezone.now())
    check = checks.ask(log, by=Actor(person.pk, "Samira"), now=timezone.now())
    assert colleague.get(at("checked", other, number=check.pk)).status_code == 404


# Auditors


def test_an_auditor_reads_the_period_of_the_mandate_and_that_is_put_down(auditor, wim, log):
    arie = auditor()
    page = shown(arie, at("log", wim), kind="")
    assert "Description changed" in page
    assert "c-1" not in page
    later = Entry.objects.get(log=log, kind="content-stored").sequence
    assert arie.get(at("entry", wim, sequence=later)).status_code == 404
    shown(arie, at("entry", wim, sequence=changed(log).sequence))
    looks = Entry.objects.filter(log=log, kind="log-read").order_by("sequence")
    assert [look.body for look in looks] == [{"query": "kind="}, {"seq": changed(log).sequence}]


def test_an_auditor_sees_no_other_log(auditor, wim, log):
    arie, other = auditor(), AISystem.objects.exclude(name="Wim").first()
    assert arie.get(at("log", other)).status_code == 404
    assert arie.get(at("log")).status_code == 403


def test_an_auditor_of_everything_sees_the_log_of_the_organisation(auditor, log):
    logs.opened([0], now=timezone.now())
    arie = auditor(all_systems=True, period_from=date(2020, 1, 1), period_until=date(2100, 1, 1))
    assert "Log of the organisation" in shown(arie, at("log"))
    assert Entry.objects.filter(log__system=0, kind="log-read").exists()


def test_a_colleagues_look_is_not_put_down(colleague, wim, log):
    shown(colleague, at("log", wim))
    assert not Entry.objects.filter(kind="log-read").exists()


@pytest.mark.parametrize("role", ["manager", "builder", "analyst", "agent"])
def test_who_does_not_manage_people_does_not_read_the_log_of_the_organisation(someone, example, role):
    client = Client()
    client.force_login(someone("els@wadlicht.example", role))
    assert client.get(at("log")).status_code == 403


# Taken along


def test_the_pack_holds_the_entries_and_that_is_put_down(colleague, wim, log):
    answer = colleague.post(at("pack", wim), {"since": "2026-11-01", "until": ""})
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as pack:
        entries = pack.read("log/entries.jsonl").decode()
    assert answer.headers["Content-Type"] == "application/zip"
    assert changed(log).leaf in entries
    assert Entry.objects.get(log=log, kind="pack-made").body["from"] == "2026-11-01"


@pytest.mark.parametrize("days", [{"since": "0001-01-01"}, {"until": "9999-12-31"}, {"since": "gisteren"}])
def test_a_pack_of_impossible_days_is_refused(colleague, wim, log, days):
    answer = colleague.post(at("pack", wim), days, follow=True, headers={"accept-language": "en"})
    assert "Choose days between" in answer.content.decode()
    assert not Entry.objects.filter(kind="pack-made").exists()


def test_the_history_of_a_system_leads_to_the_entry_in_its_log(colleague, wim, log):
    page = shown(colleague, f"/systems/{wim.pk}/history/")
    assert f'href="{at("entry", wim, sequence=changed(log).sequence)}"' in page
    assert "said by a person" in page


def test_the_page_of_a_duty_leads_to_its_entries_in_the_log(colleague, wim, log, noon):
    duty = wim.duties.first()
    record("duty-planned", by=BALIE, now=noon, subject=Subject("duty", duty.pk, duty.duty, wim.pk))
    planned = Entry.objects.get(kind="duty-planned", subject_id=duty.pk)
    page = shown(colleague, f"/systems/{wim.pk}/duties/{duty.duty}/")
    assert f'href="{at("entry", wim, sequence=planned.sequence)}"' in page


# Leafing


def test_one_leafs_through_every_entry_once(colleague, wim, log, noon, monkeypatch):
    monkeypatch.setattr(books, "ROWS", 7)
    log.refresh_from_db()
    seen, place = [], log.size
    while place is not None:
        leaf = leaf_through(log.entries.all(), Asked(), place)
        seen += [entry.sequence for entry in leaf.rows]
        place = leaf.older
    assert seen == list(reversed(range(log.size)))


@pytest.mark.parametrize(
    ("asked", "rare"),
    [
        pytest.param({}, 2_000, id="everything"),
        pytest.param({"kind": "commented"}, 2_000, id="a rare kind"),
        pytest.param({"kind": "commented"}, 0, id="a kind that is everywhere"),
    ],
)
def test_one_leafs_back_along_the_pages_one_came_by(wim, log, noon, monkeypatch, asked, rare):
    about = [(Subject("duty", number, "Plicht", wim.pk), {}) for number in range(18)]
    record_many("commented", by=BALIE, now=noon, subjects=about)
    for name, value in (("ROWS", 7), ("RARE", rare), ("_AT_ONCE", 3), ("WINDOW", 5)):
        monkeypatch.setattr(books, name, value)
    log.refresh_from_db()
    found, tops = log.entries.all(), [log.size]
    while (older := leaf_through(found, Asked(**asked), tops[-1]).older) is not None:
        tops.append(older)
    assert len(tops) > 2
    back = [newer_than(found, Asked(**asked), top, log.size) for top in tops]
    assert back[:2] == [None, None]
    for top, newer in zip(tops[1:-1], back[2:], strict=True):
        rows = leaf_through(found, Asked(**asked), top).rows
        assert leaf_through(found, Asked(**asked), newer).rows == rows


def test_a_page_further_back_leads_to_newer_ones(colleague, wim, log, monkeypatch):
    monkeypatch.setattr(books, "ROWS", 1)
    assert 'rel="prev"' not in shown(colleague, at("log", wim))
    page = shown(colleague, at("log", wim), before="1")
    assert ">Newer</a>" in page
    assert 'rel="prev" href="?before=2#entries"' in page
    assert 'rel="prev" href="?#entries"' in shown(colleague, at("log", wim), before=str(log.size + 3))


@pytest.mark.parametrize("asked", [{"kind": "content-stored"}, {"conversation": "c-1"}])
def test_what_is_rare_is_found_at_once_page_by_page(colleague, wim, log, noon, monkeypatch, asked):
    about = Subject("conversation", 2, "Gesprek", wim.pk, "c-1")
    draft = Draft(newest("content-stored").id, newest("content-stored").origin, about, BALIE, {"media": "text/plain"})
    logs.add({wim.pk: [Said(noon, draft)] * 8}, now=noon)
    monkeypatch.setattr(books, "ROWS", 4)
    monkeypatch.setattr(books, "_AT_ONCE", 3)
    monkeypatch.setattr(books, "WINDOW", 1)
    log.refresh_from_db()
    leaf = leaf_through(log.entries.all(), Asked(**asked), log.size)
    seen = [entry.sequence for entry in leaf.rows]
    while leaf.older is not None:
        leaf = leaf_through(log.entries.all(), Asked(**asked), leaf.older)
        seen += [entry.sequence for entry in leaf.rows]
    assert seen == sorted(log.entries.filter(kind="content-stored").values_list("sequence", flat=True), reverse=True)
    assert len(seen) == 9


def test_what_fits_few_is_searched_for_in_steps_that_say_how_far_they_got(log, monkeypatch):
    monkeypatch.setattr(books, "RARE", 0)
    monkeypatch.setattr(books, "WINDOW", 1)
    monkeypatch.setattr(books, "WINDOWS", 2)
    log.refresh_from_db()
    leaf = leaf_through(log.entries.all(), Asked(kind="log-opened"), log.size)
    assert (leaf.rows, leaf.searched, leaf.older) == ([], log.size - 2, log.size - 2)
    while leaf.older is not None:
        leaf = leaf_through(log.entries.all(), Asked(kind="log-opened"), leaf.older)
    assert [entry.sequence for entry in leaf.rows] == [0]


def test_a_page_of_the_log_takes_a_bounded_number_of_queries(colleague, wim, log, django_assert_max_num_queries):
    shown(colleague, at("log", wim))
    with django_assert_max_num_queries(24):
        shown(colleague, at("log", wim))
