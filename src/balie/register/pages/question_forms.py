"""The form of one question, whatever its kind, and the forms around asking a colleague."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balie.law import Fact, FactKind, FactValue, plain_value
from balie.register.colleagues import Asking, Replying
from balie.register.replying import Said

UNKNOWN, NONE_OF_THESE = "?", "-"
_CHOOSE = _("Choose an answer. “I don't know” is one too.")
_LANGUAGES = (("nl", _("Dutch")), ("en", _("English")))


class AnswerForm(forms.Form):
    """One question. Fields are named after the question, so that no two questions share an id on the page."""

    def __init__(self, *args: Any, fact: Fact, current: FactValue | None = None, **more: Any) -> None:
        super().__init__(*args, **more)
        self.auto_id = f"id_{fact.id}_%s"
        self.fact = fact
        self.fields["answer"] = _answer_field(fact)
        self.initial.setdefault("answer", _shown(fact, current))
        if fact.kind in {FactKind.NUMBER, FactKind.DATE}:
            self.fields["unknown"] = forms.BooleanField(label=_("I don't know"), required=False)
        self.fields["reasons"] = forms.CharField(
            label=_("Why do you decide this?"),
            help_text=_("Go through the points above. Somebody else has to be able to follow it later."),
            required=False,
            widget=forms.Textarea(attrs={"rows": 5}),
        )
        self.fields["source"] = forms.CharField(
            label=_("Where do you know this from?"),
            help_text=_("A document, a colleague, the supplier. Nothing filled in means: from yourself."),
            required=False,
        )
        if not fact.open_norm:
            del self.fields["reasons"]

    @property
    def said(self) -> Said:
        """What somebody says."""
        given = self.cleaned_data
        return Said(self._value(), given.get("source", ""), given.get("reasons", ""))

    def clean(self) -> dict[str, Any]:
        """An answer is given, and does not contradict itself."""
        given = super().clean() or {}
        answer = given.get("answer")
        if "answer" not in self.errors and not answer and not given.get("unknown"):
            self.add_error("answer", _CHOOSE)
        if isinstance(answer, list) and len(answer) > 1 and {UNKNOWN, NONE_OF_THESE} & set(answer):
            self.add_error(
                "answer", _("“None of these” and “I don't know” do not go together with another answer. Choose one.")
            )
        if answer and given.get("unknown"):
            self.add_error("answer", _("Fill in an answer, or choose “I don't know”. Not both."))
        return given

    def _value(self) -> FactValue | None:
        answer = self.cleaned_data["answer"]
        if self.cleaned_data.get("unknown") or answer in (UNKNOWN, [UNKNOWN]):
            return None
        if self.fact.kind is FactKind.SOME_OF:
            return frozenset(answer) - {NONE_OF_THESE}
        return str(answer)


class AskForm(forms.Form):
    """Whom to ask, and in which language."""

    name = forms.CharField(label=_("Who may know this?"), error_messages={"required": _("Fill in a name.")})
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Balie then mails the link. Without an address you pass the link on yourself."),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    language = forms.ChoiceField(label=_("Language of the question"), choices=_LANGUAGES)
    message = forms.CharField(label=_("A few words from you"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    @property
    def asking(self) -> Asking:
        """What the service needs."""
        return Asking(**self.cleaned_data)


class ReplyForm(AnswerForm):
    """The answer of somebody who was sent a link: without reasons or choices that only the register knows."""

    def __init__(self, *args: Any, advice: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields.pop("reasons", None)
        if advice:
            del self.fields["source"]
        self.fields["note"] = forms.CharField(
            label=_("Why do you think so?") if advice else _("Is there something to add?"),
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    @property
    def replying(self) -> Replying:
        """What the service needs."""
        return Replying(self.said, self.cleaned_data.get("note", ""))


class NotForMeForm(forms.Form):
    """Passing a question back."""

    note = forms.CharField(
        label=_("Who may know this?"),
        help_text=_("A name helps, but you may leave it empty."),
        required=False,
    )

    @property
    def replying(self) -> Replying:
        """What the service needs."""
        return Replying(Said(None), self.cleaned_data.get("note", ""), not_for_me=True)


def _answer_field(fact: Fact) -> forms.Field:
    """The field that fits the kind of question."""
    more: dict[str, Any] = {"label": _("Your answer"), "required": False}
    options: list[tuple[str, Any]] = [(option.id, option.label.say(_language())) for option in fact.options]
    unknown = (UNKNOWN, _("I don't know"))
    wrong = {"invalid_choice": _CHOOSE}
    if fact.kind is FactKind.YES_NO:
        choices = [("yes", _("Yes")), ("no", _("No")), unknown]
        return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, error_messages=wrong, **more)
    if fact.kind is FactKind.ONE_OF:
        return forms.ChoiceField(choices=[*options, unknown], widget=forms.RadioSelect, error_messages=wrong, **more)
    if fact.kind is FactKind.SOME_OF:
        choices = [*options, (NONE_OF_THESE, _("None of these")), unknown]
        more["help_text"] = _("More than one answer is possible.")
        box = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=choices, widget=box, error_messages=wrong, **more)
    if fact.kind is FactKind.DATE:
        return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"type": "date"}), **more)
    more["help_text"] = fact.unit
    return forms.CharField(max_length=40, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **more)


def _shown(fact: Fact, current: FactValue | None) -> Any:
    """The answer there is now, as the form shows it."""
    if current is None:
        return None
    if isinstance(current, bool):
        return "yes" if current else "no"
    plain = plain_value(current)
    return (plain or [NONE_OF_THESE]) if fact.kind is FactKind.SOME_OF else plain


def _language() -> str:
    return (get_language() or "nl")[:2]
