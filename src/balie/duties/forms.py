"""What people type about duties, proofs and tasks."""

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balie.duties import listing
from balie.duties.control import ProofStatus
from balie.duties.files import LARGEST, TOO_LARGE
from balie.duties.filing import accepted_types
from balie.law import PackKind
from balie.people.service import User
from balie.register.service import Footing

_DAY = {"type": "date"}
_MOST_BYTES_NAME = 400
LARGEST_KEY = 2**63 - 1  # what a database can hold


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, required=required, widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )


def _text(label: Any, help_text: Any = "", *, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django does not know this notation when it runs
    """Somebody from the organisation."""

    def __init__(self, label: Any, help_text: Any = "", empty_label: Any = None) -> None:
        super().__init__(
            queryset=User.objects.none(), label=label, help_text=help_text, required=False, empty_label=empty_label
        )


class AttestForm(forms.Form):
    """Somebody's word."""

    statement = _text(_("What you checked and what you saw"), rows=4)
    expires_on = _day(_("Valid up to and including"), _("At most twelve months from now."), required=True)


class WithdrawForm(forms.Form):
    """Why a statement is taken back."""

    because = _text(_("Why you take it back"), rows=2)


class FileForm(forms.Form):
    """A document, with what it is and until when it is valid."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, Word (.docx), Excel (.xlsx), PNG or e-mail (.eml), at most 20 MB."),
        max_length=_MOST_BYTES_NAME,
        widget=forms.FileInput(attrs={"accept": ",".join(accepted_types())}),
    )
    title = forms.CharField(
        label=_("Title"), help_text=_("Leave this empty to use the name of the file."), required=False, max_length=300
    )
    valid_until = _day(_("Valid up to and including"), _("Leave this empty when the document has no end date."))
    replaces = forms.TypedChoiceField(
        label=_("Is this a new version?"), required=False, coerce=int, empty_value=None, choices=()
    )
    also = forms.MultipleChoiceField(
        label=_("It also shows how these duties are met"),
        required=False,
        choices=(),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self,
        *args: Any,
        versions: Iterable[tuple[int, str]] = (),
        others: Iterable[tuple[str, str]] = (),
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self.fields["replaces"].choices = [("", _("No, a new document")), *versions]  # type: ignore[attr-defined]
        self.fields["also"].choices = list(others)  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """Refuse what is too large before it is read."""
        sent: UploadedFile = self.cleaned_data["file"]
        if (sent.size or 0) > LARGEST:
            raise ValidationError(TOO_LARGE.say((get_language() or "nl")[:2]), code="too-large")
        return sent


class ReviewForm(forms.Form):
    """Whether somebody else's document is accepted."""

    accepted = forms.TypedChoiceField(
        label=_("What you find"),
        coerce=lambda value: value == "yes",
        choices=(("yes", _("Accept: this shows that the duty is met")), ("no", _("Reject: this is not enough"))),
        widget=forms.RadioSelect,
    )
    note = _text(_("Your note"), _("Needed when you reject: say what is missing."), rows=2, required=False)


class PlanForm(forms.Form):
    """Who sees to a duty, and by when."""

    owner = PersonField(_("Owner"), empty_label=_("Nobody"))
    deadline = _day(_("Deadline"))

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class BulkForm(PlanForm):
    """The same for many duties at once; what is left empty stays as it is."""

    duties = forms.TypedMultipleChoiceField(coerce=int, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].empty_label = _("Leave as it is")  # type: ignore[attr-defined]
        sent = self.data.getlist("duties") if isinstance(self.data, QueryDict) else []
        self.fields["duties"].choices = [(key, key) for key in sent if key.isdecimal()]  # type: ignore[attr-defined]


class TaskForm(forms.Form):
    """What somebody has to do."""

    title = forms.CharField(label=_("What has to be done"), max_length=300)
    description = _text(_("Explanation"), required=False)
    owner = PersonField(_("Who does it"), empty_label=_("I do"))
    deadline = _day(_("Deadline"))
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]


