"""Suppliers: who may keep them, what is put down, and the pages about them."""

import csv
import io
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from balie.evidence.models import Entry
from balie.people.models import Mandate
from balie.register.models import AISystem, Contract, Organisation, Receipt, Supplier
from balie.register.suppliers.keeping import suppliers_named


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def content(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def taalbrug(example) -> Supplier:
    return Supplier.objects.get(name="Taalbrug B.V.")


def contract(supplier, **fields):
    filled = {"kind": "processor_agreement", "signed_on": "2026-01-05", "ends_on": "", "reference": "", "where": ""}
    return {**filled, "note": "", **fields}


def test_the_suppliers_of_the_example_come_along_with_its_systems(example):
    named = {system.supplier for system in AISystem.objects.exclude(supplier="")}
    assert set(Supplier.objects.values_list("name", flat=True)) == named
    assert not AISystem.objects.exclude(supplier="").filter(supplied_by=None).exists()


def test_the_list_shows_what_each_still_owes_and_every_number_leads_to_it(colleague, example):
    answer = colleague.get("/suppliers/")
    rows = {row.name: row for row in answer.context["page"].object_list}
    row = rows["Taalbrug B.V."]
    assert row.systems == 3
    assert row.owed > 0
    assert f'href="/suppliers/{row.key}/#owed">{row.owed}<' in answer.content.decode()
    page = colleague.get(f"/suppliers/{row.key}/")
    assert len(page.context["owed"]) == row.owed


def test_the_list_takes_as_many_queries_for_forty_suppliers_as_for_six(
    colleague, example, django_assert_max_num_queries
):
    organisation = Organisation.objects.get()
    Supplier.objects.bulk_create(Supplier(organisation=organisation, name=f"Leverancier {n}") for n in range(40))
    with django_assert_max_num_queries(16):
        assert colleague.get("/suppliers/").status_code == 200


@pytest.mark.parametrize(
    "odd", ["?sort=nonsense", "?page=-1", "?page=x", "?q=%00", "?runs_out=maybe", "?q=" + "x" * 500]
)
def test_an_odd_address_of_the_list_still_shows_it(colleague, example, odd):
    assert colleague.get(f"/suppliers/{odd}").status_code == 200


@pytest.mark.parametrize("sort", ["name", "-name", "systems", "-systems", "contracts", "next", "-next"])
def test_the_list_can_be_ordered(colleague, example, sort):
    rows = list(colleague.get(f"/suppliers/?sort={sort}").context["page"].object_list)
    if sort.lstrip("-") in {"name", "systems"}:
        values = [str(getattr(row, sort.lstrip("-"))).casefold().zfill(9) for row in rows]
        assert values == sorted(values, reverse=sort.startswith("-"))
    assert len(rows) == Supplier.objects.count()


def test_the_export_has_what_the_list_shows(colleague, taalbrug):
    answer = colleague.get("/suppliers/?q=taalbrug&format=csv")
    rows = list(csv.reader(io.StringIO(content(answer).decode("utf-8-sig")), delimiter=";"))
    assert [row[0] for row in rows if row and row[0] == "Taalbrug B.V."] == ["Taalbrug B.V."]
    assert not any("Klankveld" in cell for row in rows for cell in row)


def test_an_empty_list_says_how_to_begin(colleague):
    assert "Hier staan nog geen leveranciers." in text(colleague.get("/suppliers/"))


def test_a_supplier_is_added_once_whatever_the_capitals(colleague, taalbrug):
    made = colleague.post("/suppliers/new/", {"name": "Nieuw", "language": "en", "website": "nieuw.example"})
    assert made.status_code == 302
    assert Supplier.objects.get(name="Nieuw").website == "https://nieuw.example"
    again = colleague.post("/suppliers/new/", {"name": "TAALBRUG b.v.", "language": "nl"})
    assert again.status_code == 200
    assert "Er is al een leverancier met deze naam" in text(again)


def test_adding_a_supplier_links_the_systems_that_name_it(colleague, example):
    AISystem.objects.filter(name="Wim").update(supplier="Nieuw", supplied_by=None)
    colleague.post("/suppliers/new/", {"name": "nieuw", "language": "nl"})
    assert AISystem.objects.get(name="Wim").supplied_by.name == "nieuw"


def test_a_new_name_goes_along_to_the_systems_and_into_the_journal(colleague, taalbrug, person):
    fields = {"name": "Taalbrug Holding", "language": "en", "revision": taalbrug.revision}
    assert colleague.post(f"/suppliers/{taalbrug.pk}/change/", fields).status_code == 302
    assert AISystem.objects.get(name="Wim").supplier == "Taalbrug Holding"
    entry = Entry.objects.get(kind="supplier-changed")
    assert (entry.subject, entry.subject_id, entry.actor_name) == ("supplier", taalbrug.pk, str(person))
    assert {"field": "name", "before": "Taalbrug B.V.", "after": "Taalbrug Holding"} in entry.body["changes"]


def test_a_stale_change_is_told_and_what_was_typed_stays(colleague, taalbrug):
    fields = {"name": "Mijn naam", "language": "nl", "note": "getypt", "revision": taalbrug.revision - 1}
    answer = colleague.post(f"/suppliers/{taalbrug.pk}/change/", fields)
    assert "intussen gewijzigd" in text(answer)
    assert "getypt" in answer.content.decode()
    taalbrug.refresh_from_db()
    assert taalbrug.name == "Taalbrug B.V."


def test_a_supplier_with_systems_stays(colleague, taalbrug):
    assert "Er hangen nog systemen of contracten" in text(colleague.get(f"/suppliers/{taalbrug.pk}/remove/"))
    colleague.post(f"/suppliers/{taalbrug.pk}/remove/")
    assert Supplier.objects.filter(pk=taalbrug.pk).exists()


def test_a_supplier_on_which_nothing_hangs_can_go(colleague, taalbrug):
    taalbrug.systems.update(supplied_by=None)
    colleague.post(f"/suppliers/{taalbrug.pk}/remove/")
    assert not Supplier.objects.filter(pk=taalbrug.pk).exists()
    assert Entry.objects.filter(kind="supplier-removed", subject_name="Taalbrug B.V.").exists()


def test_a_contact_is_added_changed_and_removed(colleague, taalbrug):
    address = f"/suppliers/{taalbrug.pk}/contact/"
    colleague.post(address, {"name": "Els de Boer", "email": "els@taalbrug.example"})
    contact = taalbrug.contacts.get()
    assert "Els de Boer" in text(colleague.get(f"{address}?contact={contact.pk}")) or contact.name
    colleague.post(f"{address}?contact={contact.pk}", {"name": "Els", "email": "els@taalbrug.example"})
    assert taalbrug.contacts.get().name == "Els"
    colleague.post(f"{address}?contact={contact.pk}", {"remove": "yes"})
    assert not taalbrug.contacts.exists()
    kinds = list(Entry.objects.filter(subject="supplier").order_by("pk").values_list("kind", flat=True))
    assert kinds == ["contact-added", "contact-changed", "contact-removed"]


@pytest.mark.parametrize("wanted", ["999999", "x", "-1", "9" * 40])
def test_a_contact_or_contract_of_another_is_not_found(colleague, taalbrug, wanted):
    assert colleague.get(f"/suppliers/{taalbrug.pk}/contact/?contact={wanted}").status_code == 404
    assert colleague.get(f"/suppliers/{taalbrug.pk}/contract/?contract={wanted}").status_code == 404


def test_a_contract_takes_the_agreement_off_what_is_owed(colleague, taalbrug):
    before = {gap.id for gap in colleague.get(f"/suppliers/{taalbrug.pk}/").context["owed"]}
    assert "processor-agreement" in before
    wim = AISystem.objects.get(name="Wim")
    answer = colleague.post(f"/suppliers/{taalbrug.pk}/contract/", contract(taalbrug, systems=[wim.pk]))
    assert answer.status_code == 302
    after = {gap.id for gap in colleague.get(f"/suppliers/{taalbrug.pk}/").context["owed"]}
    assert before - after == {"processor-agreement"}
    entry = Entry.objects.get(kind="contract-added")
    assert {"field": "systems", "before": None, "after": ["Wim"]} in entry.body["changes"]


def test_a_contract_names_only_systems_of_this_supplier(colleague, taalbrug):
    other = AISystem.objects.exclude(supplied_by=taalbrug).first()
    answer = colleague.post(f"/suppliers/{taalbrug.pk}/contract/", contract(taalbrug, systems=[other.pk]))
    assert answer.status_code == 200
    assert not Contract.objects.exists()


def test_a_contract_cannot_end_before_it_was_signed(colleague, taalbrug):
    answer = colleague.post(f"/suppliers/{taalbrug.pk}/contract/", contract(taalbrug, ends_on="2025-01-05"))
    assert "Dit is vóór de ondertekening" in text(answer)


def test_a_contract_that_runs_out_is_shown_and_found(colleague, taalbrug):
    end = timezone.localdate() + timedelta(30)  # the page looks at the real day too
    colleague.post(f"/suppliers/{taalbrug.pk}/contract/", contract(taalbrug, ends_on=end.isoformat()))
    assert "loopt bijna af" in text(colleague.get(f"/suppliers/{taalbrug.pk}/"))
    rows = colleague.get("/suppliers/?runs_out=on").context["page"].object_list
    assert [(row.name, row.soon) for row in rows] == [("Taalbrug B.V.", True)]


def test_a_document_that_came_in_is_no_longer_asked_for_and_noted_once(colleague, taalbrug):
    gap = next(one for one in colleague.get(f"/suppliers/{taalbrug.pk}/").context["owed"] if one.kind == "document")
    fields = {"system": gap.system, "item": gap.id, "where": "map Inkoop"}
    for _ in range(2):
        assert colleague.post(f"/suppliers/{taalbrug.pk}/received/", fields).status_code == 302
    assert Receipt.objects.get().where == "map Inkoop"
    owed = colleague.get(f"/suppliers/{taalbrug.pk}/").context["owed"]
    assert (gap.system, gap.id) not in {(one.system, one.id) for one in owed}
    assert Entry.objects.filter(kind="document-received").count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"system": "x", "item": "y"}, id="no system"),
        pytest.param({"system": 10**30, "item": "eu-declaration"}, id="a number too large"),
        pytest.param({"system": 1, "item": "processor-agreement"}, id="an agreement: that takes a contract"),
    ],
)
def test_what_was_not_asked_for_cannot_be_received(colleague, taalbrug, fields):
    assert colleague.post(f"/suppliers/{taalbrug.pk}/received/", fields).status_code == 302
    assert not Receipt.objects.exists()


