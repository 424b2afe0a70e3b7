"""What an address asks of a list of duties: those of one system, of one channel, or with one status of proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from balie.duties.service import ProofStatus
from balie.site.dashboard.lists import Listed
from balie.site.dashboard.subjects import SHAPES, Subject
from balie.site.dashboard.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters in words, and as they stand in the address of the list."""

    words: tuple[str, ...]
    given: Mapping[str, str]

    @property
    def query(self) -> str:
        """The address of this list, ready for one thing more."""
        return f"?{urlencode(self.given)}&" if self.given else "?"


def narrowed(listed: Listed, query: Mapping[str, Any], viewer: Viewer) -> tuple[QuerySet[Any], Asked]:
    """The rows that are asked for. What makes no sense asks for nothing."""
    rows: QuerySet[Any] = listed.rows(viewer)
    if listed.subject is not Subject.DUTY:
        return rows, Asked((), {})
    words, given = [], {}
    if (proof := str(query.get("proof", ""))) in set(ProofStatus):
        rows, given["proof"] = rows.filter(proof=proof), proof
        words.append(f"{_('Proof')}: {ProofStatus(proof).label.say(viewer.language)}")
    systems = SHAPES[Subject.SYSTEM].rows(viewer)
    if (key := str(query.get("system", ""))).isdecimal() and len(key) < 16:
        name = systems.filter(pk=key).values_list("name", flat=True).first() or key
        rows, given["system"] = rows.filter(system=key), key
        words.append(f"{_('System')}: {name}")
    if channel := str(query.get("channel", "")):
        rows, given["channel"] = rows.filter(system__in=_with(channel, systems)), channel
        words.append(f"{_('Channel')}: {channel}")
    return rows, Asked(tuple(words), given)


def _with(channel: str, systems: QuerySet[Any]) -> list[int]:
    """The systems with a channel. The two databases have no one way to look into a list, so it is done here."""
    return [key for key, channels in systems.values_list("pk", "channels") if channel in map(str, channels)]
