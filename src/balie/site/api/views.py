"""Pages of the API: its documentation, the tokens of a person, and the webhooks of the organisation."""

from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from balie.export import service as export
from balie.people.service import Permission, User, needs
from balie.site.api import entry, message, reference, tokens
from balie.site.api.deliveries import deliveries_table
from balie.site.api.forms import TokenForm, WebhookForm
from balie.site.api.models import Webhook
from balie.site.api.webhooks import keeping

_ROOM = {"room": "api"}
_ROWS = 50


@login_not_required
@require_GET
def specification(_request: HttpRequest) -> HttpResponse:
    """The API described as OpenAPI, for tools."""
    return JsonResponse(entry.specification())


@login_not_required
@require_GET
def documentation(request: HttpRequest) -> HttpResponse:
    """The same description, for people."""
    found = reference.read(entry.specification())
    return render(request, "api/documentation.html", {**_ROOM, "found": found})


@require_http_methods(["GET", "POST"])
@needs(Permission.USE_API)
@sensitive_variables("issued")
def token_list(request: HttpRequest) -> HttpResponse:
    """The tokens of whoever is signed in, and a form to make one. A new token is shown on this one answer only."""
    person, now = _person(request), timezone.localtime()
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        issued = tokens.issue(person, given["name"], form.chosen, days=given["days"], now=now)
        return render(request, "api/token_made.html", {**_ROOM, "issued": issued}, status=201)
    context = {"form": form, "tokens": tokens.tokens_of(person), "now": now}
    return render(request, "api/tokens.html", _ROOM | context, status=422 if form.errors else 200)


@require_POST
@needs(Permission.USE_API)
@sensitive_variables("issued")
def token_renew(request: HttpRequest, key: int) -> HttpResponse:
    """Replace a token by a new one."""
    try:
        issued = tokens.renew(_person(request), key, now=timezone.localtime())
    except tokens.NoSuchToken as problem:
        raise Http404 from problem
    return render(request, "api/token_made.html", {**_ROOM, "issued": issued, "renewed": True}, status=201)


@require_POST
@needs(Permission.USE_API)
def token_revoke(request: HttpRequest, key: int) -> HttpResponse:
    """Stop a token."""
    try:
        revoked = tokens.revoke(_person(request), key, now=timezone.localtime())
    except tokens.NoSuchToken as problem:
        raise Http404 from problem
    messages.success(request, _("The token “%(name)s” does not work any more.") % {"name": revoked.name})
    return redirect("api:tokens")


@require_GET
@needs(Permission.MANAGE_API)
def webhook_list(request: HttpRequest) -> HttpResponse:
    """The webhooks of the organisation."""
    return render(request, "api/webhooks.html", _ROOM | {"webhooks": Webhook.objects.all()})


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_API)
def webhook_new(request: HttpRequest) -> HttpResponse:
    """Make a webhook; its secret is shown on this one answer only."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = keeping.add(_person(request), form.wish, now=timezone.localtime())
        return _secret_shown(request, made)
    return render(request, "api/webhook_form.html", _ROOM | {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_API)
def webhook_change(request: HttpRequest, key: int) -> HttpResponse:
    """Change a webhook, or switch it on again."""
    webhook = keeping.webhook_for(_person(request), key)
    known = {name: getattr(webhook, name) for name in ("name", "address", "events", "active")}
    form = WebhookForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        keeping.change(_person(request), key, form.wish, now=timezone.localtime())
        messages.success(request, _("The webhook has been saved."))
        return redirect("api:webhook", key=key)
    context = {"form": form, "webhook": webhook}
    return render(request, "api/webhook_form.html", _ROOM | context, status=422 if form.errors else 200)


@require_GET
@needs(Permission.MANAGE_API)
def webhook(request: HttpRequest, key: int) -> HttpResponseBase:
    """One webhook and what was sent to it, and the export of that."""
    found = keeping.webhook_for(_person(request), key)
    sent = found.deliveries.defer("payload")
    if wanted := export.asked(request.GET):
        table = deliveries_table(found, sent.iterator(), language=get_language() or "nl", made_at=timezone.localtime())
        return export.download(table, wanted, site=request.build_absolute_uri("/"))
    pages = Paginator(sent, _ROWS)
    context = {"webhook": found, "page": pages.get_page(request.GET.get("page")), "events": _events(found)}
    return render(request, "api/webhook.html", _ROOM | context)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_API)
def webhook_remove(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether a webhook may go, and remove it."""
    found = keeping.webhook_for(_person(request), key)
    if request.method != "POST":
        return render(request, "api/webhook_remove.html", _ROOM | {"webhook": found})
    name = keeping.remove(_person(request), key, now=timezone.localtime())
    messages.success(request, _("The webhook “%(name)s” has been removed.") % {"name": name})
    return redirect("api:webhooks")


@require_POST
@needs(Permission.MANAGE_API)
def webhook_secret(request: HttpRequest, key: int) -> HttpResponse:
    """Give a webhook a new secret, shown on this one answer only."""
    return _secret_shown(request, keeping.renew_secret(_person(request), key, now=timezone.localtime()))


@require_POST
@needs(Permission.MANAGE_API)
def webhook_test(request: HttpRequest, key: int) -> HttpResponse:
    """Send a test."""
    keeping.send_test(_person(request), key, now=timezone.localtime())
    messages.success(request, _("A test message is on its way. Load this page again in a few seconds."))
    return redirect("api:webhook", key=key)


@require_GET
@needs(Permission.MANAGE_API)
def delivery(request: HttpRequest, key: int, delivery: int) -> HttpResponse:
    """One message: what was sent, and what came back each time."""
    found = keeping.webhook_for(_person(request), key)
    sent = found.deliveries.filter(pk=delivery).first()
    if sent is None:
        raise Http404
    return render(request, "api/delivery.html", _ROOM | {"webhook": found, "delivery": sent})


@require_POST
@needs(Permission.MANAGE_API)
def delivery_again(request: HttpRequest, key: int, delivery: int) -> HttpResponse:
    """Send a message again."""
    keeping.send_again(_person(request), key, delivery, now=timezone.localtime())
    messages.success(request, _("The message is sent again. Load this page again in a few seconds."))
    return redirect("api:delivery", key=key, delivery=delivery)


@sensitive_variables("context")
def _secret_shown(request: HttpRequest, found: Webhook) -> HttpResponse:
    context = {"webhook": found, "secret": message.secret_text(keeping.secret_of(found))}
    return render(request, "api/webhook_secret.html", _ROOM | context, status=201)


def _events(found: Webhook) -> list[message.Event]:
    return [event for event in message.Event if event.value in found.events]


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)
