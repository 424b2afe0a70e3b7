"""Adding, describing, linking, retiring and deleting systems: what is kept, what is put down, and who may."""

from dataclasses import replace
from datetime import date

import pytest

from balie.evidence.service import entries_of
from balie.people.service import NotPermitted
from balie.register import models, service
from balie.register.describing import draft_of
from balie.register.service import Description, NewVersion, NoSuchSystem, Refused, Stale
from balie.register.system import Link, Substantial, Via

VOICEBOT = Description(
    name="Stroomlijn",
    purpose="Neemt storingen aan.",
    supplier="Klankwerk",
    channels=("telefoon",),
    languages=("nl", "en"),
    customers=12_000,
    life_cycle="idea",
)


@pytest.fixture
def stroomlijn(law, organisation, officer, acting):
    return service.create_system(law, organisation, VOICEBOT, acting(officer))


@pytest.fixture
def of_builder(law, organisation, builder, acting):
    return service.create_system(law, organisation, replace(VOICEBOT, name="Bots"), acting(builder))


def kinds(system):
    """What people did, the newest first; what follows from it in other rooms stands in between."""
    return [entry.kind for entry in entries_of(system=system.pk) if not entry.kind.startswith("duty-")]


def fields(entry):
    return {change["field"]: (change["before"], change["after"]) for change in entry.body["changes"]}


def test_a_new_system_is_kept_assessed_and_put_down(stroomlijn, officer):
    kept = models.AISystem.objects.get(pk=stroomlijn.pk)
    assert (kept.name, kept.owned_by, kept.owner) == ("Stroomlijn", officer, "Connie Compliance")
    assert kept.latest is not None
    assert kinds(kept) == ["system-added"]


def test_a_supplier_that_was_not_known_is_added_and_one_that_was_is_found(
    law, organisation, stroomlijn, officer, acting
):
    twin = replace(VOICEBOT, name="Stroomlijn 2", supplier="  KLANKWERK ")
    second = service.create_system(law, organisation, twin, acting(officer))
    assert models.Supplier.objects.count() == 1
    assert second.supplied_by == stroomlijn.supplied_by
    assert second.supplier == "Klankwerk"


def test_a_starting_point_brings_its_answers_and_says_so(law, organisation, officer, acting):
    made = service.create_system(law, organisation, VOICEBOT, acting(officer), archetype="voicebot-inbound")
    said = law.archetypes["voicebot-inbound"].facts
    assert set(made.facts) == set(said)
    assert {fact["source"] for fact in made.facts.values()} == {"archetype voicebot-inbound"}
    rows = made.answers.all()
    assert {row.fact for row in rows} == set(said)
    assert {(row.via, row.by) for row in rows} == {(Via.ARCHETYPE, None)}


def test_an_unknown_starting_point_adds_nothing(law, organisation, officer, acting):
    with pytest.raises(KeyError):
        service.create_system(law, organisation, VOICEBOT, acting(officer), archetype="time-machine")
    assert not models.AISystem.objects.exists()


@pytest.mark.parametrize("role", ["administrator", "agent", "analyst", "auditor"])
def test_who_may_not_change_systems_adds_none(law, organisation, someone, acting, role):
    with pytest.raises(NotPermitted):
        service.create_system(law, organisation, VOICEBOT, acting(someone("x@wadlicht.example", role)))


def test_whoever_adds_a_system_may_give_it_to_another_who_may_change_it(law, organisation, builder, officer, acting):
    given = service.create_system(law, organisation, replace(VOICEBOT, owned_by=officer), acting(builder))
    assert given.owned_by == officer
    with pytest.raises(NotPermitted):
        service.change_system(given.pk, replace(VOICEBOT, purpose="Anders"), acting(builder), revision=None)


