"""Packs and samples from the site: what goes along, for whom, and what is put down about it."""

import hashlib
import io
import json
import zipfile
from datetime import date, timedelta

import pytest

from balie.duties.service import Upload, file_proof
from balie.evidence.contents import store
from balie.evidence.core.sampling import Method, NotDrawable
from balie.evidence.models import Checkpoint, Entry, Log
from balie.evidence.service import BALIE, Subject, record_many
from balie.evidence.verifier import balie_sample, balie_verify
from balie.people.models import Mandate
from balie.people.service import NotPermitted, actor
from balie.register.models import AISystem
from balie.register.service import Acting, NoSuchSystem
from balie.site import packs
from balie.site.packs import Drawing, Period

pytestmark = pytest.mark.django_db
ALL = Period()
EMAIL = b"From: a@b.example\nDate: Mon, 23 Nov 2026 12:00:00 +0000\nSubject: DPIA\n\nWe looked at it."


@pytest.fixture
def wim(example, noon) -> AISystem:
    """A system with a log of some length."""
    system = AISystem.objects.get(name="Wim")
    about = [(Subject("duty", number, f"Plicht {number}", system.pk), {}) for number in range(30)]
    for kind, many in (("duty-planned", 30), ("commented", 9)):
        record_many(kind, by=BALIE, now=noon, subjects=about[:many])
    return system


@pytest.fixture
def take(noon, tmp_path):
    """Make a pack as somebody, check it as an auditor does, and return what is in it."""

    def made(person, system, period=ALL, *, content=False):
        ready = packs.pack_for(person, system.pk, period, content=content, now=noon)
        with ready.file as file:
            raw = file.read()
        assert len(raw) == ready.size
        (tmp_path / ready.name).write_bytes(raw)
        assert balie_verify.main([str(tmp_path / ready.name)]) == 0
        return zipfile.ZipFile(io.BytesIO(raw)), ready, tmp_path / ready.name

    return made


def texts(opened):
    lines = [json.loads(line) for line in opened.read("log/entries.jsonl").splitlines()]
    return [line for line in lines if "gone" not in line]


def auditor_of(someone, system, noon, first, last):
    auditor = someone("auditor@elders.example", "auditor")
    Mandate.objects.create(
        person=auditor, purpose="Audit", systems=[system.pk], period_from=first, period_until=last,
        expires_at=noon + timedelta(days=30), given_at=noon,
    )  # fmt: skip
    return auditor


def test_a_pack_has_the_log_and_the_documents_and_says_that_it_was_made(take, person, wim, noon):
    duty = wim.duties.first()
    file_proof(wim.pk, duty.duty, Upload("../dpia.eml", EMAIL, "DPIA"), Acting(person, noon, noon.date()))
    opened, ready, _ = take(person, wim)
    assert ready.name.startswith("balie-wim-")
    (document,) = [one for one in json.loads(opened.read("manifest.json"))["documents"] if one["title"] == "DPIA"]
    assert opened.read(document["path"]) == EMAIL
    assert document["sha256"] == hashlib.sha256(EMAIL).hexdigest()
    (entry,) = [one for one in texts(opened) if one["seq"] == document["seq"]]
    assert entry["kind"] == "file-added/1"
    (made,) = Entry.objects.filter(kind="pack-made", system=wim.pk)
    assert made.body["manifest"] == hashlib.sha256(opened.read("manifest.json")).hexdigest()
    assert (made.body["content"], made.actor_id) == (False, person.pk)
    assert Checkpoint.objects.filter(log__system=wim.pk, size=made.sequence).exists()


def test_content_takes_a_role_and_is_put_down(take, person, someone, wim, noon):
    store(wim.pk, "c-1", [("text/plain", b"Hallo, met Anna")], by=BALIE, now=noon)
    with pytest.raises(NotPermitted):
        packs.pack_for(someone("m@wadlicht.example", "manager"), wim.pk, Period(), content=True, now=noon)
    without, _, _ = take(person, wim)
    assert "content/content.jsonl" not in without.namelist()
    within, ready, _ = take(person, wim, content=True)
    assert ready.made.contents == 1
    assert b"SGFsbG8sIG1ldCBBbm5h" in within.read("content/content.jsonl")  # "Hallo, met Anna" in base64
    assert [one.body["content"] for one in Entry.objects.filter(kind="pack-made").order_by("sequence")] == [False, True]