class AskForm(forms.Form):
    """What evidence an auditor asks for, and by when."""

    title = forms.CharField(label=_("What you want to see"), max_length=300)
    description = _text(_("Explanation"), required=False)
    deadline = _day(_("By when"), required=True)


class OutcomeForm(forms.Form):
    """What came of a task."""

    outcome = _text(_("What came of it"), rows=3)


class CommentForm(forms.Form):
    """A remark."""

    text = _text(_("Your remark"), rows=2)


class QueryForm(forms.Form):
    """What somebody asks of the list of duties. A field with a fault is left out."""

    q = forms.CharField(label=_("Search by duty or system"), required=False, max_length=200)
    proof = forms.ChoiceField(label=_("Status"), required=False)
    footing = forms.ChoiceField(label=_("Rests on"), required=False)
    source = forms.ChoiceField(label=_("Law or house policy"), required=False)
    standing = forms.ChoiceField(label=_("Applies"), required=False)
    owner = forms.CharField(label=_("Owner"), required=False, max_length=20)
    deadline = forms.ChoiceField(label=_("Deadline"), required=False)
    channel = forms.CharField(label=_("Channel"), required=False, max_length=100)
    group = forms.ChoiceField(label=_("Put together by"), required=False)
    system = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY)
    duty = forms.SlugField(required=False, max_length=100)
    on = forms.DateField(required=False)
    sort = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        language = (get_language() or "nl")[:2]
        wanted = [status for status in ProofStatus if status is not ProofStatus.NOT_APPLICABLE]
        choices: dict[str, list[tuple[str, Any]]] = {
            "proof": [*((s.value, s.label.say(language)) for s in wanted), (listing.STALE_SOON, _("goes stale soon"))],
            "footing": [(footing.value, footing.label.say(language)) for footing in Footing],
            "source": [(PackKind.LAW.value, _("Law")), (PackKind.HOUSE.value, _("House policy"))],
            "standing": [*_STANDINGS, ("all", _("Now, later or not known"))],
            "deadline": list(_DEADLINES),
            "group": list(_GROUPS),
            "sort": [(key, key) for name in listing.SORTS for key in (name, f"-{name}")],
        }
        for name, held in choices.items():
            every = [] if name == "standing" else [("", _("Nothing") if name == "group" else _("All"))]
            self.fields[name].choices = [*every, *held]  # type: ignore[attr-defined]

    def query(self) -> listing.Query:
        """The query."""
        self.is_valid()
        given = self.cleaned_data
        told = {one.name: str(given[one.name]) for one in fields(listing.Query) if given.get(one.name)}
        if told.get("standing") == "all":
            told["standing"] = ""
        owner = told.get("owner", "")
        known = owner in {listing.MINE, listing.NOBODY} or (owner.isdecimal() and int(owner) <= LARGEST_KEY)
        if owner and not known:
            told.pop("owner")
        return listing.Query(**told)


class TasksQueryForm(forms.Form):
    """What somebody asks of the list of tasks."""

    q = forms.CharField(label=_("Search"), required=False, max_length=200)
    which = forms.ChoiceField(
        required=False, choices=[("mine", _("Mine")), ("all", _("All")), ("done", _("Done")), ("asked", _("I asked"))]
    )
    sort = forms.ChoiceField(
        required=False,
        choices=[(key, key) for name in ("deadline", "title", "owner", "system") for key in (name, f"-{name}")],
    )


_STANDINGS = (
    ("in_force", _("Now")),
    ("ahead", _("Later")),
    ("unknown", _("Cannot be told yet")),
    ("ended", _("No longer")),
)
_DEADLINES = (
    (listing.OVERDUE, _("Too late")),
    (listing.DUE_SOON, _("Within 30 days")),
    (listing.NO_DEADLINE, _("No deadline")),
)
_GROUPS = (
    ("duty", _("Duty")),
    ("system", _("System")),
    ("owner", _("Owner")),
    ("footing", _("What it rests on")),
    ("proof", _("Status")),
)
