"""Who asks, and the organisation."""

from dataclasses import replace
from typing import Any

from django.http import Http404

from balie.people.service import Permission
from balie.register import organisation as service
from balie.register.home import known_organisation
from balie.site.api.gate import ApiRequest
from balie.site.api.part import Part
from balie.site.api.preconditions import revision_of
from balie.site.api.problems import Refused
from balie.site.api.scopes import Scope
from balie.site.api.shapes import organisation as shapes

me = Part("me", read=None)
part = Part("organisation", read=Scope.ORGANISATION_READ, write=Scope.ORGANISATION_WRITE)


@me.reads("", shapes.MeOut, permission=None)
def read_me(request: ApiRequest) -> Any:
    """Read whose token this is and what it opens.

    A good first request: it needs no scope.
    """
    person, token = request.caller.person, request.caller.token
    return shapes.MeOut(
        id=person.pk,
        name=str(person),
        email=person.email,
        roles=sorted(person.roles),
        token=token.name,
        scopes=sorted(token.scopes),
        expires_at=token.expires_at,
    )


@part.reads("", shapes.OrganisationOut)
def read_organisation(request: ApiRequest) -> Any:  # noqa: ARG001  (ninja asks for this name)
    """Read about the organisation, with the answers that are asked once for all its systems."""
    found = known_organisation()
    if found is None:
        raise Http404
    return shapes.organisation_out(found)


@part.writes("PATCH", "", shapes.OrganisationOut, Permission.CHANGE_ORGANISATION)
def change_organisation(request: ApiRequest, body: shapes.OrganisationChange) -> Any:
    """Change the name, sector or languages of the organisation. Fields that are left out stay as they are."""
    found = known_organisation()
    if found is None:
        raise Http404
    given = body.model_dump(exclude_unset=True, exclude={"revision"})
    if "languages" in given:
        given["languages"] = tuple(given["languages"])
    written = replace(service.about(found), **given)
    revision = revision_of(request, body.revision)
    try:
        changed = service.change_organisation(written, request.caller.acting, revision=revision)
    except service.Outdated as problem:
        raise Refused("conflict", current_revision=found.revision) from problem
    return shapes.organisation_out(changed)
