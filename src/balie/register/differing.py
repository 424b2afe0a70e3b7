"""What became different between two outcomes of one system, as a person would see it. Pure values in and out.

Both sides are compact outcomes (`outcome.outcome_of`), so that assessments of years ago can be compared without making
them again. What nobody would notice, such as the order of findings, is no difference.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from balie.law import ProvisionChange, RiskClass, Text

Plain = dict[str, Any]
_CLASSES = ("effective", "statutory", "house")
_GONE = {"ended", ""}


class DutyTurn(StrEnum):
    """What became of a duty, the weightiest first."""

    STARTED = "started"
    COMING = "coming"
    MOVED = "moved"
    POSSIBLE = "possible"
    UNCERTAIN = "uncertain"
    FINE = "fine"
    ENDED = "ended"
    LAPSED = "lapsed"

    @property
    def label(self) -> Text:
        """What happened, in words."""
        return _TURNS[self]


def difference_of(before: Mapping[str, Any], after: Mapping[str, Any]) -> Plain:
    """Return classes, review, and duties that differ; empty when a person would see nothing different."""
    found: Plain = {}
    if classes := {name: [before[name], after[name]] for name in _CLASSES if _differs(before[name], after[name])}:
        found["classes"] = {name: [_plain_range(was), _plain_range(now)] for name, (was, now) in classes.items()}
    was, now = (side["statutory"]["in_force"] for side in (before, after))
    if was != now:
        found["in_force"] = [was, now]
    if before["review"] != after["review"]:
        found["review"] = [before["review"], after["review"]]
    if duties := _duties(before["duties"], after["duties"]):
        found["duties"] = duties
    return found


def told_provisions(changes: Iterable[ProvisionChange], about: set[str], *, most: int = 12) -> list[Plain]:
    """The changed provisions that bear on this system; when none does, the first few, for the law did change."""
    told = [{"id": change.provision.id, "kinds": [kind.value for kind in change.kinds]} for change in changes]
    close = [one for one in told if one["id"] in about]
    return (close or told)[:most]


def weight_of(difference: Mapping[str, Any]) -> int:
    """How much it weighs, to put what matters first: what is prohibited, a heavier class, what starts, what moves."""
    turns = [duty["turn"] for duty in difference.get("duties", ())]
    weights = [_WEIGHTS[DutyTurn(turn)] for turn in turns]
    if "review" in difference:
        weights.append(50 if difference["review"][1] else 20)
    if effective := difference.get("classes", {}).get("effective"):
        weights.append(_class_weight(*effective))
    elif "classes" in difference or "in_force" in difference:
        weights.append(35)
    return max(weights, default=0) + min(len(turns), 9)


def key_of(difference: Mapping[str, Any], *occasion: str) -> str:
    """The same for systems to which the same happened on the same occasion."""
    text = json.dumps([difference, occasion], sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _duties(before: list[Plain], after: list[Plain]) -> list[Plain]:
    old, new = ({duty["id"]: duty for duty in side} for side in (before, after))
    found = []
    for name in [*new, *(name for name in old if name not in new)]:
        turn = _turn(old.get(name), new.get(name))
        if turn:
            found.append(
                {"id": name, "turn": turn.value, "before": _part(old.get(name)), "after": _part(new.get(name))}
            )
    return sorted(found, key=lambda duty: list(DutyTurn).index(DutyTurn(duty["turn"])))


def _turn(before: Plain | None, after: Plain | None) -> DutyTurn | None:
    was, now = (side["status"] if side else "" for side in (before, after))
    if was in _GONE and now in _GONE:
        return None
    if was != now:
        return _TURNED.get((was if was not in _GONE else "", now if now not in _GONE else ""))
    if before and after and (before["since"], before["until"]) != (after["since"], after["until"]):
        return DutyTurn.MOVED
    same_fine = before and after and (before["fine"], before["euros"]) == (after["fine"], after["euros"])
    return None if same_fine else DutyTurn.FINE


def _part(duty: Plain | None) -> Plain | None:
    return {key: duty[key] for key in ("status", "since", "until", "fine", "euros")} if duty else None


def _differs(before: Plain, after: Plain) -> bool:
    return _plain_range(before) != _plain_range(after)


def _plain_range(side: Plain) -> Plain:
    return {"lowest": side["lowest"], "highest": side["highest"]}


def _class_weight(before: Plain, after: Plain) -> int:
    (low, high), (new_low, new_high) = (
        (RiskClass[side["lowest"].upper()], RiskClass[side["highest"].upper()]) for side in (before, after)
    )
    if new_low is RiskClass.PROHIBITED:
        return 100
    return 70 if (new_high, new_low) > (high, low) else 45


_TURNED = {
    ("", "in_force"): DutyTurn.STARTED,
    ("ahead", "in_force"): DutyTurn.STARTED,
    ("unknown", "in_force"): DutyTurn.STARTED,
    ("", "ahead"): DutyTurn.COMING,
    ("unknown", "ahead"): DutyTurn.COMING,
    ("in_force", "ahead"): DutyTurn.COMING,
    ("", "unknown"): DutyTurn.POSSIBLE,
    ("in_force", "unknown"): DutyTurn.UNCERTAIN,
    ("ahead", "unknown"): DutyTurn.UNCERTAIN,
    ("in_force", ""): DutyTurn.ENDED,
    ("ahead", ""): DutyTurn.LAPSED,
    ("unknown", ""): DutyTurn.LAPSED,
}
_WEIGHTS = {
    DutyTurn.STARTED: 30,
    DutyTurn.COMING: 20,
    DutyTurn.MOVED: 18,
    DutyTurn.POSSIBLE: 15,
    DutyTurn.UNCERTAIN: 15,
    DutyTurn.FINE: 12,
    DutyTurn.ENDED: 10,
    DutyTurn.LAPSED: 8,
}
_TURNS = {
    DutyTurn.STARTED: Text(nl="geldt nu", en="applies now"),
    DutyTurn.COMING: Text(nl="gaat gelden", en="will apply"),
    DutyTurn.MOVED: Text(nl="andere datum", en="another date"),
    DutyTurn.POSSIBLE: Text(nl="kan gaan gelden", en="may apply"),
    DutyTurn.UNCERTAIN: Text(nl="niet meer zeker", en="no longer certain"),
    DutyTurn.FINE: Text(nl="andere boete", en="another fine"),
    DutyTurn.ENDED: Text(nl="geldt niet meer", en="applies no more"),
    DutyTurn.LAPSED: Text(nl="komt niet meer", en="will not come"),
}
