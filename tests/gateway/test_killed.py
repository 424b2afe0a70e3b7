"""A gateway that is killed while customers talk: what was delivered is in the log, and a repeated turn is one turn."""

import asyncio
import json
import os
import random
import signal
import sys
from contextlib import closing
from pathlib import Path

import aiohttp
from tests.gateway.preparing import KEY

from balie.evidence.masters import Masters

KILLS = int(os.environ.get("BALIE_TEST_KILLS", "4"))
CUSTOMERS = 6
SOURCES = str(Path(__file__).parents[2] / "src")


async def started(folder: Path) -> tuple[asyncio.subprocess.Process, str]:
    """A gateway in a process of its own, and where it is."""
    code = "from balie.site.cli import main; main()"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, "gateway", "--port", "0", "--lang", "en",
        env={**os.environ, "BALIE_DATA": str(folder), "DATABASE_URL": "", "PYTHONPATH": SOURCES},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    line = (await process.stdout.readline()).decode()
    return process, line.split(" at ")[1].split("/v1")[0]


async def customer(number: int, where: list[str], delivered: dict[tuple[int, int], str], stop: asyncio.Event) -> None:
    """Send turn after turn, each until it is answered, under the same key."""
    turn = 0
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as session:
        while not stop.is_set():
            turn += 1
            body = {"key": f"t-{turn}", "text": f"vraag {turn}", "answer": True}
            while True:
                path = f"{where[0]}/v1/conversations/c-{number}/turns"
                try:
                    async with session.post(path, json=body, headers={"Authorization": f"Bearer {KEY}"}) as answer:
                        told = await answer.json()
                        assert answer.status == 200, told
                except (aiohttp.ClientError, TimeoutError, OSError):
                    await asyncio.sleep(0.05)
                    continue
                delivered[number, turn] = next(m["text"] for m in told["messages"] if m["speaker"] == "bot")
                break


async def more_than(count: int, delivered: dict[tuple[int, int], str]) -> None:
    """Wait until customers have had so many answers."""
    async with asyncio.timeout(120):
        while len(delivered) < count:  # noqa: ASYNC110  (what is counted has no event)
            await asyncio.sleep(0.05)


async def test_nothing_delivered_is_lost_and_nothing_is_done_twice(place, tmp_path):
    chance, stop, where = random.Random(3), asyncio.Event(), [""]
    delivered: dict[tuple[int, int], str] = {}
    process, where[0] = await started(tmp_path)
    talking = [asyncio.create_task(customer(n, where, delivered, stop)) for n in range(CUSTOMERS)]
    for _ in range(KILLS):
        await more_than(len(delivered) + CUSTOMERS, delivered)
        await asyncio.sleep(chance.random() * 0.3)
        process.send_signal(signal.SIGKILL)
        await process.wait()
        process, where[0] = await started(tmp_path)
    await more_than(len(delivered) + CUSTOMERS, delivered)
    stop.set()
    await asyncio.gather(*talking)
    process.terminate()
    await process.wait()

    place.masters = Masters(tmp_path / "evidence", {})
    async with place.open():
        gate = place.store.gate_by_slug("sanne")
        for number in range(CUSTOMERS):
            kept = await place.store.transcript(gate, f"c-{number}")
            keys = [one.key for one in kept if one.key]
            turns = sorted(turn for one, turn in delivered if one == number)
            assert keys == [f"t-{turn}" for turn in turns], number
            assert sum(one.message.speaker == "bot" for one in kept) == len(turns)
    assert entries_are_in_order(place)


def entries_are_in_order(place) -> bool:
    with closing(place.way.connect()) as connection:
        cursor = connection.cursor()
        cursor.execute("SELECT sequence, leaf FROM evidence_entry ORDER BY log_id, sequence")
        rows = cursor.fetchall()
    return [json.loads(leaf)["seq"] for _, leaf in rows] == [sequence for sequence, _ in rows]
