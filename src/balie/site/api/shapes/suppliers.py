"""Suppliers and what is agreed with them, as the API shows them."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from balie.register import models
from balie.register.system import ContractKind
from balie.site.api.shapes.common import In, Number, Page, Paging, PersonOut, person_of


class SupplierFilters(Paging):
    """What suppliers to list."""

    q: str = Field("", max_length=200, description="Words in the name")


class ContactOut(Schema):
    """Somebody to reach at a supplier."""

    id: int
    name: str
    role: str
    email: str
    phone: str


class ContractOut(Schema):
    """What was agreed; the document itself stays where it is kept."""

    id: int
    kind: str
    reference: str
    where: str
    signed_on: date | None
    ends_on: date | None
    note: str
    systems: list[int]
    by: PersonOut | None
    at: datetime


class SupplierOut(Schema):
    """One supplier, with contacts and contracts."""

    id: int
    name: str
    country: str
    website: str
    language: str
    ours: bool
    note: str
    revision: int
    added_at: datetime
    changed_at: datetime
    contacts: list[ContactOut]
    contracts: list[ContractOut]


class SupplierFields(In):
    """What is written down about a supplier."""

    country: str = Field("", max_length=100)
    website: str = Field("", max_length=200)
    language: Literal["nl", "en"] = "nl"
    ours: bool = Field(default=False, description="A part of your own organisation; it owes you nothing")
    note: str = Field("", max_length=5000)


class NewSupplier(SupplierFields):
    """A supplier to add."""

    name: str = Field(min_length=1, max_length=200)


class SupplierChange(SupplierFields):
    """What to change: fields that are left out stay as they are."""

    name: str = Field("", min_length=1, max_length=200)
    revision: Number | None = None


class NewContact(In):
    """Somebody to reach."""

    name: str = Field(min_length=1, max_length=200)
    role: str = Field("", max_length=200)
    email: str = Field("", max_length=254)
    phone: str = Field("", max_length=40)


class ContactChange(NewContact):
    """What to change: fields that are left out stay as they are."""

    name: str = Field("", min_length=1, max_length=200)


class NewContract(In):
    """What was agreed. Without systems it is about everything that this supplier delivers."""

    kind: ContractKind
    reference: str = Field("", max_length=200)
    where: str = Field("", max_length=500, description="Where the document is kept")
    signed_on: date | None = None
    ends_on: date | None = None
    note: str = Field("", max_length=5000)
    systems: list[Number] = Field(default_factory=list, max_length=1000)


class ContractChange(NewContract):
    """What to change: fields that are left out stay as they are."""

    kind: ContractKind = ContractKind.OTHER


class SupplierPage(Page[SupplierOut]):
    """A page of suppliers."""


def supplier_out(supplier: models.Supplier) -> SupplierOut:
    """Show one supplier."""
    return SupplierOut(
        id=supplier.pk,
        name=supplier.name,
        country=supplier.country,
        website=supplier.website,
        language=supplier.language,
        ours=supplier.ours,
        note=supplier.note,
        revision=supplier.revision,
        added_at=supplier.added_at,
        changed_at=supplier.changed_at,
        contacts=[_contact(contact) for contact in supplier.contacts.all()],
        contracts=[_contract(contract) for contract in supplier.contracts.all()],
    )


def _contact(contact: models.SupplierContact) -> ContactOut:
    return ContactOut(id=contact.pk, name=contact.name, role=contact.role, email=contact.email, phone=contact.phone)


def _contract(contract: models.Contract) -> ContractOut:
    return ContractOut(
        id=contract.pk,
        kind=contract.kind,
        reference=contract.reference,
        where=contract.where,
        signed_on=contract.signed_on,
        ends_on=contract.ends_on,
        note=contract.note,
        systems=[system.pk for system in contract.systems.all()],
        by=person_of(contract.by),
        at=contract.at,
    )
