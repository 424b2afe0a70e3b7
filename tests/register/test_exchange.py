"""Import: what a file would do, and that doing it is exactly that. Export and import again changes nothing."""

import csv
import io
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from balie.evidence.models import Entry
from balie.people.service import NotPermitted
from balie.register.acting import Acting
from balie.register.exchange import importing as exchange
from balie.register.exchange.planning import Fate
from balie.register.exchange.snapshot import exported
from balie.register.models import (
    AISystem,
    Answer,
    Assessment,
    Organisation,
    Supplier,
    SystemLink,
    SystemVersion,
    Upload,
)
from balie.register.reading import Format, Source
from balie.register.system import Portfolio
from balie.register.writing import write
from balie.site.api.message import Event
from balie.site.api.models import Delivery, Webhook


@pytest.fixture
def acting(person, noon) -> Acting:
    return Acting(person, noon, noon.date())


def source(text, name="systemen.csv"):
    return Source(name, Format(name.rsplit(".", 1)[1]), text.encode() if isinstance(text, str) else text)


def imported(law, acting, text, **more):
    return exchange.import_file(law, source(text), acting, exchange.Wishes(**more))


def changes(plan, name):
    step = next(step for step in plan.steps if step.value.name == name)
    return {change.field: (change.before, change.after) for change in step.changes}


def emptied():
    for model in (SystemLink, Answer, AISystem, Supplier, Organisation):
        model.objects.all().delete()


FILE = (
    "naam;kenmerk;leverancier;eigenaar;kanalen;levensfase;person_reachable\nAns;A-1;Nieuw B.V.;Iemand;webchat;live;ja\n"
)


def test_nothing_is_done_by_looking(law, acting, example):
    plan = exchange.look_through(law, source(FILE))
    assert plan.counts == {Fate.NEW: 1, Fate.CHANGED: 0, Fate.UNCHANGED: 0}
    assert plan.new_suppliers == ("Nieuw B.V.",)
    assert not AISystem.objects.filter(name="Ans").exists()
    assert not Supplier.objects.filter(name="Nieuw B.V.").exists()


def test_a_new_system_comes_with_everything_and_is_assessed(law, acting, example, person):
    assert imported(law, acting, FILE) == exchange.Imported(1, 0, 0, 0)
    ans = AISystem.objects.get(name="Ans")
    assert (ans.reference, ans.owner, ans.channels, ans.life_cycle) == ("A-1", "Iemand", ["webchat"], "live")
    assert ans.supplied_by.name == "Nieuw B.V."
    assert ans.facts["person_reachable"] == {"value": True, "source": "systemen.csv"}
    assert (ans.latest.cause, ans.latest.by) == ("import", person)
    told = Entry.objects.get(kind="supplier-added", subject_id=ans.supplied_by_id)
    assert told.body["changes"] == [{"field": "name", "before": None, "after": "Nieuw B.V."}]
    answer = Answer.objects.get(system=ans)
    assert (answer.fact, answer.value, answer.via, answer.by_name) == ("person_reachable", True, "import", str(person))
    entry = Entry.objects.get(kind="system-added", subject_id=ans.pk)
    assert entry.body["file"] == "systemen.csv"
    assert {"field": "supplier", "before": None, "after": "Nieuw B.V."} in entry.body["changes"]
    whole = Entry.objects.get(kind="imported")
    assert (whole.subject, whole.body["new"], whole.body["file"]) == ("organisation", 1, "systemen.csv")


def test_importing_again_changes_nothing_and_leaves_no_trace(law, acting, example):
    imported(law, acting, FILE)
    before = Entry.objects.count()
    assert imported(law, acting, FILE) == exchange.Imported(0, 0, 1, 0)
    assert Entry.objects.count() == before


