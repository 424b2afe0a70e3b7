"""The law: packs, provisions, questions and starting points. Texts are in the language of Accept-Language."""

from functools import partial
from typing import Any

from django.http import Http404
from ninja import Path, Query

from balie.law import shipped_law
from balie.site.api.gate import ApiRequest
from balie.site.api.part import Part
from balie.site.api.scopes import Scope
from balie.site.api.shapes import law as shapes
from balie.site.api.shapes.common import Paging, part_of

part = Part("law", read=Scope.LAW_READ)


@part.reads("", shapes.LawOut, permission=None)
def read_law(request: ApiRequest) -> Any:
    """Read which law this is: its digest and its packs."""
    law = shipped_law()
    packs = sorted(law.packs.values(), key=lambda pack: (pack.rank, pack.id))
    return shapes.LawOut(digest=law.digest, packs=[shapes.pack_out(pack, request.caller.language) for pack in packs])


@part.reads("/provisions", shapes.ProvisionPage, permission=None)
def list_provisions(request: ApiRequest, filters: Query[shapes.ProvisionFilters]) -> Any:
    """List the provisions, of one pack or of all."""
    law = shipped_law()
    found = [item for item in law.provisions.values() if not filters.pack or law.owner[item.id] == filters.pack]
    return part_of(request, found, filters, lambda item: shapes.provision_out(law, item, request.caller.language))


@part.reads("/provisions/{name}", shapes.ProvisionOut, permission=None)
def read_provision(request: ApiRequest, name: Path[str]) -> Any:
    """Read one provision."""
    law = shipped_law()
    if name not in law.provisions:
        raise Http404
    return shapes.provision_out(law, law.provisions[name], request.caller.language)


@part.reads("/questions", shapes.FactPage, permission=None)
def list_questions(request: ApiRequest, filters: Query[shapes.FactFilters]) -> Any:
    """List the questions that the law turns on, and how each is answered."""
    facts = [fact for fact in shipped_law().facts.values() if filters.about in {"", fact.about.value}]
    return part_of(request, facts, filters, partial(shapes.fact_out, language=request.caller.language))


@part.reads("/archetypes", shapes.ArchetypePage, permission=None)
def list_archetypes(request: ApiRequest, paging: Query[Paging]) -> Any:
    """List the starting points for a new system, with the answers that come along."""
    found = list(shipped_law().archetypes.values())
    return part_of(request, found, paging, partial(shapes.archetype_out, language=request.caller.language))
