"""Pages with many duties: of all systems, and of one; and the plan for several at once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from balie.duties import listing, tables
from balie.duties.control import ProofStatus
from balie.duties.forms import BulkForm, QueryForm
from balie.duties.lines import Line, line_of, lines_of, picked, together
from balie.duties.models import SystemDuty
from balie.duties.pages import PAGE, acting, attempt, language, paper
from balie.duties.planning import Plan, plan_duties
from balie.duties.records import judged_for, without_reasons
from balie.duties.tallies import owners_seen, visible_duties
from balie.export import service as export
from balie.law import Text, shipped_law
from balie.people.service import Permission, User, may, needs, people_with
from balie.register import service as register

_ROOM = {"room": "duties"}


@require_GET
@needs(Permission.SEE_REGISTER)
def duties(request: HttpRequest) -> HttpResponseBase:
    """The duties of all systems, or their counts put together; and the export of either."""
    form, doing = QueryForm(request.GET), acting(request)
    query, law = form.query(), shipped_law()
    visible = visible_duties(doing.person, now=doing.now)
    found = listing.chosen(visible, query, person=doing.person, today=doing.today, law=law)
    if query.group:
        return _grouped(request, form, query, found)
    rows = listing.ordered(found, query)
    if wanted := export.asked(request.GET):
        return export.download(_table_of_all(rows, request, form, query), wanted)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    without_proof = listing.chosen(visible, replace(query, proof=""), person=doing.person, today=doing.today, law=law)
    about = {
        "page": page,
        "lines": [line_of(law, row) for row in without_reasons(page.object_list, doing.person, now=doing.now)],
        "tallies": listing.tallies(without_proof, query),
        "channels": _channels(doing),
        "people": owners_seen(doing.person, now=doing.now),
        "any": page.paginator.count > 0 or visible.exists(),
        "system": _system(doing, query.system),
        "duty": law.duties.get(query.duty),
        "bulk": BulkForm(people=people_with(Permission.PROVE)) if may(doing.person, Permission.PLAN) else None,
    }
    return render(request, "duties/duties.html", {**_ROOM, "form": form, "query": query, "today": doing.today, **about})


@require_GET
@needs(Permission.SEE_REGISTER)
def system_duties(request: HttpRequest, key: int) -> HttpResponseBase:
    """Every duty for one system, also those that do not apply, with the reasons why."""
    form, doing, law = QueryForm(request.GET), acting(request), shipped_law()
    query, system = form.query(), register.visible_system(doing.person, key, now=doing.now)
    found = register.assessment_of(law, key, applies_on=doing.today, published_by=doing.today).assessment
    rows = judged_for(SystemDuty.objects.filter(system=system).select_related("owner"), doing.person, now=doing.now)
    every = lines_of(found, rows, retired=system.retired)
    lines = picked(every, query, person=doing.person, today=doing.today)
    if wanted := export.asked(request.GET):
        title = _("Duties of %(system)s") % {"system": system.name}
        triples = [(system.name, system.pk, line) for line in lines]
        asked = _in_words(form, query, doing)
        return export.download(tables.duties_table(triples, paper(request, *asked), title=title), wanted)
    plans = may(doing.person, Permission.PLAN, owner=system.owned_by_id)
    about = {
        "system": system,
        "tab": "duties",
        "lines": lines,
        "groups": list(together(lines, query.group)) if query.group in {"footing", "proof", "owner"} else None,
        "standings": [(one, label, _count(every, one), query.address(standing=one)) for one, label in _STANDINGS],
        "people": owners_seen(doing.person, now=doing.now),
        "bulk": BulkForm(people=people_with(Permission.PROVE)) if plans else None,
    }
    return render(
        request, "duties/system.html", {"room": "register", "form": form, "query": query, "today": doing.today, **about}
    )


@require_POST
@needs(Permission.PLAN)
def plan(request: HttpRequest) -> HttpResponse:
    """Give several duties an owner or a deadline, and go back to the list."""
    form, doing = BulkForm(request.POST, people=people_with(Permission.PROVE)), acting(request)
    changed: list[int] = []

    def put(given: dict[str, Any]) -> None:
        wanted = Plan(given["owner"], given["deadline"], bool(given["owner"]), bool(given["deadline"]))
        changed.append(plan_duties(given["duties"], wanted, doing))

    if attempt(form, put):
        told = ngettext("%(count)d duty changed.", "%(count)d duties changed.", changed[0]) % {"count": changed[0]}
        messages.success(request, told)
    else:
        for problem in (str(text) for texts in form.errors.values() for text in texts):
            messages.warning(request, problem)
    back = request.POST.get("back", "")
    return redirect(back if url_has_allowed_host_and_scheme(back, None) and back.startswith("/") else "duties:duties")


def _grouped(
    request: HttpRequest, form: QueryForm, query: listing.Query, found: QuerySet[SystemDuty]
) -> HttpResponseBase:
    """The same list, counted by duty, system, owner or footing."""
    doing, rows = acting(request), listing.groups(found, query)
    if wanted := export.asked(request.GET):
        return export.download(_table_of_groups(rows, request, form, query), wanted)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    counted = [listing.group_of(row, query) for row in page.object_list]
    names = _names(query.group, [group.key for group in counted])
    about = {
        "page": page,
        "groups": [(names.get(group.key, group.key), group) for group in counted],
        "people": owners_seen(doing.person, now=doing.now),
        "channels": _channels(doing),
        "any": True,
    }
    return render(request, "duties/grouped.html", {**_ROOM, "form": form, "query": query, **about})


def _table_of_all(
    rows: QuerySet[SystemDuty], request: HttpRequest, form: QueryForm, query: listing.Query
) -> export.Table:
    law, doing = shipped_law(), acting(request)
    told = without_reasons(rows.iterator(chunk_size=2_000), doing.person, now=doing.now)
    lines = ((row.system.name, row.system_id, line_of(law, row)) for row in told)
    return tables.duties_table(lines, paper(request, *_in_words(form, query, doing)), title=_("Duties"))


def _table_of_groups(
    rows: QuerySet[Any, Any], request: HttpRequest, form: QueryForm, query: listing.Query
) -> export.Table:
    statuses = [status for status in ProofStatus if status is not ProofStatus.NOT_APPLICABLE]
    held = [(listing.group_of(row, query).key, row) for row in rows]
    names = _names(query.group, [key for key, _row in held])
    counted = ((names.get(key, key), row["total"], *(row[s.value] for s in statuses)) for key, row in held)
    labels = [status.label.say(language()).capitalize() for status in statuses]
    first = str(dict(form.fields["group"].choices)[query.group])  # type: ignore[attr-defined]
    asked = _in_words(form, query, acting(request))
    return tables.group_table(_("Duties"), first, counted, paper(request, *asked), labels)


def _names(group: str, keys: Iterable[str]) -> dict[str, str]:
    """What the keys of groups are called."""
    nobody = {listing.NOBODY: _("Nobody yet")}
    numbers = [int(key) for key in keys if key.isdecimal()]
    if group == "system":
        return {
            str(pk): name for pk, name in register.AISystem.objects.filter(pk__in=numbers).values_list("pk", "name")
        }
    if group == "owner":
        return nobody | {str(person.pk): str(person) for person in User.objects.filter(pk__in=numbers)}
    if group == "proof":
        return {status.value: status.label.say(language()) for status in ProofStatus}
    if group == "footing":
        return {footing.value: footing.label.say(language()) for footing in register.Footing}
    return {duty.id: duty.title.say(language()) for duty in shipped_law().duties.values()}


def _in_words(form: QueryForm, query: listing.Query, doing: register.Acting) -> Iterator[str]:
    """What was asked for, for the top of a file; an owner by name only where this person may see who that is."""
    known = owners_seen(doing.person, now=doing.now).filter(pk__in=[query.owner] if query.owner.isdecimal() else [])
    names = {listing.NOBODY: _("Nobody yet"), listing.MINE: _("Mine")} | {str(one.pk): str(one) for one in known}
    for name in ("standing", "proof", "footing", "source", "deadline"):
        if value := getattr(query, name):
            said = dict(form.fields[name].choices).get(value, value)  # type: ignore[attr-defined]
            yield f"{form.fields[name].label}: {said}"
    if query.owner:
        yield f"{_('Owner')}: {names.get(query.owner, query.owner)}"
    if query.channel:
        yield f"{_('Channel')}: {query.channel}"
    if query.q:
        yield f"{_('Search')}: {query.q}"


def _system(doing: register.Acting, key: str) -> register.AISystem | None:
    """The system that the list was narrowed to, if somebody may see it."""
    return register.visible_systems(doing.person, now=doing.now).filter(pk=key).first() if key else None


def _channels(doing: register.Acting) -> list[str]:
    """The channels of the systems somebody may see."""
    held = register.visible_systems(doing.person, now=doing.now).values_list("channels", flat=True).distinct()
    return sorted({channel for channels in held.order_by() for channel in channels})


def _count(lines: Iterable[Line], standing: str) -> int:
    return sum(line.standing.value == standing for line in lines)


_STANDINGS = (
    ("in_force", Text(nl="Geldt nu", en="Applies now")),
    ("ahead", Text(nl="Geldt later", en="Applies later")),
    ("unknown", Text(nl="Nog niet te zeggen", en="Cannot be told yet")),
    ("ended", Text(nl="Geldt niet", en="Does not apply")),
)
