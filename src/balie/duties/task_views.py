"""Pages about tasks."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.duties import dossier, tables
from balie.duties.forms import CommentForm, OutcomeForm, TaskForm, TasksQueryForm
from balie.duties.models import Task
from balie.duties.pages import PAGE, acting, attempt, paper
from balie.duties.reach import duty_seen, may_change, may_finish, task_seen, visible_tasks
from balie.duties.tasks import (
    About,
    StaleTask,
    Wanted,
    add_task,
    change_task,
    comment_on_task,
    finish_task,
    reopen_task,
)
from balie.evidence import service as evidence
from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import Permission, User, may, needs, people_with
from balie.register import service as register

_ROOM = {"room": "tasks"}
_MINE, _ALL, _DONE, _ASKED = "mine", "all", "done", "asked"
_SORTS: dict[str, Any] = {
    "deadline": F("deadline"),
    "title": Lower("title"),
    "owner": Lower("owner__name"),
    "system": Lower("system__name"),
}


@require_GET
@needs(Permission.WORK)
def tasks(request: HttpRequest) -> HttpResponseBase:
    """Tasks: one's own, all, or done."""
    form = TasksQueryForm(request.GET)
    form.is_valid()
    which = form.cleaned_data.get("which") or _MINE
    return _list(request, form, which, {**_ROOM, "tabs": (_MINE, _ALL, _DONE, _ASKED)})


@require_GET
@needs(Permission.REQUEST_EVIDENCE)
def asked(request: HttpRequest) -> HttpResponseBase:
    """The evidence somebody asked for, and what became of it."""
    form = TasksQueryForm(request.GET)
    form.is_valid()
    return _list(request, form, _ASKED, {"room": "asked", "tabs": ()})


@require_http_methods(["GET", "POST"])
@needs(Permission.WORK)
def new(request: HttpRequest) -> HttpResponse:
    """Add a task about nothing, a system or a duty."""
    doing, about = acting(request), _about(request)
    form = TaskForm(request.POST or None, people=people_with(Permission.WORK))
    made: list[Task] = []

    def put(given: dict[str, Any]) -> None:
        made.append(add_task(_wanted(given), about, doing))

    if request.method == "POST" and attempt(form, put):
        messages.success(request, _("The task has been added."))
        return redirect("duties:task", made[0].pk)
    named = register.visible_system(doing.person, about.system, now=doing.now) if about.system else None
    duty = shipped_law().duties.get(about.duty)
    return render(request, "duties/task_new.html", {**_ROOM, "form": form, "system": named, "duty": duty})


@require_http_methods(["GET", "POST"])
@needs(Permission.WORK)
def task(request: HttpRequest, key: int) -> HttpResponse:
    """One task: what has to be done, what came of it, and what people say. A POST changes what it says."""
    doing = acting(request)
    found = task_seen(doing.person, key, now=doing.now)
    if request.method != "POST":
        return _page(request, found, doing)
    form = TaskForm(request.POST, people=people_with(Permission.WORK))

    def put(given: dict[str, Any]) -> None:
        change_task(key, _wanted(given), given["revision"] or 0, doing)

    try:
        if attempt(form, put):
            messages.success(request, _("The task has been changed."))
            return redirect("duties:task", key)
    except StaleTask as stale:
        form.add_error(
            None, _("Somebody else changed this task meanwhile. What you typed is still here; compare and save again.")
        )
        form.data = {**form.data.dict(), "revision": stale.task.revision}  # type: ignore[attr-defined]
    return _page(request, found, doing, change=form)


@require_POST
@needs(Permission.WORK)
def done(request: HttpRequest, key: int) -> HttpResponse:
    """Say that a task is done."""
    doing, form = acting(request), OutcomeForm(request.POST)
    found = task_seen(doing.person, key, now=doing.now)
    if attempt(form, lambda given: finish_task(key, given["outcome"], doing)):
        messages.success(request, _("The task is done."))
        return redirect("duties:task", key)
    return _page(request, found, doing, outcome=form)


@require_POST
@needs(Permission.WORK)
def reopen(request: HttpRequest, key: int) -> HttpResponse:
    """Open a task again."""
    reopen_task(key, acting(request))
    messages.success(request, _("The task is open again."))
    return redirect("duties:task", key)


