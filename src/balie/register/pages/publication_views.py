"""Pages to publish a system in the Dutch Algorithm Register: the texts, and sending them."""

import json
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from balie.export import service as export
from balie.law import shipped_law
from balie.people.service import Permission, User, needs
from balie.register import publishing
from balie.register.acting import Acting, Stale
from balie.register.delivering import Receiver, body_of
from balie.register.describing import may_change
from balie.register.pages.rows_field import RowsField
from balie.register.public_fields import FIELDS, LABELS, PublicField, Shape, in_words
from balie.register.wording import Refused
from balie.register.writing.algorithm_register import as_json


class TextsForm(forms.Form):
    """The texts for the public; the standard says which there are. Nothing has to be filled in to be kept."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = (get_language() or "nl")[:2]
        for field in FIELDS:
            self.fields[field.id] = _field(field, language)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_REGISTER)
def publication(request: HttpRequest, key: int) -> HttpResponse:
    """The texts of the entry, how long they are, and what is still missing."""
    acting = _acting(request)
    found = publishing.publication_of(shipped_law(), key, acting)
    form = TextsForm(initial={**found.system.public_entry, "revision": found.system.revision})
    if request.method == "POST":
        form = TextsForm(request.POST)
        if form.is_valid() and _kept(form, key, acting):
            messages.success(request, _("The texts have been saved."))
            return redirect("register:publication", key=key)
    problems = {problem.field: problem for problem in found.problems}
    fields = [(form[one.id], one, in_words(found.entry.get(one.id)), problems.get(one.id)) for one in FIELDS]
    more = [one.id for one in FIELDS if not one.required]
    page = {
        "room": "register",
        "system": found.system,
        "tab": "publication",
        "form": form,
        "fields": fields,
        "needed": len(FIELDS) - len(more),
        "more_open": form.is_bound or any(found.system.public_entry.get(one) or one in problems for one in more),
        "problems": [(LABELS.get(problem.field), problem) for problem in found.problems],
        "may_change": may_change(acting.person, found.system),
        "known": found.known,
    }
    return render(request, "register/publication.html", page)


@require_GET
@needs(Permission.SEE_REGISTER)
def publication_file(request: HttpRequest, key: int) -> HttpResponse:
    """The entry as a file."""
    found = publishing.publication_of(shipped_law(), key, _acting(request))
    name, content = f"algoritmeregister-{key}.json", as_json([found.entry])
    return export.attachment(content, name=name, content_type="application/json")


@require_http_methods(["GET", "POST"])
@needs(Permission.PUBLISH)
def publication_send(request: HttpRequest, key: int) -> HttpResponse:
    """Exactly what would be sent, and to where; and sending it."""
    acting, receiver = _acting(request), _receiver()
    found = publishing.publication_of(shipped_law(), key, acting)
    if request.method == "POST" and receiver.ready:
        return _send(request, key, receiver, acting)
    page = {
        "room": "register",
        "system": found.system,
        "tab": "publication",
        "found": found,
        "entry": json.dumps(body_of(found.entry), ensure_ascii=False, indent=2),
        "receiver": receiver,
    }
    return render(request, "register/publication_send.html", page)


def _send(request: HttpRequest, key: int, receiver: Receiver, acting: Acting) -> HttpResponse:
    given = request.POST.get("revision", "")
    try:
        revision = int(given) if given.isdecimal() and len(given) < 10 else -1
        done = publishing.send(shipped_law(), key, receiver, acting, revision=revision)
    except Stale:
        messages.warning(request, _("This system has changed since, or was sent already. Look at it again first."))
        return redirect("register:publication_send", key=key)
    except publishing.NotComplete:
        messages.warning(request, _("Something is missing or too long. Nothing was sent."))
        return redirect("register:publication", key=key)
    told = " ".join([done.message.say((get_language() or "nl")[:2]), *done.details])
    (messages.success if done.ok else messages.error)(request, told)
    return redirect("register:publication" if done.ok else "register:publication_send", key=key)


def _kept(form: TextsForm, key: int, acting: Acting) -> bool:
    """Whether the texts were kept; otherwise the form says why not."""
    revision = form.cleaned_data.get("revision") or 0
    try:
        publishing.keep_texts(key, form.cleaned_data, acting, revision=revision)
    except Stale:
        form.add_error(None, _("Somebody else changed this system in the meantime. Your texts are still below."))
    except Refused as refused:
        form.add_error(refused.field or None, refused.reason.say((get_language() or "nl")[:2]))
    else:
        return True
    return False


def _field(field: PublicField, language: str) -> forms.Field:
    about: dict[str, Any] = {
        "label": field.label.say(language),
        "help_text": field.hint.say(language),
        "required": False,
    }
    if field.id == "category":
        choices = [(option, option) for option in field.options]
        return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **about)
    if field.shape is Shape.CHOICE:
        return forms.ChoiceField(choices=[("", "..."), *((option, option) for option in field.options)], **about)
    if field.shape is Shape.LINKS:
        return RowsField(**about)
    widget: Any = forms.Textarea(attrs={"rows": 5}) if field.shape is Shape.TEXT else forms.TextInput()
    return forms.CharField(widget=widget, strip=True, **about)


def _receiver() -> Receiver:
    return Receiver(
        settings.ALGORITHM_REGISTER_URL, settings.ALGORITHM_REGISTER_ORGANISATION, settings.ALGORITHM_REGISTER_TOKEN
    )


def _acting(request: HttpRequest) -> Acting:
    return Acting(cast(User, request.user), timezone.localtime(), timezone.localdate())
