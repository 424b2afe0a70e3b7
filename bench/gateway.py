"""What it costs to have the gateway between a client and its bot, beside others that can stand there.

All are in front of the same bot and get the same request, on one core; the bot and those who ask have the other.
Absolute figures move from run to run, and on a machine that does something else they are worthless: look at the ratios.
BENCH_SECONDS (5) is how long each is pressed, BENCH_MINUTES (0.5) how long memory must stay flat; BENCH_LOG=file keeps
what the peers say, BENCH_PEERS="nginx,Balie" measures only those.
"""

import json
import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from bench._load import Got, Wanted, asked
from bench._peers import TICK, Peer, Silent, bot, peers, started

CONNECTIONS, AT_ONCE = 32, 1_000
SECONDS = float(os.environ.get("BENCH_SECONDS", "5"))
MINUTES = float(os.environ.get("BENCH_MINUTES", "0.5"))
BARE, LITELLM, BALIE = "bare pass-through", "LiteLLM, tuned", "Balie"
GROWTH = 1.10  # times the memory after a first quarter of the time; and some megabytes that no leak needs to explain
SPARE = 8.0
ASKED = (
    "Goedemiddag, ik heb vorige week mijn jaarrekening gekregen en moet 214 euro bijbetalen. Dat had ik niet verwacht, "
    "want we zijn juist minder gaan stoken en hebben sinds het voorjaar een inductieplaat. Kunt u uitleggen hoe dat "
    "bedrag tot stand komt, en of het verstandig is om het termijnbedrag aan te passen?"
)
ANSWERED = (
    "Dat begrijp ik. De jaarrekening is wat u verbruikte min wat u al betaalde. Door hogere tarieven kan er toch een "
    "bedrag overblijven. U ziet het per maand in Mijn Wadlicht, bij Rekeningen."
)
SYSTEM = "Je bent Wim, de digitale assistent van Wadlicht Energie. Antwoord kort en in gewone taal."
ONWARD = "Dank u. Wat is nu mijn termijnbedrag, en hoe pas ik het aan?"
FIRST, LAST = "Goed,", "Einde."  # words of the bot in a stream
SENTENCE = "Goed, uw termijnbedrag is nu 120 euro per maand."  # the first of it
SIZE = 936  # bytes of the request
HEADING = (
    f"  {'in front of the bot':<20} {'a second':>9} {'median':>8} {'p99':>8} {'cpu ms':>7}"
    f" {'+median':>8} {'+p99':>7} {'first':>7} {'MB':>6}"
)


@dataclass(frozen=True)
class Figures:
    """What was measured of one peer."""

    pressed: Got
    single: Got
    processor: float  # milliseconds a request, of the processor
    memory: float  # megabytes
    first: Got
    unheld: Got  # the same where no sentence is held back


def run() -> list[str]:
    """Print the figures and return the promises that were broken."""
    with bot() as port, tempfile.TemporaryDirectory(prefix="balie-bench-") as folder:
        Path(folder).chmod(0o755)  # nginx becomes somebody else
        direct = Peer("nothing", (), port=port)
        found: dict[str, Figures] = {"nothing": measured(direct)}
        print(HEADING)
        show("nothing", found["nothing"], found["nothing"])
        broken: list[str] = []
        for peer in chosen(peers(direct.url(), Path(folder))):
            try:
                with started(peer) as running:
                    found[peer.name] = measured(running)
                    show(peer.name, found[peer.name], found["nothing"])
                    broken += enduring(running) if peer.name in (BARE, BALIE) else []
            except Silent:
                broken.append(f"{peer.name} did not start; BENCH_LOG=file keeps what it said")
        return [*broken, *failures(found), *promises(found)]


def request(*, stream: bool = False, model: str = "quick") -> str:
    """A chat request in Dutch as a bot builder sends it; not streamed it has 936 bytes, as in every figure before."""
    said = (("system", SYSTEM), ("user", ASKED), ("assistant", ANSWERED), ("user", ONWARD))
    asked_for = {"model": model, "messages": [{"role": role, "content": text} for role, text in said]}
    written = json.dumps({**asked_for, "stream": True} if stream else asked_for, separators=(",", ":"))
    return written + " " * (SIZE - len(written))


STREAM = request(stream=True, model="slow")


def measured(peer: Peer) -> Figures:
    """Press one peer, ask it one by one, and look at its streams."""
    asked(Wanted(peer.port, request(), peer.headers, connections=4, seconds=1))
    before = peer.processor() if peer.pid else 0.0
    pressed = asked(Wanted(peer.port, request(), peer.headers, CONNECTIONS, SECONDS))
    spent = peer.processor() - before if peer.pid else 0.0
    memory = peer.memory() if peer.pid else 0.0
    single = asked(Wanted(peer.port, request(), peer.headers, 1, requests=300))
    slow = Wanted(peer.port, STREAM, peer.headers, 4, 0, 12, FIRST, stream=True, last=LAST)
    first = asked(slow)
    unheld = asked(replace(slow, headers=peer.unheld)) if peer.unheld else first
    return Figures(pressed, single, spent * 1000 / max(1, pressed.answers), memory, first, unheld)


