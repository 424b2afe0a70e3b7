"""What is written is read back as the same, in every format, also texts that spreadsheet programs like to change."""

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from balie.law import FactKind, Place, Statement, Subject, shipped_law
from balie.register.reading import Format, Source, read_source
from balie.register.reading.headings import Headings, Meaning, Part
from balie.register.system import AISystem, LifeCycle, Link, LinkTo, Organisation, Portfolio
from balie.register.wording import CONTROL
from balie.register.writing import template, write
from balie.register.writing.delimited import number
from balie.register.writing.headings import FIELD_WORDS, PART_WORDS, heading
from balie.register.writing.values import FIELDS, say_choice

LAW = shipped_law()
HERE = Place("here")
OWN = {name: fact for name, fact in LAW.facts.items() if fact.about is Subject.SYSTEM}
SHARED = {name: fact for name, fact in LAW.facts.items() if fact.about is Subject.ORGANISATION}
AWKWARD = [
    "=1+1", "+31 20 624 11 11", "-5", "@SUM(A1)", "'quoted", "''", '"', 'a "quoted" word', "007", "0031", "1e5", "1.0",
    "TRUE", "yes", "no", "null", "~", "#N/A", "#REF!", "2026-01-02", "1-2-2026", "1.234", "1,5", "a;b,c", "a\tb",
    "emoji 🧑‍🚒 ☎️", "á̧", "العربية", "名前", "<b>&amp;</b>", "_x000D_", "{{ x }}", "a | b || c", "uses: x", "- a", "# c",
    "%s", "x" * 200, "=cmd|' /C calc'!A0", "sep=;", "[1]", "{a: b}", "*a", "&a", "!tag", "a: b", "a #b", "?", "-",
]  # fmt: skip
LONG = [
    *AWKWARD,
    "one\ntwo",
    "  spaces around  ",
    "ends with a line\n",
    "\nstarts with one",
    "trailing \nspaces \n x",
    "\t tab",
]

sign = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")).filter(lambda c: not CONTROL.search(c))
words = st.one_of(st.sampled_from(AWKWARD), st.text(sign, max_size=40))
line = words.map(lambda text: " ".join(text.split())[:190]).filter(bool)
name = line.filter(lambda text: text.casefold() not in {"# voorbeeld", "# example"})
maybe = st.one_of(st.just(""), line)
paragraph = st.one_of(st.just(""), st.sampled_from(LONG), st.text(st.one_of(sign, st.just("\n")), max_size=60)).map(
    lambda text: text if text.strip() else ""
)
listed = st.lists(line.filter(lambda text: text.strip(",; ")), max_size=3, unique=True).map(tuple)
links = st.lists(
    st.builds(LinkTo, st.sampled_from(list(Link)), name.map(lambda text: text.replace("||", "|")), maybe), max_size=2
).map(lambda found: tuple(dict.fromkeys(found)))
days = st.dates(date(1990, 1, 1), date(2099, 12, 31))


def value_of(fact):
    match fact.kind:
        case FactKind.YES_NO:
            return st.booleans()
        case FactKind.ONE_OF:
            return st.sampled_from([option.id for option in fact.options])
        case FactKind.SOME_OF:
            return st.frozensets(st.sampled_from([option.id for option in fact.options]))
        case FactKind.DATE:
            return days
        case FactKind.NUMBER:
            return st.one_of(st.integers(0, 10**15), st.sampled_from([0.5, 1.234, 1234.567, 0.125, 12.25]))


@st.composite
def statements(draw, facts):
    chosen = draw(st.lists(st.sampled_from(sorted(facts)), max_size=6, unique=True))
    source = st.one_of(st.just(""), paragraph).filter(lambda text: text.strip() != "-")
    return {
        one: Statement(
            draw(value_of(facts[one])), draw(source), draw(paragraph), draw(paragraph), draw(st.none() | days)
        )
        for one in chosen
    }


@st.composite
def systems(draw):
    archetype = draw(st.sampled_from(["", *sorted(LAW.archetypes)]))
    facts = draw(statements(OWN))
    usual = set(LAW.archetypes[archetype].facts) if archetype else set()
    unknown = draw(st.frozensets(st.sampled_from(sorted(OWN)), max_size=3)) | usual
    return AISystem(
        name=draw(name), facts=facts, place=HERE, archetype=archetype, purpose=draw(paragraph), owner=draw(maybe),
        supplier=draw(maybe), model=draw(maybe), version=draw(maybe)[:100].strip(), reference=draw(maybe),
        channels=draw(listed), languages=draw(listed), customers=draw(st.none() | st.integers(0, 2_000_000_000)),
        life_cycle=draw(st.none() | st.sampled_from(list(LifeCycle))), retired_on=draw(st.none() | days),
        links=draw(links), own=frozenset(facts), unknown=frozenset(unknown - facts.keys()), organisation="Wadlicht",
    )  # fmt: skip


@st.composite
def portfolios(draw):
    found = draw(st.lists(systems(), min_size=1, max_size=3, unique_by=lambda system: system.name.casefold()))
    return Portfolio(tuple(found), Organisation("Wadlicht"))


