"""The rules of conduct, what may be done about each, and what an organisation decided."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """What a bot may not do. The source of each stands in docs/gateway.md."""

    CLAIMS_HUMAN = "claims_human"
    HIDES_AI = "hides_ai"
    URGENCY = "urgency"
    SCARCITY = "scarcity"
    GUILT = "guilt"
    SHAME = "shame"
    OBSTRUCTION = "obstruction"
    FORBIDDEN_REQUEST = "forbidden_request"
    RESERVED_PROMISE = "reserved_promise"


class Action(StrEnum):
    """What is done about a sentence, the mildest first."""

    MARK = "mark"
    REPLACE = "replace"
    HOLD = "hold"
    STOP = "stop"


DEFAULTS: Mapping[Rule, Action] = {
    Rule.CLAIMS_HUMAN: Action.REPLACE,
    Rule.HIDES_AI: Action.REPLACE,
    Rule.URGENCY: Action.REPLACE,
    Rule.SCARCITY: Action.MARK,  # it may be a fact of the shop
    Rule.GUILT: Action.REPLACE,
    Rule.SHAME: Action.REPLACE,
    Rule.OBSTRUCTION: Action.REPLACE,
    Rule.FORBIDDEN_REQUEST: Action.REPLACE,
    Rule.RESERVED_PROMISE: Action.MARK,  # until the organisation says what is reserved
}


@dataclass(frozen=True, slots=True)
class Settings:
    """What is done about each rule. A rule that is not named is as Balie advises."""

    actions: Mapping[Rule, Action] = field(default_factory=lambda: DEFAULTS)


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing a sentence does: the rule, the cue by which it was seen, and from where to where."""

    rule: Rule
    cue: str
    start: int
    end: int


def conclude(hits: tuple[Hit, ...], settings: Settings) -> Action | None:
    """Return the strictest action of these hits; None when there are none."""
    order = list(Action)
    return max((settings.actions[hit.rule] for hit in hits), key=order.index, default=None)


def needs_holding(settings: Settings) -> bool:
    """Whether a sentence must be whole before it is shown: only where one can be replaced, held or stopped."""
    return any(action is not Action.MARK for action in settings.actions.values())
