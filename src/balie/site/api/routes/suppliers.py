"""Suppliers and what is agreed with them."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from ninja import Query

from balie.register import models
from balie.site.api.gate import ApiRequest
from balie.site.api.part import Part
from balie.site.api.scopes import Scope
from balie.site.api.shapes import suppliers as shapes
from balie.site.api.shapes.common import Key, page_of

part = Part("suppliers", read=Scope.SUPPLIERS_READ, write=Scope.SUPPLIERS_WRITE)


@part.reads("", shapes.SupplierPage)
def list_suppliers(request: ApiRequest, filters: Query[shapes.SupplierFilters]) -> Any:
    """List the suppliers, with contacts and contracts."""
    rows = _suppliers()
    for word in filters.q.split():
        rows = rows.filter(name__icontains=word)
    return page_of(request, rows, filters, shapes.supplier_out)


@part.reads("/{key}", shapes.SupplierOut)
def read_supplier(request: ApiRequest, key: Key) -> Any:  # noqa: ARG001  (ninja asks for this name)
    """Read one supplier, with contacts and contracts."""
    found = _suppliers().filter(pk=key).first()
    if found is None:
        raise Http404
    return shapes.supplier_out(found)


def _suppliers() -> QuerySet[models.Supplier]:
    return models.Supplier.objects.prefetch_related("contacts", "contracts__systems", "contracts__by")
