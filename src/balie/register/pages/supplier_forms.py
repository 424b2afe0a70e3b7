"""Forms about suppliers."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balie.register.models import AISystem, Contract, Supplier, SupplierContact
from balie.register.system import ContractKind

_LANGUAGES = (("nl", _("Dutch")), ("en", _("English")))


class SupplierForm(forms.ModelForm):  # type: ignore[type-arg]  # Django does not know this notation when it runs
    """Who the supplier is."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    language = forms.ChoiceField(label=_("Language of letters"), choices=_LANGUAGES)
    ours = forms.BooleanField(
        label=_("Part of our own organisation"),
        help_text=_("For a team of your own. It gets no letter, and owes you no contract."),
        required=False,
    )
    website = forms.URLField(label=_("Website"), required=False, max_length=200, assume_scheme="https")

    class Meta:
        """What is kept of a supplier."""

        model = Supplier
        fields = ("name", "country", "website", "language", "ours", "note")
        widgets = {"note": forms.Textarea(attrs={"rows": 3})}  # noqa: RUF012  (Django's own class attribute)

    @property
    def kept(self) -> dict[str, Any]:
        """What the service keeps."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class ContactForm(forms.ModelForm):  # type: ignore[type-arg]  # Django does not know this notation when it runs
    """Somebody to reach."""

    class Meta:
        """What is kept of a contact."""

        model = SupplierContact
        fields = ("name", "role", "email", "phone")


class ContractForm(forms.ModelForm):  # type: ignore[type-arg]  # Django does not know this notation when it runs
    """What was agreed, and for which systems."""

    kind = forms.ChoiceField(label=_("Kind"))
    systems = forms.ModelMultipleChoiceField(
        label=_("For which systems"),
        help_text=_("Choose none when it is about everything this supplier delivers."),
        queryset=AISystem.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        """What is kept of a contract."""

        model = Contract
        fields = ("kind", "reference", "where", "signed_on", "ends_on", "systems", "note")
        widgets = {  # noqa: RUF012  (Django's own class attribute)
            "note": forms.Textarea(attrs={"rows": 3}),
            "signed_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }

    def __init__(self, *args: Any, systems: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = (get_language() or "nl")[:2]
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind.value, kind.label.say(language)) for kind in ContractKind]
        chosen: Any = self.fields["systems"]
        chosen.queryset = systems

    def clean(self) -> dict[str, Any]:
        """A contract does not end before it was signed."""
        given = super().clean() or {}
        signed, ends = given.get("signed_on"), given.get("ends_on")
        if signed and ends and ends < signed:
            self.add_error("ends_on", _("This is before it was signed. Check both dates."))
        return given

    @property
    def kept(self) -> dict[str, Any]:
        """What the service keeps."""
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}


class SuppliersQuery(forms.Form):
    """What somebody asks of the list of suppliers."""

    q = forms.CharField(
        label=_("Search by name"), required=False, max_length=200, widget=forms.TextInput(attrs={"type": "search"})
    )
    runs_out = forms.BooleanField(label=_("Contract ends within 60 days"), required=False)
    sort = forms.ChoiceField(
        required=False,
        widget=forms.HiddenInput,
        choices=[(key, key) for name in ("name", "systems", "contracts", "next") for key in (name, f"-{name}")],
    )


class ReceivedForm(forms.Form):
    """A document that came in."""

    system = forms.IntegerField(min_value=1, max_value=2**62)
    item = forms.CharField(max_length=100)
    where = forms.CharField(label=_("Where it is kept"), max_length=500, required=False)