def test_an_auditor_gets_the_period_of_the_mandate_and_no_more(take, someone, wim, noon):
    first, last = date(2026, 11, 1), date(2026, 11, 12)
    auditor = auditor_of(someone, wim, noon, first, last)
    opened, _, _ = take(auditor, wim, Period(date(2020, 1, 1), date(2030, 1, 1)))
    told = texts(opened)
    assert {one["kind"] for one in told if not "2026-10-31T23" <= one["at"] < "2026-11-12T23"} <= {"log-opened/1"}
    with pytest.raises(NotPermitted):
        packs.pack_for(auditor, wim.pk, Period(), content=True, now=noon)
    with pytest.raises(packs.PackRefused, match="outside the period"):
        packs.pack_for(auditor, wim.pk, Period(date(2027, 1, 1)), content=False, now=noon)
    other = AISystem.objects.exclude(pk=wim.pk).first()
    with pytest.raises(NoSuchSystem):
        packs.pack_for(auditor, other.pk, Period(), content=False, now=noon)


def test_who_is_nobody_in_the_register_gets_no_pack(someone, wim, noon):
    with pytest.raises(NoSuchSystem):
        packs.pack_for(someone("a@wadlicht.example", "agent"), wim.pk, Period(), content=False, now=noon)
    assert not Entry.objects.filter(kind="pack-made").exists()


@pytest.mark.parametrize("method", list(Method))
def test_a_sample_is_put_down_and_comes_out_of_the_pack_the_same(take, person, wim, noon, method, capsys):
    kinds = set(Entry.objects.filter(log__system=wim.pk).values_list("kind", flat=True))
    wanted = len(kinds) + 2
    drawn = packs.sample_for(person, wim.pk, Drawing(method=method, wanted=wanted, seed="zaad"), now=noon)
    told = Entry.objects.get(kind="sample-drawn")
    assert (told.sequence, told.body["drawn"], told.body["seed"]) == (drawn.placed, list(drawn.sample.drawn), "zaad")
    assert told.body["population_size"] == drawn.placed
    _, _, file = take(person, wim)
    capsys.readouterr()
    assert balie_sample.main([str(file)]) == 0
    assert "the same sample" in capsys.readouterr().out


def test_without_a_seed_one_is_made_and_told(person, wim, noon):
    one, other = (packs.sample_for(person, wim.pk, Drawing(wanted=3), now=noon) for _ in range(2))
    assert (len(one.seed), one.seed == other.seed) == (32, False)


def test_only_who_may_ask_for_evidence_draws_a_sample(someone, wim, noon):
    with pytest.raises(NotPermitted):
        packs.sample_for(someone("b@wadlicht.example", "builder"), wim.pk, Drawing(wanted=3), now=noon)
    auditor = auditor_of(someone, wim, noon, date(2020, 1, 1), date(2020, 1, 2))
    with pytest.raises(NotDrawable):
        packs.sample_for(auditor, wim.pk, Drawing(wanted=3), now=noon)
    assert Log.objects.exists()
    assert not Entry.objects.filter(kind="sample-drawn").exists()


@pytest.mark.parametrize(
    ("role", "everything", "may"),
    [
        pytest.param("compliance", False, (True, True), id="compliance"),
        pytest.param("administrator", False, (True, False), id="an administrator"),
        pytest.param("manager", False, (False, False), id="a manager"),
        pytest.param("auditor", False, (False, False), id="an auditor of one system"),
        pytest.param("auditor", True, (True, True), id="an auditor of everything"),
    ],
)
def test_the_log_of_the_organisation_is_for_who_may_see_it(someone, wim, noon, role, everything, may):
    may_take, may_draw = may
    person = someone("x@wadlicht.example", role)
    if role == "auditor":
        mandate = {"systems": [wim.pk], "all_systems": everything, "expires_at": noon + timedelta(days=30)}
        days = {"period_from": date(2020, 1, 1), "period_until": date(2100, 1, 1)}
        Mandate.objects.create(person=person, purpose="Audit", given_at=noon, **mandate, **days)
    who = packs.Who(actor(person), noon, person)
    asked = (
        (may_take, lambda: packs.permitted(packs.Wish(None), who)),
        (may_draw, lambda: packs.sample_for(person, 0, Drawing(wanted=1), now=noon)),
        (may_draw, lambda: packs.draw_sample(None, Drawing(wanted=1), who)),
    )
    for allowed, ask in asked:
        if allowed:
            assert ask()
        else:
            with pytest.raises(NotPermitted):
                ask()
