"""The form about the organisation itself."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from balie.register.models import Organisation
from balie.register.organisation import About
from balie.register.system import Sector


class OrganisationForm(forms.Form):
    """Name, sector and languages."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name"), error_messages={"required": _("Fill this in.")})
    sector = forms.ChoiceField(label=_("Sector"), required=False)
    language = forms.ChoiceField(
        label=_("Language people write in"), choices=(("nl", _("Dutch")), ("en", _("English")))
    )
    languages = forms.CharField(
        label=_("Languages customers are served in"),
        help_text=_("With commas between them, such as: Dutch, English, Turkish."),
        required=False,
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        spoken = (get_language() or "nl")[:2]
        choices = [("", _("Not said")), *((sector.value, sector.label.say(spoken)) for sector in Sector)]
        self.fields["sector"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @staticmethod
    def shown(organisation: Organisation | None) -> dict[str, Any]:
        """What the form starts with."""
        if organisation is None:
            return {"language": "nl"}
        return {
            "revision": organisation.revision,
            "name": organisation.name,
            "sector": organisation.sector,
            "language": organisation.language,
            "languages": ", ".join(organisation.languages),
        }

    @property
    def about(self) -> About:
        """What the service keeps."""
        given = self.cleaned_data
        spoken = tuple(word.strip() for word in given["languages"].split(",") if word.strip())
        return About(given["name"], given["sector"], given["language"], spoken)