def enduring(peer: Peer) -> list[str]:
    """Have a thousand streams at once, and then go on asking: memory may neither be much nor grow."""
    streams = Wanted(peer.port, STREAM, peer.headers, AT_ONCE, 0, AT_ONCE, FIRST, stream=True, last=LAST)
    got, most = watched(peer, lambda: asked(streams))
    print(f"    {got.answers:,} streams at once in {got.seconds:.1f} s, {got.failed} failed, memory {most:.0f} MB")
    asked(Wanted(peer.port, request(), peer.headers, 8, MINUTES * 15))
    settled = peer.memory()
    _, later = watched(peer, lambda: asked(Wanted(peer.port, request(), peer.headers, 8, MINUTES * 45)))
    print(f"    memory over {MINUTES:g} minutes: {settled:.0f} MB after a quarter of it, at most {later:.0f} MB after")
    if peer.name != BALIE:
        return []
    kept = {
        f"all of {AT_ONCE:,} streams at once end ({got.failed} do not: {got.first_failure[:200]})": not got.failed,
        f"{AT_ONCE:,} streams at once take less than 400 MB ({most:.0f})": most < 400,
        f"memory is flat over {MINUTES:g} minutes ({settled:.0f}, {later:.0f} MB)": later < settled * GROWTH + SPARE,
    }
    return [promise for promise, holds in kept.items() if not holds]


def watched(peer: Peer, work: Callable[[], Got]) -> tuple[Got, float]:
    """Do the work; return with it the most memory the peer had meanwhile, in megabytes."""
    seen, over = [peer.memory()], threading.Event()

    def look() -> None:
        while not over.wait(0.25):
            seen.append(peer.memory())

    looking = threading.Thread(target=look)
    looking.start()
    try:
        return work(), max(seen)
    finally:
        over.set()
        looking.join()


def failures(found: dict[str, Figures]) -> list[str]:
    """Answers that did not come, or were wrong; figures of such a peer mean nothing."""
    return [
        f"{name}: {got.failed} of {got.failed + got.answers} requests failed: {got.first_failure[:200]}"
        for name, one in found.items()
        for got in (one.pressed, one.single, one.first, one.unheld)
        if got.failed
    ]


def promises(found: dict[str, Figures]) -> list[str]:
    """What Balie promises beside the others."""
    if BALIE not in found:
        return []
    balie, direct = found[BALIE], found["nothing"]
    median, p99 = balie.single.median - direct.single.median, balie.single.p99 - direct.single.p99
    first, held = (one.median - direct.first.median for one in (balie.unheld, balie.first))
    sentence = TICK * (SENTENCE.count(" ") + 1)
    kept = {
        f"median of at most 3 ms added at one connection ({median:.2f})": median <= 3,
        f"p99 of at most 10 ms added at one connection ({p99:.2f})": p99 <= 10,
        f"the first streamed token less than 5 ms later where nothing is held back ({first:.2f})": first < 5,
        f"and at most a sentence of {sentence} ms later where a rule may replace it ({held:.2f})": held < sentence + 5,
    }
    if bare := found.get(BARE):
        ratio = balie.processor / bare.processor
        kept[f"at most 2 times the processor of a bare pass-through ({ratio:.1f})"] = ratio <= 2
    if litellm := found.get(LITELLM):
        faster = balie.pressed.per_second / litellm.pressed.per_second
        smaller = litellm.memory / balie.memory
        kept[f"at least 25 times the throughput of LiteLLM ({faster:.1f})"] = faster >= 25
        kept[f"at most a fifth of the memory of LiteLLM (1/{smaller:.1f})"] = smaller >= 5
    for promise, holds in kept.items():
        print(f"    {'kept  ' if holds else 'BROKEN'} {promise}")
    return [promise for promise, holds in kept.items() if not holds]


def chosen(found: list[Peer]) -> list[Peer]:
    """Those that BENCH_PEERS names, or all."""
    names = os.environ.get("BENCH_PEERS")
    return [peer for peer in found if not names or peer.name in names.split(",")]


def show(name: str, one: Figures, direct: Figures) -> None:
    """Print a line of the table; times are in milliseconds."""
    later = one.first.median - direct.first.median
    print(
        f"  {name:<20} {one.pressed.per_second:9,.0f} {one.pressed.median:8.2f} {one.pressed.p99:8.2f} "
        f"{one.processor:7.2f} {one.single.median - direct.single.median:8.2f} "
        f"{one.single.p99 - direct.single.p99:7.2f} {later:7.2f} {one.memory:6.0f}",
        flush=True,
    )
    if one.first.own - one.first.median > 1:
        print(f"    the bot's own first words come {one.first.own - direct.first.own:.1f} ms later")
