"""The gateway of one AI system: whether it stands in it, what its policy says, who has keys, and the switch."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balie.desk import service as desk
from balie.desk.service import Gate
from balie.gateway.service import PolicyRefused, read_policy
from balie.people.service import Permission, User, actor, may, needs, require
from balie.register.models import AISystem
from balie.register.service import visible_system
from balie.site.evidence.words import language
from balie.site.gate.beginning import beginning
from balie.site.gate.figures import DAYS, figures_of
from balie.site.gate.forms import KeyForm, PolicyForm, ResumeForm, SwitchForm
from balie.site.gate.settings_form import SettingsForm


@dataclass(frozen=True, slots=True)
class Standing:
    """Who looks at which system, and its place in the gateway if it has one."""

    person: User
    now: datetime
    system: AISystem
    gate: Gate | None

    def may(self, permission: Permission) -> bool:
        """Whether this person may do this to this system."""
        return may(self.person, permission, owner=self.system.owned_by_id)

    def require(self, permission: Permission) -> None:
        """Refuse what this person may not do. Raises `NotPermitted`."""
        require(self.person, permission, owner=self.system.owned_by_id)

    @property
    def policy(self) -> str:
        """The policy as it is written, or the one to begin with."""
        return self.gate.policy if self.gate else beginning(self.system, language())

    @property
    def placed(self) -> Gate:
        """The place in the gateway. Raises Http404 when there is none."""
        return get_object_or_404(Gate.objects.select_related("system"), system=self.system)


def _standing(request: HttpRequest, key: int) -> Standing:
    person, now = cast(User, request.user), timezone.localtime()
    system = visible_system(person, key, now=now)
    return Standing(person, now, system, Gate.objects.select_related("system").filter(system=system).first())


def _page(
    request: HttpRequest, at: Standing, template: str, about: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    known = {
        "room": "register",
        "tab": "gateway",
        "system": at.system,
        "gate": at.gate,
        "may_run": at.may(Permission.RUN_GATEWAY),
        "may_halt": at.may(Permission.HALT),
    }
    return render(request, f"gate/{template}", {**known, **about}, status=status)


@needs(Permission.SEE_REGISTER)
@require_GET
def gateway(request: HttpRequest, key: int) -> HttpResponse:
    """Show where the system stands in the gateway, and what happened there."""
    at = _standing(request, key)
    about: dict[str, Any] = {"address": request.build_absolute_uri("/v1"), "widget": request.build_absolute_uri("/")}
    if at.gate:
        about |= {
            "figures": figures_of(at.gate, at.now),
            "days": DAYS,
            "keys": at.gate.keys.order_by("withdrawn_at", "-made_at"),
            "policy": desk.policy_of(at.gate),
            "form": KeyForm(),
        }
    return _page(request, at, "gateway.html", about)


@needs(Permission.RUN_GATEWAY)
@require_http_methods(["GET", "POST"])
def policy(request: HttpRequest, key: int) -> HttpResponse:
    """Set the policy; the first puts the system in the gateway."""
    at = _standing(request, key)
    at.require(Permission.RUN_GATEWAY)
    form = PolicyForm(at.policy, request.POST if request.method == "POST" else None, {"policy": at.policy})
    if request.method == "POST" and form.is_valid() and _set(request, at, form, form.cleaned_data["policy"]):
        return redirect("gate:gateway", at.system.pk)
    return _page(request, at, "policy.html", {"form": form}, status=422 if form.errors else 200)


@needs(Permission.RUN_GATEWAY)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, key: int) -> HttpResponse:
    """Set the usual settings of the policy in a form; the first puts the system in the gateway."""
    at = _standing(request, key)
    at.require(Permission.RUN_GATEWAY)
    try:
        standing = read_policy(at.policy)
    except PolicyRefused:
        messages.error(request, _("This policy cannot be read. Mend it here first."))
        return redirect("gate:policy", at.system.pk)
    form = SettingsForm(standing, at.policy, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _set(request, at, form, form.text):
        return redirect("gate:gateway", at.system.pk)
    about = {"form": form, "bots": standing.upstreams}
    return _page(request, at, "settings.html", about, status=422 if form.errors else 200)


def _set(request: HttpRequest, at: Standing, form: Form, written: str) -> bool:
    """Set a policy and say what came of it; what stands in the way goes into the form."""
    by, because = actor(at.person), form.cleaned_data["because"]
    looser: tuple[str, ...] = ()
    try:
        if at.gate:
            looser = desk.set_policy(at.gate, written, because, by=by, now=at.now)
        else:
            desk.open_gate(at.system, written, because, by=by, now=at.now)
    except desk.NoReason as lacking:
        form.add_error("because", lacking.message.say(language()))
        return False
    except desk.GateTaken as taken:
        form.add_error(None, taken.message.say(language()))
        return False
    messages.success(request, _("The policy is set. It counts from the next turn on."))
    for place in looser:
        messages.warning(request, _("Looser than before: %(place)s") % {"place": place})
    return True


@require_http_methods(["POST"])
@needs(Permission.RUN_GATEWAY)
def key_made(request: HttpRequest, key: int) -> HttpResponse:
    """Make a key, and show it this once."""
    at = _standing(request, key)
    at.require(Permission.RUN_GATEWAY)
    form, gate = KeyForm(request.POST), at.placed
    if not form.is_valid():
        messages.error(request, _("Say what the key is for."))
        return redirect("gate:gateway", at.system.pk)
    secret = desk.fresh_key(gate, form.cleaned_data["name"], by=actor(at.person), now=at.now)
    about = {"secret": secret, "name": form.cleaned_data["name"], "address": request.build_absolute_uri("/v1")}
    return _page(request, at, "key.html", about)


@needs(Permission.RUN_GATEWAY)
@require_http_methods(["GET", "POST"])
def key_withdrawn(request: HttpRequest, key: int, number: int) -> HttpResponse:
    """Ask whether a key may go, and let it open nothing any more."""
    at = _standing(request, key)
    at.require(Permission.RUN_GATEWAY)
    found = get_object_or_404(at.placed.keys.select_related("gate__system"), pk=number)
    if request.method == "POST":
        desk.withdraw_key(found, by=actor(at.person), now=at.now)
        messages.success(request, _("The key opens nothing any more."))
        return redirect("gate:gateway", at.system.pk)
    return _page(request, at, "withdraw.html", {"one": found})


@needs(Permission.HALT)
@require_http_methods(["GET", "POST"])
def halted(request: HttpRequest, key: int) -> HttpResponse:
    """Ask why, and stop the bot."""
    return _switched(request, key, SwitchForm, desk.halt, "halt.html", _("The bot is halted. Customers get a person."))


@needs(Permission.HALT)
@require_http_methods(["GET", "POST"])
def resumed(request: HttpRequest, key: int) -> HttpResponse:
    """Ask why and whether somebody looked, and let the bot speak again."""
    return _switched(request, key, ResumeForm, desk.resume, "resume.html", _("The bot speaks again."))


def _switched(
    request: HttpRequest, key: int, ask: type[SwitchForm], move: Callable[..., bool], template: str, done: str
) -> HttpResponse:
    at = _standing(request, key)
    at.require(Permission.HALT)
    form, gate = ask(request.POST if request.method == "POST" else None), at.placed
    if request.method == "POST" and form.is_valid():
        move(gate, form.cleaned_data["because"], by=actor(at.person), now=at.now)
        messages.success(request, done)
        return redirect("gate:gateway", at.system.pk)
    return _page(request, at, template, {"form": form}, status=422 if form.errors else 200)


@needs(Permission.SEE_REGISTER)
@require_GET
def tried(request: HttpRequest, key: int) -> HttpResponse:
    """Talk to the bot as a customer does, through all safeguards."""
    at = _standing(request, key)
    return _page(request, at, "try.html", {"slug": at.placed.slug})
