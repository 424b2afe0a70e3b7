"""What happens in the register that other rooms act on, within the same transaction.

`assessed` carries `found`: a list of `Assessed`, the systems with their new stored assessment. `changed` carries
`kind` (the kind of the journal entry) and `told`: pairs of a subject and what happened to it. One import changes many
systems at once, so whoever listens asks the database for all of them together.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.dispatch import Signal

from balie.evidence.service import Subject

Told = tuple[Subject, Mapping[str, Any]]

assessed = Signal()
changed = Signal()


def announce(kind: str, told: Sequence[Told]) -> None:
    """Tell the other rooms what happened, to one subject or to many."""
    if told:
        changed.send(sender=None, kind=kind, told=tuple(told))
