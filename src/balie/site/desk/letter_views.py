"""The letter that explains a decision: a draft from what was recorded, that a person reads, mends and then sends."""

from typing import Any, cast

from django import forms
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from balie.desk import service as desk
from balie.desk.service import Proposal
from balie.evidence import service as evidence
from balie.export import service as export
from balie.people.service import Permission, User, actor, needs
from balie.register.home import known_organisation
from balie.site.desk.showing import now_here
from balie.site.evidence.words import language

_LANGUAGES = (("nl", "Nederlands"), ("en", "English"))
_FORMATS = tuple((one.value, one.value.upper()) for one in export.LetterFormat)


class LetterForm(forms.Form):
    """The letter as it goes out."""

    addressee = forms.CharField(label=_("To"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
    text = forms.CharField(label=_("Letter"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 18}))
    reviewed = forms.BooleanField(
        label=_("I read this letter, and what it says is right"),
        error_messages={"required": _("Read it first, then say so here.")},
    )
    format = forms.ChoiceField(label=_("As"), choices=_FORMATS)


@needs(Permission.DECIDE_PROPOSALS)
@require_http_methods(["GET", "POST"])
def letter(request: HttpRequest, own: str) -> HttpResponseBase:
    """Show the draft in the language that is asked for; give the file once somebody read it."""
    proposal = get_object_or_404(Proposal.objects.select_related("gate__system", "conversation"), pk=own)
    if proposal.decided_at is None:
        raise Http404
    wanted = request.GET.get("lang", language())
    wanted = wanted if wanted in dict(_LANGUAGES) else "nl"
    about: dict[str, Any] = {"room": "desk", "proposal": proposal, "language": wanted, "languages": _LANGUAGES}
    try:
        draft = desk.explanation_of(proposal, wanted, on=timezone.localdate(proposal.decided_at))
    except (evidence.VaultRefused, evidence.NoSecret) as problem:
        return render(request, "desk/letter.html", {**about, "gone": problem.message.say(language())})
    form = LetterForm(request.POST if request.method == "POST" else None, initial={"text": draft.text})
    if request.method == "POST" and form.is_valid():
        return _file(request, proposal, draft, form.cleaned_data)
    return render(request, "desk/letter.html", {**about, "form": form}, status=422 if form.errors else 200)


def _file(request: HttpRequest, proposal: Proposal, draft: desk.Explanation, given: dict[str, Any]) -> HttpResponseBase:
    """Put down that a letter was made, and give it."""
    now, organisation = now_here(), known_organisation()
    name = organisation.name if organisation else proposal.gate.system.name
    desk.record_explanation(proposal, by=actor(cast(User, request.user)), now=now)
    blocks = [block for block in given["text"].replace("\r\n", "\n").split("\n\n") if block.strip()]
    made = export.Letter(
        language=draft.language,
        sender=(name,),
        addressee=tuple(given["addressee"].splitlines()),
        on=now.date(),
        subject=draft.subject,
        salutation={"nl": "Beste klant,", "en": "Dear customer,"}[draft.language],
        sections=(export.Section(paragraphs=tuple(blocks)),),
        closing=({"nl": "Met vriendelijke groet,", "en": "Kind regards,"}[draft.language], name),
        reference=proposal.pk[:8],
    )
    return export.letter_download(made, export.LetterFormat(given["format"]))
