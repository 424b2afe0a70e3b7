"""Pages to import and export systems: send a file, look through what it would do, and do it."""

from pathlib import PurePath
from typing import Any, cast

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.evidence import service as evidence
from balie.export import service as export
from balie.law import Fault, Unreadable, shipped_law
from balie.people.service import Permission, User, needs
from balie.register.acting import Acting
from balie.register.exchange import importing as exchange
from balie.register.exchange.planning import Fate
from balie.register.exchange.snapshot import exported
from balie.register.pages import import_pages
from balie.register.reading import MAX_BYTES, Format
from balie.register.reading.delimited import delimiter_of
from balie.register.writing import template, write
from balie.register.writing.faults import faults_workbook

_ROOM = {"room": "register"}
_TYPES = {
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.CSV: "text/csv; charset=utf-8",
    Format.JSON: "application/json",
    Format.YAML: "application/yaml",
}


class UploadForm(forms.Form):
    """A file with systems."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel, CSV, YAML, JSON, or an export of the Algorithm Register (JSON). At most 20 MB."),
        allow_empty_file=True,
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("This file is larger than 20 MB. A list of AI systems is small."))
        return file


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT)
def import_file(request: HttpRequest) -> HttpResponse:
    """Send a file. Nothing is imported yet: first one sees what would happen."""
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    faults: tuple[Fault, ...] = ()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = exchange.keep_upload(PurePath(file.name).name, file.read(), _acting(request))
            return redirect("register:import_check", key=kept.pk)
        except Unreadable as unreadable:
            faults = (unreadable.fault,)
    last = evidence.entries_of().filter(kind="imported")[:5]
    return render(request, "register/import.html", {**_ROOM, "form": form, "faults": faults, "last": last})


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT)
def import_check(request: HttpRequest, key: int) -> HttpResponse:
    """What the file would do; and doing it."""
    acting = _acting(request)
    if request.method == "POST":
        return _do(request, key, acting)
    upload = exchange.upload_of(key, acting)
    source = exchange.source_in(upload)
    try:
        plan = exchange.look_through(shipped_law(), source)
    except Unreadable as unreadable:
        page = {**_ROOM, "upload": upload, "faults": (unreadable.fault,)}
        return render(request, "register/import_unreadable.html", page)
    fate = request.GET.get("show", "")
    rows = Paginator(import_pages.wanted(plan, fate), 50).get_page(request.GET.get("page", ""))
    about = {
        "upload": upload,
        "plan": plan,
        "page": rows,
        "rows": import_pages.rows_of(shipped_law(), list(rows.object_list), _language()),
        "shared": import_pages.changes_of(shipped_law(), plan.shared, _language()),
        "show": fate if fate in set(Fate) else "",
        "counts": [(one, count) for one, count in plan.counts.items() if count],
        "good": len(plan.steps) - plan.counts[Fate.UNCHANGED],
    }
    return render(request, "register/import_check.html", {**_ROOM, **about})


@require_POST
@needs(Permission.IMPORT)
def import_drop(request: HttpRequest, key: int) -> HttpResponse:
    """Throw the file away; nothing was imported."""
    exchange.upload_of(key, _acting(request)).delete()
    messages.success(request, _("The file has been thrown away. Nothing was imported."))
    return redirect("register:import")


@require_GET
@needs(Permission.IMPORT)
def import_faults(request: HttpRequest, key: int) -> HttpResponseBase:
    """The errors of the file: beside its own rows in a workbook, or as a list."""
    acting = _acting(request)
    upload = exchange.upload_of(key, acting)
    source = exchange.source_in(upload)
    try:
        faults, readable = exchange.look_through(shipped_law(), source).faults, True
    except Unreadable as unreadable:
        faults, readable = (unreadable.fault,), False
    if request.GET.get("format") == "xlsx" and readable:
        content = faults_workbook(source, faults, _language(), delimiter_of(source, shipped_law()))
        name = f"{PurePath(upload.name).stem}-{_('errors')}.xlsx"
        return export.attachment(content, name=name, content_type=_TYPES[Format.XLSX])
    form = export.asked(request.GET) or export.Format.CSV
    return export.download(import_pages.table_of(faults, upload.name, _language(), acting), form)


@require_GET
@needs(Permission.IMPORT)
def import_template(_request: HttpRequest) -> HttpResponse:
    """The workbook to fill in."""
    content = template(shipped_law(), _language())
    return export.attachment(content, name=f"balie-{_('template')}.xlsx", content_type=_TYPES[Format.XLSX])


@require_GET
@needs(Permission.SEE_REGISTER)
def export_systems(request: HttpRequest) -> HttpResponse:
    """All systems with everything about them, in the form that import reads."""
    wanted = request.GET.get("format", "")
    if wanted not in set(Format):
        return render(request, "register/export.html", {**_ROOM, "formats": list(Format)})
    acting, form = _acting(request), Format(wanted)
    content = write(exported(shipped_law(), acting), shipped_law(), form, language=_language())
    return export.attachment(content, name=f"balie-{acting.today.isoformat()}.{form}", content_type=_TYPES[form])


def _do(request: HttpRequest, key: int, acting: Acting) -> HttpResponse:
    good_only = "good_only" in request.POST
    try:
        done = exchange.import_upload(
            shipped_law(), key, request.POST.get("digest", "") or "-", acting, good_only=good_only
        )
    except exchange.NoSuchUpload:
        messages.warning(request, _("This file was imported already, or it was too long ago. Nothing was done now."))
        return redirect("register:import")
    except exchange.StaleImport:
        messages.warning(request, _("The register has changed since. Look through it again. Nothing was imported."))
        return redirect("register:import_check", key=key)
    except (exchange.NotAllGood, Unreadable):
        messages.warning(request, _("Some rows have errors. Repair them, or import only the good rows."))
        return redirect("register:import_check", key=key)
    told = ngettext("%(n)s new system.", "%(n)s new systems.", done.new) % {"n": done.new}
    also = ngettext("%(n)s system changed.", "%(n)s systems changed.", done.changed) % {"n": done.changed}
    parts = [_("Imported."), *([told] if done.new else []), *([also] if done.changed or not done.new else [])]
    messages.success(request, " ".join(parts))
    return redirect("register:systems")


def _acting(request: HttpRequest) -> Acting:
    return Acting(cast(User, request.user), timezone.localtime(), timezone.localdate())


def _language() -> str:
    return (get_language() or "nl")[:2]
