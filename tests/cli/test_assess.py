"""`balie assess` as somebody types it, on the real law."""

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import yaml

from balie.law import Language, shipped_law
from balie.site.cli import run
from balie.site.cli.assess import FAIL_ON
from balie.site.cli.edge import Edge

EXAMPLES = Path(__file__).parents[2] / "examples"
HOUSE = "gids-klantcontact"
STUDENT = "systems:\n  - {naam: Stemmeter, archetype: agent-emotion}\n  - {naam: Zeef, archetype: spam-filter}\n"


@pytest.fixture
def listed(tmp_path: Path) -> str:
    """A file with a prohibited and a minimal system."""
    (tmp_path / "lijst.yaml").write_text(STUDENT)
    return "lijst.yaml"


def test_each_system_gets_its_class_and_the_law_it_rests_on(balie: Callable, listed: str) -> None:
    ran = balie("assess", listed)
    assert (ran.code, ran.err) == (0, "")
    rows = {line.split("  ")[0]: line for line in ran.out.splitlines() if "  " in line}
    assert "verboden" in rows["Stemmeter"]
    assert "minimaal risico" in rows["Zeef"]
    assert shipped_law().digest[:12] in ran.out


def test_english_when_asked(balie: Callable, listed: str) -> None:
    ran = balie("assess", listed, language=Language.EN)
    assert "prohibited" in ran.out
    assert "verboden" not in ran.out


def test_the_days_are_those_that_were_asked_for(balie: Callable, listed: str) -> None:
    document = json.loads(
        balie("assess", listed, "--on", "2-12-2027", "--published-by", "2026-07-01", "--format", "json").out
    )
    assert (document["applies_on"], document["published_by"]) == ("2027-12-02", "2026-07-01")


def test_without_days_it_is_today(balie: Callable, listed: str) -> None:
    document = json.loads(balie("assess", listed, "--format", "json", today=date(2027, 1, 5)).out)
    assert (document["applies_on"], document["published_by"]) == ("2027-01-05", "2027-01-05")


OUTCOMES = [
    pytest.param(["--fail-on", "prohibited"], 1, id="prohibited is found"),
    pytest.param(["--fail-on", "high"], 1, id="prohibited is heavier than high"),
    pytest.param(["--fail-on", "review"], 0, id="nothing waits for a judgment"),
    pytest.param(["--fail-on", "review", "--fail-on", "limited"], 1, id="either of two"),
    pytest.param([], 0, id="nothing asked"),
]


@pytest.mark.parametrize(("options", "code"), OUTCOMES)
def test_the_exit_code_tells_whether_it_was_found(balie: Callable, listed: str, options: list[str], code: int) -> None:
    assert balie("assess", listed, *options).code == code


def test_a_class_that_is_only_possible_is_open_and_not_found(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "leeg.yaml").write_text("naam: Onbekend\n")
    assert [balie("assess", "leeg.yaml", "--fail-on", name).code for name in FAIL_ON] == [0, 0, 0, 0, 1]


def test_an_open_judgment_is_found(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "gas.yaml").write_text("{naam: Gaslijn, archetype: incident-priority}\n")
    assert balie("assess", "gas.yaml", "--fail-on", "review").code == 1


def test_good_systems_are_shown_beside_faults(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "lijst.yaml").write_text(STUDENT + "  - {naam: Fout, archetype: spamfilter}\n")
    ran = balie("assess", "lijst.yaml", "afwezig.csv")
    assert ran.code == 2
    assert "Zeef" in ran.out
    assert ran.out.startswith("Let op: 1 systeem ontbreekt hieronder, zie de fouten.")
    assert "2 systemen: 1 verboden, 1 minimaal risico. Daarnaast 1 niet beoordeeld." in ran.out
    assert "fout: lijst.yaml:4 (Fout) systems[2].archetype: 'spamfilter'" in ran.err
    assert "Bedoel je 'spam-filter'?" in ran.err
    assert "fout: afwezig.csv: Dit bestand is er niet." in ran.err


def test_with_faults_nothing_is_written(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "lijst.yaml").write_text(STUDENT + "  - {naam: Fout, status: dood}\n")
    ran = balie("assess", "lijst.yaml", "--format", "json", "--out", "uit.json")
    assert ran.code == 2
    assert "niets geschreven" in ran.err
    assert not (tmp_path / "uit.json").exists()


