"""Pages about people: the list, inviting, what auditors looked at, and the page that leads to all settings."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balie.export import service as export
from balie.people import accounts, letters
from balie.people.service import OneTimeLink, Permission, User, for_everyone, needs
from balie.register.home import known_organisation
from balie.site.staff import listing
from balie.site.staff.forms import InvitationForm, QueryForm, ReadsForm

ROWS = 50


def language() -> str:
    """The language of the page."""
    return (get_language() or "nl")[:2]


@for_everyone
@require_GET
def settings_page(request: HttpRequest) -> HttpResponse:
    """Where the organisation, people, reads and the API are; everybody sees what they may open."""
    return render(request, "staff/settings.html", {"room": "settings"})


@require_GET
@needs(Permission.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponseBase:
    """The list of people."""
    form = QueryForm(request.GET, language=language())
    now = timezone.localtime()
    found = listing.people(_asked(form), now=now)
    if wanted := export.asked(request.GET):
        table = listing.people_table(found, listing.Sheet(language(), now, _said(form)))
        return export.download(table, wanted, site=request.build_absolute_uri("/"))
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    rows = [{"person": one, "state": listing.state_of(one), "roles": sorted(one.roles)} for one in page.object_list]
    about = {"form": form, "page": page, "rows": rows, "query": _address(request), "narrowed": bool(_asked(form))}
    return render(request, "staff/people.html", {"room": "settings", **about})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_PEOPLE)
def invite(request: HttpRequest) -> HttpResponse:
    """Invite somebody; the link is mailed, and shown once."""
    form = InvitationForm(request.POST or None, language=language())
    if request.method == "POST" and form.is_valid():
        try:
            made = accounts.invite(
                accounts.Invitation(**form.cleaned_data), by=cast(User, request.user), now=timezone.localtime()
            )
        except accounts.AddressTaken:
            form.add_error("email", _("There is an account with this address already. Look it up in the list."))
        except accounts.AuditorStandsAlone:
            form.add_error("roles", _("An auditor has no other role. Choose one or the other."))
        else:
            return hand_over(request, made, User.objects.get(email=made.email))
    return render(request, "staff/invite.html", {"room": "settings", "form": form}, status=422 if form.errors else 200)


@require_GET
@needs(Permission.SEE_READS)
def reads(request: HttpRequest) -> HttpResponseBase:
    """What auditors looked at."""
    form = ReadsForm(request.GET)
    found = listing.reads(_asked(form))
    if wanted := export.asked(request.GET):
        sheet = listing.Sheet(language(), timezone.localtime(), _said(form))
        return export.download(listing.reads_table(found, sheet), wanted, site=request.build_absolute_uri("/"))
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    about = {"form": form, "page": page, "query": _address(request), "narrowed": bool(_asked(form))}
    return render(request, "staff/reads.html", {"room": "settings", **about})


def hand_over(request: HttpRequest, made: OneTimeLink, person: User) -> HttpResponse:
    """Mail a link, and show it where nobody else has had the account in hands yet or no mail leaves."""
    address = letters.address_of(request, made)
    organisation = known_organisation()
    sent = letters.send_invitation(
        made, address=address, by=str(request.user), organisation=organisation.name if organisation else ""
    )
    about = {"person": person, "link": made, "sent": sent, "address": "" if sent and person.last_login else address}
    return render(request, "staff/link.html", {"room": "settings", **about})


def _asked(form: Any) -> dict[str, Any]:
    """What was asked; a field with a fault is left out, and the page says so."""
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if value}


def _said(form: Any) -> tuple[str, ...]:
    """The filters in words, for the head of an export."""
    said = []
    for name, value in _asked(form).items():
        choices = dict(getattr(form.fields[name], "choices", ()))
        said.append(f"{form.fields[name].label}: {choices.get(value, value)}")
    return tuple(said)


def _address(request: HttpRequest) -> str:
    """The address of this list without its page and format, ready for more."""
    kept = request.GET.copy()
    for name in ("page", "format"):
        kept.pop(name, None)
    return f"?{kept.urlencode()}&" if kept else "?"
