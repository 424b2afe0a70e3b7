"""Conditions: what a rule asks of the facts. Small values that decide nothing themselves."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

ConditionValue = bool | str | int | float | date


@dataclass(frozen=True, slots=True)
class Is:
    """A yes/no fact has this value, or a one-of fact is this option."""

    fact: str
    value: ConditionValue


@dataclass(frozen=True, slots=True)
class In:
    """A one-of fact is one of these options, or a some-of fact includes at least one of them."""

    fact: str
    options: tuple[str, ...]

    def __post_init__(self) -> None:
        """Refuse an empty choice: nothing could ever be in it."""
        if not self.options:
            raise ValueError("'in' needs at least one option")


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A number is this or more; a date is this day or later."""

    fact: str
    bound: int | float | date


@dataclass(frozen=True, slots=True)
class Holds:
    """A legal term, defined elsewhere, holds."""

    term: str


@dataclass(frozen=True, slots=True)
class All:
    """Every condition holds."""

    conditions: "tuple[Condition, ...]"

    def __post_init__(self) -> None:
        """Refuse an empty list: a rule that asks nothing would always apply."""
        if not self.conditions:
            raise ValueError("'all' needs at least one condition")


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one condition holds."""

    conditions: "tuple[Condition, ...]"

    def __post_init__(self) -> None:
        """Refuse an empty list: it could never hold."""
        if not self.conditions:
            raise ValueError("'any' needs at least one condition")


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold; unknown stays unknown."""

    condition: "Condition"


Leaf = Is | In | AtLeast
Condition = Is | In | AtLeast | Holds | All | AnyOf | Not


def children(condition: Condition) -> tuple[Condition, ...]:
    """Return the conditions directly inside this one."""
    match condition:
        case All(inner) | AnyOf(inner):
            return inner
        case Not(inner):
            return (inner,)
        case _:
            return ()


def walk(condition: Condition) -> Iterator[Condition]:
    """Return the condition and everything inside it, outermost first."""
    yield condition
    for inner in children(condition):
        yield from walk(inner)