def test_a_change_is_told_field_by_field_and_an_empty_cell_changes_nothing(law, acting, example):
    wim = AISystem.objects.get(name="Wim")
    plan = exchange.look_through(law, source("naam;eigenaar;doel;own_name\nwim;Iemand anders;;nee\n"))
    told = changes(plan, "wim")
    assert told["owner"] == (wim.owner, "Iemand anders")
    assert told["own_name"][1]["value"] is False
    assert set(told) == {"name", "owner", "own_name"}
    imported(law, acting, "naam;eigenaar;doel;own_name\nWim;Iemand anders;;nee\n")
    after = AISystem.objects.get(name="Wim")
    assert (after.pk, after.owner, after.purpose) == (wim.pk, "Iemand anders", wim.purpose)
    assert after.revision == wim.revision + 1
    assert after.facts["own_name"]["value"] is False
    assert after.facts["person_reachable"] == wim.facts["person_reachable"]


def test_a_reference_finds_a_system_under_another_name(law, acting, example):
    AISystem.objects.filter(name="Wim").update(reference="007")
    imported(law, acting, "naam;kenmerk\nWim de Tweede;007\n")
    assert AISystem.objects.get(reference="007").name == "Wim de Tweede"
    assert AISystem.objects.count() == 14


@pytest.fixture
def versioned(law, acting, example):
    AISystem.objects.filter(name="Wim").update(version="1.0")
    SystemVersion.objects.create(
        system=AISystem.objects.get(name="Wim"),
        label="1.1-A",
        on=acting.today,
        what="Spelfout",
        substantial="no",
        at=acting.now,
    )
    return AISystem.objects.get(name="Wim")


def test_another_version_label_is_another_version_and_asks_to_assess_anew(law, acting, versioned):
    imported(law, acting, "naam;versie\nWim;2.0\nPostbode;7\n")
    kept = SystemVersion.objects.get(system=versioned, label="2.0")
    assert (kept.substantial, kept.on, kept.by, kept.at) == ("unknown", acting.today, acting.person, acting.now)
    assert "systemen.csv" in kept.what
    versioned.refresh_from_db()
    assert (versioned.version, versioned.reassess_because) == ("2.0", f"2.0: {kept.what}")
    entry = Entry.objects.get(kind="version-added")
    assert (entry.subject_id, entry.body["version"], entry.body["substantial"]) == (versioned.pk, "2.0", "unknown")
    first = AISystem.objects.get(name="Postbode")
    assert (first.version, first.reassess_because, first.versions.count()) == ("7", "", 0)


@pytest.mark.parametrize(("label", "asks"), [
    pytest.param("1.0", False, id="the same label"),
    pytest.param("1.1-a", False, id="a label that was there and was said not to be substantial"),
    pytest.param("1.2", True, id="a label nobody knows"),
])  # fmt: skip
def test_a_label_that_was_there_is_not_added_again(law, acting, versioned, label, asks):
    imported(law, acting, f"naam;versie;eigenaar\nWim;{label};Iemand anders\n")
    versioned.refresh_from_db()
    assert (versioned.version, bool(versioned.reassess_because)) == (label, asks)
    assert versioned.versions.count() == 1 + asks


@pytest.fixture
def listener(person, noon):
    """A webhook that is told everything."""
    events = [event.value for event in Event]
    return Webhook.objects.create(name="x", address="https://x.example/", events=events, made_by=person, made_at=noon)


@pytest.mark.one_database
@pytest.mark.parametrize("told", [False, True], ids=["nobody listens", "a webhook listens"])
def test_an_import_asks_the_database_as_often_for_many_systems_as_for_few(law, acting, example, told, request):
    if told:
        request.getfixturevalue("listener")
    asked = []
    for many in (10, 20):
        rows = "".join(f"{many}-{n};1\n" for n in range(many))
        imported(law, acting, "naam;versie\n" + rows)
        for text in (rows.replace(";1", ";2"), rows.replace(";1", ";3").replace("\n", ";retired\n")):
            heading = "naam;versie;levensfase\n" if "retired" in text else "naam;versie\n"
            with CaptureQueriesContext(connection) as queries:
                imported(law, acting, heading + text)
            asked.append(sum(query["sql"].startswith("SELECT") for query in queries))  # writing goes in batches
    assert asked[:2] == asked[2:]
    told_of = Counter(Delivery.objects.exclude(event__in=("assessed", "imported")).values_list("event", flat=True))
    counts = {"system-added": 30, "system-changed": 60, "version-added": 60} if told else {}
    assert {kind: told_of[kind] for kind in counts} == counts
    assert bool(told_of) is told


