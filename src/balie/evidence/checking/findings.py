"""What a look through a log found: where, what is wrong, and how one can tell."""

from dataclasses import dataclass
from enum import StrEnum

from balie.language import Text


class Fault(StrEnum):
    """In what way a log does not hold."""

    CHANGED = "changed"
    COPY_CHANGED = "copy-changed"
    MISSING = "missing"
    EXTRA = "extra"
    UNREADABLE = "unreadable"
    OF_ANOTHER_LOG = "of-another-log"
    EXPIRED_WITHOUT_REASON = "expired-without-reason"
    TILE = "tile"
    FRONTIER = "frontier"
    SIZE = "size"
    CHECKPOINT = "checkpoint"
    SIGNATURE = "signature"
    UNKNOWN_KEY = "unknown-key"
    OLDER_THAN_CHECKPOINT = "older-than-checkpoint"
    CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `first` and `last` are numbers of entries, from 0; None where it is about the log."""

    log: str
    fault: Fault
    told: Text
    first: int | None = None
    last: int | None = None

    @property
    def line(self) -> Text:
        """Where and what, in one line."""
        if self.first is None:
            where = Text(nl=self.log, en=self.log)
        elif self.last is None or self.last == self.first:
            where = Text(nl=f"{self.log}, regel {self.first}", en=f"{self.log}, entry {self.first}")
        else:
            where = Text(
                nl=f"{self.log}, regels {self.first} tot en met {self.last}",
                en=f"{self.log}, entries {self.first} to {self.last}",
            )
        return Text(nl=f"{where.nl}: {self.told.nl}", en=f"{where.en}: {self.told.en}")
