"""What an export of two hundred thousand rows costs: memory may not grow with the list.

Every file is written by a process of its own. Its memory is the most it ever had, less what it had before it began, so
that Python and the libraries themselves do not count.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime

FORMATS = ("xlsx", "csv", "json")
ROWS, FEWER = 200_000, 20_000
MEGABYTES = 40


@dataclass(frozen=True)
class Spent:
    """Megabytes on top, seconds of the processor, and the size of the file in megabytes."""

    memory: float
    seconds: float
    size: float


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    print(f"  {ROWS:,} rows of eight columns; at most {MEGABYTES} MB on top of what Python takes")
    return [promise for wanted in FORMATS if (promise := kept(wanted))]


def kept(wanted: str) -> str:
    """Measure one format, print its figures, and say so when it takes too much."""
    fewer, all_of_them = measured(wanted, FEWER), measured(wanted, ROWS)
    print(
        f"  {wanted:<5} {all_of_them.memory:6.1f} MB ({fewer.memory:.1f} MB for {FEWER:,}), "
        f"{all_of_them.seconds:5.1f} s processor, file of {all_of_them.size:.1f} MB"
    )
    if all_of_them.memory > MEGABYTES:
        return f"{ROWS:,} rows as {wanted} take {all_of_them.memory:.0f} MB, more than {MEGABYTES} MB"
    return ""


def measured(wanted: str, rows: int) -> Spent:
    """Write one file in a process of its own."""
    command = [sys.executable, "-m", "bench.export", wanted, str(rows)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return Spent(*map(float, told.split()))


def duties(count: int) -> Iterator[tuple[object, ...]]:
    """Rows like those of the list of all duties."""
    from balie.export.service import Link

    for number in range(count):
        system, duty = divmod(number, 40)
        yield (
            Link(f"Systeem {system}", f"/systems/{system}/"),
            f"Vertel klanten dat ze met AI praten, ook bij plicht {duty}",
            "geldt nu",
            "wet",
            date(2026, 8, 2),
            None,
            "nog geen bewijs",
            duty,
        )


def write(wanted: str, rows: int) -> Spent:
    """Write a file, here, and look at the clock and the memory."""
    import django
    from django.conf import settings

    settings.configure(USE_TZ=True, TIME_ZONE="Europe/Amsterdam", LANGUAGE_CODE="nl")
    django.setup()
    from balie.export.service import Column, Format, Table, download

    names = ("system", "duty", "state", "source", "since", "until", "proof", "rank")
    columns = tuple(Column(name, name.capitalize()) for name in names)

    def written(count: int) -> int:
        table = Table("Plichten", "nl", datetime(2026, 11, 25, 12, 0, tzinfo=UTC), columns, duties(count))
        answer = download(table, Format(wanted), site="https://balie.example/")
        size = sum(len(piece) for piece in answer)
        answer.close()
        return size

    written(100)
    before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    size = written(rows)
    after, end = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    return Spent((after - before) / 1024, end - start, size / 1e6)


if __name__ == "__main__":
    spent = write(sys.argv[1], int(sys.argv[2]))
    print(spent.memory, spent.seconds, spent.size)