@pytest.mark.parametrize(("language", "word"), [("nl", "Met vriendelijke groet"), ("en", "Kind regards")])
def test_the_letter_is_shown_in_either_language_and_made_with_an_entry(colleague, taalbrug, language, word):
    address = f"/suppliers/{taalbrug.pk}/letter/"
    assert word in text(colleague.get(f"{address}?lang={language}"))
    assert not Entry.objects.filter(kind="letter-made").exists()
    made = colleague.post(address, {"lang": language, "format": "txt"})
    assert made.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert word in content(made).decode()
    entry = Entry.objects.get(kind="letter-made")
    assert entry.subject_id == taalbrug.pk
    assert {"field": "language", "before": None, "after": language} in entry.body["changes"]


@pytest.mark.parametrize(("form", "begins"), [("docx", b"PK"), ("pdf", b"%PDF"), ("nonsense", b"Wadlicht")])
def test_the_letter_leaves_as_a_file_to_send(colleague, taalbrug, form, begins):
    made = content(colleague.post(f"/suppliers/{taalbrug.pk}/letter/", {"lang": "nl", "format": form}))
    assert made.removeprefix(b"\xef\xbb\xbf").startswith(begins)


def test_who_owes_nothing_gets_no_letter(colleague, example):
    nobody = Supplier.objects.create(organisation=Organisation.objects.get(), name="Nieuw")
    assert "Er is dus niets te vragen" in text(colleague.get(f"/suppliers/{nobody.pk}/letter/"))


