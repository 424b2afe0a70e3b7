"""Systems: add them, describe them, answer questions about them, and retire them."""

from dataclasses import replace
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from balie.law import BadValue, Statement, shipped_law
from balie.people.service import Permission, actor
from balie.register import models
from balie.register import service as register
from balie.register.answering import Given
from balie.register.home import known_organisation
from balie.register.replying import answer_several
from balie.register.system import Via
from balie.register.wording import line, paragraph
from balie.site.api.gate import ApiRequest
from balie.site.api.preconditions import revision_of
from balie.site.api.problems import Refused
from balie.site.api.routes.systems import part
from balie.site.api.shapes import describing as shapes
from balie.site.api.shapes.common import Key, somebody
from balie.site.api.shapes.systems import AnswersNow, SystemOut, VersionOut, answers_now, system_out, version_out

__all__ = ["part"]


@part.writes("POST", "", SystemOut, Permission.CHANGE_SYSTEMS, status=201)
def create_system(request: ApiRequest, body: shapes.NewSystem) -> Any:
    """Add a system and assess it.

    The owner of the token owns it, unless somebody else is named.
    """
    organisation = known_organisation()
    if organisation is None:
        raise Http404
    law = shipped_law()
    if body.archetype and body.archetype not in law.archetypes:
        raise Refused.at("body.archetype", _("There is no starting point with this id."))
    written = register.Description(**_described(body.model_dump(exclude={"archetype"})))
    made = register.create_system(law, organisation, written, request.caller.acting, archetype=body.archetype)
    return system_out(_again(request, made.pk))


@part.writes("PATCH", "/{key}", SystemOut, Permission.CHANGE_SYSTEMS)
def change_system(request: ApiRequest, key: Key, body: shapes.SystemChange) -> Any:
    """Change what is written down about a system. Fields that are left out stay as they are."""
    system = register.visible_system(request.caller.person, key, now=request.caller.now)
    given = _described(body.model_dump(exclude_unset=True, exclude={"revision"}))
    if "owner" in given and "owned_by" not in given:
        given["owned_by"] = None  # a name takes the place of an account
    written = replace(register.describe(system), **given)
    register.change_system(key, written, request.caller.acting, revision=revision_of(request, body.revision))
    return system_out(_again(request, key))


@part.writes("DELETE", "/{key}", shapes.Deleted, Permission.CHANGE_SYSTEMS)
def delete_draft(request: ApiRequest, key: Key) -> Any:
    """Delete an idea for which nobody ever signed. Retire everything else."""
    return shapes.Deleted(name=register.delete_draft(key, request.caller.acting))


@part.writes("POST", "/{key}/retire", SystemOut, Permission.CHANGE_SYSTEMS)
def retire_system(request: ApiRequest, key: Key, body: shapes.Retirement) -> Any:
    """Say that a system is no longer in use. It stays readable and is assessed no more."""
    register.retire(key, body.reason, request.caller.acting)
    return system_out(_again(request, key))


@part.writes("POST", "/{key}/bring-back", SystemOut, Permission.CHANGE_SYSTEMS)
def bring_system_back(request: ApiRequest, key: Key, body: shapes.Return) -> Any:
    """Take a retired system into use again, and assess it."""
    register.bring_back(shipped_law(), key, body.life_cycle, request.caller.acting)
    return system_out(_again(request, key))


@part.writes("POST", "/{key}/versions", VersionOut, Permission.CHANGE_SYSTEMS, status=201)
def add_version(request: ApiRequest, key: Key, body: shapes.VersionIn) -> Any:
    """Add a version. A substantial modification, or perhaps one, asks for the answers to be confirmed."""
    return version_out(register.add_version(key, register.NewVersion(**body.model_dump()), request.caller.acting))


@part.reads("/{key}/links", shapes.LinksOut)
def list_links(request: ApiRequest, key: Key) -> Any:
    """List how a system hangs together with others."""
    return _links(request, key)


@part.writes("POST", "/{key}/links", shapes.LinksOut, Permission.CHANGE_SYSTEMS)
def link_systems(request: ApiRequest, key: Key, body: shapes.LinkIn) -> Any:
    """Link a system to another. Saying it twice changes nothing."""
    register.link_systems(key, body.other, body.kind, body.note, request.caller.acting)
    return _links(request, key)


@part.writes("DELETE", "/{key}/links/{link}", shapes.LinksOut, Permission.CHANGE_SYSTEMS)
def unlink_systems(request: ApiRequest, key: Key, link: Key) -> Any:
    """Take a link away."""
    register.unlink(key, link, request.caller.acting)
    return _links(request, key)


@part.writes("POST", "/{key}/answers", AnswersNow, Permission.ANSWER)
def answer_questions(request: ApiRequest, key: Key, body: shapes.AnswersIn) -> Any:
    """Answer questions about a system or its organisation, and assess anew what they are about.

    All or none are kept. A value is written as the question says: see /law/questions.
    """
    caller, law = request.caller, shipped_law()
    answers = {name: _statement(request, name, said) for name, said in body.answers.items()}
    given = Given(answers, actor(caller.person), Via.API, caller.now, caller.today, caller.person)
    answer_several(law, key, answers, given, revision=body.revision)
    return answers_now(law, _again(request, key), caller.language)


def _again(request: ApiRequest, key: int) -> models.AISystem:
    return register.visible_system(request.caller.person, key, now=request.caller.now)


def _links(request: ApiRequest, key: int) -> shapes.LinksOut:
    found = register.links_of(_again(request, key), request.caller.acting)
    return shapes.LinksOut(items=[shapes.link_out(linked) for linked in found])


def _described(given: dict[str, Any]) -> dict[str, Any]:
    """The fields as the register takes them: lists that stay as they are, and a person for a number."""
    listed = {name: tuple(given[name]) for name in ("channels", "languages") if name in given}
    if given.get("owned_by") is None:
        return given | listed
    return given | listed | {"owned_by": somebody(given["owned_by"], "body.owned_by")}


def _statement(request: ApiRequest, name: str, said: shapes.AnswerIn) -> Statement | None:
    """Read one answer in the light of the law. None: it is not known."""
    place = f"body.answers.{name}"
    fact = shipped_law().facts.get(name)
    if fact is None:
        raise Refused.at(place, _("There is no question with this id. See /api/v1/law/questions."))
    if said.value is None:
        return None
    try:
        value = fact.read(said.value)
    except BadValue as problem:
        raise Refused.at(f"{place}.value", problem.reason.say(request.caller.language)) from problem
    norm = fact.open_norm is not None
    return Statement(
        value,
        line(f"answers.{name}.source", said.source, 500),
        str(request.caller.person) if norm else "",
        paragraph(f"answers.{name}.reasons", said.reasons, required=norm),
        request.caller.today if norm else None,
    )