def back(content, form):
    reading = read_source(Source(f"list.{form}", form, content), LAW, whole=True)
    assert [fault.say("en") for fault in reading.faults] == []
    return tuple(replace(system, place=HERE) for system in reading.portfolio.systems), reading


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("form", list(Format))
@given(portfolio=portfolios())
@settings(max_examples=40)
def test_what_is_written_is_read_back_as_the_same(form, language, portfolio):
    found, _ = back(write(portfolio, LAW, form, language=language), form)
    assert found == portfolio.systems


@pytest.mark.parametrize("form", [Format.YAML, Format.JSON])
@given(facts=statements(SHARED), unknown=st.frozensets(st.sampled_from(sorted(SHARED)), max_size=2))
@settings(max_examples=30)
def test_what_an_organisation_says_of_itself_is_read_back_too(form, facts, unknown):
    said = Organisation("Wadlicht", facts, unknown - facts.keys())
    system = AISystem("Wim", {}, HERE, organisation="Wadlicht")
    _, reading = back(write(Portfolio((system,), said), LAW, form, language="nl"), form)
    assert reading.portfolio.organisation == said


@pytest.mark.parametrize("form", list(Format))
@pytest.mark.parametrize("text", LONG)
def test_an_awkward_text_survives(form, text):
    said = Statement(value=True, source="a", decided_by=text, reasons=text)
    tidy = " ".join(text.split())
    system = AISystem(
        f"{tidy} x"[:190], {"obvious_to_reasonable_person": said}, HERE, purpose=text, owner=tidy[:190],
        own=frozenset({"obvious_to_reasonable_person"}),
    )  # fmt: skip
    (found,), _ = back(write(Portfolio((system,)), LAW, form, language="nl"), form)
    assert found == system


def test_no_cell_of_a_workbook_is_a_formula_or_an_error():
    systems = [AISystem(f"{text} {n}"[:190], {}, HERE, purpose=text) for n, text in enumerate(LONG)]
    content = write(Portfolio(tuple(systems)), LAW, Format.XLSX, language="nl")
    kinds = {cell.data_type for row in load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row}
    assert kinds <= {"s", "n"}


def test_no_cell_of_a_csv_begins_as_a_formula_does():
    systems = [AISystem(f"n{n}", {}, HERE, purpose=text) for n, text in enumerate(LONG)]
    content = write(Portfolio(tuple(systems)), LAW, Format.CSV, language="nl").decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(content, newline=""), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r\n")] == ["-"] * cells.count("-")


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("fact", LAW.facts.values(), ids=lambda fact: fact.id)
def test_every_choice_is_read_back_from_its_words(language, fact):
    for option in fact.options:
        assert fact.read(say_choice(fact, option.id, language)) in {option.id, frozenset({option.id})}
    if fact.kind is FactKind.SOME_OF:
        every = frozenset(option.id for option in fact.options)
        assert fact.read(say_choice(fact, every, language)) == every
        assert fact.read(say_choice(fact, frozenset(), language)) == frozenset()


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_heading_means_what_it_stands_for(language):
    headings = Headings.of(LAW)
    meanings = [*map(Meaning, FIELDS), *(Meaning(fact, part) for fact in LAW.facts for part in Part)]
    for meaning in meanings:
        assert headings.meaning(heading(meaning, LAW, language)) == meaning
    assert set(FIELD_WORDS) == set(FIELDS)
    assert {*PART_WORDS, Part.VALUE} == set(Part)


@pytest.mark.parametrize(("value", "text"), [(3.0, "3"), (1.234, "1.2340"), (0.5, "0.5"), (1234.567, "1234.5670")])
def test_a_number_is_never_taken_for_a_dutch_thousand(value, text):
    assert number(value) == text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_template_is_read_without_faults_and_without_its_example(language):
    content = template(LAW, language)
    reading = read_source(Source("template.xlsx", Format.XLSX, content), LAW, whole=True)
    assert (reading.portfolio.systems, reading.faults, reading.notices) == ((), (), ())


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_example_row_of_the_template_is_a_good_one(language):
    book = load_workbook(io.BytesIO(template(LAW, language)))
    book.worksheets[0]["A2"] = "Wim"
    file = io.BytesIO()
    book.save(file)
    reading = read_source(Source("template.xlsx", Format.XLSX, file.getvalue()), LAW, whole=True)
    assert [fault.say("en") for fault in reading.faults] == []
    (system,) = reading.portfolio.systems
    assert (system.reference, system.channels[0], system.customers) == ("AI-007", "webchat", 12_000)


def test_the_template_offers_what_may_be_chosen():
    sheet = load_workbook(io.BytesIO(template(LAW, "nl"))).worksheets[0]
    choices = [fact for fact in LAW.facts.values() if fact.kind in {FactKind.YES_NO, FactKind.ONE_OF}]
    assert len(sheet.data_validations.dataValidation) == len(choices) + 2
