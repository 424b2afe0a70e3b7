"""Answers kept ready: each with a word, that puts it in a reply after a slash, in Dutch and in English."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from balie.desk.service import ReadyAnswer
from balie.desk.talks.saying import LONGEST_REPLY
from balie.people.service import Permission, needs


class AnswerForm(forms.ModelForm):  # type: ignore[type-arg]
    """One answer."""

    nl = forms.CharField(
        label="Nederlands",
        required=False,
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"lang": "nl", "rows": 4}),
    )
    en = forms.CharField(
        label="English",
        required=False,
        max_length=LONGEST_REPLY,
        widget=forms.Textarea(attrs={"lang": "en", "rows": 4}),
    )

    class Meta:
        """Its word and texts."""

        model = ReadyAnswer
        fields = ("word", "nl", "en")
        labels = {"word": gettext_lazy("Word")}  # noqa: RUF012
        help_texts = {"word": gettext_lazy("Letters, figures and hyphens, such as meterstand. Typed as /meterstand.")}  # noqa: RUF012

    def clean(self) -> dict[str, str]:
        """An answer says something."""
        given = dict(super().clean() or {})
        if not (given.get("nl") or given.get("en")):
            raise forms.ValidationError(_("Write the answer in at least one language."))
        return given


@needs(Permission.TAKE_OVER)
@require_GET
def answers(request: HttpRequest) -> HttpResponse:
    """List them."""
    return render(request, "desk/answers.html", {"room": "desk", "answers": ReadyAnswer.objects.all()})


@needs(Permission.LEAD_DESK)
@require_http_methods(["GET", "POST"])
def added(request: HttpRequest) -> HttpResponse:
    """Add one."""
    return _edited(request, ReadyAnswer())


@needs(Permission.LEAD_DESK)
@require_http_methods(["GET", "POST"])
def changed(request: HttpRequest, key: int) -> HttpResponse:
    """Change one."""
    return _edited(request, get_object_or_404(ReadyAnswer, pk=key))


@needs(Permission.LEAD_DESK)
@require_http_methods(["GET", "POST"])
def removed(request: HttpRequest, key: int) -> HttpResponse:
    """Ask whether one may go, and remove it."""
    found = get_object_or_404(ReadyAnswer, pk=key)
    if request.method == "POST":
        found.delete()
        messages.success(request, _("The answer is gone."))
        return redirect("desk:answers")
    return render(request, "desk/answer_remove.html", {"room": "desk", "answer": found})


def _edited(request: HttpRequest, answer: ReadyAnswer) -> HttpResponse:
    form = AnswerForm(request.POST or None, instance=answer)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("desk:answers")
    about = {"room": "desk", "form": form, "answer": answer}
    return render(request, "desk/answer.html", about, status=422 if form.errors else 200)
