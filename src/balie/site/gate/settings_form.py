"""The form for a policy: its usual settings in words, with what Balie advises beside each."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from balie.gateway.service import (
    Action,
    Channel,
    Day,
    Emergency,
    Kind,
    Policy,
    PolicyRefused,
    Response,
    Rule,
    Tongue,
    Topic,
    read_policy,
)
from balie.site.evidence.keeping_forms import ReasonField
from balie.site.evidence.words import language
from balie.site.gate.forms import SeenForm
from balie.site.gate.settings import hours_by_day, rewritten, shown
from balie.site.gate.words import ACTIONS, CHANNELS, DAYS, KINDS, RESPONSES, RULES, TONGUES

_PARTS = ("people", "handover", "privacy", "conduct", "approval", "notice", "sites")


class LinesField(forms.CharField):
    """One thing on each line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def clean(self, value: Any) -> Any:
        """Return the lines that say something."""
        return tuple(self.line(line.strip()) for line in str(super().clean(value)).splitlines() if line.strip())

    def prepare_value(self, value: Any) -> str:
        """Write them one below the other."""
        return value if isinstance(value, str) else "\n".join(map(self.written, value or ()))

    def line(self, line: str) -> Any:
        """Read one line."""
        return line

    def written(self, one: Any) -> str:
        """Write one."""
        return str(one)


class DatesField(LinesField):
    """A date on each line."""

    def line(self, line: str) -> date:
        """Read one line."""
        try:
            return date.fromisoformat(line)
        except ValueError as error:
            raise ValidationError(_("“%(line)s” is no date such as 2026-12-25."), params={"line": line}) from error


class TopicsField(LinesField):
    """On each line a topic and its words: `death: nalatenschap, overleden`."""

    def line(self, line: str) -> Topic:
        """Read one line."""
        name, _colon, words = line.partition(":")
        return Topic(name.strip(), _listed(words, line))

    def written(self, one: Topic) -> str:
        """Write one."""
        return f"{one.id}: {', '.join(one.words)}"


class EmergenciesField(LinesField):
    """On each line a danger, the number to call and its words: `leak, 112: waterlek, overstroming`."""

    def line(self, line: str) -> Emergency:
        """Read one line."""
        before, _colon, words = line.partition(":")
        name, _comma, number = before.partition(",")
        if not number.strip():
            raise ValidationError(_("“%(line)s” names no number to call."), params={"line": line})
        return Emergency(name.strip(), _listed(words, line), number.strip())

    def written(self, one: Emergency) -> str:
        """Write one."""
        return f"{one.id}, {one.number}: {', '.join(one.words)}"


def _listed(words: str, line: str) -> tuple[str, ...]:
    found = tuple(word.strip() for word in words.split(",") if word.strip())
    if not found:
        raise ValidationError(_("“%(line)s” has no words after the colon."), params={"line": line})
    return found


