"""What our documents promise is held against the product: names, fields, codes, commands and their output."""

import json
import re
import shlex
import shutil
import tomllib
from dataclasses import replace
from datetime import date
from importlib.metadata import PackageNotFoundError, metadata
from io import StringIO
from pathlib import Path

import click
import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from balie import law
from balie.duties.agenda import Event
from balie.duties.control import ProofKind, ProofStatus
from balie.duties.proofs import Standing
from balie.duties.tasks import TaskKind
from balie.law import SHIPPED, Language, PackKind, pack_schema, shipped_law
from balie.law.model import Archetype, Conclusion, Expected, Fine, Pack, Size, Term
from balie.law.scenarios import CaseScenario, DutyScenario, Outcome
from balie.law.shapes import shape_of
from balie.people.roles import Role
from balie.register.colleagues import State
from balie.register.differing import DutyTurn
from balie.register.exchange.planning import Fate
from balie.register.grounds import Footing
from balie.register.public_fields import Shape
from balie.register.suppliers import gaps
from balie.register.suppliers.gaps import GapKind
from balie.register.system import (
    Cause,
    ContractKind,
    LifeCycle,
    Link,
    Reply,
    Sector,
    SignatureState,
    Substantial,
    Via,
)
from balie.site.api.message import DeliveryStatus
from balie.site.cli import edge, run
from balie.site.cli.root import root

ROOT = Path(__file__).parent.parent
ADRS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("examples/*.md")])
TODAY = date(2026, 11, 23)
LONGEST_DECISION = 60
SPDX = {"BSD": "BSD", "MIT": "MIT", "Python Software Foundation": "PSF", "Apache": "Apache"}


