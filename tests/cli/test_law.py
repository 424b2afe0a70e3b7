"""`balie law`: what is in it, what is ahead, what changed, and whether it is sound."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from balie.law import SHIPPED, Language, pack_schema, shipped_law

EXAMPLES = Path(__file__).parents[2] / "examples"
SMALL = Path(__file__).parent / "small-law"


def test_every_provision_is_listed(balie: Callable) -> None:
    ran = balie("law", "show")
    assert ran.code == 0
    for name in shipped_law().provisions:
        assert f"  {name} " in ran.out, name


def test_a_provision_is_shown_with_its_source_and_dates(balie: Callable) -> None:
    ran = balie("law", "show", "aia-50-1")
    assert "AI-verordening art. 50 lid 1" in ran.out
    assert "geldt sinds 2 augustus 2026" in ran.out
    assert "https://eur-lex.europa.eu" in ran.out
    assert "tell-it-is-ai" in ran.out


@pytest.mark.parametrize(
    ("day", "words"),
    [
        pytest.param("2026-08-01", "geldt vanaf 2 augustus 2026", id="the day before it starts"),
        pytest.param("2026-08-02", "geldt sinds 2 augustus 2026", id="the first day"),
    ],
)
def test_where_a_provision_stands_depends_on_the_day(balie: Callable, day: str, words: str) -> None:
    assert words in balie("law", "show", "aia-50-1", "--on", day).out


def test_facts_are_listed_and_shown(balie: Callable) -> None:
    listed = balie("law", "show", "--facts", language=Language.EN).out
    fact = shipped_law().facts["developed_by"]
    assert fact.question.en in listed
    shown = balie("law", "show", "developed_by", language=Language.EN).out
    assert all(option.id in shown for option in fact.options)


def test_an_unknown_name_gets_the_nearest(balie: Callable) -> None:
    ran = balie("law", "show", "aia-50-11")
    assert ran.code == 2
    assert "Bedoel je 'aia-50-1'?" in ran.err


def test_the_timeline_starts_after_the_day_asked(balie: Callable) -> None:
    found = json.loads(balie("law", "timeline", "--format", "json").out)["milestones"]
    assert found == sorted(found, key=lambda milestone: milestone["on"])
    assert found[0]["on"] == "2026-12-02"
    assert {"on": "2026-12-02", "provision": "aia-5-1-ba", "turn": "starts"} in found
    later = json.loads(balie("law", "timeline", "--format", "json", "--on", "2026-12-02").out)["milestones"]
    assert later == [milestone for milestone in found if milestone["on"] > "2026-12-02"]


def test_the_timeline_names_an_article_once_and_every_provision_in_full(balie: Callable) -> None:
    short, full = balie("law", "timeline").out, balie("law", "timeline", "--full").out
    assert "AI-verordening bijlage III: gaat gelden (" in short
    assert "(aia-a3-4a)" not in short
    assert "(aia-a3-4a)" in full
    day = short[short.index("2 december 2027") : short.index("\n2 augustus 2028")]
    assert day.index("art. 26:") < day.index("art. 23:")


def test_what_ends_is_shown_with_what_it_said(balie: Callable) -> None:
    lines = balie("law", "timeline").out.splitlines()
    ended = next(number for number, line in enumerate(lines) if "geldt niet meer (aia-111-4)" in line)
    assert "2 augustus 2026" in lines[ended + 1]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        pytest.param("art. 50 lid 1", {"aia-50-1"}, id="as Dutch lawyers write it"),
        pytest.param("50(1)", {"aia-50-1"}, id="as English ones do"),
        pytest.param("AVG 22", {"avg-22", "avg-22-3", "avg-22-4"}, id="act and number"),
        pytest.param("bijlage III punt 4", {"aia-a3-4a", "aia-a3-4b"}, id="an annex"),
        pytest.param("Art 5(1)(f)", {"aia-5-1-f"}, id="down to the letter"),
    ],
)
def test_an_article_is_found_by_what_people_type(balie: Callable, typed: str, found: set[str]) -> None:
    told = json.loads(balie("law", "show", *typed.split(), "--format", "json").out)
    assert {provision["id"] for provision in told.get("provisions", [told])} == found


def test_an_article_of_many_parts_is_a_list_to_choose_from(balie: Callable) -> None:
    ran = balie("law", "show", "art 50")
    assert ran.code == 0
    assert all(f"  {name} " in ran.out for name in ("aia-50-1", "aia-50-2", "aia-50-3"))
    assert balie("law", "show", "art 999").code == 2


def test_nothing_is_ahead_of_a_far_day(balie: Callable) -> None:
    assert "geen veranderingen" in balie("law", "timeline", "--on", "2099-01-01").out


def test_what_the_omnibus_changed_in_general(balie: Callable) -> None:
    ran = balie("law", "diff", "--published-by", "2026-07-01", "2026-11-23", "--format", "json")
    changed = {change["id"]: change for change in json.loads(ran.out)["provisions"]}
    assert changed["aia-5-1-ba"]["kinds"] == ["new"]
    assert "moved" in changed["aia-10"]["kinds"]
    assert (changed["aia-10"]["before"][0]["from"], changed["aia-10"]["after"][0]["from"]) == (
        "2026-08-02",
        "2027-12-02",
    )
    assert "aia-50-1" not in changed


def test_what_the_omnibus_changed_for_somebody(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("[{naam: Keuring, archetype: recruitment-bot}, {naam: Menu, archetype: menu-bot}]")
    ran = balie("law", "diff", "--published-by", "2026-07-01", "2026-11-23", "a.yaml")
    assert ran.code == 0
    assert "Klasse volgens de wet: hoog risico -> hoog risico, vanaf 2 december 2027 (nu: " in ran.out
    menu = ran.out[ran.out.index("Menu") :]
    assert "Er verandert niets." in menu


def test_a_diff_counts_only_what_is_certain_and_hides_what_hangs_on_open_questions(balie: Callable) -> None:
    asked = ("law", "diff", "--published-by", "2026-07-01", "2026-11-23", str(EXAMPLES / "energy-contact-centre.yaml"))
    short, told = balie(*asked), json.loads(balie(*asked, "--format", "json").out)["systems"]
    certain = sum(system["certain"] for system in told)
    assert 0 < certain < len(told)
    assert f"Zeker anders: {certain} van de {len(told)} systemen." in short.out
    assert "plichten (--all toont ze)" in short.out
    whole = balie(*asked, "--all").out
    assert "--all" not in whole
    assert len(whole.splitlines()) > len(short.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--published-by", "2026-11-23", "2026-07-01"], "eerst de vroegste", id="the wrong way round"),
        pytest.param([], "--published-by", id="no days"),
        pytest.param(
            ["--published-by", "2026-07-01", "2026-11-23", "weg.yaml"], "er niet", id="a file that is not there"
        ),
    ],
)
def test_a_wrong_diff_says_what_to_do(balie: Callable, arguments: list[str], words: str) -> None:
    ran = balie("law", "diff", *arguments)
    assert ran.code == 2
    assert words in ran.err


def test_a_sound_pack_of_ones_own_is_checked_with_the_law(balie: Callable, tmp_path: Path) -> None:
    shutil.copytree(SMALL / "small-act", tmp_path / "own" / "small-act")
    text = (
        (tmp_path / "own/small-act/articles.yaml").read_text().replace("id: B", "id: Z").replace("fine: B", "fine: Z")
    )
    (tmp_path / "own/small-act/articles.yaml").write_text(text)
    ran = balie("law", "check", "own")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"{len(shipped_law().packs) + 1} pakketten")


def test_a_pack_with_faults_is_refused_with_file_line_and_repair(balie: Callable, tmp_path: Path) -> None:
    shutil.copytree(SMALL / "small-act", tmp_path / "own" / "small-act")
    path = tmp_path / "own/small-act/articles.yaml"
    path.write_text(path.read_text().replace("provision: small-1, when", "provision: small-9, when", 1))
    ran = balie("law", "check", "own")
    assert ran.code == 2
    line = 1 + path.read_text()[: path.read_text().index("small-9")].count("\n")
    assert f"small-act/articles.yaml:{line} " in ran.err
    assert "'small-9'" in ran.err
    told = json.loads(balie("law", "check", "own", "--format", "json").out)
    assert told["sound"] is False
    assert told["faults"][0]["repair"]


def test_a_scenario_that_comes_out_otherwise_is_told(balie: Callable, tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "es-10-2025", tmp_path / "own" / "es-10-2025")
    (tmp_path / "own/es-10-2025/own.scenarios.yaml").write_text(
        "scenarios:\n  - case: A menu is high risk\n    archetype: menu-bot\n    expect: {statutory: high}\n"
    )
    ran = balie("law", "check", "own")
    assert ran.code == 2
    assert "es-10-2025/own.scenarios.yaml:2" in ran.err
    assert "A menu is high risk" in ran.err


def test_a_folder_without_a_pack(balie: Callable, tmp_path: Path) -> None:
    (tmp_path / "leeg").mkdir()
    assert "pack.yaml" in balie("law", "check", "leeg").err


def test_the_schema_is_printed(balie: Callable) -> None:
    assert json.loads(balie("law", "schema").out) == pack_schema()
