"""The example organisation in the package is the one under `examples/`, and has nothing wrong with it."""

from pathlib import Path

from balie.law import shipped_law
from balie.register import service
from balie.register.models import AISystem
from balie.site import demo

ROOT = Path(__file__).parents[2]


def test_the_packaged_example_is_the_one_people_read():
    original = ROOT / "examples" / demo.EXAMPLE.name
    assert demo.EXAMPLE.read_bytes() == original.read_bytes(), f"Copy {original} to {demo.EXAMPLE}"


def test_the_example_has_no_faults():
    assert demo.written(shipped_law()).faults == ()


def test_loading_it_twice_changes_nothing(db, noon):
    portfolio = demo.written(shipped_law()).portfolio
    assert service.load_example(shipped_law(), portfolio, now=noon) == len(portfolio.systems)
    before = list(AISystem.objects.values())
    assert service.load_example(shipped_law(), portfolio, now=noon) == 0
    assert list(AISystem.objects.values()) == before
