"""From which entries of a log a sample is drawn, and reading them some thousands at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from balie.evidence.core import time_text
from balie.evidence.core.sampling import Member
from balie.evidence.packing.reading import Source, Span, bounds

_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Population:
    """Entries of a period, of some kinds and origins, or of all; those whose text has expired do not count."""

    span: Span
    kinds: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def definition(self, source: Source) -> dict[str, Any]:
        """The population as it is put down, and as `balie_sample.py` reads it."""
        since, until = self.span.since, self.span.until
        return {
            "from": since and time_text(since),
            "kinds": sorted(self.kinds),
            "log": source.name,
            "origins": sorted(self.origins),
            "size": source.size,
            "until": until and time_text(until),
        }


def members(source: Source, population: Population) -> Iterator[Member]:
    """Give the entries of a population, in the order of their numbers."""
    asked = "SELECT sequence, kind, leaf_hash FROM evidence_entry WHERE log_id = ? AND sequence >= ? AND sequence < ?"
    asked += " AND at >= ? AND at < ? AND leaf <> ''" + _among("kind", population.kinds)
    asked += _among("origin", population.origins) + " ORDER BY sequence"
    values = (*bounds(population.span, source.dialect), *population.kinds, *population.origins)
    for start in range(0, source.size, _AT_ONCE):
        stop = min(start + _AT_ONCE, source.size)
        for number, kind, hashed in source.ask(asked, source.log, start, stop, *values):
            yield Member(number, kind, bytes(hashed))


def _among(column: str, wanted: tuple[str, ...]) -> str:
    return f" AND {column} IN ({', '.join('?' * len(wanted))})" if wanted else ""
