"""How a colleague works at the desk: on duty or not, in which languages, how many at once, and with which signals."""

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from balie.desk import staffing
from balie.desk.service import Gate, Presence
from balie.people.service import Permission, User, needs
from balie.site.desk.showing import now_here

_LANGUAGES = (("nl", "Nederlands"), ("en", "English"), ("de", "Deutsch"), ("fr", "Français"))


class PresenceForm(forms.ModelForm):  # type: ignore[type-arg]  # django-stubs wants it, Django has no such type at run time
    """What somebody wants of the desk."""

    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you help in"), choices=_LANGUAGES, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        """The fields that are one's own to set."""

        model = Presence
        fields = ("languages", "gates", "capacity", "sound", "notify")
        widgets = {"gates": forms.CheckboxSelectMultiple}  # noqa: RUF012  (Django reads it so)
        labels = {  # noqa: RUF012
            "gates": gettext_lazy("Bots whose customers you help"),
            "capacity": gettext_lazy("How many conversations at once"),
            "sound": gettext_lazy("A sound when somebody waits"),
            "notify": gettext_lazy("A message of the browser when somebody waits"),
        }
        help_texts = {"gates": gettext_lazy("None chosen: all of them.")}  # noqa: RUF012

    def __init__(self, presence: Presence, data: Any = None) -> None:
        super().__init__(data, instance=presence, initial={"languages": presence.languages.split(",")})
        capacity, gates = self.fields["capacity"], self.fields["gates"]
        capacity.widget.attrs |= {"min": 1, "max": staffing.MOST_AT_ONCE}
        gates.queryset = Gate.objects.select_related("system").order_by("system__name")  # type: ignore[attr-defined]
        gates.label_from_instance = lambda gate: gate.system.name  # type: ignore[attr-defined]

    def clean_languages(self) -> str:
        """Keep them as codes with commas between."""
        return ",".join(self.cleaned_data["languages"])

    def clean_capacity(self) -> int:
        """Nobody helps none, or a crowd."""
        found = int(self.cleaned_data["capacity"])
        if not 1 <= found <= staffing.MOST_AT_ONCE:
            raise forms.ValidationError(_("Between 1 and %(most)s.") % {"most": staffing.MOST_AT_ONCE})
        return found


@require_POST
@needs(Permission.TAKE_OVER)
def duty(request: HttpRequest) -> HttpResponse:
    """Go on duty, or off."""
    on = request.POST.get("on") == "yes"
    staffing.go_on_duty(cast(User, request.user), on=on, now=now_here())
    messages.success(
        request, _("You are on duty.") if on else _("You are off duty. What you have in hand stays yours.")
    )
    return redirect("desk:inbox")


@needs(Permission.TAKE_OVER)
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Set how one works."""
    form = PresenceForm(staffing.presence_of(cast(User, request.user)), request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("desk:inbox")
    return render(request, "desk/me.html", {"room": "desk", "form": form}, status=422 if form.errors else 200)