def text(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def tables(page: str) -> dict[str, list[list[str]]]:
    """The rows of the tables of a page, by what stands at the head of their first column."""
    found: dict[str, list[list[str]]] = {}
    for block in re.findall(r"(?:^\|.*\n)+", page, re.MULTILINE):
        rows = [[cell.strip() for cell in re.split(r"\|", line)[1:-1]] for line in block.splitlines()]
        found.setdefault(rows[0][0], []).extend(rows[2:])
    return found


def marked(cell: str) -> list[str]:
    """What stands in a cell between backticks."""
    return re.findall(r"`([^`]+)`", cell)


LAW_PAGE = text("docs/law.md")
FORMS = tables(LAW_PAGE)
TERMS = [row for rows in tables(text("docs/glossary.md")).values() for row in rows]


# Decisions


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_a_decision_is_at_most_a_page_with_its_question_and_its_price(path):
    page = path.read_text(encoding="utf-8")

    told = [line for line in page.splitlines() if not line.startswith("| `")]  # a list of dependencies may be long
    assert len(told) <= LONGEST_DECISION
    assert re.match(r"# \d+\. \S.*\n\nStatus: \S.* · \d{4}-\d\d-\d\d\n", page)
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == ["Context", "Decision", "Consequences"]


def test_decisions_are_numbered_and_listed_with_title_and_status():
    written = []
    for number, path in enumerate(ADRS, start=1):
        found = re.match(r"# (\d+)\. (.*)\n\nStatus: (.*) ·", path.read_text(encoding="utf-8"))
        written.append([found[1], f"[{found[2]}]({path.name})", found[3]])
        assert path.name.startswith(f"{number:04d}-")

    assert tables(text("docs/adr/README.md"))[""] == written


def test_every_dependency_has_a_reason_and_none_is_left_over():
    project = tomllib.loads(text("pyproject.toml"))
    extras = [*project["project"]["optional-dependencies"].values(), *project["dependency-groups"].values()]
    listed = tables(text("docs/adr/0010-dependencies.md"))

    for heading, asked in (
        ("at run time", project["project"]["dependencies"]),
        ("extra or group", [line for group in extras for line in group]),
    ):
        wanted = {canonicalize_name(Requirement(line).name) for line in asked}
        assert {name for row in listed[heading] for name in marked(row[0])} == wanted
        assert all(len(why) > 3 for _, why, _ in listed[heading])


def test_licences_are_those_the_packages_state():
    rows = [row for rows in tables(text("docs/adr/0010-dependencies.md")).values() for row in rows]
    looked_at = 0
    for names, _, licence in rows:
        for name in marked(names):
            for stated in stated_licences(name):
                looked_at += 1
                assert stated in licence, f"{name} says {stated}"
    assert looked_at > 20


def stated_licences(name: str) -> list[str]:
    """The licence a package states; nothing when it is not installed or states none."""
    try:
        about = metadata(name)
    except PackageNotFoundError:
        return []
    if expression := about.get("License-Expression"):
        return [expression]
    classifiers = [line for line in about.get_all("Classifier", []) if line.startswith("License ::")]
    return [short for line in classifiers for word, short in SPDX.items() if word in line]


# Words

ON_SCREEN = (
    Role, Sector, Substantial, Link, ContractKind, Cause, SignatureState, GapKind, gaps.Term, Fate, Footing, DutyTurn,
    State, ProofKind, ProofStatus, Standing, TaskKind, Event, DeliveryStatus,
)  # fmt: skip
NAMES = [
    *(pytest.param(risk.slug, risk.label.nl, id=f"class {risk.slug}") for risk in law.RiskClass),
    *(pytest.param(party.value, law.PARTY_NAMES[party].nl, id=f"party {party.value}") for party in law.Party),
    *(pytest.param(answer.name.lower(), answer.label.nl, id=f"answer {answer.name.lower()}") for answer in law.Answer),
    *(pytest.param(stage.value, stage.label.nl, id=f"stage {stage.value}") for stage in LifeCycle),
    *(
        pytest.param(status.value, law.say_status(status, None, "nl"), id=f"status of a duty {status.value}")
        for status in law.DutyStatus
    ),
    *(
        pytest.param(
            member.value, member.label.nl, id=f"{kind.__module__.rpartition('.')[2]}.{kind.__name__} {member.value}"
        )
        for kind in ON_SCREEN
        for member in kind
    ),
    *(
        pytest.param(member.value, "", id=f"{kind.__name__} {member.value}")
        for kind in (
            law.PackKind,
            law.Status,
            law.Basis,
            law.FactKind,
            law.Subject,
            law.Respondent,
            law.Kind,
            Size,
            Reply,
            Shape,
            Via,
        )
        for member in kind
    ),
]


@pytest.mark.parametrize(("name", "dutch"), NAMES)
def test_the_glossary_has_every_choice_with_its_dutch(name, dutch):
    rows = [row for row in TERMS if name in marked(row[0])]

    assert rows
    assert not dutch or dutch in {row[1] for row in rows}


def test_the_glossary_gives_each_term_once():
    page = text("docs/glossary.md")
    sections = [section.partition("\n")[0] for section in page.split("\n## ")[1:]]
    terms = [re.sub(r"`.*", "", row[0]).strip() for row in TERMS]
    spelled_out = [term for term in terms if term]

    assert len(sections) >= 7
    assert {term for term in spelled_out if spelled_out.count(term) > 1} == set()


# The form of packs

SHAPES = {
    "field of a pack": Pack,
    "field of a provision": law.Provision,
    "field of a version": law.Version,
    "field of a fact": law.Fact,
    "field of a term": Term,
    "field of a rule": law.Rule,
    "field of a duty": law.Duty,
    "field of a fine": Fine,
    "field of an archetype": Archetype,
    "field of a duty scenario": DutyScenario,
    "field of a case": CaseScenario,
}


@pytest.mark.parametrize("heading", SHAPES)
def test_every_field_is_described_and_the_required_ones_are_marked(heading):
    described = {name: star == "*" for row in FORMS[heading] for name, star in re.findall(r"`(\w+)`(\*?)", row[0])}

    assert described == {name: required for name, (_, required, _) in shape_of(SHAPES[heading]).items()}


def test_every_conclusion_and_expectation_is_described():
    conclusions = {re.match(r"\w+", name)[0] for row in FORMS["conclusion"] for name in marked(row[0])}
    promised = " ".join(row[1] for row in FORMS["field of an archetype"])
    expected = " ".join(row[1] for row in FORMS["field of a case"])

    assert conclusions == shape_of(Conclusion).keys()
    assert {name for name in shape_of(Expected) if f"`{name}`" not in promised} == set()
    assert {name for name in shape_of(Outcome) if not re.search(rf"`{name}\b", expected)} == set()


def test_the_packs_listed_are_the_packs_there_are():
    listed = {marked(name)[0]: marked(kind)[0] for name, kind, _ in FORMS["pack"]}

    assert listed == {pack.id: pack.kind.value for pack in shipped_law().packs.values()}
    assert PackKind.HOUSE.value in listed.values()


def test_every_open_norm_stands_among_what_is_not_settled():
    listed = [name for row in FORMS["fact"] for name in marked(row[0])]

    assert sorted(listed) == sorted(fact.id for fact in shipped_law().facts.values() if fact.open_norm)


@pytest.mark.parametrize(
    ("heading", "field", "choices"),
    [
        pytest.param("`certainty`", "certainty", ["1", "2", "3", "4"], id="certainty"),
        pytest.param("`status`", "status", list(law.Status), id="status"),
        pytest.param("`basis`", "", list(law.Basis), id="basis"),
    ],
)
def test_the_words_for_how_firm_it_is_are_those_on_screen(heading, field, choices):
    read_at_the_source = shipped_law().provisions["aia-50-1"]
    shown = {row[0].strip("`"): row[2] for row in FORMS[heading]}

    assert list(shown) == choices
    for choice in choices:
        value = int(choice) if choice.isdigit() else choice
        provision = replace(read_at_the_source, **{field: value}) if field else read_at_the_source
        weight = law.say_weight(provision, law.Basis.STATUTE if field else choice)
        assert shown[choice] == f'"{weight.en}"' if weight else shown[choice].startswith("nothing")


def test_the_schema_in_the_package_is_the_one_the_model_gives():
    written = (SHIPPED / "pack.schema.json").read_text(encoding="utf-8")

    assert written == json.dumps(pack_schema(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


# Codes and settings

FAULT = re.compile(r'(?:[Ff]ault|refuse)\(\s*"([a-z0-9-]+)"')
SOURCES = sorted((ROOT / "src" / "balie").rglob("*.py"))
LAW_CODES = sorted(
    {code for path in SOURCES if "law" in path.parts for code in FAULT.findall(path.read_text(encoding="utf-8"))}
)


@pytest.mark.parametrize("code", LAW_CODES)
def test_every_fault_of_a_pack_is_described(code):
    assert code in {name for row in FORMS["code"] for name in marked(row[0])}


def test_no_fault_is_described_that_does_not_exist():
    assert {name for row in FORMS["code"] for name in marked(row[0])} == set(LAW_CODES)


def test_exit_codes_are_those_the_command_line_gives():
    listed = [int(row[0]) for row in tables(text("docs/guides/command-line.md"))["code"]]

    assert listed == [edge.OK, edge.FINDINGS, edge.MISUSE, edge.INTERRUPTED]


def test_every_setting_is_described():
    source = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    settings = set(re.findall(r"\b(BALIE_[A-Z_]+|DATABASE_URL|XDG_[A-Z_]+)\b", source))
    described = text("docs/guides/run.md")

    assert {"BALIE_DATA", "DATABASE_URL", "BALIE_HOSTS"} <= settings
    assert {name for name in settings if f"`{name}`" not in described} == set()


# Links


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_to_a_heading_finds_it(page):
    for target, heading in re.findall(r"\]\(([^)#:]*)#([^)]+)\)", page.read_text(encoding="utf-8")):
        there = (page.parent / target).resolve() if target else page
        assert heading in headings(there), f"{target}#{heading}"


def headings(page: Path) -> set[str]:
    """The names under which the headings of a page can be linked to."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_document_can_be_reached_from_the_readme():
    reached, to_visit = set(), {ROOT / "README.md"}
    while to_visit:
        page = to_visit.pop()
        reached.add(page)
        links = re.findall(r"\]\(([^)#:]+\.md)", page.read_text(encoding="utf-8"))
        to_visit |= {(page.parent / link).resolve() for link in links} - reached

    assert {page.relative_to(ROOT).as_posix() for page in set(PAGES) - reached} == set()


# Commands


CONSOLE = re.compile(r"^ *```console\n(.*?)^ *```", re.DOTALL | re.MULTILINE)


def commands() -> list[tuple[str, str, str]]:
    """Every `$ balie ...` in a console block, with the page it stands on and what is shown below it."""
    found = []
    for page in PAGES:
        for block in re.findall(
            r"^ *```console\n(.*?)^ *```", page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
        ):
            for part in re.split(r"^ *\$ ", block, flags=re.MULTILINE)[1:]:
                line, _, shown = part.partition("\n")
                if line.startswith("balie "):
                    found.append((page.relative_to(ROOT).as_posix(), line, shown.strip("\n")))
    return found


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A folder with the examples, in which a command may write."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("line", "shown"), [pytest.param(line, shown, id=f"{page}: {line}") for page, line, shown in commands()]
)
def test_a_command_in_the_documents_works_and_prints_what_is_shown(desk, line, shown):
    out, err = StringIO(), StringIO()
    arguments = shlex.split(line)[1:]
    wanted = Language.EN if "en" in arguments else Language.NL

    code = run(arguments, edge.Edge(TODAY, wanted, {}, out, err))

    assert code in {edge.OK, edge.FINDINGS}, err.getvalue()
    assert re.fullmatch(pattern_of(shown), narrow(out.getvalue())) or not shown, out.getvalue()


def pattern_of(shown: str) -> str:
    """What is shown as a pattern: a line of three dots stands for any lines."""
    return "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in narrow(shown).splitlines())


def narrow(printed: str) -> str:
    """The same text without the width of its columns, which depends on the longest word in them."""
    return "".join(re.sub(r"(?<=\S) {2,}", "  ", line.rstrip()) + "\n" for line in printed.splitlines())


SPOKEN = sorted(
    {
        (page.relative_to(ROOT).as_posix(), " ".join(span.split()))
        for page in PAGES
        for span in re.findall(r"`(balie [^`]+)`", page.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize(("page", "line"), SPOKEN, ids=lambda value: value)
def test_a_command_named_in_a_sentence_exists(page, line):
    command: click.Command = root(edge.Edge(TODAY))
    words = line.split()[1:]
    while isinstance(command, click.Group) and words:
        context = click.Context(command)
        name, *words = words
        if name.startswith("-"):
            assert name in options(command)
            return
        for choice in name.split("|"):
            found = command.get_command(context, choice)
            assert found, f"balie knows no {choice}"
        command = found

    assert {word.split("=")[0] for word in words if word.startswith("--")} <= options(command)


def options(command: click.Command) -> set[str]:
    return {name for option in command.params for name in option.opts} | {"--help"}
