"""Forms for tokens and webhooks."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balie.site.api.message import Event, Topic
from balie.site.api.scopes import Scope, known
from balie.site.api.tokens import USUAL_DAYS
from balie.site.api.webhooks.addresses import AddressRefused, check_form
from balie.site.api.webhooks.keeping import Wish

_DAYS = ((30, _("30 days")), (USUAL_DAYS, _("90 days")), (180, _("180 days")), (365, _("A year")))
_REQUIRED = {"required": _("Fill this in.")}
_CHOOSE = {"required": _("Choose at least one.")}


class TokenForm(forms.Form):
    """A token to make."""

    name = forms.CharField(
        label=_("Name"),
        help_text=_("For which program is it? You will recognise it by this name."),
        max_length=100,
        error_messages=_REQUIRED,
    )
    days = forms.TypedChoiceField(
        label=_("Works for"),
        help_text=_("After that you renew it."),
        choices=_DAYS,
        coerce=int,
        initial=USUAL_DAYS,
    )
    scopes = forms.MultipleChoiceField(
        label=_("What the program may do"),
        help_text=_("No more than it needs. A token never opens more than you may do yourself."),
        widget=forms.CheckboxSelectMultiple,
        error_messages=_CHOOSE,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["scopes"].choices = [  # type: ignore[attr-defined]
            (scope.value, f"{_sentence(scope.label.say(_language()))} ({scope.value})") for scope in Scope
        ]

    @property
    def chosen(self) -> frozenset[Scope]:
        """The scopes that were ticked."""
        return known(self.cleaned_data["scopes"])


class WebhookForm(forms.Form):
    """A webhook to make or to change."""

    name = forms.CharField(
        label=_("Name"), help_text=_("Which program listens?"), max_length=100, error_messages=_REQUIRED
    )
    address = forms.CharField(
        label=_("Address"),
        help_text=_("It begins with https://. Addresses inside your own network are allowed."),
        max_length=500,
        widget=forms.URLInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
        error_messages=_REQUIRED,
    )
    events = forms.MultipleChoiceField(
        label=_("Tell when"), widget=forms.CheckboxSelectMultiple, error_messages=_CHOOSE
    )
    active = forms.BooleanField(label=_("Send messages to this address"), required=False, initial=True)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["events"].choices = [  # type: ignore[attr-defined]
            (topic.label.say(_language()), [_told(event) for event in Event if event.topic is topic]) for topic in Topic
        ]

    def clean_address(self) -> str:
        """Refuse an address to which nothing may be sent."""
        address = str(self.cleaned_data["address"]).strip()
        try:
            check_form(address)
        except AddressRefused as problem:
            raise forms.ValidationError(str(problem.message)) from problem
        return address

    @property
    def wish(self) -> Wish:
        """What was filled in."""
        given = self.cleaned_data
        events = frozenset(Event(name) for name in given["events"])
        return Wish(given["name"], given["address"], events, active=given["active"])


def _told(event: Event) -> tuple[str, str]:
    return event.value, f"{_sentence(event.label.say(_language()))} ({event.value})"


def _language() -> str:
    return (get_language() or "nl")[:2]


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
