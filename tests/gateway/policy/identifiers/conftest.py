"""Time as the processor counts it, for tests that compare two amounts of work."""

import time
from collections.abc import Callable

import pytest


@pytest.fixture
def processor_time() -> Callable[[Callable[[], object]], float]:
    def spent(work: Callable[[], object]) -> float:
        before = time.process_time()
        work()
        return time.process_time() - before

    return spent
