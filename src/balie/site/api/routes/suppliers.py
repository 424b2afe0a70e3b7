"""Suppliers, whom to reach there, and what is agreed with them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from ninja import Query

from balie.people.service import Permission
from balie.register import models
from balie.register import service as register
from balie.register.home import home_organisation
from balie.register.pages.supplier_forms import ContactForm, ContractForm, SupplierForm
from balie.register.suppliers import keeping as service
from balie.site.api.filling import checked, sent
from balie.site.api.gate import ApiRequest, Caller
from balie.site.api.part import Part
from balie.site.api.preconditions import revision_of
from balie.site.api.problems import Place, Refused
from balie.site.api.scopes import Scope
from balie.site.api.shapes import suppliers as shapes
from balie.site.api.shapes.common import Key, page_of
from balie.site.api.shapes.describing import Deleted


def within_reach(caller: Caller, key: int, _permission: Permission) -> None:
    """Raise unless the caller may still see a supplier, if it is still there."""
    if models.Supplier.objects.filter(pk=key).exists():
        service.visible_supplier(caller.person, key, now=caller.now)


part = Part("suppliers", read=Scope.SUPPLIERS_READ, write=Scope.SUPPLIERS_WRITE, within_reach=within_reach)
_MAY = Permission.CHANGE_SUPPLIERS


@part.reads("", shapes.SupplierPage)
def list_suppliers(request: ApiRequest, filters: Query[shapes.SupplierFilters]) -> Any:
    """List the suppliers, with contacts and contracts."""
    rows = _suppliers(request)
    for word in filters.q.split():
        rows = rows.filter(name__icontains=word)
    return page_of(request, rows, filters, shapes.supplier_out)


@part.reads("/{key}", shapes.SupplierOut)
def read_supplier(request: ApiRequest, key: Key) -> Any:
    """Read one supplier, with contacts and contracts."""
    return shapes.supplier_out(_supplier(request, key))


@part.writes("POST", "", shapes.SupplierOut, _MAY, status=201)
def add_supplier(request: ApiRequest, body: shapes.NewSupplier) -> Any:
    """Add a supplier."""
    fields = checked(SupplierForm(sent(body)))
    try:
        made = service.add_supplier(home_organisation(), fields, request.caller.acting)
    except service.SupplierNameTaken as problem:
        raise _taken() from problem
    return shapes.supplier_out(_supplier(request, made.pk))


@part.writes("PATCH", "/{key}", shapes.SupplierOut, _MAY)
def change_supplier(request: ApiRequest, key: Key, body: shapes.SupplierChange) -> Any:
    """Change a supplier. Fields that are left out stay as they are."""
    before = _supplier(request, key)
    fields = checked(SupplierForm(sent(body, before)))
    try:
        service.change_supplier(key, fields, request.caller.acting, revision=revision_of(request, body.revision))
    except service.SupplierNameTaken as problem:
        raise _taken() from problem
    except service.StaleSupplier as problem:
        raise Refused("conflict", current_revision=before.revision) from problem
    return shapes.supplier_out(_supplier(request, key))


@part.writes("DELETE", "/{key}", Deleted, _MAY)
def remove_supplier(request: ApiRequest, key: Key) -> Any:
    """Remove a supplier that no system or contract hangs on."""
    try:
        return Deleted(name=service.remove_supplier(key, request.caller.acting))
    except service.SupplierInUse as problem:
        words = _("Give its systems another supplier and take its contracts off first.")
        raise Refused("not-now", places=[Place("path.key", words)]) from problem


@part.writes("POST", "/{key}/contacts", shapes.SupplierOut, _MAY, status=201)
def add_contact(request: ApiRequest, key: Key, body: shapes.NewContact) -> Any:
    """Add somebody to reach at a supplier."""
    service.keep_contact(key, None, _contact(body), request.caller.acting)
    return shapes.supplier_out(_supplier(request, key))


@part.writes("PATCH", "/{key}/contacts/{contact}", shapes.SupplierOut, _MAY)
def change_contact(request: ApiRequest, key: Key, contact: Key, body: shapes.ContactChange) -> Any:
    """Change whom to reach. Fields that are left out stay as they are."""
    before = _one(_supplier(request, key).contacts.filter(pk=contact))
    service.keep_contact(key, contact, _contact(body, before), request.caller.acting)
    return shapes.supplier_out(_supplier(request, key))


@part.writes("DELETE", "/{key}/contacts/{contact}", shapes.SupplierOut, _MAY)
def remove_contact(request: ApiRequest, key: Key, contact: Key) -> Any:
    """Take somebody off the list of whom to reach."""
    service.remove_contact(key, contact, request.caller.acting)
    return shapes.supplier_out(_supplier(request, key))


@part.writes("POST", "/{key}/contracts", shapes.SupplierOut, _MAY, status=201)
def add_contract(request: ApiRequest, key: Key, body: shapes.NewContract) -> Any:
    """Put down what was agreed with a supplier."""
    service.keep_contract(key, None, _contract(request, body), request.caller.acting)
    return shapes.supplier_out(_supplier(request, key))


@part.writes("PATCH", "/{key}/contracts/{contract}", shapes.SupplierOut, _MAY)
def change_contract(request: ApiRequest, key: Key, contract: Key, body: shapes.ContractChange) -> Any:
    """Correct what was agreed. Fields that are left out stay as they are."""
    before = _one(_supplier(request, key).contracts.filter(pk=contract))
    service.keep_contract(key, contract, _contract(request, body, before), request.caller.acting)
    return shapes.supplier_out(_supplier(request, key))


@part.writes("DELETE", "/{key}/contracts/{contract}", shapes.SupplierOut, _MAY)
def remove_contract(request: ApiRequest, key: Key, contract: Key) -> Any:
    """Take a contract off the list; what it said stays in the journal."""
    service.remove_contract(key, contract, request.caller.acting)
    return shapes.supplier_out(_supplier(request, key))


def _suppliers(request: ApiRequest) -> QuerySet[models.Supplier]:
    rows = service.visible_suppliers(request.caller.person, now=request.caller.now)
    return rows.prefetch_related("contacts", "contracts__systems", "contracts__by")


def _supplier(request: ApiRequest, key: int) -> models.Supplier:
    found: models.Supplier = _one(_suppliers(request).filter(pk=key))
    return found


def _one(rows: Any) -> Any:
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _contact(body: Any, before: Any = None) -> dict[str, Any]:
    return checked(ContactForm(sent(body, before)))


def _contract(request: ApiRequest, body: Any, before: Any = None) -> dict[str, Any]:
    systems = register.visible_systems(request.caller.person, now=request.caller.now)
    return checked(ContractForm(sent(body, before), systems=systems))


def _taken() -> Refused:
    return Refused.at("body.name", _("There is a supplier of this name already. Choose another name."))
