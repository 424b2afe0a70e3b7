"""Forms about people."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from balie.people.forms import printable
from balie.people.mandates import LONGEST, USUAL, Scope
from balie.people.service import Role
from balie.register.models import AISystem

_REQUIRED = {"required": _("Fill this in.")}
OPEN, CLOSED, NEW = "open", "closed", "new"


class RolesField(forms.MultipleChoiceField):
    """Which roles; the labels are in the language of the page."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, language: str, *, label: Any, required: bool = True) -> None:
        super().__init__(
            label=label,
            required=required,
            choices=[(role.value, f"{role.label.say(language)}: {role.meaning.say(language)}") for role in Role],
            error_messages={"required": _("Choose at least one role.")},
        )

    def clean(self, value: Any) -> Any:
        """Hand back roles, not words."""
        return frozenset(Role(word) for word in super().clean(value))


class QueryForm(forms.Form):
    """What somebody asks of the list of people."""

    q = forms.CharField(label=_("Search by name or address"), required=False, max_length=200)
    state = forms.ChoiceField(
        label=_("Account"),
        required=False,
        choices=[("", _("All")), (OPEN, _("open")), (NEW, _("never signed in")), (CLOSED, _("closed"))],
    )

    def __init__(self, *args: Any, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        roles = [("", _("All")), *((role.value, role.label.say(language)) for role in Role)]
        self.fields["role"] = forms.ChoiceField(label=_("Role"), required=False, choices=roles)


class InvitationForm(forms.Form):
    """Whom to invite."""

    name = forms.CharField(label=_("Name"), max_length=200, error_messages=_REQUIRED, validators=[printable])
    email = forms.EmailField(label=_("E-mail address"), error_messages=_REQUIRED)
    language = forms.ChoiceField(label=_("Language of mail"), choices=settings.LANGUAGES)

    def __init__(self, *args: Any, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["roles"] = RolesField(language, label=_("Roles"))


class RolesForm(forms.Form):
    """Which roles somebody has."""

    def __init__(self, *args: Any, language: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["roles"] = RolesField(language, label=_("This person is"), required=False)


class MandateForm(forms.Form):
    """What an auditor may look at."""

    purpose = forms.CharField(
        label=_("Why"),
        max_length=300,
        error_messages=_REQUIRED,
        help_text=_("For example: yearly audit 2026, or a request of the supervisor."),
    )
    all_systems = forms.BooleanField(label=_("All AI systems, also those added later"), required=False)
    systems = forms.ModelMultipleChoiceField(
        label=_("Or only these"),
        queryset=AISystem.objects.order_by("name"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    period_from = forms.DateField(
        label=_("Records from"), error_messages=_REQUIRED, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
    period_until = forms.DateField(
        label=_("Records up to and including"),
        error_messages=_REQUIRED,
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )
    expires_on = forms.DateField(
        label=_("Last day with access"),
        error_messages=_REQUIRED,
        help_text=_("At most 180 days from now."),
        widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"),
    )

    def __init__(self, *args: Any, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.today = today
        self.initial = {
            "expires_on": today + USUAL,
            "period_from": today - timedelta(days=365),
            "period_until": today,
        }

    def clean(self) -> dict[str, Any]:
        """See to it that something is looked at, in a period that exists, and not for too long."""
        given = self.cleaned_data
        if not given.get("all_systems") and not given.get("systems"):
            self.add_error("systems", _("Choose all systems, or at least one."))
        begins, ends, last = (given.get(name) for name in ("period_from", "period_until", "expires_on"))
        if begins and ends and ends < begins:
            self.add_error("period_until", _("This day comes before the first one."))
        if last and not self.today <= last <= self.today + LONGEST:
            self.add_error("expires_on", _("Choose a day from today up to 180 days ahead."))
        return given

    def scope(self) -> Scope:
        """What was filled in, once it is right."""
        given = self.cleaned_data
        return Scope(
            purpose=given["purpose"],
            systems=tuple(system.pk for system in given["systems"]),
            all_systems=given["all_systems"],
            period_from=given["period_from"],
            period_until=given["period_until"],
        )


class ReadsForm(forms.Form):
    """What somebody asks of the list of what was looked at."""

    q = forms.CharField(label=_("Search by name or page"), required=False, max_length=200)
    since = forms.DateField(label=_("From"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"))
    until = forms.DateField(
        label=_("Up to and including"), required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d")
    )
