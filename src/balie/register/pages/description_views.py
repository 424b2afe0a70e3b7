"""Pages on which people add a system, describe it, and say what became of it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.law import PARTY_NAMES, Party, Text, shipped_law
from balie.people.service import Permission, needs, require
from balie.register import describing, versions
from balie.register.acting import Acting, Stale
from balie.register.home import home_organisation
from balie.register.models import AISystem, Supplier
from balie.register.pages.description_forms import (
    BringBackForm,
    DescriptionForm,
    LinkForm,
    NewSystemForm,
    RetireForm,
    VersionForm,
    told,
)
from balie.register.pages.visitor import person_of
from balie.register.scope import visible_system, visible_systems, visible_versions
from balie.register.starting import BLANK, start_called, starts
from balie.register.system import LifeCycle, Link
from balie.register.wording import Refused

_LISTED = 1000  # names offered while one types; more would make the page heavy


@require_GET
@needs(Permission.CHANGE_SYSTEMS)
def new(request: HttpRequest) -> HttpResponse:
    """Choose what the system looks like, or begin with nothing."""
    words = request.GET.get("q", "")[:200]
    found = starts(shipped_law(), words, _language())
    template = "register/_starts.html" if request.headers.get("HX-Request") else "register/new.html"
    answer = render(request, template, {"room": "register", "starts": found, "words": words, "blank": BLANK})
    patch_vary_headers(answer, ["HX-Request"])
    return answer


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SYSTEMS)
def new_from(request: HttpRequest, start: str) -> HttpResponse:
    """Name the new system, and go on to its questions."""
    law, acting = shipped_law(), acting_of(request)
    chosen = start_called(law, start)
    if chosen is None and start != BLANK:
        raise Http404
    form = NewSystemForm(request.POST or None, person=acting.person)
    if request.method == "POST" and form.is_valid():
        try:
            made = describing.create_system(
                law, home_organisation(), form.described, acting, archetype=chosen.id if chosen else ""
            )
        except Refused as refused:
            told(form, refused)
        else:
            messages.success(request, _("The system has been added. Now answer the questions."))
            return redirect("register:questions", key=made.pk)
    about = {"room": "register", "form": form, "start": chosen}
    return render(request, "register/new_from.html", about, status=_status(form))


@require_GET
@needs(Permission.SEE_REGISTER)
def description(request: HttpRequest, key: int) -> HttpResponse:
    """What is written down about a system: description, roles, versions and links."""
    acting = acting_of(request)
    found = visible_system(acting.person, key, now=acting.now)
    more = {
        "roles": _roles(found),
        "stage": LifeCycle(found.life_cycle).label if found.life_cycle else None,
        "start": start_called(shipped_law(), found.archetype),
        "versions": visible_versions(acting.person, found, now=acting.now),
        "links": versions.links_of(found, acting),
        "draft": describing.draft_of(found),
    }
    return render(request, "register/description.html", _about(found, acting) | more)


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SYSTEMS)
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Change the description. Somebody else's change in the meantime is told, and what was typed stays."""
    acting = acting_of(request)
    found = _changeable(acting, key)
    if request.method == "POST":
        form = DescriptionForm(request.POST, system=found, person=acting.person)
        if form.is_valid() and _kept(form, key, acting):
            messages.success(request, _("The description has been changed."))
            return redirect("register:description", key=key)
    else:
        form = DescriptionForm(initial=_initial(found), system=found, person=acting.person)
    suppliers = Supplier.objects.filter(organisation=found.organisation_id).values_list("name", flat=True)[:_LISTED]
    about = _about(found, acting) | {"form": form, "suppliers": suppliers}
    return render(request, "register/description_change.html", about, status=_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SYSTEMS)
def version(request: HttpRequest, key: int) -> HttpResponse:
    """Add a version."""
    acting = acting_of(request)
    found = _changeable(acting, key)
    form = VersionForm(request.POST or None, initial={"on": acting.today})
    if request.method == "POST" and form.is_valid():
        try:
            versions.add_version(key, form.version, acting)
        except Refused as refused:
            told(form, refused)
        else:
            messages.success(request, _("The version has been added."))
            return redirect("register:description", key=key)
    return render(request, "register/version.html", _about(found, acting) | {"form": form}, status=_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SYSTEMS)
