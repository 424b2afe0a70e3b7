"""What is proposed, and what people said about it. Values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True)
class Case:
    """What is proposed. A tool call has `arguments`; a decision of a model has an `outcome`, a subject and reasons."""

    tool: str = ""
    arguments: Mapping[str, Any] | None = None
    outcome: str = ""
    subject: str = ""
    reasons: tuple[str, ...] = ()
    score: float | None = None
    model: str = ""
    details: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What one person decided, and why. `instead`: the outcome or arguments they chose in place of the proposed."""

    decision: str
    because: str
    who: str
    at: datetime
    instead: str = ""
