"""One step of the measurement of packs, in a process of its own: `python -m bench._pack fill|write|bare FOLDER`."""

import json
import os
import sys
import time
import zipfile
from contextlib import closing
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

ENTRIES = int(os.environ.get("BENCH_ENTRIES", "1000000"))


def main(what: str, folder: str) -> None:
    """Do one step and print what it took, as JSON."""
    os.environ |= {"BALIE_DATA": folder, "BALIE_SECRET_KEY": "bench", "DATABASE_URL": ""}
    os.environ["DJANGO_SETTINGS_MODULE"] = "balie.site.settings"
    print(json.dumps({"fill": fill, "write": write, "bare": bare}[what](Path(folder))))


def fill(_: Path) -> None:
    """Make the tables, and a log of so many entries with a signed head."""
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from balie.evidence import heads, logs
    from balie.evidence.ways import way_to
    from balie.evidence.writing import append

    call_command("migrate", verbosity=0)
    log, way = logs.opened([7], now=datetime.now(UTC))[7], way_to(settings.DATABASES["default"])
    with closing(way.connect()) as made:
        cursor = made.cursor()
        for start in range(1, ENTRIES, 10_000):
            cursor.execute(way.begin)
            append(
                cursor, way.dialect, {log.pk: [said(number) for number in range(start, min(start + 10_000, ENTRIES))]}
            )
            cursor.execute("COMMIT")
    heads.checkpoint(log, now=datetime.now(UTC))


def said(number: int) -> Any:
    """What a turn of a conversation leaves, about 430 bytes."""
    from balie.evidence.core import Actor, Commitment, Draft, Origin, Subject, newest
    from balie.evidence.writing import Said

    about = Subject("conversation", number, f"Gesprek {number}", 7, f"{number:032x}")
    bound = Commitment(f"{number:032x}", sha256(str(number).encode()).hexdigest())
    kind, what = newest("content-stored").id, {"media": "text/plain; charset=utf-8"}
    return Said(datetime.now(UTC), Draft(kind, Origin.ENFORCED, about, Actor(None, "Balie"), what, bound))


def write(folder: Path) -> dict[str, float]:
    """Write a pack of the whole log."""
    from balie.evidence.packing import pack
    from balie.evidence.packing.reading import Span, standing_still
    from balie.evidence.ways import Sqlite

    way = Sqlite(folder / "balie.sqlite3")
    with closing(way.connect()) as made:
        (name,) = made.execute("SELECT name FROM evidence_log WHERE system = 7").fetchone()
    start = time.perf_counter()
    with (folder / "pack.zip").open("wb") as out, standing_still(way, name, ENTRIES) as source:
        pack.write(out, source, pack.Asked("Bench", Span(), datetime.now(UTC), "bench"))
    return {"seconds": time.perf_counter() - start, "size": (folder / "pack.zip").stat().st_size / 1e6}


def bare(folder: Path) -> dict[str, float]:
    """Hash the same bytes, entry by entry, and do nothing else."""
    seconds, size = 0.0, 0
    with zipfile.ZipFile(folder / "pack.zip") as pack, pack.open("log/entries.jsonl") as lines:
        while some := lines.readlines(1 << 24):
            start = time.perf_counter()
            for line in some:
                sha256(line).digest()
            seconds += time.perf_counter() - start
            size += sum(map(len, some))
    return {"seconds": seconds, "size": size / 1e6}


if __name__ == "__main__":
    main(*sys.argv[1:])
