"""Forms in which people describe a system, its versions and its links."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balie.people.service import Permission, User, people_with
from balie.register.describing import Description
from balie.register.models import AISystem
from balie.register.system import LifeCycle, Link, Substantial
from balie.register.versions import NewVersion
from balie.register.wording import Refused

_DAY = {"type": "date"}
_REQUIRED = {"required": _("Fill this in.")}


def told(form: forms.Form, refused: Refused) -> None:
    """Let a form say why the service refused."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, refused.reason.say(_language()))


class Words(forms.CharField):
    """A few words with commas between them."""

    def to_python(self, value: Any) -> Any:
        """Take the words apart; a semicolon parts them too."""
        return tuple(word for part in str(value or "").replace(";", ",").split(",") if (word := part.strip()))

    def prepare_value(self, value: Any) -> Any:
        """Put the words together again."""
        return ", ".join(value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare words, not commas."""
        return bool(self.to_python(data) != tuple(initial or ()))


class DescriptionForm(forms.Form):
    """What is written down about a system."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), help_text=_("What your colleagues call it."), error_messages=_REQUIRED)
    purpose = forms.CharField(
        label=_("Purpose"),
        help_text=_("What does it do, for whom? Two or three sentences are enough."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    life_cycle = forms.ChoiceField(label=_("Stage"), required=False)
    owned_by = forms.ModelChoiceField(
        label=_("Owner"),
        help_text=_("The owner keeps the description up to date, answers questions and gets the tasks."),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Somebody without an account"),
    )
    owner = forms.CharField(
        label=_("Name of an owner without an account"),
        help_text=_("Only when the owner is not in the list."),
        required=False,
    )
    channels = Words(
        label=_("Channels"),
        help_text=_("Where customers or colleagues meet it: telephone, chat, e-mail. Put commas between them."),
        required=False,
    )
    languages = Words(
        label=_("Languages"), help_text=_("In which it speaks or writes. Put commas between them."), required=False
    )
    customers = forms.IntegerField(
        label=_("Customers reached each month"),
        help_text=_("An estimate will do."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": _("Give a whole number, without words.")},
        localize=False,
    )
    supplier = forms.CharField(
        label=_("Supplier"),
        help_text=_("Choose a supplier, or type a new name: it is then added to your suppliers."),
        required=False,
        widget=forms.TextInput(attrs={"list": "suppliers", "autocomplete": "off"}),
    )
    model = forms.CharField(
        label=_("Model"), help_text=_("The AI model inside, if you know it: name and version."), required=False
    )
    reference = forms.CharField(
        label=_("Reference"), help_text=_("A number or name under which others know it."), required=False
    )

    def __init__(self, *args: Any, system: AISystem | None = None, person: User, **more: Any) -> None:
        super().__init__(*args, **more)
        self.system = system
        stages = [stage for stage in LifeCycle if stage is not LifeCycle.RETIRED or (system and system.retired)]
        self._choice("life_cycle").choices = [
            ("", _("Not decided yet")),
            *((stage.value, stage.label.say(_language()).capitalize()) for stage in stages),
        ]
        owners = people_with(Permission.CHANGE_SYSTEMS)
        kept = system.owned_by_id if system else None
        field = self.fields["owned_by"]
        if isinstance(field, forms.ModelChoiceField):
            known = User.objects.filter(Q(pk__in=owners.values("pk")) | Q(pk=kept)).order_by("name", "email")
            field.queryset = known
        if system is None:
            self.initial.setdefault("owned_by", person.pk)

    @property
    def described(self) -> Description:
        """What the service keeps."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "revision"}
        return Description(**said)

    def _choice(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  (declared above)
        return field


class NewSystemForm(DescriptionForm):
    """The first things to write down; the rest comes later."""

    field_order = ("name", "purpose", "life_cycle", "owned_by", "owner")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name in ("revision", "channels", "languages", "customers", "supplier", "model", "reference"):
            del self.fields[name]


class VersionForm(forms.Form):
    """A new version, and whether it may be another system under the law."""

    label = forms.CharField(label=_("Version"), help_text=_("For example 2.1."), error_messages=_REQUIRED)
    on = forms.DateField(
        label=_("Since"),
        input_formats=["%Y-%m-%d", "%d-%m-%Y"],
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages={**_REQUIRED, "invalid": _("This is not an existing date; write 2026-08-02 or 2-8-2026.")},
    )
    what = forms.CharField(label=_("What changed"), widget=forms.Textarea(attrs={"rows": 3}), error_messages=_REQUIRED)
    substantial = forms.ChoiceField(
        label=_("Is this a substantial modification?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an answer. “I don't know” is one too.")},
    )
    reasons = forms.CharField(label=_("Why do you think so?"), required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["substantial"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(one.value, one.label.say(_language()).capitalize()) for one in Substantial]

    @property
    def version(self) -> NewVersion:
        """What the service keeps."""
        said = self.cleaned_data
        return NewVersion(said["label"], said["on"], said["what"], Substantial(said["substantial"]), said["reasons"])


class LinkForm(forms.Form):
    """How a system hangs together with another, which is named."""

    kind = forms.ChoiceField(label=_("This system"))
    other = forms.CharField(
        label=_("Which other system?"),
        help_text=_("Type the name as it stands in the list of AI systems."),
        widget=forms.TextInput(attrs={"list": "systems", "autocomplete": "off"}),
        error_messages=_REQUIRED,
    )
    note = forms.CharField(label=_("Note"), required=False)

    def __init__(self, *args: Any, others: Iterable[tuple[int, str]], **more: Any) -> None:
        super().__init__(*args, **more)
        self.others = {name.casefold(): key for key, name in others}
        field = self.fields["kind"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(kind.value, kind.label.say(_language())) for kind in Link]

    def clean_other(self) -> int:
        """Find the system by its name."""
        key = self.others.get(self.cleaned_data["other"].strip().casefold())
        if key is None:
            raise forms.ValidationError(_("There is no system with this name. Choose one from the list."))
        return key


class RetireForm(forms.Form):
    """Why a system is no longer in use."""

    reason = forms.CharField(
        label=_("Why does it stop?"), widget=forms.Textarea(attrs={"rows": 3}), error_messages=_REQUIRED
    )


class BringBackForm(forms.Form):
    """In which stage a system comes back."""

    life_cycle = forms.ChoiceField(label=_("Stage"), widget=forms.RadioSelect, error_messages=_REQUIRED)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["life_cycle"]
        if isinstance(field, forms.ChoiceField):
            stages = [stage for stage in LifeCycle if stage is not LifeCycle.RETIRED]
            field.choices = [(stage.value, stage.label.say(_language()).capitalize()) for stage in stages]


def _language() -> str:
    return (get_language() or "nl")[:2]
