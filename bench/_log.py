"""One database, measured in a process of its own: `python -m bench._log append|verify`; the tables are DATABASE_URL's.

`append` prints entries per second with 1, 8 and 64 callers, beside plain inserts with a commit each by as many callers.
`verify` fills a log and prints what a look through it costs beside bare SHA-256 over the same bytes.
"""

import json
import os
import resource
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

CALLERS = (1, 8, 64)
SECONDS = 4.0
READY = 1_000  # entries that are at hand before the clock runs
ENTRIES = int(os.environ.get("BENCH_ENTRIES", "1000000"))
PLAIN = "INSERT INTO plain (said) VALUES (?)"


def main(what: str) -> None:
    """Make the tables, measure, and print the figures as JSON."""
    with tempfile.TemporaryDirectory(prefix="balie-bench-") as folder:
        os.environ |= {"BALIE_DATA": folder, "BALIE_SECRET_KEY": "bench"}
        os.environ["DJANGO_SETTINGS_MODULE"] = "balie.site.settings"
        import django

        django.setup()
        from django.conf import settings
        from django.core.management import call_command

        from balie.evidence import logs
        from balie.evidence.ways import way_to

        call_command("migrate", verbosity=0)
        log = logs.opened([7], now=datetime.now(UTC))[7]
        way = way_to(settings.DATABASES["default"])
        print(json.dumps(append(way, log.pk) if what == "append" else verify(way, log.pk)))


def said(number: int) -> Any:
    """What a turn of a conversation leaves: a commitment to its content, about 430 bytes as canonical JSON."""
    from balie.evidence.core import Actor, Commitment, Draft, Origin, Subject, newest
    from balie.evidence.writing import Said

    about = Subject("conversation", number, f"Gesprek {number}", 7, f"{number:032x}")
    bound = Commitment(f"{number:032x}", sha256(str(number).encode()).hexdigest())
    what = {"media": "text/plain; charset=utf-8"}
    kind, by = newest("content-stored").id, Actor(None, "Balie")
    return Said(datetime.now(UTC), Draft(kind, Origin.ENFORCED, about, by, what, bound))


def append(way: Any, log: int) -> dict[str, dict[str, float]]:
    """Entries per second through a group, and plain inserts per second, each caller in a thread."""
    from balie.evidence.group import Group, Unit

    with closing(way.connect()) as made:
        kind = "INTEGER PRIMARY KEY" if way.dialect.database == "sqlite" else "BIGSERIAL PRIMARY KEY"
        made.cursor().execute(f"CREATE TABLE plain (id {kind}, said TEXT)")
    text, statement = said(1).draft.vault.hmac * 6, way.dialect.said(PLAIN)
    ready = [Unit({log: [said(number)]}) for number in range(READY)]  # as the text of the peer is
    found = {}
    for callers in CALLERS:
        connections = [way.connect() for _ in range(callers)]

        def insert(caller: int, _: int, connections: list[Any] = connections) -> None:
            cursor = connections[caller].cursor()
            cursor.execute(way.begin)
            cursor.execute(statement, (text,))
            cursor.execute("COMMIT")

        plain = rate(callers, insert)
        for connection in connections:
            connection.close()
        group = Group(way)
        kept = rate(callers, lambda _, number, group=group: group.write(ready[number % READY]))
        group.close()
        found[str(callers)] = {"plain": plain, "kept": kept}
    return found


def rate(callers: int, act: Callable[[int, int], Any]) -> float:
    """How often per second these callers together do it, over a few seconds."""
    done, until = [0] * callers, time.perf_counter() + SECONDS

    def call(caller: int) -> None:
        while time.perf_counter() < until:
            act(caller, done[caller])
            done[caller] += 1

    threads = [threading.Thread(target=call, args=(caller,)) for caller in range(callers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.perf_counter() - start)


def verify(way: Any, log: int) -> dict[str, float]:
    """Fill the log; then the seconds of a look through it and of bare SHA-256, and the largest process's megabytes."""
    from balie.evidence.checking.running import check_database
    from balie.evidence.writing import append as add

    with closing(way.connect()) as made:
        cursor = made.cursor()
        for start in range(0, ENTRIES, 10_000):
            cursor.execute(way.begin)
            add(cursor, way.dialect, {log: [said(number) for number in range(start, min(start + 10_000, ENTRIES))]})
            cursor.execute("COMMIT")
        bare = 0.0
        for start in range(0, ENTRIES, 10_000):
            cursor.execute(way.dialect.said("SELECT leaf FROM evidence_entry WHERE log_id = ? AND sequence >= ? AND sequence < ?"), (log, start, start + 10_000))  # noqa: E501  # fmt: skip
            leaves = [row[0].encode() for row in cursor.fetchall()]
            begun = time.perf_counter()
            for leaf in leaves:
                sha256(leaf).digest()
            bare += time.perf_counter() - begun
    begun = time.perf_counter()
    (verdict,) = [one for one in check_database(way) if one.size > 1]
    seconds = time.perf_counter() - begun
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    return {"seconds": seconds, "bare": bare, "holds": float(verdict.holds), "megabytes": peak, "entries": ENTRIES}


if __name__ == "__main__":
    main(sys.argv[1])
