"""Pages about suppliers: who they are, what was agreed, what they still owe, and the letter that asks for it."""

from collections.abc import Collection
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import Permission, User, needs
from balie.register.acting import Acting
from balie.register.home import home_organisation
from balie.register.models import Contract
from balie.register.pages import supplier_pages as pages
from balie.register.pages.supplier_forms import ContactForm, ContractForm, ReceivedForm, SupplierForm, SuppliersQuery
from balie.register.scope import visible_systems
from balie.register.suppliers import keeping as service
from balie.register.suppliers.gaps import GapKind, term_of
from balie.register.suppliers.letter import GapLetter, Part
from balie.register.system import ContractKind

_ROOM = {"room": "suppliers"}


@require_GET
@needs(Permission.SEE_REGISTER)
def suppliers(request: HttpRequest) -> HttpResponseBase:
    """The list of suppliers, and its export."""
    form, acting = SuppliersQuery(request.GET), _acting(request)
    form.is_valid()
    given = form.cleaned_data
    query = pages.Query(given.get("q", ""), given.get("runs_out", False), given.get("sort") or "name")
    every = service.visible_suppliers(acting.person, now=acting.now)
    found = pages.asked_for(every, query, acting.today)
    if wanted := export.asked(request.GET):
        table = pages.table_of(shipped_law(), found, query, acting)
        return export.download(table, wanted, site=request.build_absolute_uri("/"))
    page = pages.page_of(shipped_law(), found, request.GET.get("page", ""), acting)
    return render(
        request,
        "register/suppliers.html",
        {**_ROOM, "form": form, "query": query, "page": page, "any": every.exists()},
    )


