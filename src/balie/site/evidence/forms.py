"""What somebody asks of a log."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from balie.evidence.core import KINDS, Origin
from balie.evidence.core.sampling import MOST, Method
from balie.people.forms import printable
from balie.register.pages.forms import DayField
from balie.site.evidence.book import Asked
from balie.site.evidence.words import language
from balie.site.packs import Drawing, Period

_DAYS = [MinValueValidator(date(1950, 1, 1)), MaxValueValidator(date(2200, 1, 1))]
_LONGEST_CHECKPOINT, _LONGEST_SEED = 10_000, 200


def _kinds() -> list[tuple[str, str]]:
    named = {kind.name: kind.text.say(language()) for kind in KINDS.values()}
    return [("", str(_("All"))), *sorted(named.items(), key=lambda pair: pair[1].casefold())]


def _origins() -> list[tuple[str, str]]:
    return [("", str(_("All"))), *((one.value, one.label.say(language())) for one in Origin)]


class LogForm(forms.Form):
    """The filters of a log."""

    kind = forms.ChoiceField(label=_("What happened"), required=False, choices=lazy(_kinds, list))
    origin = forms.ChoiceField(label=_("How we know"), required=False, choices=lazy(_origins, list))
    conversation = forms.CharField(label=_("Conversation"), required=False, max_length=64)
    person = forms.CharField(label=_("By whom"), required=False, max_length=200)
    since = forms.DateField(
        label=_("From"), required=False, validators=_DAYS, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Up to and including"),
        required=False,
        validators=_DAYS,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )

    def asked(self) -> Asked:
        """What was asked; a field with a fault is left out, and the page says so."""
        self.is_valid()
        kept: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        return Asked(**kept)

    def said(self) -> tuple[str, ...]:
        """The filters in words, for the head of an export."""
        told = []
        for name, value in self.cleaned_data.items():
            if value:
                field = self.fields[name]
                choices: dict[Any, Any] = dict(getattr(field, "choices", ()))
                told.append(f"{field.label}: {choices.get(value, value)}")
        return tuple(told)


def _methods() -> list[tuple[str, str]]:
    return [(one.value, one.label.say(language())) for one in Method]


class SampleForm(forms.Form):
    """From which entries a sample is drawn, how, and how many."""

    since = DayField(label=_("From"))
    until = DayField(label=_("Up to and including"))
    kinds = forms.MultipleChoiceField(
        label=_("What happened"),
        required=False,
        choices=lazy(lambda: _kinds()[1:], list),
        widget=forms.CheckboxSelectMultiple,
    )
    origins = forms.MultipleChoiceField(
        label=_("How we know"),
        required=False,
        choices=lazy(lambda: _origins()[1:], list),
        widget=forms.CheckboxSelectMultiple,
    )
    method = forms.ChoiceField(label=_("How to draw"), choices=lazy(_methods, list), widget=forms.RadioSelect)
    wanted = forms.IntegerField(
        label=_("How many"),
        min_value=1,
        max_value=MOST,
        error_messages={"required": _("Fill this in."), "invalid": _("Write a whole number.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    seed = forms.CharField(
        label=_("Seed"),
        help_text=_(
            "Chance begins from this text. Choose one that nobody could know before. Left empty, Balie makes one."
        ),
        required=False,
        strip=False,
        max_length=_LONGEST_SEED,
        validators=[printable],
    )

    def clean(self) -> dict[str, Any]:
        """A period that begins before it ends."""
        since, until = (self.cleaned_data.get(name) for name in ("since", "until"))
        if since and until and until < since:
            self.add_error("until", _("This day comes before the first one."))
        return self.cleaned_data

    def drawing(self) -> Drawing:
        """What was asked, once it is right."""
        given = self.cleaned_data
        return Drawing(
            Period(given["since"], given["until"]),
            tuple(given["kinds"]),
            tuple(given["origins"]),
            Method(given["method"]),
            given["wanted"],
            given["seed"],
        )


class PackForm(forms.Form):
    """Of which days a pack is wanted; nothing is everything."""

    since = forms.DateField(
        label=_("From"), required=False, validators=_DAYS, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("Up to and including"),
        required=False,
        validators=_DAYS,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )


class CheckForm(forms.Form):
    """A checkpoint that somebody kept elsewhere, to hold the log against."""

    outside = forms.CharField(
        label=_("A checkpoint that you kept"),
        help_text=_("Optional. Paste all of it, with its signature."),
        required=False,
        strip=False,
        max_length=_LONGEST_CHECKPOINT,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
    )