class _Several(forms.TypedMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple


class SettingsForm(SeenForm):
    """The settings. `policy` is the one that stands, `written` its text; `text` is the text as it is wanted."""

    organisation = forms.CharField(label=_("For whom the bot speaks"), required=False, max_length=100)
    name = forms.CharField(label=_("What the bot is called"), required=False, max_length=60)
    channel = forms.TypedChoiceField(label=_("Channel"), coerce=Channel, choices=CHANNELS)
    languages = _Several(
        label=_("Languages"),
        coerce=Tongue,
        choices=TONGUES,
        help_text=_("The first of these is spoken until a customer turns out to speak another."),
        error_messages={"required": _("Choose at least one language.")},
    )
    people_holidays = DatesField(label=_("Days on which nobody is there"), required=False, help_text="2026-12-25")
    people_phone = forms.CharField(label=_("Telephone number for customers"), required=False, max_length=40)
    people_callback = forms.BooleanField(label=_("Call customers back who come when nobody is there"), required=False)
    people_callback_hours = forms.IntegerField(
        label=_("Called back within this many opening hours"), min_value=1, max_value=40
    )
    people_choose_first = forms.BooleanField(
        label=_("Let customers choose between the bot and a person before they begin"), required=False
    )
    handover_misunderstandings = forms.IntegerField(
        label=_("A person after so many misunderstandings in a row"), min_value=1, max_value=3
    )
    handover_confidence = forms.FloatField(
        label=_("A person when recognition is less sure than this"),
        min_value=0,
        max_value=1,
        help_text=_("Between 0 and 1. For bots and speech recognition that say how sure they are."),
    )
    handover_upset = forms.TypedChoiceField(label=_("When a customer is upset"), coerce=Response, choices=RESPONSES)
    handover_vulnerable = forms.TypedChoiceField(
        label=_("When a customer seems vulnerable"), coerce=Response, choices=RESPONSES
    )
    handover_topics = TopicsField(
        label=_("Topics for people only"),
        required=False,
        help_text=_("On each line a topic, a colon, and the words by which it is known. “death: estate, passed away”"),
    )
    handover_emergencies = EmergenciesField(
        label=_("Danger, in the words of your own customers"),
        required=False,
        help_text=_("On each line a danger, the number to call, a colon, and the words. “leak, 112: leak, flooding”"),
    )
    privacy_model = _Several(label=_("Kept from the model"), coerce=Kind, choices=KINDS, required=False)
    privacy_log = _Several(label=_("Not even kept in the sealed vault"), coerce=Kind, choices=KINDS, required=False)
    privacy_bsn_basis = forms.CharField(
        label=_("The law that lets the model see a BSN"),
        required=False,
        max_length=200,
        help_text=_("Without such a law a BSN goes to no model (Art. 46 UAVG)."),
    )
    approval_all = forms.BooleanField(label=_("Every action of the bot waits for a person"), required=False)
    notice_pause_minutes = forms.IntegerField(
        label=_("Tell again that it is an AI after so many minutes of silence"), min_value=1, max_value=1440
    )
    notice_steps = forms.BooleanField(label=_("Tell again at each step that the bot takes by itself"), required=False)
    notice_emotion = forms.BooleanField(label=_("The system recognises emotions"), required=False)
    notice_biometric = forms.BooleanField(
        label=_("The system puts people in groups by their face or voice"), required=False
    )
    notice_generated_media = forms.BooleanField(label=_("Voice or image is made by AI"), required=False)
    notice_recording = forms.BooleanField(label=_("Conversations are recorded"), required=False)
    sites = LinesField(label=_("Sites that may show the chat"), required=False, help_text="https://www.example.nl")
    privacy_notice = forms.URLField(label=_("Address of your privacy notice"), required=False, assume_scheme="https")
    attachments = forms.BooleanField(
        label=_("Pictures and files may go to the bot; nobody looks at what is in them"), required=False
    )
    because = ReasonField(
        label=_("Why"),
        required=False,
        help_text=_("Needed when this protects customers less than before. It goes into the log."),
    )

    def __init__(self, policy: Policy, written: str, data: Any = None) -> None:
        super().__init__(written, data, shown(policy))
        self._policy, self._written, self.text = policy, written, written
        self.own_hours = hours_by_day(policy) is None
        self._add_conduct(policy)
        self._add_hours(policy)

    def _add_conduct(self, policy: Policy) -> None:
        for rule in Rule:
            field = forms.ChoiceField(label=RULES[rule], choices=ACTIONS[rule], required=False)
            self.fields[f"conduct_{rule.value}"] = field
            self.initial[f"conduct_{rule.value}"] = policy.conduct.get(rule, "")

    def _add_hours(self, policy: Policy) -> None:
        if self.own_hours:
            return
        for day, label in DAYS:
            times = (hours_by_day(policy) or {}).get(day, ("", ""))
            for end, time in zip(("from", "until"), times, strict=True):
                clock = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
                self.fields[f"{end}_{day.value}"] = forms.TimeField(label=label, required=False, widget=clock)
                self.initial[f"{end}_{day.value}"] = time

    def clean(self) -> dict[str, Any]:
        """Make the text of the policy of it, and hold that against everything a policy has to be."""
        given = dict(super().clean() or {})
        if self.errors:
            return given
        apart = ("from_", "until_", "conduct_", "seen", "because")
        wanted = {name: value for name, value in given.items() if not name.startswith(apart)}
        wanted |= {f"conduct_{rule.value}": _action(given[f"conduct_{rule.value}"]) for rule in Rule}
        if not self.own_hours:
            wanted["hours"] = self._hours(given)
        self._tidy(wanted)
        if self.errors:
            return given
        self.text = rewritten(self._written, self._policy, wanted)
        try:
            read_policy(self.text)
        except PolicyRefused as refused:
            raise ValidationError([fault.say(language()) for fault in refused.faults[:20]]) from refused
        return given

    def _tidy(self, wanted: dict[str, Any]) -> None:
        """Give values the form of those in a policy: in the order of old, and nothing where nothing was filled in."""
        before = shown(self._policy)
        for name in ("languages", "privacy_model", "privacy_log"):
            wanted[name] = _in_order(wanted[name], before[name])
        for name in ("people_phone", "privacy_notice"):
            wanted[name] = wanted[name] or None

    def _hours(self, given: Mapping[str, Any]) -> dict[Day, tuple[str, str]]:
        found = {}
        for day, label in DAYS:
            start, until = given[f"from_{day.value}"], given[f"until_{day.value}"]
            if (start is None) != (until is None) or (start and start >= until):
                self.add_error(
                    f"until_{day.value}",
                    _("%(day)s: fill in both times, the first before the second.") % {"day": label},
                )
            elif start:
                found[day] = (f"{start:%H:%M}", f"{until:%H:%M}")
        return found

    @property
    def parts(self) -> Iterator[tuple[Any, list[forms.BoundField]]]:
        """The fields by what they are about, hours and the reason apart."""
        heads = dict(zip(_PARTS, _HEADS, strict=True))
        found: dict[str, list[forms.BoundField]] = {"": [], **{part: [] for part in _PARTS}}
        for field in self:
            if not field.name.startswith(("from_", "until_", "because", "seen")):
                found[_PART_OF.get(field.name, field.name.partition("_")[0])].append(field)
        yield _("Who speaks"), found.pop("")
        yield from ((heads[part], fields) for part, fields in found.items())

    @property
    def days(self) -> Iterator[tuple[Any, forms.BoundField, forms.BoundField]]:
        """The rows of the opening hours: the day, from when, until when."""
        if not self.own_hours:
            yield from ((label, self[f"from_{day.value}"], self[f"until_{day.value}"]) for day, label in DAYS)


def _action(given: str) -> Action | str:
    return Action(given) if given else ""


def _in_order(chosen: Any, before: tuple[Any, ...]) -> tuple[Any, ...]:
    """What was chosen, first what stood there in that order, then what is new in the order of the form."""
    return (*(one for one in before if one in chosen), *(one for one in chosen if one not in before))


_HEADS = (
    _("Reaching a person"),
    _("When a person takes over"),
    _("Personal data"),
    _("How the bot behaves"),
    _("What waits for a person"),
    _("What customers are told"),
    _("The chat on your site"),
)
_PART_OF = {
    "organisation": "",
    "name": "",
    "channel": "",
    "languages": "",
    "privacy_notice": "sites",
    "attachments": "sites",
}
