"""How fast the law is applied: assessments per second on one core, and ranking the questions of a blank system.

Systems are the shipped starting points with a random fifth of their answers forgotten. Figures are CPU time of this
process, the best of several rounds, because machines are shared.
"""

import random
import time
from collections.abc import Callable
from datetime import date

from balie.law import Assessment, Facts, classify, explain, open_questions, shipped_law

DAY = date(2026, 11, 23)
SYSTEMS = 10_000
ROUNDS = 5


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
    worded = best_of(lambda: explain_all(systems[: SYSTEMS // 20])) * 20
    ranking = best_of(lambda: open_questions(blank))
    print(f"rules {len(law.rules)}, facts {len(law.facts)}, duties {len(law.duties)}")
    print(f"full assessment, findings with their trace, of {SYSTEMS} systems: {SYSTEMS / whole:8.0f} per second")
    print(f"the same, with the reasons for class and roles taken out:   {SYSTEMS / worded:8.0f} per second")
    print(f"ranking {len(open_questions(blank))} open questions of a blank system: {ranking * 1000:.1f} ms")
    kept = {
        "at least 3,000 full assessments per second": SYSTEMS / whole >= 3_000,
        "open questions of a blank system ranked within 20 ms": ranking <= 0.020,
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


def best_of(work: Callable[[], object]) -> float:
    """Return the least CPU seconds over the rounds."""
    return min(_seconds(work) for _ in range(ROUNDS))


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    run()
