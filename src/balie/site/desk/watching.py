"""What changed at the desk, for all streams of this process together: looked up a few times a second, in one thread.

No broker: the tables are what all processes share, on SQLite and PostgreSQL alike, and a look costs three small
queries. It stops when nobody watches.
"""

import asyncio
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import close_old_connections
from django.utils import timezone

from balie.desk import staffing
from balie.desk.service import Conversation, Handover, Presence, Proposal

LOOK_SECONDS = 0.25
SIGN_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Seen:
    """The desk at one moment: a mark of the lists, counts for the title, and of each watched conversation its mark."""

    lists: str = ""
    counts: dict[str, int] = field(default_factory=dict)
    talks: dict[int, dict[str, Any]] = field(default_factory=dict)


class Watch:
    """Looks for as long as anybody watches. `here` are the people whose browsers are there, `talks` what they see."""

    def __init__(self) -> None:
        self.here: Counter[int] = Counter()
        self.talks: Counter[int] = Counter()
        self.seen = Seen()
        self._changed = asyncio.Condition()
        self._task: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "desk-watch")

    async def changed(self, seconds: float) -> None:
        """Wait until there was another look, at most this long."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._look_on(), name="desk-watch")
        try:
            async with asyncio.timeout(seconds), self._changed:
                await self._changed.wait()
        except TimeoutError:
            return

    async def _look_on(self) -> None:
        loop, signed = asyncio.get_running_loop(), 0.0
        while self.here:
            now = loop.time()
            signs = now - signed >= SIGN_SECONDS
            signed = now if signs else signed
            self.seen = await loop.run_in_executor(
                self._thread, _look, set(self.talks), set(self.here) if signs else ()
            )
            async with self._changed:
                self._changed.notify_all()
            await asyncio.sleep(LOOK_SECONDS)


def _look(talks: set[int], signs: Any) -> Seen:
    close_old_connections()
    now = timezone.now()
    if signs:
        staffing.signs_of_life(signs, now)
    held = list(
        Handover.objects.filter(ended_at=None).values_list("pk", "taken_by", "taken_at", "meant_for", "promised_at")[
            :500
        ]
    )
    there = list(Presence.objects.filter(seen_at__gte=now - staffing.GONE_AFTER).select_related("person"))
    waiting = Proposal.objects.filter(status="waiting").count()
    bots = list(Conversation.objects.filter(charge="bot").order_by("-last_at").values_list("pk", flat=True)[:20])
    mark = repr((held, [(one.person_id, one.on_duty) for one in there], waiting, sorted(bots)))
    rows = Conversation.objects.filter(pk__in=talks).values_list("pk", "version", "charge") if talks else ()
    return Seen(
        sha256(mark.encode()).hexdigest()[:16],
        {
            "waiting": sum(one[2] is None for one in held),
            "proposals": waiting,
            "asked": max([0, *(h[0] for h in held)]),
        },
        {pk: {"version": version, "charge": charge, **_people(pk, there, now)} for pk, version, charge in rows},
    )


def _people(talk: int, there: list[Presence], now: datetime) -> dict[str, list[tuple[int, str]]]:
    """Who looks at a conversation, and who types in it."""
    looking = [one for one in there if one.looks_at_id == talk]
    return {
        "looking": [(one.person_id, str(one.person)) for one in looking],
        "typing": [(one.person_id, str(one.person)) for one in looking if one.types_until and one.types_until > now],
    }


_watches: dict[int, Watch] = {}


def watch() -> Watch:
    """The watch of the running event loop."""
    loop = id(asyncio.get_running_loop())
    if loop not in _watches:
        _watches.clear()  # one loop to a process; tests start others after it
        _watches[loop] = Watch()
    return _watches[loop]
