"""Forms to sign an assessment and to take that back. What may be kept is checked by the service."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balie.register.models import Assessment
from balie.register.telling import range_of
from balie.register.wording import Refused


class KeptForm(forms.Form):
    """A form that shows what a service refused at the field it is about."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.is_valid()

    def refuse(self, refused: Refused) -> None:
        """Show a refusal."""
        field = refused.field if refused.field in self.fields else None
        self.add_error(field, refused.reason.say(get_language() or "nl"))


class SignForm(KeptForm):
    """A statement, and the documentation that Art. 6(4) asks for."""

    statement = forms.CharField(
        label=_("What you sign for"), required=False, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 5000})
    )
    documentation = forms.CharField(
        label=_("Why this is not high-risk (AI Act Art. 6(4))"),
        required=False,
        help_text=_(
            "Which use of Annex III it is, which of the four tasks the system does, why there is no significant risk, "
            "and that it does no profiling. This is kept, and shown to a supervisor who asks."
        ),
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 20000}),
    )

    @classmethod
    def of(cls, kept: Assessment, language: str) -> "SignForm":
        """The form with a statement to begin with, that names the class."""
        words = range_of(kept.outcome["effective"]).say(language)
        start = _("I checked the answers and agree with the class: %(class)s.") % {"class": words}
        return cls(initial={"statement": start})


class WithdrawForm(KeptForm):
    """The reason for taking a signature back."""

    reason = forms.CharField(
        label=_("Why you take the signature back"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
