"""`balie register`: list, export and import on the command line."""

import json

import pytest

from balie.law import Language
from balie.register.models import AISystem

pytestmark = pytest.mark.one_database


def test_the_list_names_every_system(balie, example):
    ran = balie("register", "list")
    assert (ran.code, ran.err) == (0, "")
    for name in AISystem.objects.values_list("name", flat=True):
        assert name in ran.out
    listed = json.loads(balie("register", "list", "--format", "json", language=Language.EN).out)
    assert {row["name"]: row["stage"] for row in listed}["Wim"] == "live"


def test_an_empty_register_says_so(balie, db):
    assert "nog geen systemen" in balie("register", "list").out


@pytest.mark.parametrize("form", ["yaml", "json", "csv", "xlsx"])
def test_export_and_import_again_gives_no_changes(balie, example, person, form):
    name = f"alles.{form}"
    assert balie("register", "export", "--format", form, "--out", name).code == 0
    for language, words in ((Language.NL, "Geen wijzigingen."), (Language.EN, "No changes.")):
        ran = balie("register", "import", name, "--dry-run", language=language)
        assert (ran.code, ran.out.strip()) == (0, words)


def test_a_dry_run_says_what_would_happen_and_does_nothing(balie, example, person, tmp_path):
    (tmp_path / "a.csv").write_text("naam;eigenaar\nWim;Iemand\nNieuw;\n", encoding="utf-8")
    ran = balie("register", "import", "a.csv", "--dry-run")
    assert ran.code == 0
    assert "gewijzigd: Wim: owner" in ran.out
    assert "nieuw: Nieuw" in ran.out
    assert not AISystem.objects.filter(name="Nieuw").exists()
    assert balie("register", "import", "a.csv").code == 0
    assert AISystem.objects.get(name="Nieuw").latest.cause == "import"


def test_a_fault_names_file_row_and_field_and_nothing_is_done(balie, example, person, tmp_path):
    (tmp_path / "a.csv").write_text("naam;own_name\nGoed;ja\nFout;misschien\n", encoding="utf-8")
    ran = balie("register", "import", "a.csv")
    assert ran.code == 2
    assert "a.csv:3 (Fout) own_name" in ran.err
    assert "Er is niets geïmporteerd" in ran.err
    assert not AISystem.objects.filter(name="Goed").exists()
    assert balie("register", "import", "a.csv", "--good-only").code == 1
    assert AISystem.objects.filter(name="Goed").exists()


@pytest.mark.parametrize("words", [
    ("register", "import", "nergens.csv"), ("register", "export", "--format", "xlsx"),
    ("register", "import", "a.csv", "--by", "nobody@wadlicht.example"), ("register", "export", "--format", "docx"),
])  # fmt: skip
def test_a_wrong_call_says_what_to_do(balie, example, person, tmp_path, words):
    (tmp_path / "a.csv").write_text("naam\nNieuw\n", encoding="utf-8")
    ran = balie(*words)
    assert ran.code == 2
    assert ran.err.strip()


def test_in_a_fresh_installation_the_first_person_imports(balie, db, tmp_path):
    (tmp_path / "a.csv").write_text("naam\nNieuw\n", encoding="utf-8")
    assert balie("register", "import", "a.csv").code == 0
    assert AISystem.objects.get().name == "Nieuw"


def test_without_anybody_who_may_import_it_says_how_to_begin(balie, someone, tmp_path):
    someone("beheer@wadlicht.example", "administrator")
    (tmp_path / "a.csv").write_text("naam\nNieuw\n", encoding="utf-8")
    ran = balie("register", "import", "a.csv")
    assert ran.code == 2
    assert "balie serve" in ran.err


def test_entries_for_the_algorithm_register_are_exported(balie, example):
    found = json.loads(balie("register", "export", "--format", "algoritmeregister").out)["algorithms"]
    assert {entry["name"] for entry in found} == set(AISystem.objects.values_list("name", flat=True))
