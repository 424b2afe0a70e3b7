"""What the tests of the register share."""

import shutil
from datetime import date

import pytest
from django.conf import settings

from balie.law import SHIPPED, Law, load_law, pack_folders, shipped_law
from balie.register.acting import Acting
from balie.register.editions import packed
from balie.register.models import Organisation

# Only `balie serve` makes a key; tests bring their own.
settings.SECRET_KEY = "a key for tests"


@pytest.fixture
def law() -> Law:
    return shipped_law()


@pytest.fixture
def today() -> date:
    return date(2026, 11, 23)


@pytest.fixture
def organisation(db) -> Organisation:
    return Organisation.objects.create(name="Wadlicht Energie")


@pytest.fixture
def acting(noon, today):
    """Who does something, at noon."""
    return lambda person: Acting(person, noon, today)


@pytest.fixture
def builder(someone):
    return someone("bo@wadlicht.example", "builder", name="Bo Bouwer")


@pytest.fixture
def officer(someone):
    return someone("connie@wadlicht.example", "compliance", name="Connie Compliance")


@pytest.fixture
def changed_law(tmp_path):
    """Another edition of the packs: the AI Act with one text replaced by another; the law and its packed files."""

    def change(text, by, *, file="*.yaml"):
        root = tmp_path / f"packs-{text}-{by}".replace("/", "-")[:60]
        shutil.copytree(SHIPPED, root)
        for place in (root / "eu-ai-act").glob(file):
            place.write_text(place.read_text(encoding="utf-8").replace(text, by), encoding="utf-8")
        return load_law(*pack_folders(root)), packed(root)

    return change
