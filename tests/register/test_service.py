"""The register as people use it: the list, one system, and the example; on every database the same."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from balie.law import Place, RiskClass, Statement, shipped_law
from balie.register import models, service, statements, system
from balie.register.portfolio import Days, Query

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
VOICEBOT = {
    "infers_from_input": Statement(value=True),
    "used_in_eu": Statement(value=True),
    "interacts_directly": Statement(value=True, source="intake"),
}


@pytest.fixture
def energy(db):
    return models.Organisation.objects.create(
        name="Wadlicht Energie", facts=statements.as_json({"org_public_body": Statement(value=False)})
    )


@pytest.fixture
def stroomlijn(energy):
    return models.AISystem.objects.create(organisation=energy, name="Stroomlijn", facts=statements.as_json(VOICEBOT))


def days(today, applies_on=None):
    return Days(today, applies_on or today, today)


def written(*names, organisation="Wadlicht Energie", **facts):
    shared = {"org_public_body": Statement(value=False)}
    place = Place("list.yaml")
    return system.Portfolio(
        systems=tuple(system.AISystem(name=name, facts={**shared, **facts}, place=place) for name in names),
        organisation=system.Organisation(organisation, shared),
    )


def test_an_empty_register_is_an_empty_list(person, law, today):
    found = service.list_portfolio(law, Query(days(today)), person, now=NOON)
    assert (list(found.rows), found.total, found.organisation) == ([], 0, "")


def test_what_nobody_answered_leaves_the_range_open(energy, law, today):
    blank = models.AISystem.objects.create(organisation=energy, name="Idee")
    found = service.assessment_of(law, blank.pk, applies_on=today, published_by=today).assessment
    assert found.effective.highest is RiskClass.PROHIBITED
    assert not found.effective.settled


def test_facts_of_the_organisation_count_for_each_system(stroomlijn, law, today):
    found = service.assessment_of(law, stroomlijn.pk, applies_on=today, published_by=today).assessment
    assert found.facts["org_public_body"] == Statement(value=False)
    assert found.facts["interacts_directly"].source == "intake"


def test_a_system_that_is_not_there_is_named(db, law, today):
    with pytest.raises(service.NoSuchSystem, match="12"):
        service.assessment_of(law, 12, applies_on=today, published_by=today)


def test_a_fact_that_no_longer_fits_is_logged_and_asked_again(stroomlijn, law, today, caplog):
    stroomlijn.facts["developed_by"] = {"value": "an option of long ago"}
    stroomlijn.save()
    found = service.assessment_of(law, stroomlijn.pk, applies_on=today, published_by=today).assessment
    assert "developed_by" not in found.facts
    assert "developed_by" in caplog.text


def test_the_example_is_loaded_once(db):
    assert service.load_example(shipped_law(), written("Wim", "Zeef"), now=NOON) == 2
    assert service.load_example(shipped_law(), written("wim", "Zeef", "Postbode"), now=NOON) == 1
    assert list(models.AISystem.objects.values_list("name", flat=True)) == ["Postbode", "Wim", "Zeef"]


def test_loading_keeps_what_people_changed(db):
    service.load_example(shipped_law(), written("Wim"), now=NOON)
    models.AISystem.objects.update(owner="Somebody else")
    service.load_example(shipped_law(), written("Wim"), now=NOON)
    assert models.AISystem.objects.get().owner == "Somebody else"


def test_what_is_said_of_the_organisation_is_not_copied_to_its_systems(db):
    service.load_example(shipped_law(), written("Wim", interacts_directly=Statement(value=True)), now=NOON)
    assert set(models.AISystem.objects.get().facts) == {"interacts_directly"}
    assert set(models.Organisation.objects.get().facts) == {"org_public_body"}


def test_an_example_does_not_enter_a_register_of_ones_own(energy):
    with pytest.raises(service.OwnRecordsPresent):
        service.load_example(shipped_law(), written("Wim", organisation="Another"), now=NOON)
    assert models.Organisation.objects.count() == 1


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(
            lambda org: models.AISystem.objects.create(organisation=org, name="STROOMLIJN"), id="a name twice"
        ),
        pytest.param(
            lambda org: models.AISystem.objects.create(organisation=org, name=""), id="a system without a name"
        ),
        pytest.param(
            lambda org: models.AISystem.objects.create(organisation=org, name="x", life_cycle="dead"),
            id="an unknown stage",
        ),
        pytest.param(lambda _: models.Organisation.objects.create(name="wadlicht ENERGIE"), id="an organisation twice"),
        pytest.param(lambda _: models.Organisation.objects.create(name=""), id="an organisation without a name"),
    ],
)
def test_the_database_itself_refuses(stroomlijn, energy, make):
    with pytest.raises(IntegrityError), transaction.atomic():
        make(energy)


def test_two_organisations_may_use_one_name_for_a_system(stroomlijn):
    other = models.Organisation.objects.create(name="Gemeente Voorbeeld")
    models.AISystem.objects.create(organisation=other, name="Stroomlijn")
    assert models.AISystem.objects.count() == 2


def test_an_organisation_with_systems_is_not_deleted(stroomlijn, energy):
    with pytest.raises(ProtectedError):
        energy.delete()


def test_another_day_gives_another_outcome(energy, law, today):
    quality = dict(law.archetypes["quality-scoring"].facts)
    item = models.AISystem.objects.create(organisation=energy, name="Peil", facts=statements.as_json(quality))
    now = service.assessment_of(law, item.pk, applies_on=today, published_by=today).assessment
    then = service.assessment_of(law, item.pk, applies_on=date(2027, 12, 2), published_by=today).assessment
    assert now.statutory.in_force.highest < RiskClass.HIGH
    assert then.statutory.in_force.lowest is RiskClass.HIGH
