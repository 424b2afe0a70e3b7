"""How fast the law is applied: assessments per second on one core, and ranking the questions of a blank system.

Systems are the shipped starting points with a random fifth of their answers forgotten. Machines are
shared: both wall and CPU time are printed, the best of several rounds, and CPU time alone decides about a promise.
"""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from balie.law import Assessment, Facts, classify, explain, open_fact_count, open_questions, shipped_law

DAY = date(2026, 11, 23)
SYSTEMS = 10_000
ROUNDS = 5


@dataclass(frozen=True)
class Spent:
    """Seconds on the clock, and of the processor."""

    wall: float
    processor: float

    def times(self, count: int) -> "Spent":
        """As many times as long."""
        return Spent(self.wall * count, self.processor * count)

    def rate(self, count: int) -> str:
        """How many per second, by either measure."""
        return f"{count / self.wall:8.0f} per second wall, {count / self.processor:8.0f} processor"

    @property
    def milliseconds(self) -> str:
        """The time by either measure."""
        return f"{self.wall * 1000:.1f} ms wall, {self.processor * 1000:.1f} ms processor"


def run() -> list[str]:
    """Print the figures of the law engine, and return the promises they break."""
    law = shipped_law()
    starts = [law.archetypes[name].facts for name in sorted(law.archetypes)]
    chance = random.Random(2026)
    systems: list[Facts] = [
        {name: said for name, said in starts[index % len(starts)].items() if chance.random() < 0.8}
        for index in range(SYSTEMS)
    ]
    blank = classify(law, {}, applies_on=DAY, published_by=DAY)
    settle_in(systems[: len(starts)])
    whole = best_of(lambda: assess_all(systems))
    worded = best_of(lambda: explain_all(systems[: SYSTEMS // 20])).times(20)
    ranking = best_of(lambda: open_questions(blank))
    counting = best_of(lambda: open_fact_count(blank))
    print(f"rules {len(law.rules)}, facts {len(law.facts)}, duties {len(law.duties)}")
    print(f"full assessment, findings with their trace, of {SYSTEMS} systems: {whole.rate(SYSTEMS)}")
    print(f"the same, with the reasons for class and roles taken out:   {worded.rate(SYSTEMS)}")
    print(f"ranking {len(open_questions(blank))} open questions of a blank system: {ranking.milliseconds}")
    print(f"only counting them: {counting.milliseconds}")
    print("the promises are about the clock; one is broken when processor time alone breaks it")
    kept = {
        "at least 3,000 full assessments per second": SYSTEMS / whole.processor >= 3_000,
        "open questions of a blank system ranked within 20 ms": ranking.processor <= 0.020,
    }
    return [promise for promise, holds in kept.items() if not holds]


def assess_all(systems: list[Facts]) -> None:
    """Work out everything an assessment holds, one system after another."""
    for facts in systems:
        touch(classify(shipped_law(), facts, applies_on=DAY, published_by=DAY))


def touch(found: Assessment) -> tuple[object, ...]:
    """Ask for every part, so that nothing is left lazy."""
    return found.findings, found.effective, found.statutory, found.review, found.roles, found.duties, found.timeline


def explain_all(systems: list[Facts]) -> None:
    """Assess, and take out the decisive answers behind every class, role and exception, for and against."""
    for facts in systems:
        found = classify(shipped_law(), facts, applies_on=DAY, published_by=DAY)
        touch(found)
        explain(found)


def settle_in(systems: list[Facts]) -> None:
    """Compile the law before the clock starts."""
    assess_all(systems)


def best_of(work: Callable[[], object]) -> Spent:
    """Return the least seconds over the rounds."""
    rounds = [_spent(work) for _ in range(ROUNDS)]
    return Spent(min(one.wall for one in rounds), min(one.processor for one in rounds))


def _spent(work: Callable[[], object]) -> Spent:
    wall, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(time.perf_counter() - wall, time.process_time() - processor)


if __name__ == "__main__":
    run()