def test_nobody_owns_a_system_without_being_allowed_to_change_it(law, organisation, officer, someone, acting):
    agent = someone("agent@wadlicht.example", "agent")
    with pytest.raises(Refused) as refused:
        service.create_system(law, organisation, replace(VOICEBOT, owned_by=agent), acting(officer))
    assert refused.value.field == "owned_by"


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        pytest.param({"name": "   "}, ("name", "required"), id="no name"),
        pytest.param({"name": "x" * 201}, ("name", "too-long"), id="a long name"),
        pytest.param({"name": "Wim\x00"}, ("name", "control-character"), id="a null"),
        pytest.param({"name": "STROOMLIJN"}, ("name", "name-taken"), id="a name that is taken"),
        pytest.param({"purpose": "x" * 5001}, ("purpose", "too-long"), id="a long purpose"),
        pytest.param({"purpose": "links\u202erechts"}, ("purpose", "control-character"), id="text turned around"),
        pytest.param({"supplier": "\x1b[31m"}, ("supplier", "control-character"), id="an escape"),
        pytest.param({"channels": tuple(map(str, range(40)))}, ("channels", "too-many"), id="many channels"),
        pytest.param({"customers": -1}, ("customers", "out-of-range"), id="less than nobody"),
        pytest.param({"customers": 10**12}, ("customers", "out-of-range"), id="more than everybody"),
        pytest.param({"life_cycle": "limbo"}, ("life_cycle", "unknown-stage"), id="no such stage"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(law, stroomlijn, officer, acting, wrong, expected):
    written = replace(VOICEBOT, **({"name": "Nieuw"} | wrong))
    with pytest.raises(Refused) as refused:
        service.create_system(law, stroomlijn.organisation, written, acting(officer))
    assert (refused.value.field, refused.value.code) == expected
    assert models.AISystem.objects.count() == 1
    assert models.Supplier.objects.count() == 1


def test_a_change_names_the_fields_that_differ(stroomlijn, officer, acting):
    changed = replace(service.describe(stroomlijn), name="Stroomlijn Plus", channels=("telefoon", "chat"))
    after = service.change_system(stroomlijn.pk, changed, acting(officer), revision=stroomlijn.revision)
    entry = entries_of(system=after.pk).filter(kind="system-changed").get()
    assert fields(entry) == {
        "name": ("Stroomlijn", "Stroomlijn Plus"),
        "channels": (["telefoon"], ["telefoon", "chat"]),
    }
    assert after.revision == stroomlijn.revision + 1


def test_saving_without_a_change_puts_nothing_down(stroomlijn, officer, acting):
    service.change_system(stroomlijn.pk, service.describe(stroomlijn), acting(officer), revision=1)
    assert kinds(stroomlijn) == ["system-added"]
    assert models.AISystem.objects.get(pk=stroomlijn.pk).revision == 1


def test_two_people_who_change_the_same_thing_find_out(stroomlijn, officer, acting):
    service.change_system(stroomlijn.pk, replace(VOICEBOT, purpose="Eerste"), acting(officer), revision=1)
    with pytest.raises(Stale) as stale:
        service.change_system(stroomlijn.pk, replace(VOICEBOT, purpose="Tweede"), acting(officer), revision=1)
    assert stale.value.system.purpose == "Eerste"


def test_a_builder_changes_only_what_is_theirs(stroomlijn, of_builder, builder, acting):
    service.change_system(of_builder.pk, replace(VOICEBOT, name="Bots", purpose="Anders"), acting(builder), revision=1)
    with pytest.raises(NotPermitted):
        service.change_system(stroomlijn.pk, replace(VOICEBOT, purpose="Anders"), acting(builder), revision=1)


def test_a_system_that_is_not_there_cannot_be_changed(db, officer, acting):
    with pytest.raises(NoSuchSystem):
        service.change_system(404, VOICEBOT, acting(officer), revision=None)


def test_a_system_that_retires_needs_a_reason_and_comes_back_assessed(law, stroomlijn, officer, acting, today):
    with pytest.raises(Refused):
        service.retire(stroomlijn.pk, " ", acting(officer))
    gone = service.retire(stroomlijn.pk, "Opgevolgd", acting(officer))
    assert (gone.retired, gone.retired_on) == (True, today)
    assert entries_of(system=gone.pk).get(kind="system-retired").body["reason"] == "Opgevolgd"
    with pytest.raises(Refused):
        service.retire(stroomlijn.pk, "Nog eens", acting(officer))
    back = service.bring_back(law, stroomlijn.pk, "test", acting(officer))
    assert (back.retired, back.retired_on, back.life_cycle) == (False, None, "test")
    assert kinds(back)[:2] == ["system-brought-back", "system-retired"]


def test_an_idea_can_be_deleted_and_its_journal_stays(law, organisation, officer, acting):
    idea = service.create_system(law, organisation, VOICEBOT, acting(officer), archetype="voicebot-inbound")
    draft = draft_of(idea)
    assert draft.refusal is None
    assert draft.answers == len(idea.facts)
    key = idea.pk
    assert service.delete_draft(key, acting(officer)) == "Stroomlijn"
    assert not models.AISystem.objects.exists()
    assert [kind for kind in entries_of(system=key).values_list("kind", flat=True) if not kind.startswith("duty-")] == [
        "draft-deleted",
        "system-added",
    ]


@pytest.mark.parametrize("stage", ["test", "live", "retired"])
def test_what_is_more_than_an_idea_stays(law, organisation, officer, acting, stage):
    kept = service.create_system(law, organisation, replace(VOICEBOT, life_cycle=stage), acting(officer))
    with pytest.raises(Refused):
        service.delete_draft(kept.pk, acting(officer))
    assert models.AISystem.objects.count() == 1


def test_what_somebody_signed_for_stays(stroomlijn, officer, acting, noon):
    models.Signature.objects.create(
        assessment=stroomlijn.latest, by=officer, by_name=str(officer), at=noon, statement="Klopt."
    )
    with pytest.raises(Refused):
        service.delete_draft(stroomlijn.pk, acting(officer))


@pytest.mark.parametrize(
    ("substantial", "asks"),
    [
        pytest.param(Substantial.YES, True, id="yes"),
        pytest.param(Substantial.UNKNOWN, True, id="nobody knows"),
        pytest.param(Substantial.NO, False, id="no"),
    ],
)
def test_a_version_that_may_be_substantial_asks_to_assess_anew(stroomlijn, officer, acting, substantial, asks):
    version = NewVersion("2.0", date(2026, 11, 1), "Ander taalmodel", substantial)
    service.add_version(stroomlijn.pk, version, acting(officer))
    kept = models.AISystem.objects.get(pk=stroomlijn.pk)
    assert kept.version == "2.0"
    assert kept.reassess_because == ("2.0: Ander taalmodel" if asks else "")


def test_an_older_version_added_later_is_not_the_current_one(stroomlijn, officer, acting):
    for label, day in (("2.0", date(2026, 11, 1)), ("1.0", date(2026, 1, 1))):
        service.add_version(stroomlijn.pk, NewVersion(label, day, "Iets", Substantial.NO), acting(officer))
    assert models.AISystem.objects.get(pk=stroomlijn.pk).version == "2.0"


def test_a_version_is_added_once(stroomlijn, officer, acting):
    version = NewVersion("2.0", date(2026, 11, 1), "Iets", Substantial.NO)
    service.add_version(stroomlijn.pk, version, acting(officer))
    with pytest.raises(Refused) as refused:
        service.add_version(stroomlijn.pk, version, acting(officer))
    assert refused.value.field == "label"


def test_a_link_shows_at_both_ends_and_is_put_down_at_both(stroomlijn, of_builder, officer, acting):
    service.link_systems(stroomlijn.pk, of_builder.pk, Link.USES, "spraakherkenning", acting(officer))
    service.link_systems(stroomlijn.pk, of_builder.pk, Link.USES, "nog eens", acting(officer))
    (here,), (there,) = service.links_of(stroomlijn, acting(officer)), service.links_of(of_builder, acting(officer))
    assert (here.other, here.away, here.note) == (of_builder, True, "spraakherkenning")
    assert (there.other, there.away) == (stroomlijn, False)
    assert kinds(stroomlijn)[0] == kinds(of_builder)[0] == "systems-linked"
    service.unlink(of_builder.pk, there.key, acting(officer))
    assert service.links_of(stroomlijn, acting(officer)) == ()
    assert kinds(stroomlijn)[0] == "link-removed"


def test_a_link_of_other_systems_cannot_be_taken_away_from_here(
    stroomlijn, of_builder, law, organisation, officer, acting
):
    third = service.create_system(law, organisation, replace(VOICEBOT, name="Derde"), acting(officer))
    link = service.link_systems(stroomlijn.pk, of_builder.pk, Link.FEEDS, "", acting(officer))
    service.unlink(third.pk, link.pk, acting(officer))
    assert models.SystemLink.objects.count() == 1


def test_a_system_is_not_linked_to_itself_or_to_nothing(stroomlijn, officer, acting):
    for other in (stroomlijn.pk, 404):
        with pytest.raises(Refused):
            service.link_systems(stroomlijn.pk, other, Link.USES, "", acting(officer))