def test_the_same_name_in_two_files_is_told(balie: Callable, tmp_path: Path, listed: str) -> None:
    (tmp_path / "ander.yaml").write_text("naam: zeef\n")
    ran = balie("assess", listed, "ander.yaml")
    assert ran.code == 2
    assert "ander.yaml" in ran.err
    assert "lijst.yaml:3" in ran.err


def test_notices_do_not_change_the_exit_code(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("{naam: Wim, archetype: chatbot-llm, significant_harm: nee}\n")
    ran = balie("assess", "a.yaml")
    assert ran.code == 0
    assert "let op: a.yaml:1 (Wim) [0].significant_harm" in ran.err


def test_no_more_than_a_hundred_faults_are_printed(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("naam,status\n" + "".join(f"Wim {n},dood\n" for n in range(140)))
    ran = balie("assess", "a.csv")
    assert ran.err.count("fout:") == 100
    assert "... en nog 40." in ran.err


@pytest.mark.parametrize("form", ["json", "md", "xlsx"])
def test_a_file_is_written_whole_and_never_over_another(
    balie: Callable, tmp_path: Path, listed: str, form: str
) -> None:
    out = tmp_path / f"uit.{form}"
    first = balie("assess", listed, "--format", form, "--out", out.name)
    assert (first.code, first.out) == (0, "")
    content = out.read_bytes()
    assert content
    again = balie("assess", listed, "--format", form, "--out", out.name)
    assert again.code == 2
    assert "--force" in again.err
    assert balie("assess", listed, "--format", form, "--out", out.name, "--force").code == 0
    assert out.read_bytes() == content
    assert {path.name for path in tmp_path.iterdir()} == {out.name, listed}


def test_a_file_that_cannot_be_written_is_told(balie: Callable, listed: str) -> None:
    ran = balie("assess", listed, "--format", "md", "--out", "map/die/er/niet/is.md")
    assert ran.code == 2
    assert "niet te schrijven" in ran.err


def test_house_policy_can_be_left_out_with_a_reason_that_is_shown(balie: Callable, listed: str) -> None:
    ran = balie("assess", listed, "--without", HOUSE, "--because", "proef met alleen de wet")
    assert ran.code == 0
    assert f"({HOUSE}). Reden: proef met alleen de wet" in ran.out
    document = json.loads(balie("assess", listed, "--without", HOUSE, "--because", "proef", "--format", "json").out)
    assert [off["id"] for off in document["law"]["switched_off"]] == [HOUSE]
    assert HOUSE not in {pack["id"] for pack in document["law"]["packs"]}
    assert not [duty for system in document["systems"] for duty in system["duties"] if duty["source"] == "house"]


MISUSES = [
    pytest.param(["--without", HOUSE], "--because", id="no reason"),
    pytest.param(["--without", "eu-ai-act", "--because", "lastig"], HOUSE, id="law cannot be left out"),
    pytest.param(["--format", "xlsx"], "--out", id="a workbook on a screen"),
    pytest.param(["--format", "pdf"], "table, json, xlsx, md", id="a form that does not exist"),
    pytest.param(["--format", "jsn"], "Bedoel je 'json'?", id="a form with a slip"),
    pytest.param(["--on", "31-2-2026"], "2-8-2026", id="a day that does not exist"),
    pytest.param(["--explan", "Zeef"], "Bedoel je '--explain'?", id="an option with a slip"),
    pytest.param(["--out"], "--out", id="an option without its value"),
    pytest.param(["--explain", "Zef"], "'Zeef'", id="a system with a slip"),
    pytest.param(["--explain", "Zeef", "--format", "xlsx", "--out", "a.xlsx"], "werkmap", id="not in a workbook"),
    pytest.param(["--lang", "de"], "nl, en", id="a language we do not speak"),
]


@pytest.mark.parametrize(("options", "words"), MISUSES)
def test_a_wrong_call_says_what_to_do(balie: Callable, listed: str, options: list[str], words: str) -> None:
    ran = balie("assess", listed, *options)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err


def test_without_a_file_it_says_how_to_begin(balie: Callable) -> None:
    ran = balie("assess")
    assert ran.code == 2
    assert "--new NAAM --archetype ID" in ran.err


def test_the_explanation_goes_from_class_to_answers(balie: Callable, listed: str) -> None:
    text = balie("assess", listed, "--explain", "stemmeter", "--full").out
    assert text.index("Waarom deze klasse") < text.index("Plichten nu") < text.index("De antwoorden waarop")
    assert "AI-verordening art. 5 lid 1, onder f" in text
    assert "bron: startpunt 'Emotie, empathie of stress van medewerkers meten'" in text
    assert "Zeef" not in text


def test_the_short_explanation_keeps_law_and_house_policy_apart_and_names_the_long_one(
    balie: Callable, listed: str
) -> None:
    short = balie("assess", listed, "--explain", "stemmeter").out
    full = balie("assess", listed, "--explain", "stemmeter", "--full").out
    assert short.index("Waarom deze klasse") < short.index("Plichten volgens de wet") < short.index("Open vragen")
    assert short.index("Plichten volgens de wet") < short.index("\nVolgens huisbeleid")
    assert "--explain 'Stemmeter' --full" in short
    assert len(short) < len(full) / 3


def test_what_a_rule_looks_for_is_told_only_when_the_answer_is_another(balie: Callable, listed: str) -> None:
    text = balie("assess", listed, "--explain", "stemmeter", "--full").out
    assert "[antwoord: nee; de regel zoekt: ja]" in text
    assert "[antwoord: ja; de regel zoekt: ja]" not in text


def test_what_balie_filled_in_is_told_as_a_question_with_its_answer(balie: Callable, listed: str) -> None:
    fact = shipped_law().facts["emotion_medical_or_safety"]
    out = balie("assess", listed).out
    assert f"Balie vulde voor jullie in: '{fact.question.nl}' nee." in out
    assert fact.id not in out


def test_every_system_is_counted_once(balie: Callable, tmp_path: Path) -> None:
    names = {"Gas": "incident-priority", "Stem": "agent-emotion", "Zeef": "spam-filter"}
    listed = "".join(f"  - {{naam: {name}, archetype: {start}}}\n" for name, start in names.items())
    (tmp_path / "a.yaml").write_text(f"systems:\n{listed}  - naam: Leeg\n")
    assert (
        "4 systemen: 1 verboden, 1 hoog risico (van 1 moet de klasse nog worden beoordeeld), 1 minimaal risico, "
        "1 nog open." in balie("assess", "a.yaml").out
    )


def test_a_misspelt_column_names_the_systems_it_costs(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "v.csv").write_text("naam,interact_directly\nWim,ja\nAns,\nBob,nee\n")
    ran = balie("assess", "v.csv")
    assert ran.err.count("fout:") == 1
    assert "Daarom niet beoordeeld: Wim, Bob." in ran.err
    assert ran.out.startswith("Let op: 2 systemen ontbreken hieronder, zie de fouten.")


def test_the_explanation_says_what_does_not_apply_and_why_not(balie: Callable, listed: str) -> None:
    document = json.loads(balie("assess", listed, "--explain", "Zeef", "--format", "json").out)
    assert {finding["answer"] for finding in document["findings"]} >= {"yes", "no"}
    told = {finding["rule"]: finding for finding in document["findings"]}
    assert told["aia-50-1.class"]["answer"] == "no"
    assert told["aia-50-1.class"]["trace"]["decisive"] is True


def test_every_archetype_comes_out_as_the_law_expects(balie: Callable, tmp_path: Path) -> None:
    archetypes = shipped_law().archetypes
    systems = [{"name": name, "archetype": name} for name in archetypes]
    (tmp_path / "alle.yaml").write_text(yaml.safe_dump({"systems": systems}))
    document = json.loads(balie("assess", "alle.yaml", "--format", "json").out)
    for system in document["systems"]:
        expected = archetypes[system["name"]].expect.statutory
        found = "review" if system["review"] else system["class"]["statutory"]["highest"]
        assert found == expected, system["name"]


def test_archetypes_are_listed_in_both_languages(balie: Callable) -> None:
    dutch, english = balie("assess", "--archetypes").out, balie("assess", "--archetypes", language=Language.EN).out
    for name, archetype in shipped_law().archetypes.items():
        assert f"{name} " in dutch
        assert archetype.name.nl in dutch
        assert archetype.name.en in english


@pytest.mark.parametrize("archetype", shipped_law().archetypes)
def test_a_started_file_comes_out_as_its_archetype(balie: Callable, tmp_path: Path, archetype: str) -> None:
    assert balie("assess", "--new", 'Onze: bot "één" #1', "--archetype", archetype).code == 0
    ran = balie("assess", "onze-bot-één-1.yaml", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    (started,) = json.loads(ran.out)["systems"]
    (tmp_path / "kaal.yaml").write_text(f"{{naam: Kaal, archetype: {archetype}}}\n")
    (plain,) = json.loads(balie("assess", "kaal.yaml", "--format", "json").out)["systems"]
    assert started["name"] == 'Onze: bot "één" #1'
    assert started["class"] == plain["class"]
    assert [question["fact"] for question in started["questions"]] == [
        question["fact"] for question in plain["questions"]
    ]


def test_every_open_question_stands_in_a_started_file(balie: Callable, tmp_path: Path) -> None:
    balie("assess", "--new", "Wim", "--archetype", "chatbot-llm", "--out", "wim.yaml", language=Language.EN)
    text = (tmp_path / "wim.yaml").read_text()
    (system,) = json.loads(balie("assess", "wim.yaml", "--format", "json").out)["systems"]
    assert system["questions"]
    for question in system["questions"]:
        assert f"# {question['fact']}:" in text


STARTS = [
    pytest.param(["--new", "Wim"], "--archetype", id="no archetype"),
    pytest.param(["--new", "Wim", "--archetype", "chatbot-lm"], "Bedoel je 'chatbot-llm'?", id="archetype with a slip"),
    pytest.param(["--new", " ", "--archetype", "chatbot-llm"], "naam", id="no name"),
]


@pytest.mark.parametrize(("options", "words"), STARTS)
def test_a_file_is_not_started_on_a_wrong_call(balie: Callable, tmp_path: Path, options: list[str], words: str) -> None:
    ran = balie("assess", *options)
    assert ran.code == 2
    assert words in ran.err
    assert list(tmp_path.iterdir()) == []


def test_starting_a_file_never_writes_over_another(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "wim.yaml").write_text("van mij\n")
    assert balie("assess", "--new", "Wim", "--archetype", "chatbot-llm").code == 2
    assert (tmp_path / "wim.yaml").read_text() == "van mij\n"


class Terminal(io.StringIO):
    """Something to write to that somebody watches."""

    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("balie")
def test_on_a_terminal_a_long_list_shows_progress_beside_the_table(
    listed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("balie.site.cli.assessing.LONG", 1)
    out, err = Terminal(), Terminal()
    assert run(["assess", listed], Edge(date(2026, 11, 23), Language.NL, {"TERM": "xterm"}, out, err)) == 0
    assert "Beoordelen" in err.getvalue()
    assert "─" in out.getvalue()
    assert "Stemmeter" in out.getvalue()


@pytest.mark.usefixtures("balie")
def test_without_a_terminal_there_is_no_progress(listed: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("balie.site.cli.assessing.LONG", 1)
    err = io.StringIO()
    assert run(["assess", listed], Edge(date(2026, 11, 23), Language.NL, {}, io.StringIO(), err)) == 0
    assert err.getvalue() == ""


def test_the_example_of_an_energy_supplier_reaches_all_four_classes(balie: Callable) -> None:
    ran = balie("assess", str(EXAMPLES / "energy-contact-centre.yaml"), "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    found = {system["class"]["effective"]["highest"] for system in json.loads(ran.out)["systems"]}
    assert found == {"minimal", "limited", "high", "prohibited"}


def test_entries_of_the_algorithm_register_are_compared_with_what_they_declare(balie: Callable) -> None:
    files = sorted(str(path) for path in (EXAMPLES / "municipality").glob("*.json"))
    ran = balie("assess", *files, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    systems = json.loads(ran.out)["systems"]
    assert len(systems) == len(files)
    assert {system["declared"]["agrees"] for system in systems} == {"no", "not_settled", "yes"}
    assert all("publication_category" in system["declared"]["source"] for system in systems)
