"""What somebody fills in about keeping: a legal hold, a period, and why."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from balie.evidence.models import ContentKey, Entry, Log
from balie.evidence.retention.periods import CONTENT, MOST
from balie.register.pages.forms import DayField
from balie.register.wording import Refused, paragraph
from balie.site.evidence.keeping import ALL_ELSE, words_of
from balie.site.evidence.words import language

_REQUIRED = {"required": _("Fill this in.")}
REQUEST, OTHER = "request", "other"
_LONGEST_REASON = 1_000
LONGEST_CONVERSATION = 64
_LONGEST_HOLD = timedelta(days=365 * 100)


class ReasonField(forms.CharField):
    """Why something is done: a few lines that stay in the log."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, label: Any, help_text: Any = "", required: bool = True) -> None:
        super().__init__(
            label=label, help_text=help_text, required=required, error_messages=_REQUIRED, max_length=_LONGEST_REASON
        )

    def clean(self, value: Any) -> Any:
        """Tidy it, and refuse signs that nobody sees."""
        try:
            return paragraph("", super().clean(value), _LONGEST_REASON)
        except Refused as refused:
            raise ValidationError(refused.reason.say(language())) from refused


class ConversationField(forms.CharField):
    """Which conversation, as it is called in the log."""

    def __init__(self, *, required: bool = True, **more: Any) -> None:
        super().__init__(
            label=_("Conversation"),
            required=required,
            max_length=LONGEST_CONVERSATION,
            error_messages=_REQUIRED,
            **more,
        )


class ReasonForm(forms.Form):
    """Why, and nothing else."""

    because = ReasonField(label=_("Why"), help_text=_("This stays in the log. Name no customer in it."))


class PurposeForm(forms.Form):
    """For what somebody wants to see content."""

    because = ReasonField(
        label=_("What do you need it for?"), help_text=_("This stands in the log before you see the content.")
    )


class EraseForm(forms.Form):
    """Why the content of a conversation goes for good."""

    conversation = ConversationField(widget=forms.HiddenInput)
    reason = forms.ChoiceField(
        label=_("Why"),
        choices=[
            (REQUEST, _("The customer asks for it (GDPR, Article 17)")),
            (OTHER, _("Something else, as I write below")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of these.")},
    )
    note = ReasonField(
        label=_("Note"),
        help_text=_("Such as the number of the request. This stays in the log, so name no customer in it."),
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        """Something else needs words."""
        if self.cleaned_data.get("reason") == OTHER and not self.cleaned_data.get("note") and "note" not in self.errors:
            self.add_error("note", _("Write down why."))
        return self.cleaned_data


class HoldForm(forms.Form):
    """A legal hold to place."""

    conversation = ConversationField(
        required=False, help_text=_("As it is called in the log. Leave it empty to hold the whole log.")
    )
    because = ReasonField(
        label=_("Why"),
        help_text=_("For example: a lawsuit, a complaint, a request of the supervisor. Name no customer in it."),
    )
    until = DayField(label=_("Last day of the hold"))

    def __init__(self, *args: Any, log: Log | None, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.log, self.today = log, today
        self.fields["until"].help_text = _("Leave it empty and it stands until somebody lifts it.")

    def clean_conversation(self) -> str:
        """A conversation that is there: a hold on a name with a slip in it would keep nothing."""
        wanted: str = self.cleaned_data["conversation"]
        if wanted and not (self.log and is_known(self.log, wanted)):
            raise ValidationError(
                _("There is no conversation of this name in the log. Look in the log how it is called.")
            )
        return wanted

    def clean_until(self) -> date | None:
        """A day that is not over yet."""
        day: date | None = self.cleaned_data["until"]
        if day and not self.today <= day <= self.today + _LONGEST_HOLD:
            raise ValidationError(_("Choose today or a later day, within a hundred years."))
        return day


class PeriodForm(forms.Form):
    """A period to set. `confirmed` is what counted when somebody said yes to the change."""

    kind = forms.ChoiceField(label=_("What stays"))
    months = forms.IntegerField(
        label=_("How many months"),
        validators=[MinValueValidator(1)],
        max_value=MOST,
        error_messages={**_REQUIRED, "invalid": _("Write a whole number of months.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    because = ReasonField(label=_("Why"), help_text=_("This stays in the log."))
    confirmed = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Iterable[str], **more: Any) -> None:
        super().__init__(*args, **more)
        named = sorted(((name, words_of(name)) for name in kinds), key=lambda pair: pair[1].casefold())
        choices = [(CONTENT, words_of(CONTENT)), (ALL_ELSE, words_of("")), *named]
        cast(forms.ChoiceField, self.fields["kind"]).choices = choices


def is_known(log: Log, conversation: str) -> bool:
    """Whether a log has an entry about a conversation, or content of it."""
    said = Entry.objects.filter(log=log, conversation=conversation).exclude(conversation="")
    return said.exists() or ContentKey.objects.filter(log=log, conversation=conversation).exists()