@require_GET
@needs(Permission.SEE_REGISTER)
def supplier(request: HttpRequest, key: int) -> HttpResponse:
    """One supplier: contacts, contracts, systems, and what is still owed."""
    acting = _acting(request)
    found = service.visible_supplier(acting.person, key, now=acting.now)
    owed = service.gaps_by_supplier(shipped_law(), [found], acting)[found.pk]
    seen = set(visible_systems(acting.person, now=acting.now).order_by().values_list("pk", flat=True))
    contracts = [_shown(row, seen, acting) for row in found.contracts.prefetch_related("systems") if _seen(row, seen)]
    about: dict[str, Any] = {
        "supplier": found,
        "contracts": contracts,
        "contacts": found.contacts.all(),
        "systems": visible_systems(acting.person, now=acting.now).filter(supplied_by=found),
        "kinds": [(kind, [gap for gap in owed if gap.kind is kind]) for kind in GapKind],
        "owed": owed,
        "DOCUMENT": GapKind.DOCUMENT,
    }
    return render(request, "register/supplier.html", {**_ROOM, **about})


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SUPPLIERS)
def supplier_new(request: HttpRequest) -> HttpResponse:
    """Add a supplier."""
    form = SupplierForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.add_supplier(home_organisation(), form.kept, _acting(request))
        except service.SupplierNameTaken:
            form.add_error("name", _("There is a supplier of this name already. Choose another name."))
        else:
            messages.success(request, _("The supplier has been added."))
            return redirect("register:supplier", key=made.pk)
    return render(request, "register/supplier_form.html", {**_ROOM, "form": form})


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SUPPLIERS)
def supplier_change(request: HttpRequest, key: int) -> HttpResponse:
    """Change a supplier. Somebody else's change in the meantime is told, and what was typed stays."""
    acting = _acting(request)
    found = service.visible_supplier(acting.person, key, now=acting.now)
    if request.method != "POST":
        form = SupplierForm(instance=found, initial={"revision": found.revision})
        return render(request, "register/supplier_form.html", {**_ROOM, "form": form, "supplier": found})
    form = SupplierForm(request.POST)
    if form.is_valid() and _kept(form, key, acting):
        messages.success(request, _("The supplier has been changed."))
        return redirect("register:supplier", key=key)
    return render(request, "register/supplier_form.html", {**_ROOM, "form": form, "supplier": found})


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SUPPLIERS)
def supplier_remove(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether a supplier really has to go, and remove it."""
    acting = _acting(request)
    found = service.visible_supplier(acting.person, key, now=acting.now)
    if request.method != "POST":
        in_use = found.systems.exists() or found.contracts.exists()
        return render(request, "register/supplier_remove.html", {**_ROOM, "supplier": found, "in_use": in_use})
    try:
        name = service.remove_supplier(key, acting)
    except service.SupplierInUse:
        messages.warning(request, _("Systems or contracts still hang on this supplier. Nothing was removed."))
        return redirect("register:supplier", key=key)
    messages.success(request, _("%(name)s has been removed.") % {"name": name})
    return redirect("register:suppliers")


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SUPPLIERS)
def supplier_contact(request: HttpRequest, key: int) -> HttpResponse:
    """Add, change or take off somebody to reach."""
    acting = _acting(request)
    found = service.visible_supplier(acting.person, key, now=acting.now)
    row = _row(found.contacts, request, "contact")
    if request.method == "POST" and row and "remove" in request.POST:
        service.remove_contact(key, row.pk, acting)
        messages.success(request, _("The contact has been removed."))
        return redirect("register:supplier", key=key)
    form = ContactForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        service.keep_contact(key, row.pk if row else None, form.cleaned_data, acting)
        messages.success(request, _("The contact has been saved."))
        return redirect("register:supplier", key=key)
    return render(
        request,
        "register/supplier_part.html",
        {**_ROOM, "form": form, "supplier": found, "row": row, "part": "contact"},
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.CHANGE_SUPPLIERS)
def supplier_contract(request: HttpRequest, key: int) -> HttpResponse:
    """Add, change or take off a contract."""
    acting = _acting(request)
    found = service.visible_supplier(acting.person, key, now=acting.now)
    row = _row(found.contracts, request, "contract")
    if request.method == "POST" and row and "remove" in request.POST:
        service.remove_contract(key, row.pk, acting)
        messages.success(request, _("The contract has been removed."))
        return redirect("register:supplier", key=key)
    form = ContractForm(request.POST or None, instance=row, systems=found.systems.all())
    if request.method == "POST" and form.is_valid():
        service.keep_contract(key, row.pk if row else None, form.kept, acting)
        messages.success(request, _("The contract has been saved."))
        return redirect("register:supplier", key=key)
    page = {**_ROOM, "form": form, "supplier": found, "row": row, "part": "contract"}
    return render(request, "register/supplier_part.html", page)


@require_POST
@needs(Permission.CHANGE_SUPPLIERS)
def supplier_received(request: HttpRequest, key: int) -> HttpResponse:
    """Put down that a document came in."""
    form = ReceivedForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        gap = (given["system"], given["item"])
        service.receive(shipped_law(), key, gap, given["where"], _acting(request))
        messages.success(request, _("Noted as received."))
    else:
        messages.warning(request, _("That is not something this supplier was asked for."))
    return redirect("register:supplier", key=key)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_REGISTER)
def supplier_letter(request: HttpRequest, key: int) -> HttpResponseBase:
    """The letter that asks for what is owed: on screen, and as a file to send."""
    acting = _acting(request)
    found = service.visible_supplier(acting.person, key, now=acting.now)
    asked = request.POST.get("lang") or request.GET.get("lang") or found.language
    language = asked if asked in {"nl", "en"} else "nl"
    if request.method == "POST":
        made = service.write_letter(shipped_law(), key, language, acting)
        return _as_file(made, export.asked_letter(request.POST) or export.LetterFormat.TXT)
    shown = service.letter_to(shipped_law(), found, language, acting)
    return render(request, "register/supplier_letter.html", {**_ROOM, "supplier": found, "letter": shown})


def _seen(row: Contract, systems: Collection[int]) -> bool:
    """Whether a contract is about everything, or about a system that somebody sees."""
    about = [system.pk for system in row.systems.all()]
    return not about or any(key in systems for key in about)


def _shown(row: Contract, seen: Collection[int], acting: Acting) -> dict[str, Any]:
    """A contract with what it is, where it is in its life, and those of its systems that somebody sees."""
    term = term_of(row.signed_on, row.ends_on, acting.today)
    return {
        "row": row,
        "kind": ContractKind(row.kind),
        "term": term,
        "about": [one for one in row.systems.all() if one.pk in seen],
    }


def _as_file(letter: GapLetter, wanted: export.LetterFormat) -> HttpResponseBase:
    """The letter as a file to send."""
    sections = [
        export.Section(paragraphs=letter.opening),
        *(_section(part) for part in letter.parts),
        export.Section(paragraphs=letter.closing),
    ]
    written = export.Letter(
        language=letter.language,
        sender=letter.sender,
        addressee=letter.addressee,
        on=letter.on,
        subject=letter.subject,
        salutation=letter.greeting,
        sections=tuple(sections),
        closing=letter.signed,
    )
    return export.letter_download(written, wanted)


def _section(part: Part) -> export.Section:
    """A part of the letter with its numbered points, why and for which systems on lines of their own."""
    items = ("\n".join(line for line in (p.what, p.why, p.systems) if line) for p in part.points)
    return export.Section(part.heading, (part.intro,), tuple(items))


def _kept(form: SupplierForm, key: int, acting: Acting) -> bool:
    """Whether the change was made; otherwise the form says why not."""
    try:
        service.change_supplier(key, form.kept, acting, revision=form.cleaned_data.get("revision") or 0)
    except service.SupplierNameTaken:
        form.add_error("name", _("There is a supplier of this name already. Choose another name."))
    except service.StaleSupplier:
        form.add_error(
            None, _("Somebody else changed this supplier in the meantime. Compare with the page, and change it again.")
        )
    else:
        return True
    return False


def _row(related: Any, request: HttpRequest, name: str) -> Any:
    """The contact or contract that the address names, or None for a new one."""
    wanted = request.GET.get(name, "")
    if not wanted:
        return None
    found = related.filter(pk=int(wanted)).first() if wanted.isdecimal() and len(wanted) < 19 else None
    if found is None:
        raise service.NoSuchSupplier(wanted)
    return found


def _acting(request: HttpRequest) -> Acting:
    return Acting(cast(User, request.user), timezone.localtime(), timezone.localdate())
