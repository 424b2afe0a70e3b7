"""The settings of a policy that the form shows: where each stands in the YAML, and how it goes there and back.

Only what was changed is written, at its own place; comments, order and what the form does not show stay as they are.
What is as Balie advises is taken out, for that is what leaving it out means.
"""

import io
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from ruamel.yaml import YAML

from balie.gateway.service import Day, Emergency, Policy, Rule, Topic

_WIDE = 4096  # no line is broken that people did not break
_USUAL = Policy()


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `get` reads it from a policy as the form has it; `put` makes of that what stands in YAML."""

    name: str
    place: tuple[str, ...]
    get: Callable[[Policy], Any]
    put: Callable[[Any], Any] = lambda value: value


def shown(policy: Policy) -> dict[str, Any]:
    """Return what the form shows of a policy."""
    return {setting.name: setting.get(policy) for setting in SETTINGS}


def rewritten(before: str, policy: Policy, wanted: Mapping[str, Any]) -> str:
    """Return the text of a policy with the settings as they are wanted. `policy` is what `before` says."""
    yaml = YAML()
    yaml.width, yaml.preserve_quotes = _WIDE, True
    yaml.indent(mapping=2, sequence=4, offset=2)
    known = yaml.load(before)
    root, above = ({}, before) if known is None else (known, "")
    changed = False
    for setting in SETTINGS:
        if setting.name not in wanted or wanted[setting.name] == setting.get(policy):
            continue
        changed = True
        value = None if wanted[setting.name] == setting.get(_USUAL) else setting.put(wanted[setting.name])
        _put(root, setting.place, value)
    if not changed:
        return before
    out = io.StringIO()
    yaml.dump(root, out)
    return above + out.getvalue() if root else above


def hours_by_day(policy: Policy) -> dict[Day, tuple[str, str]] | None:
    """Return from when until when people are there on each day; None when a day has more than one such time."""
    found: dict[Day, tuple[str, str]] = {}
    for one in policy.people.hours:
        for day in one.days:
            if day in found:
                return None
            found[day] = (one.start, one.until)
    return {day: found[day] for day in Day if day in found}


def _put(root: MutableMapping[str, Any], place: tuple[str, ...], value: Any) -> None:
    """Put a value at its place; without one take it out, with what is left empty around it."""
    first, rest = place[0], place[1:]
    if rest:
        below = root.get(first)
        if not isinstance(below, MutableMapping):
            if value is None:
                return
            below = root[first] = {}
        _put(below, rest, value)
        if not below:
            del root[first]
    elif value is None:
        root.pop(first, None)
    else:
        root[first] = value


def _hours_put(days: Mapping[Day, tuple[str, str]]) -> list[dict[str, Any]]:
    """Days with the same hours stand together."""
    together: dict[tuple[str, str], list[str]] = {}
    for day, times in days.items():
        together.setdefault(times, []).append(day.value)
    return [{"days": listed, "from": start, "until": until} for (start, until), listed in together.items()]


def _topics(topics: Iterable[Topic]) -> list[dict[str, Any]]:
    return [{"id": one.id, "words": list(one.words)} for one in topics]


def _emergencies(emergencies: Iterable[Emergency]) -> list[dict[str, Any]]:
    return [{"id": one.id, "words": list(one.words), "number": one.number} for one in emergencies]


def _value(one: Any) -> str:
    return str(one.value)


def _values(kinds: Iterable[Any]) -> list[str]:
    return [str(kind.value) for kind in kinds]


def _conduct(rule: Rule) -> Setting:
    return Setting(
        f"conduct_{rule.value}",
        ("conduct", rule.value),
        lambda policy: policy.conduct.get(rule, ""),
        lambda action: str(action.value) if action else None,
    )


def _as_it_is(*place: str) -> Setting:
    return Setting("_".join(place), place, attrgetter(".".join(place)))


SETTINGS: tuple[Setting, ...] = (
    _as_it_is("organisation"),
    _as_it_is("name"),
    Setting("channel", ("channel",), attrgetter("channel"), _value),
    Setting("languages", ("languages",), attrgetter("tongues"), _values),
    Setting("hours", ("people", "hours"), hours_by_day, _hours_put),
    Setting("people_holidays", ("people", "holidays"), attrgetter("people.holidays"), list),
    _as_it_is("people", "phone"),
    _as_it_is("people", "callback"),
    _as_it_is("people", "callback_hours"),
    _as_it_is("people", "choose_first"),
    _as_it_is("handover", "misunderstandings"),
    _as_it_is("handover", "confidence"),
    Setting("handover_upset", ("handover", "upset"), attrgetter("handover.upset"), _value),
    Setting("handover_vulnerable", ("handover", "vulnerable"), attrgetter("handover.vulnerable"), _value),
    Setting("handover_topics", ("handover", "topics"), attrgetter("handover.topics"), _topics),
    Setting("handover_emergencies", ("handover", "emergencies"), attrgetter("handover.emergencies"), _emergencies),
    Setting("privacy_model", ("privacy", "model"), attrgetter("privacy.model"), _values),
    Setting("privacy_log", ("privacy", "log"), attrgetter("privacy.log"), _values),
    _as_it_is("privacy", "bsn_basis"),
    *(_conduct(rule) for rule in Rule),
    _as_it_is("approval", "all"),
    _as_it_is("notice", "pause_minutes"),
    _as_it_is("notice", "steps"),
    _as_it_is("notice", "emotion"),
    _as_it_is("notice", "biometric"),
    _as_it_is("notice", "generated_media"),
    _as_it_is("notice", "recording"),
    Setting("sites", ("sites",), attrgetter("sites"), list),
    _as_it_is("privacy_notice"),
    _as_it_is("attachments"),
)