REFUSED = [
    pytest.param("naam;kenmerk\nPostbode;007\n", "name-taken", id="the name of another system"),
    pytest.param("naam;kenmerk\nNieuw;007\nWim;\n", "same-system", id="two rows about one system"),
    pytest.param("naam;kenmerk\nNieuw;dubbel\n", "reference-shared", id="a reference of two systems"),
    pytest.param("naam;koppelingen\nNieuw;gebruikt: Nergens\n", "no-such-link", id="a link to nobody"),
    pytest.param("naam;koppelingen\nNieuw;gebruikt: nieuw\n", "no-such-link", id="a link to itself"),
    pytest.param("naam;koppelingen\nNieuw;hoort bij: Wim\n", "bad-link", id="a link that is none"),
    pytest.param("naam;klanten per maand\nNieuw;-5\n", "not-a-count", id="fewer than no customers"),
    pytest.param("naam;own_name\nNieuw;misschien\n", "bad-answer", id="no yes or no"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_a_row_that_cannot_be_done_is_refused_with_its_place(law, acting, example, text, code):
    AISystem.objects.filter(name="Wim").update(reference="007")
    AISystem.objects.filter(name__in=("Postbode", "Penhulp")).update(reference="dubbel")
    plan = exchange.look_through(law, source(text))
    (fault,) = plan.faults
    assert (fault.code, plan.refused) == (code, 1)
    assert fault.place.line in {2, 3}
    assert fault.place.field
    before = list(AISystem.objects.order_by("pk").values_list("pk", "name", "revision"))
    with pytest.raises(exchange.NotAllGood):
        imported(law, acting, text)
    assert list(AISystem.objects.order_by("pk").values_list("pk", "name", "revision")) == before


def test_without_its_target_a_row_is_refused_and_so_is_what_links_to_it(law, acting, example):
    text = "naam;koppelingen\nA;gebruikt: B\nB;gebruikt: Nergens\nC;gebruikt: Wim\n"
    plan = exchange.look_through(law, source(text))
    assert [step.value.name for step in plan.steps] == ["C"]
    assert plan.refused == 2


def test_the_good_rows_are_imported_when_somebody_says_so(law, acting, example):
    text = "naam;own_name\nGoed;ja\nFout;misschien\n"
    assert imported(law, acting, text, good_only=True) == exchange.Imported(1, 0, 0, 1)
    assert AISystem.objects.filter(name="Goed").exists()
    assert not AISystem.objects.filter(name="Fout").exists()


def test_links_are_laid_in_any_order_once(law, acting, example):
    text = "naam;koppelingen\nA;gebruikt: B | sinds mei\nB;\n"
    imported(law, acting, text)
    imported(law, acting, text.replace("sinds mei", "sinds juni"))
    link = SystemLink.objects.get()
    assert (link.system.name, link.other.name, link.kind, link.note) == ("A", "B", "uses", "sinds juni")


@pytest.mark.parametrize("written", ["joris@wadlicht.example", "JORIS@wadlicht.example", "joris bakema"])
def test_an_owner_with_an_account_becomes_the_owner(law, acting, example, someone, written):
    joris = someone("joris@wadlicht.example", "manager", name="Joris Bakema")
    imported(law, acting, f"naam;eigenaar\nAns;{written}\n")
    ans = AISystem.objects.get(name="Ans")
    assert (ans.owned_by, ans.owner) == (joris, "Joris Bakema")


def test_a_name_two_people_share_and_somebody_who_may_not_own_stay_text(law, acting, example, someone):
    for address in ("a@wadlicht.example", "b@wadlicht.example"):
        someone(address, "manager", name="Jan Jansen")
    someone("agent@wadlicht.example", "agent")
    imported(law, acting, "naam;eigenaar\nA;Jan Jansen\nB;agent@wadlicht.example\n")
    rows = AISystem.objects.filter(name__in="AB").order_by("name")
    assert [(row.owner, row.owned_by) for row in rows] == [("Jan Jansen", None), ("agent@wadlicht.example", None)]


def test_an_answer_that_says_the_same_keeps_its_reasons(law, acting, example):
    before = AISystem.objects.get(name="Wim").facts["obvious_to_reasonable_person"]
    assert before["reasons"]
    plan = exchange.look_through(law, source("naam;obvious_to_reasonable_person\nWim;nee\n"))
    assert plan.counts[Fate.UNCHANGED] == 1


def test_unknown_takes_an_answer_back_and_says_so(law, acting, example):
    imported(law, acting, "naam;person_reachable\nWim;weet niet\n")
    wim = AISystem.objects.get(name="Wim")
    assert "person_reachable" not in wim.facts
    assert Answer.objects.filter(system=wim, fact="person_reachable", known=False).exists()
    assert imported(law, acting, "naam;person_reachable\nWim;weet niet\n").unchanged == 1


def test_what_most_rows_say_of_the_organisation_holds_for_all(law, acting, example):
    text = "naam;org_size\nA;small\nB;small\nC;medium\n"
    plan = exchange.look_through(law, source(text))
    assert [(change.field, change.before["value"], change.after["value"]) for change in plan.shared] == [
        ("org_size", "large", "small")
    ]
    assert [notice.code for notice in plan.notices] == ["organisation-differs"]
    imported(law, acting, text)
    assert Organisation.objects.get().facts["org_size"]["value"] == "small"
    own = {row.name: row.facts.get("org_size", {}).get("value") for row in AISystem.objects.filter(name__in="ABC")}
    assert own == {"A": None, "B": None, "C": "medium"}
    assert AISystem.objects.filter(due=True).count() == 14


def test_an_empty_register_takes_the_name_of_the_file(law, acting):
    imported(law, acting, "naam;organisatie\nAns;Wadlicht\n")
    assert Organisation.objects.get().name == "Wadlicht"


def test_a_file_about_another_organisation_is_pointed_out(law, acting, example):
    plan = exchange.look_through(law, source("naam;organisatie\nAns;Dochter\n"))
    assert [notice.code for notice in plan.notices] == ["other-organisation"]


def test_only_who_may_import_does(law, example, someone, noon):
    manager = Acting(someone("petra@wadlicht.example", "manager"), noon, noon.date())
    with pytest.raises(NotPermitted):
        imported(law, manager, FILE)
    with pytest.raises(NotPermitted):
        exchange.keep_upload("a.csv", FILE.encode(), manager)


def test_a_file_is_imported_once(law, acting, example):
    upload = exchange.keep_upload("systemen.csv", FILE.encode(), acting)
    promised = exchange.look_through(law, exchange.source_in(upload)).digest
    assert exchange.import_upload(law, upload.pk, promised, acting, good_only=False).new == 1
    with pytest.raises(exchange.NoSuchUpload):
        exchange.import_upload(law, upload.pk, promised, acting, good_only=False)


def test_a_file_is_not_imported_when_the_register_changed_since(law, acting, example):
    upload = exchange.keep_upload("systemen.csv", b"naam;eigenaar\nWim;Iemand\n", acting)
    promised = exchange.look_through(law, exchange.source_in(upload)).digest
    AISystem.objects.filter(name="Wim").update(revision=99)
    with pytest.raises(exchange.StaleImport):
        exchange.import_upload(law, upload.pk, promised, acting, good_only=False)
    assert Upload.objects.filter(pk=upload.pk).exists()


def test_a_file_of_somebody_else_or_of_yesterday_is_not_there(law, acting, example, someone, noon):
    upload = exchange.keep_upload("systemen.csv", FILE.encode(), acting)
    other = Acting(someone("other@wadlicht.example", "compliance"), noon, noon.date())
    late = replace(acting, now=noon + timedelta(hours=25))
    for somebody in (other, late):
        with pytest.raises(exchange.NoSuchUpload):
            exchange.upload_of(upload.pk, somebody)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("form", list(Format))
def test_export_and_import_again_changes_nothing(law, acting, example, form, language):
    content = write(exported(law, acting), law, form, language=language)
    plan = exchange.look_through(law, source(content, f"balie.{form}"))
    assert [fault.say("nl") for fault in plan.faults] == []
    assert [(step.value.name, step.changes) for step in plan.steps if step.changes] == []
    assert (plan.shared, plan.does_something) == ((), False)


@pytest.mark.parametrize("form", list(Format))
def test_export_into_an_empty_register_and_out_again_gives_the_same(law, acting, example, form):
    AISystem.objects.filter(name="Wim").update(
        reference="007",
        model="=1+1",
        version="1.0",
        languages=["nl", "en"],
        customers=12_000,
        purpose="Een\n “twee” 🧑‍🚒 ",
    )
    imported(law, acting, "naam;koppelingen;person_reachable\nPostbode;gebruikt: Wim | x || y;weet niet\n")
    before = exported(law, acting)
    content = write(before, law, form, language="nl")
    emptied()
    assert exchange.import_file(law, source(content, f"balie.{form}"), acting).new == 14
    after = exported(law, acting)
    assert by_name(after) == by_name(before)
    assert after.organisation == before.organisation


def by_name(portfolio: Portfolio):
    return {system.name: system for system in portfolio.systems}


@pytest.mark.one_database
def test_six_hundred_systems_are_imported_in_few_statements(law, acting, example, django_assert_max_num_queries):
    file = io.StringIO()
    table = csv.writer(file, delimiter=";")
    table.writerow(["naam", "startpunt", "leverancier", "own_name"])
    table.writerows([f"Systeem {n}", "chatbot-llm", f"Leverancier {n % 40}", "ja"] for n in range(600))
    with django_assert_max_num_queries(2500):
        assert imported(law, acting, file.getvalue(), at_once=100).new == 600
    assert Assessment.objects.filter(cause="import", system__name__startswith="Systeem ").count() == 100
    assert AISystem.objects.filter(due=True, name__startswith="Systeem ").count() == 500
    assert Answer.objects.filter(system__name="Systeem 7", via="archetype").exists()


def test_a_file_that_names_a_starting_point_for_an_answer_of_its_own_is_by_whoever_imports(
    law, acting, example, person
):
    """Whoever answers does not sign; a source in a file does not hide who answered."""
    start = law.archetypes["agent-assist-drafts"]
    fact, usual = next((name, said.value) for name, said in start.facts.items() if isinstance(said.value, bool))
    head = f"naam;{fact};{fact}.source\n"
    imported(law, acting, f"{head}Ans;{'nee' if usual else 'ja'};archetype {start.id}\n")
    imported(law, acting, f"{head}Bram;{'ja' if usual else 'nee'};archetype {start.id}\n")
    given = dict(Answer.objects.filter(fact=fact, system__name__in=("Ans", "Bram")).values_list("system__name", "by"))
    assert given == {"Ans": person.pk, "Bram": None}


def test_an_export_names_no_system_that_somebody_may_not_see(law, example, someone, noon):
    first, second = AISystem.objects.order_by("pk")[:2]
    SystemLink.objects.create(system=first, other=second, kind="uses")
    auditor = someone("auditor@elsewhere.example", "auditor")
    auditor.mandates.create(
        purpose="audit", systems=[first.pk], period_from=noon.date(), period_until=noon.date(),
        expires_at=noon + timedelta(days=9), given_at=noon,
    )  # fmt: skip
    (system,) = exported(law, Acting(auditor, noon, noon.date())).systems
    assert system.name == first.name
    assert system.links == ()
