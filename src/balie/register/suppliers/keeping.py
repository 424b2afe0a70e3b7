"""Suppliers, whom to reach there, what was agreed, and what they still owe."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet
from django.db.models.functions import Lower
from django.http import Http404

from balie.evidence import service as evidence
from balie.law import Law
from balie.people.service import Permission, Reach, User, mandate_of, reach, require
from balie.register import models, statements
from balie.register.acting import Acting, put_down, put_down_many
from balie.register.scope import visible_systems
from balie.register.suppliers.gaps import RUNS_OUT_WITHIN, Agreement, Gap, GapKind, Supplied, gaps_of
from balie.register.suppliers.letter import Correspondents, GapLetter, gap_letter
from balie.register.suppliers.ourselves import is_ours
from balie.register.system import ContractKind

Fields = Mapping[str, Any]


class NoSuchSupplier(Http404):
    """There is no such supplier, contact or contract, or this person may not know that there is."""


class SupplierNameTaken(Exception):
    """Another supplier has this name already."""


class SupplierInUse(Exception):
    """Systems or contracts hang on this supplier."""


class StaleSupplier(Exception):
    """Somebody else changed the supplier in the meantime."""


def visible_suppliers(person: User, *, now: datetime) -> QuerySet[models.Supplier]:
    """The suppliers somebody may see; an auditor with some systems sees who supplies those."""
    found = models.Supplier.objects.select_related("organisation")
    if reach(person, Permission.SEE_REGISTER) is Reach.NONE:
        return found.none()
    mandate = mandate_of(person, now=now)
    if mandate is None or mandate.all_systems:
        return found
    return found.filter(systems__in=mandate.systems).distinct()


def visible_supplier(person: User, key: int, *, now: datetime) -> models.Supplier:
    """One supplier that somebody may see. Raise `NoSuchSupplier` when there is none for them."""
    found = visible_suppliers(person, now=now).filter(pk=key).first()
    if found is None:
        raise NoSuchSupplier(key)
    return found


def with_counts(suppliers: QuerySet[models.Supplier], today: date) -> QuerySet[models.Supplier]:
    """Add how many systems somebody supplies, how many contracts there are, and when the next one ends."""
    running = Q(contracts__ends_on__gte=today)
    return suppliers.annotate(
        systems_count=Count("systems", distinct=True),
        contracts_count=Count("contracts", distinct=True),
        next_end=Min("contracts__ends_on", filter=running),
    ).order_by(Lower("name"), "pk")


def running_out(suppliers: QuerySet[models.Supplier], today: date) -> QuerySet[models.Supplier]:
    """Those with a contract that ends within sixty days."""
    soon = models.Contract.objects.filter(ends_on__range=(today, today + RUNS_OUT_WITHIN))
    return suppliers.filter(pk__in=soon.values("supplier"))


def gaps_by_supplier(law: Law, suppliers: Sequence[models.Supplier], acting: Acting) -> dict[int, tuple[Gap, ...]]:
    """What each of these suppliers still owes for the systems this person may see; a fixed number of queries.

    Who is part of the organisation itself owes nothing: nobody writes a letter to colleagues.
    """
    keys = [supplier.pk for supplier in suppliers if not supplier.ours]
    agreements: dict[int, list[Agreement]] = {key: [] for key in keys}
    for contract in models.Contract.objects.filter(supplier__in=keys).prefetch_related("systems"):
        agreements[contract.supplier_id].append(agreement_of(contract))
    received: dict[tuple[int, int], set[str]] = {}
    for receipt in models.Receipt.objects.filter(supplier__in=keys):
        received.setdefault((receipt.supplier_id, receipt.system_id), set()).add(receipt.item)
    found: dict[int, list[Gap]] = {supplier.pk: [] for supplier in suppliers}
    supplied = visible_systems(acting.person, now=acting.now).filter(supplied_by__in=keys).exclude(life_cycle="retired")
    for system in supplied.order_by(Lower("name"), "pk"):
        key = system.supplied_by_id or 0
        one = _supplied(law, system, frozenset(received.get((key, system.pk), ())))
        found[key] += gaps_of(law, one, agreements[key], acting.today)
    return {key: tuple(gaps) for key, gaps in found.items()}


def agreement_of(contract: models.Contract) -> Agreement:
    """A contract as a value."""
    systems = frozenset(system.pk for system in contract.systems.all())
    return Agreement(ContractKind(contract.kind), systems, contract.signed_on, contract.ends_on)


@transaction.atomic
def add_supplier(organisation: models.Organisation, fields: Fields, acting: Acting) -> models.Supplier:
    """Add a supplier. Raise `SupplierNameTaken` when there is one of that name."""
    require(acting.person, Permission.CHANGE_SUPPLIERS)
    _refuse_taken(organisation, fields["name"])
    made = models.Supplier.objects.create(organisation=organisation, **fields)
    _link_by_name(organisation, made)
    _record("supplier-added", made, acting, {}, fields)
    return made


@transaction.atomic
def change_supplier(key: int, fields: Fields, acting: Acting, *, revision: int) -> models.Supplier:
    """Change a supplier; systems that name it keep naming it, also under a new name."""
    found = _locked(key, acting)
    if found.revision != revision:
        raise StaleSupplier
    _refuse_taken(found.organisation, fields["name"], besides=found)
    before = {name: getattr(found, name) for name in fields}
    for name, value in fields.items():
        setattr(found, name, value)
    found.revision += 1
    found.save()
    if before["name"] != found.name:
        found.systems.update(supplier=found.name)
    _record("supplier-changed", found, acting, before, fields)
    return found


@transaction.atomic
def remove_supplier(key: int, acting: Acting) -> str:
    """Remove a supplier that nothing hangs on, and return its name. Raise `SupplierInUse` otherwise."""
    found = _locked(key, acting)
    if found.systems.exists() or found.contracts.exists():
        raise SupplierInUse
    _record("supplier-removed", found, acting, {"name": found.name}, {})
    found.delete()
    return found.name


@transaction.atomic
def keep_contact(key: int, contact: int | None, fields: Fields, acting: Acting) -> models.SupplierContact:
    """Add somebody to reach, or change who that is."""
    supplier = _locked(key, acting)
    if contact is None:
        made = supplier.contacts.create(**fields)
        _record("contact-added", supplier, acting, {}, fields)
        return made
    found: models.SupplierContact = _part_of(supplier.contacts, contact)
    before = {name: getattr(found, name) for name in fields}
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    _record("contact-changed", supplier, acting, before, fields)
    return found


@transaction.atomic
def remove_contact(key: int, contact: int, acting: Acting) -> None:
    """Take somebody off the list of whom to reach."""
    supplier = _locked(key, acting)
    found = _part_of(supplier.contacts, contact)
    _record("contact-removed", supplier, acting, {"name": found.name, "email": found.email}, {})
    found.delete()


@transaction.atomic
def keep_contract(key: int, contract: int | None, fields: Fields, acting: Acting) -> models.Contract:
    """Put down what was agreed, or correct it. `systems` in the fields are the systems it is about."""
    supplier = _locked(key, acting)
    plain = {name: value for name, value in fields.items() if name != "systems"}
    systems = list(fields["systems"])
    told = _told(plain, systems)
    if contract is None:
        made = supplier.contracts.create(by=acting.person, at=acting.now, **plain)
        made.systems.set(systems)
        _record("contract-added", supplier, acting, {}, told)
        return made
    found: models.Contract = _part_of(supplier.contracts, contract)
    before = _told({name: getattr(found, name) for name in plain}, found.systems.all())
    for name, value in plain.items():
        setattr(found, name, value)
    found.save()
    found.systems.set(systems)
    _record("contract-changed", supplier, acting, before, told)
    return found


@transaction.atomic
def remove_contract(key: int, contract: int, acting: Acting) -> None:
    """Take a contract off the list; what it said stays in the journal."""
    supplier = _locked(key, acting)
    found = _part_of(supplier.contracts, contract)
    told = _told({name: getattr(found, name) for name in _CONTRACT_FIELDS}, found.systems.all())
    _record("contract-removed", supplier, acting, told, {})
    found.delete()


@transaction.atomic
def receive(law: Law, key: int, gap: tuple[int, str], where: str, acting: Acting) -> None:
    """Put down that a document, named by system and id, came in. What is not owed (any more) is left as it is."""
    supplier = _locked(key, acting)
    owed = gaps_by_supplier(law, [supplier], acting)[supplier.pk]
    if not any((one.system, one.id) == gap and one.kind is GapKind.DOCUMENT for one in owed):
        return
    system, item = gap
    models.Receipt.objects.create(
        supplier=supplier, system_id=system, item=item, where=where, by=acting.person, at=acting.now
    )
    _record("document-received", supplier, acting, {}, {item: where}, system=system)


@transaction.atomic
def write_letter(law: Law, key: int, language: str, acting: Acting) -> GapLetter:
    """Make the letter to send, and put down that it was made."""
    supplier = _locked(key, acting)
    letter = letter_to(law, supplier, language, acting)
    points = sum(len(part.points) for part in letter.parts)
    told = {"language": language, "points": points, "answer_by": letter.answer_by}
    _record("letter-made", supplier, acting, {}, told)
    return letter


def letter_to(law: Law, supplier: models.Supplier, language: str, acting: Acting) -> GapLetter:
    """The letter as it would be made now."""
    contact = supplier.contacts.exclude(name="").order_by("pk").first()
    who = Correspondents(
        organisation=supplier.organisation.name,
        writer=acting.person.name,
        writer_email=acting.person.email,
        supplier=supplier.name,
        contact=contact.name if contact else "",
    )
    gaps = gaps_by_supplier(law, [supplier], acting)[supplier.pk]
    return gap_letter(who, gaps, on=acting.today, language=language)


def suppliers_named(
    organisation: models.Organisation, names: Iterable[str], acting: Acting | None = None
) -> dict[str, models.Supplier]:
    """The suppliers of these names, by name in lower case; those that are not there yet are added.

    They are put down as added by whoever is acting; an example is loaded by nobody.
    """
    wanted: dict[str, str] = {}
    for name in names:
        tidy = " ".join(name.split())[:200]
        wanted.setdefault(tidy.casefold(), tidy)
    wanted.pop("", None)
    if not wanted:
        return {}
    known = {supplier.name.casefold(): supplier for supplier in organisation.suppliers.all()}
    fresh = [name for folded, name in wanted.items() if folded not in known]
    added = models.Supplier.objects.bulk_create(
        models.Supplier(
            organisation=organisation,
            name=name,
            language=organisation.language,
            ours=is_ours(name, organisation.name),
        )
        for name in fresh
    )
    if acting is not None:
        put_down_many("supplier-added", [_added(supplier) for supplier in added], acting)
    return known | {supplier.name.casefold(): supplier for supplier in added}


def _added(supplier: models.Supplier) -> tuple[evidence.Subject, dict[str, Any]]:
    body = {"changes": [{"field": "name", "before": None, "after": supplier.name}]}
    return evidence.Subject("supplier", supplier.pk, supplier.name), body


def _supplied(law: Law, system: models.AISystem, received: frozenset[str]) -> Supplied:
    latest = system.latest
    facts = statements.from_json(law, latest.facts).facts if latest else {}
    return Supplied(system.pk, system.name, facts, latest.outcome if latest else {}, received)


def _locked(key: int, acting: Acting) -> models.Supplier:
    """One supplier that somebody may change, locked until the transaction ends."""
    found = visible_supplier(acting.person, key, now=acting.now)
    require(acting.person, Permission.CHANGE_SUPPLIERS)
    return models.Supplier.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=found.pk)


def _part_of(related: Any, key: int) -> Any:
    found = related.filter(pk=key).first()
    if found is None:
        raise NoSuchSupplier(key)
    return found


def _refuse_taken(organisation: models.Organisation, name: str, besides: models.Supplier | None = None) -> None:
    taken = organisation.suppliers.filter(name__iexact=name)
    if (taken.exclude(pk=besides.pk) if besides else taken).exists():
        raise SupplierNameTaken(name)


def _link_by_name(organisation: models.Organisation, supplier: models.Supplier) -> None:
    """Let the systems that wrote this name point at the supplier."""
    organisation.systems.filter(supplied_by=None, supplier__iexact=supplier.name).update(supplied_by=supplier)


def _told(fields: Fields, systems: Iterable[models.AISystem]) -> dict[str, Any]:
    return {**fields, "systems": sorted(system.name for system in systems)}


def _record(
    kind: str, supplier: models.Supplier, acting: Acting, before: Fields, after: Fields, *, system: int | None = None
) -> None:
    subject = evidence.Subject("supplier", supplier.pk, supplier.name, system)
    put_down(kind, subject, acting, changes=evidence.changes_between(_plain(before), _plain(after)))


def _plain(fields: Fields) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in fields.items()}


_CONTRACT_FIELDS = ("kind", "reference", "where", "signed_on", "ends_on", "note")
