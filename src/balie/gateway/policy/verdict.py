"""What a safeguard found and did: the rule that spoke, the place in the text, and the action. The log keeps each."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Safeguard(StrEnum):
    """The safeguards, in the order in which they look at a turn."""

    HALT = "halt"
    HANDOVER = "handover"
    PRIVACY = "privacy"
    CONDUCT = "conduct"
    APPROVAL = "approval"
    NOTICE = "notice"
    RECORD = "record"


class Did(StrEnum):
    """What a safeguard did about what it found."""

    MARKED = "marked"
    TOLD = "told"
    OFFERED = "offered"
    HANDED_OVER = "handed-over"
    SILENCED = "silenced"
    REDACTED = "redacted"
    REPLACED = "replaced"
    HELD = "held"
    STOPPED = "stopped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One finding. `spans` are places (from, until) in the text it is about; `of` counts or names what it is about."""

    safeguard: Safeguard
    rule: str
    did: Did
    spans: tuple[tuple[int, int], ...] = ()
    of: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the finding as it stands in the log."""
        told: dict[str, Any] = {"safeguard": self.safeguard.value, "rule": self.rule, "did": self.did.value}
        if self.spans:
            told["spans"] = [list(span) for span in self.spans]
        if self.of:
            told["of"] = self.of
        return told