CHANGES = ["new/", "{}/change/", "{}/remove/", "{}/contact/", "{}/contract/", "{}/received/"]


@pytest.mark.parametrize("address", CHANGES)
@pytest.mark.parametrize("role", ["administrator", "builder", "analyst", "auditor"])
def test_only_who_may_keep_suppliers_changes_them(someone, taalbrug, role, address):
    somebody = signed_in(someone(f"{role}@wadlicht.example", role))
    assert somebody.post(f"/suppliers/{address.format(taalbrug.pk)}", {"name": "X"}).status_code == 403
    assert not Supplier.objects.filter(name="X").exists()


def test_an_auditor_sees_only_who_supplies_the_systems_of_the_mandate(someone, taalbrug, noon):
    auditor = someone("auditor@elsewhere.example", "auditor")
    wim = AISystem.objects.get(name="Wim")
    today = timezone.localdate()
    Mandate.objects.create(
        person=auditor, purpose="audit", systems=[wim.pk], period_from=today, period_until=today,
        expires_at=noon + timedelta(days=4000), given_at=noon,
    )  # fmt: skip
    client = signed_in(auditor)
    assert [row.name for row in client.get("/suppliers/").context["page"].object_list] == ["Taalbrug B.V."]
    other = Supplier.objects.exclude(pk=taalbrug.pk).first()
    assert client.get(f"/suppliers/{other.pk}/").status_code == 404
    page = client.get(f"/suppliers/{taalbrug.pk}/")
    assert [system.name for system in page.context["systems"]] == ["Wim"]
    assert {gap.system_name for gap in page.context["owed"]} == {"Wim"}
    assert "Postbode" not in text(page)