@require_POST
@needs(Permission.COMMENT)
def comment(request: HttpRequest, key: int) -> HttpResponse:
    """Say something about a task."""
    doing, form = acting(request), CommentForm(request.POST)
    found = task_seen(doing.person, key, now=doing.now)
    if attempt(form, lambda given: comment_on_task(key, given["text"], doing)):
        messages.success(request, _("Your remark has been added."))
        return redirect("duties:task", key)
    return _page(request, found, doing, comment=form)


def _list(request: HttpRequest, form: TasksQueryForm, which: str, about: dict[str, Any]) -> HttpResponseBase:
    doing, words = acting(request), form.cleaned_data.get("q", "")
    sort = form.cleaned_data.get("sort") or "deadline"
    found = _chosen(visible_tasks(doing.person, now=doing.now), which, words, doing.person)
    key = _SORTS[sort.removeprefix("-")]
    found = found.order_by(key.desc(nulls_last=True) if sort.startswith("-") else key.asc(nulls_last=True), "pk")
    if wanted := export.asked(request.GET):
        label = dict(form.fields["which"].choices)[which]  # type: ignore[attr-defined]
        return export.download(tables.tasks_table(found.iterator(2_000), paper(request, str(label), words)), wanted)
    query = _Address(which, words, sort)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    shown = {"form": form, "which": which, "page": page, "today": doing.today, "query": query}
    return render(request, "duties/tasks.html", {**about, **shown})


def _chosen(found: QuerySet[Task], which: str, words: str, person: User) -> QuerySet[Task]:
    kept = {
        _MINE: Q(owner=person, done_at=None),
        _ALL: Q(done_at=None),
        _DONE: Q(done_at__isnull=False),
        _ASKED: Q(by=person) & ~Q(owner=person),
    }[which]
    for word in words.split():
        kept &= Q(title__icontains=word) | Q(system__name__icontains=word) | Q(description__icontains=word)
    return found.filter(kept)


class _Address:
    """The address of a list of tasks."""

    def __init__(self, which: str, words: str, sort: str) -> None:
        self.which, self.words, self.sort = which, words, sort

    def address(self, **changes: str) -> str:
        """The same list with something changed."""
        asked = {"which": self.which, "q": self.words, "sort": self.sort, **changes}
        usual = {"which": _MINE, "sort": "deadline"}
        return "?" + urlencode({name: value for name, value in asked.items() if value and usual.get(name) != value})

    @property
    def more(self) -> str:
        """The address, ending so that more can follow."""
        address = self.address()
        return address if address == "?" else f"{address}&"


def _page(request: HttpRequest, found: Task, doing: register.Acting, **given: Any) -> HttpResponse:
    person = doing.person
    initial = {
        "title": found.title, "description": found.description, "owner": found.owner_id,
        "deadline": found.deadline, "revision": found.revision,
    }  # fmt: skip
    law = shipped_law()
    about = {
        "task": found,
        "duty": law.duties.get(found.duty.duty) if found.duty else None,
        "changes": may_change(person, found),
        "finishes": may_finish(person, found),
        "comments_too": may(person, Permission.COMMENT),
        "comments": found.comments.all(),
        "history": dossier.told(evidence.entries_of(subject=("task", found.pk)).select_related("log")[:100]),
        "today": doing.today,
        "change_form": given.get("change") or TaskForm(initial=initial, people=people_with(Permission.WORK)),
        "outcome_form": given.get("outcome") or OutcomeForm(),
        "comment_form": given.get("comment") or CommentForm(),
        "form": next(iter(given.values()), None),
    }
    return render(request, "duties/task.html", {**_ROOM, **about}, status=422 if given else 200)


def _about(request: HttpRequest) -> About:
    """What a new task is about, from the address; what nobody may see gives 404."""
    doing, system, duty = acting(request), request.GET.get("system", ""), request.GET.get("duty", "")
    if not system.isdecimal():
        return About()
    if duty:
        duty_seen(doing.person, int(system), duty, now=doing.now)
    return About(int(system), duty)


def _wanted(given: dict[str, Any]) -> Wanted:
    return Wanted(given["title"], given["description"], given["owner"], given["deadline"])
