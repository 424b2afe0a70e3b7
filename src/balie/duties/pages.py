"""What the pages of the duties share: who acts, how a form meets a service, and the paper an export is written on."""

from collections.abc import Callable
from typing import Any, cast

from django.forms import Form
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from balie.duties.tables import Paper
from balie.people.service import User
from balie.register import service as register

PAGE = 50


def acting(request: HttpRequest) -> register.Acting:
    """Whoever asks, now. The clock is read here."""
    return register.Acting(cast(User, request.user), timezone.localtime(), timezone.localdate())


def language() -> str:
    """The language of the page, as the law knows it."""
    return (get_language() or "nl")[:2]


def attempt(form: Form, act: Callable[[dict[str, Any]], object]) -> bool:
    """Do what a form asks; what cannot be kept is told at its field, and what was typed stays."""
    if not form.is_valid():
        return False
    try:
        act(form.cleaned_data)
    except register.Refused as problem:
        form.add_error(problem.field if problem.field in form.fields else None, problem.reason.say(language()))
        return False
    return True


def paper(request: HttpRequest, *about: str) -> Paper:
    """The paper for an export: its language, the moment, and what was asked for in words."""
    return Paper(
        language=language(),
        made_at=timezone.localtime(),
        site=request.build_absolute_uri("/"),
        about=tuple(line for line in about if line),
        organisation=register.AISystem.objects.values_list("organisation__name", flat=True).first() or "",
    )