def test_names_of_suppliers_are_matched_whatever_the_capitals_and_spaces(example):
    organisation = Organisation.objects.get()
    before = Supplier.objects.count()
    found = suppliers_named(organisation, ["taalbrug b.v.", "  Nieuw   B.V. ", "nieuw b.v.", "", "  "])
    assert Supplier.objects.count() == before + 1
    assert found["nieuw b.v."].name == "Nieuw B.V."


def test_a_contract_tells_an_auditor_nothing_of_systems_outside_the_mandate(someone, taalbrug, noon):
    auditor = someone("auditor@elsewhere.example", "auditor")
    wim, other = AISystem.objects.get(name="Wim"), AISystem.objects.exclude(name="Wim").order_by("pk").first()
    today = noon.date()
    Mandate.objects.create(
        person=auditor, purpose="audit", systems=[wim.pk], period_from=today, period_until=today,
        expires_at=noon + timedelta(days=4000), given_at=noon,
    )  # fmt: skip
    for reference, systems in (("BEIDE", [wim, other]), ("ANDER", [other]), ("ALLES", [])):
        Contract.objects.create(supplier=taalbrug, kind="other", reference=reference, at=noon).systems.set(systems)
    contracts = signed_in(auditor).get(f"/suppliers/{taalbrug.pk}/").context["contracts"]
    shown = {one["row"].reference: [system.name for system in one["about"]] for one in contracts}
    assert shown["BEIDE"] == ["Wim"]
    assert shown["ALLES"] == []
    assert "ANDER" not in shown


def test_a_team_of_our_own_is_asked_nothing_until_somebody_says_it_is_not_ours(colleague, example):
    ours = Supplier.objects.get(name="eigen team data")
    assert ours.ours
    assert colleague.get(f"/suppliers/{ours.pk}/").context["owed"] == ()
    assert "onderdeel van jullie eigen organisatie" in text(colleague.get(f"/suppliers/{ours.pk}/letter/"))
    fields = {"name": ours.name, "language": "nl", "revision": ours.revision}
    assert colleague.post(f"/suppliers/{ours.pk}/change/", fields).status_code == 302
    assert colleague.get(f"/suppliers/{ours.pk}/").context["owed"]