def link(request: HttpRequest, key: int) -> HttpResponse:
    """Say how this system hangs together with another."""
    acting = acting_of(request)
    found = _changeable(acting, key)
    others = visible_systems(acting.person, now=acting.now).exclude(pk=key).values_list("pk", "name")
    form = LinkForm(request.POST or None, others=others)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            versions.link_systems(key, said["other"], Link(said["kind"]), said["note"], acting)
        except Refused as refused:
            told(form, refused)
        else:
            messages.success(request, _("The link has been added."))
            return redirect("register:description", key=key)
    names = [name for _key, name in others[:_LISTED]]
    about = _about(found, acting) | {"form": form, "names": names}
    return render(request, "register/link.html", about, status=_status(form))


@require_POST
@needs(Permission.CHANGE_SYSTEMS)
def unlink(request: HttpRequest, key: int, link: int) -> HttpResponse:
    """Take a link away; adding it again takes a moment, so nobody is asked twice."""
    versions.unlink(key, link, acting_of(request))
    messages.success(request, _("The link has been removed."))
    return redirect("register:description", key=key)


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SYSTEMS)
def retire(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a system is no longer in use, and why."""
    acting = acting_of(request)
    found = _changeable(acting, key)
    form = RetireForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            describing.retire(key, form.cleaned_data["reason"], acting)
        except Refused as refused:
            told(form, refused)
        else:
            messages.success(request, _("The system has been retired. You can bring it back here."))
            return redirect("register:description", key=key)
    return render(request, "register/retire.html", _about(found, acting) | {"form": form}, status=_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SYSTEMS)
def bring_back(request: HttpRequest, key: int) -> HttpResponse:
    """Take a retired system into use again."""
    acting = acting_of(request)
    found = _changeable(acting, key)
    form = BringBackForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            describing.bring_back(shipped_law(), key, form.cleaned_data["life_cycle"], acting)
        except Refused as refused:
            told(form, refused)
        else:
            messages.success(request, _("The system is back, and has been assessed by the law of today."))
            return redirect("register:description", key=key)
    return render(request, "register/bring_back.html", _about(found, acting) | {"form": form}, status=_status(form))


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SYSTEMS)
def delete(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether a draft really has to go, naming what goes with it, and delete it."""
    acting = acting_of(request)
    found = _changeable(acting, key)
    if request.method == "POST":
        try:
            name = describing.delete_draft(key, acting)
        except Refused:
            return redirect("register:delete", key=key)  # where the reason is told
        messages.success(request, _("%(name)s has been deleted.") % {"name": name})
        return redirect("register:systems")
    return render(request, "register/delete.html", _about(found, acting) | {"draft": describing.draft_of(found)})


def acting_of(request: HttpRequest) -> Acting:
    """Who asks, and when."""
    return Acting(person_of(request), timezone.localtime(), timezone.localdate())


def _about(system: AISystem, acting: Acting) -> dict[str, Any]:
    """What every page about the description of a system needs."""
    may_change = describing.may_change(acting.person, system)
    return {"room": "register", "tab": "description", "system": system, "may_change": may_change}


def _changeable(acting: Acting, key: int) -> AISystem:
    """A system whose description this person may change; the services ask again, with the row locked."""
    found = visible_system(acting.person, key, now=acting.now)
    require(acting.person, Permission.CHANGE_SYSTEMS, owner=found.owned_by_id)
    return found


def _kept(form: DescriptionForm, key: int, acting: Acting) -> bool:
    """Keep the description, or let the form say what has to be done first."""
    try:
        describing.change_system(key, form.described, acting, revision=form.cleaned_data["revision"])
    except Refused as refused:
        told(form, refused)
    except Stale as stale:
        form.add_error(
            None,
            _(
                "Somebody else changed this system while you were typing. Look at the history. "
                "Save again to keep what you typed."
            ),
        )
        form.data = {**form.data, "revision": str(stale.system.revision)}
    else:
        return True
    return False


def _initial(system: AISystem) -> dict[str, Any]:
    said = describing.describe(system)
    fields = ("name", "purpose", "channels", "languages", "customers", "supplier", "model", "reference", "life_cycle")
    kept = {name: getattr(said, name) for name in fields}
    owner = {"owned_by": system.owned_by_id, "owner": "" if system.owned_by_id else system.owner}
    return kept | owner | {"revision": system.revision}


def _roles(system: AISystem) -> list[tuple[Text, bool]]:
    """The roles the organisation has for it by the latest assessment, and whether that is certain."""
    found = system.latest.outcome.get("roles", {}) if system.latest else {}
    return [(PARTY_NAMES[Party(role)], answer == "yes") for role, answer in found.items() if answer != "no"]


def _status(form: Any) -> int:
    return 422 if form.errors else 200


def _language() -> str:
    return (get_language() or "nl")[:2]
