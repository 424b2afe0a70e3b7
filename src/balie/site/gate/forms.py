"""What somebody fills in about the gateway: a policy, a key, and why."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from balie.gateway.service import LONGEST_POLICY, PolicyRefused, digest_of, read_policy
from balie.people.forms import printable
from balie.site.evidence.keeping_forms import ReasonField
from balie.site.evidence.words import language

_REQUIRED = {"required": _("Fill this in.")}


class SeenForm(forms.Form):
    """A form that says which policy was on the screen, so that nobody undoes a colleague's change unseen."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, standing: str, data: Any = None, initial: Mapping[str, Any] | None = None) -> None:
        self._digest = digest_of(standing)
        super().__init__(data, initial={**(initial or {}), "seen": self._digest})

    def clean(self) -> dict[str, Any]:
        """Refuse a change of another policy; sent once more it counts."""
        given = dict(super().clean() or {})
        if given.get("seen") and given["seen"] != self._digest:
            self.data = self.data.copy()  # type: ignore[attr-defined]  # the QueryDict of the request
            self.data["seen"] = self._digest  # type: ignore[index]
            raise ValidationError(_CHANGED)
        return given


_CHANGED = _("Somebody changed this policy meanwhile. Look at it in another tab; what you send now goes over it.")


class PolicyForm(SeenForm):
    """A policy as it is written, and why it changes."""

    policy = forms.CharField(
        label=_("Policy"),
        required=False,
        strip=False,
        max_length=LONGEST_POLICY,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
        help_text=_("In YAML. What you leave out is as Balie advises: everything is guarded."),
    )
    because = ReasonField(
        label=_("Why"),
        required=False,
        help_text=_("Needed when this protects customers less than before. It goes into the log."),
    )

    def clean_policy(self) -> str:
        """Read it; each fault is told with its line."""
        written = str(self.cleaned_data["policy"]).replace("\r\n", "\n")
        try:
            read_policy(written)
        except PolicyRefused as refused:
            raise ValidationError([fault.say(language()) for fault in refused.faults[:20]]) from refused
        return written


class KeyForm(forms.Form):
    """What a key is for."""

    name = forms.CharField(
        label=_("What the key is for"), max_length=100, error_messages=_REQUIRED, validators=[printable]
    )


class SwitchForm(forms.Form):
    """Why a bot is halted or may speak again."""

    because = ReasonField(label=_("Why"), help_text=_("This stays in the log. Name no customer in it."))


class ResumeForm(SwitchForm):
    """Why a bot may speak again, and that somebody looked."""

    looked = forms.BooleanField(
        label=_("What went wrong is mended, and I tried it."), error_messages={"required": _("Confirm this first.")}
    )
