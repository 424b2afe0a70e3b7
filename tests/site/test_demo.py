"""The example organisation in the package is the one under `examples/`, and has nothing wrong with it."""

from datetime import timedelta
from pathlib import Path

import pytest

from balie.law import shipped_law
from balie.people.models import User
from balie.people.service import Role, first_login
from balie.register import service
from balie.register.models import AISystem
from balie.site import demo
from balie.site.demo import people

ROOT = Path(__file__).parents[2]


def test_the_packaged_example_is_the_one_people_read():
    original = ROOT / "examples" / demo.EXAMPLE.name
    assert demo.EXAMPLE.read_bytes() == original.read_bytes(), f"Copy {original} to {demo.EXAMPLE}"


def test_the_example_has_no_faults():
    assert demo.written(shipped_law()).faults == ()


def test_loading_it_twice_changes_nothing(db, noon):
    portfolio = demo.written(shipped_law()).portfolio
    assert service.load_example(shipped_law(), portfolio, now=noon) == len(portfolio.systems)
    before = list(AISystem.objects.values())
    assert service.load_example(shipped_law(), portfolio, now=noon) == 0
    assert list(AISystem.objects.values()) == before


@pytest.fixture
def loaded(example, person, noon):
    people.load(by=person, now=noon, today=noon.date())


def test_there_is_somebody_in_every_role(loaded):
    assert {role for one in User.objects.all() for role in one.roles} == set(Role)


def test_nobody_invented_has_a_password(loaded):
    invented = User.objects.filter(email__in=[one.email for one in people.PEOPLE])
    assert [one.has_usable_password() for one in invented] == [False] * len(people.PEOPLE)


def test_owners_have_their_systems_and_the_auditor_a_mandate(loaded, noon):
    assert AISystem.objects.get(name="Wim").owned_by.name == "Samira Haddou"
    assert AISystem.objects.get(name="Stroomlijn").owned_by.name == "Petra Wiersma"
    auditor = User.objects.get(name="Maeve Brennan")
    assert {system.name for system in service.visible_systems(auditor, now=noon)} == {
        "Wim",
        "Stroomlijn",
        "Termijncheck",
    }


def test_loading_the_people_twice_adds_nobody_and_gives_nothing_back(loaded, person, noon):
    User.objects.get(name="Bram Elzinga").grants.all().delete()
    assert people.load(by=person, now=noon, today=noon.date()) == 0
    assert User.objects.get(name="Bram Elzinga").roles == frozenset()


def test_the_first_link_is_for_the_administrator_though_others_came_earlier(someone, person, noon):
    User.objects.filter(pk=person.pk).update(joined_at=noon)
    someone("early@wadlicht.example", "manager")
    User.objects.filter(email="early@wadlicht.example").update(joined_at=noon - timedelta(days=1))
    assert first_login("x@wadlicht.example", now=noon).email == person.email
