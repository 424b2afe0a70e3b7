"""Requests and answers of `/v1/decisions`: read, checked, and written."""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from balie.gateway.wrong import Wrong, read_object
from balie.language import Text

LARGEST_DETAILS = 20_000  # characters of JSON
_MOST_REASONS, _LONGEST_REASON = 20, 500
_STATUSES = ("waiting", "passed", "approved", "changed", "refused")
_LONGEST = {"key": 64, "about": 100, "outcome": 200, "subject": 200}


@dataclass(frozen=True, slots=True)
class Asked:
    """A decision that a model proposes. `about`: the kind of decision; `deadline`: when an answer comes too late."""

    key: str
    about: str
    outcome: str
    subject: str
    reasons: tuple[str, ...]
    score: float | None = None
    model: str = ""
    deadline: datetime | None = None
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Stands:
    """How a decision stands. `outcome`: what holds now, None while it waits and after it was refused."""

    id: str
    about: str
    status: str
    outcome: str | None
    rule: str
    people: int
    made_at: datetime
    deadline: datetime
    decided_at: datetime | None

    def as_json(self, now: datetime) -> dict[str, Any]:
        """Write it. A decision that nobody took in time goes on waiting, and says so."""
        waits = self.status == "waiting"
        return {
            "id": self.id,
            "about": self.about,
            "status": self.status,
            "outcome": self.outcome,
            "rule": self.rule,
            "people": self.people,
            "made_at": self.made_at.isoformat(),
            "deadline": None if self.status == "passed" else self.deadline.isoformat(),
            "overdue": waits and self.deadline < now,
            "decided_at": self.decided_at.isoformat() if self.decided_at else None,
        }


def read_asked(body: bytes, now: datetime) -> Asked:
    """Read a proposed decision. Raises `Wrong`, naming the field."""
    told = read_object(body)
    words = {name: _words(told, name, longest) for name, longest in _LONGEST.items()}
    model = _words(told, "model", 100) if told.get("model") is not None else ""
    return Asked(
        **words,
        reasons=_reasons(told.get("reasons")),
        score=_score(told.get("score")),
        model=model,
        deadline=_deadline(told.get("deadline"), now),
        details=_details(told.get("details")),
    )


def read_status(given: str) -> str:
    """Read which decisions are asked for; nothing stands for all. Raises `Wrong`."""
    if given and given not in _STATUSES:
        raise Wrong(400, "unknown-status", _UNKNOWN_STATUS)
    return given


def _words(told: Mapping[str, Any], name: str, longest: int) -> str:
    value = told.get(name)
    if not isinstance(value, str) or not 0 < len(value.strip()) <= longest or not value.isprintable():
        raise Wrong(400, f"no-{name}", _no_words(name, longest))
    return value.strip()


def _reasons(told: Any) -> tuple[str, ...]:
    """The main reasons: without them nobody can weigh a decision, or explain it to whom it is about (Art. 86)."""
    fits = isinstance(told, Sequence) and not isinstance(told, str) and 0 < len(told) <= _MOST_REASONS
    if not fits or not all(isinstance(one, str) and 0 < len(one.strip()) <= _LONGEST_REASON for one in told):
        raise Wrong(400, "no-reasons", _NO_REASONS)
    return tuple(one.strip() for one in told)


def _score(told: Any) -> float | None:
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int | float) or not math.isfinite(told):
        raise Wrong(400, "no-score", _NO_SCORE)
    return float(told)


def _deadline(told: Any, now: datetime) -> datetime | None:
    if told is None:
        return None
    try:
        found = datetime.fromisoformat(told)
    except (TypeError, ValueError) as error:
        raise Wrong(400, "no-deadline", _NO_DEADLINE) from error
    if found.tzinfo is None or found <= now:
        raise Wrong(400, "no-deadline", _NO_DEADLINE)
    return found


def _details(told: Any) -> Mapping[str, Any] | None:
    if told is None:
        return None
    if not isinstance(told, dict) or len(json.dumps(told, ensure_ascii=False)) > LARGEST_DETAILS:
        raise Wrong(400, "no-details", _NO_DETAILS)
    return told


def _no_words(name: str, longest: int) -> Text:
    return Text(
        nl=f"'{name}' is een tekst van 1 tot {longest} tekens, zonder regeleinden.",
        en=f"'{name}' is a text of 1 to {longest} characters, without line breaks.",
    )


_NO_REASONS = Text(
    nl=f"'reasons' noemt de belangrijkste redenen: 1 tot {_MOST_REASONS} teksten van hoogstens {_LONGEST_REASON} "
    "tekens.",
    en=f"'reasons' lists the main reasons: 1 to {_MOST_REASONS} texts of {_LONGEST_REASON} characters at most.",
)
_NO_SCORE = Text(nl="'score' is een getal, of ontbreekt.", en="'score' is a number, or left out.")
_NO_DEADLINE = Text(
    nl="'deadline' is een moment in de toekomst met een tijdzone, zoals 2026-12-01T12:00:00+01:00.",
    en="'deadline' is a moment in the future with a time zone, such as 2026-12-01T12:00:00+01:00.",
)
_NO_DETAILS = Text(
    nl=f"'details' is een object van hoogstens {LARGEST_DETAILS} tekens.",
    en=f"'details' is an object of {LARGEST_DETAILS} characters at most.",
)
_UNKNOWN_STATUS = Text(
    nl=f"'status' is een van {', '.join(_STATUSES)}.", en=f"'status' is one of {', '.join(_STATUSES)}."
)
