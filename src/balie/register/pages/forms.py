"""What may stand in the address of a page of the register, checked."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from balie.law import RiskClass
from balie.register.portfolio import OPEN, REVIEW, SORTS, USUAL, Days, Query
from balie.register.system import LifeCycle

# The first publication of the Act as a proposal, and far enough ahead for every transition in it.
_EARLIEST, _LATEST = date(2021, 4, 21), date(2045, 12, 31)


class DayField(forms.DateField):
    """A day that may be left out; without the date picker it may be written the Dutch way too."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {  # noqa: RUF012  (Django's own class attribute)
        "invalid": _("This is not an existing date; write 2026-08-02 or 2-8-2026.")
    }

    def __init__(self, *, label: Any) -> None:
        super().__init__(label=label, required=False, input_formats=["%Y-%m-%d", "%d-%m-%Y"])


class DaysForm(forms.Form):
    """The two days of a page."""

    applies_on = DayField(label=_("What applies on"))
    published_by = DayField(label=_("By what was published up to"))

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today

    def clean_applies_on(self) -> date:
        """Today, unless somebody asks for another day."""
        return self._known("applies_on")

    def clean_published_by(self) -> date:
        """Today, unless somebody asks for another day."""
        return self._known("published_by")

    def days(self) -> Days:
        """The days asked; a field with a fault counts as today, and the page says so."""
        self.is_valid()
        given = self.cleaned_data
        return Days(self.today, given.get("applies_on") or self.today, given.get("published_by") or self.today)

    def _known(self, name: str) -> date:
        day: date = self.cleaned_data[name] or self.today
        if not _EARLIEST <= day <= _LATEST:
            raise forms.ValidationError(_("Choose a day from 21 April 2021 up to 31 December 2045."))
        return day


class QueryForm(DaysForm):
    """What somebody asks of the list of systems."""

    q = forms.CharField(
        label=_("Search"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    sort = forms.ChoiceField(
        required=False, choices=[(key, key) for name in SORTS for key in (name, f"-{name}")], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        kinds = [*(risk.slug for risk in RiskClass), OPEN, REVIEW]
        for name in ("owner", "channel", "supplier"):
            self.fields[name] = forms.CharField(required=False, max_length=200)
        self.fields["stage"] = forms.ChoiceField(required=False, choices=[(stage, stage) for stage in LifeCycle])
        self.fields["class"] = forms.ChoiceField(required=False, choices=[(kind, kind) for kind in kinds])

    def query(self) -> Query:
        """The query; a field with a fault is left out, and the page says so."""
        days, given = self.days(), self.cleaned_data
        parts = {name: given.get(name, "") for name in ("stage", "owner", "channel", "supplier")}
        return Query(days, given.get("q", ""), given.get("class", ""), given.get("sort") or USUAL, **parts)
