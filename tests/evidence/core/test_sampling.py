"""Samples: everybody draws the same one from the same seed, each method does what its name says."""

from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from balie.evidence.core import leaf_hash
from balie.evidence.core.sampling import MOST, Member, Method, NotDrawable, draw
from balie.evidence.verifier import balie_sample

KINDS = ("attested", "duty-moved", "file-added")

KNOWN = {
    "random": (279, 341, 497, 724, 897),
    "systematic": (15, 215, 415, 615, 815),
    "by-kind": (279, 341, 580, 724, 897),
}
DIGEST = "a2b5b688a2f49885876ded5160d419d3052b26c88e840e00e8dcd20e3dc3eb21"


def members(size, kinds=KINDS):
    return [Member(number, kinds[number % len(kinds)], leaf_hash(b"%d" % number)) for number in range(size)]


def test_these_samples_never_change():
    """Known answers: another outcome would make every sample that was ever drawn impossible to draw again."""
    drawn = {method.value: draw(members(1_000), method, "auditor 2026", 5).drawn for method in Method}
    assert drawn == KNOWN
    assert draw(members(1_000), Method.RANDOM, "auditor 2026", 5).population_digest == DIGEST


@given(
    st.integers(1, 200), st.sampled_from(list(Method)), st.text(max_size=20), st.data(),
    st.lists(st.sampled_from("abcde"), min_size=1, max_size=9),
)  # fmt: skip
def test_what_ships_in_a_pack_draws_the_same(size, method, seed, data, kinds):
    population = members(size, kinds)
    fewest = len({member.kind for member in population}) if method is Method.BY_KIND else 1
    wanted = data.draw(st.integers(fewest, size))
    seed = seed.encode("utf-8", "ignore").decode()
    drawn = draw(population, method, seed, wanted).drawn
    assert len(set(drawn)) == wanted
    told = [(member.sequence, member.kind, member.leaf_hash) for member in population]
    assert balie_sample.draw(told, method.value, seed, wanted) == list(drawn)


def test_another_seed_and_another_population_give_another_sample():
    one = draw(members(1_000), Method.RANDOM, "a", 20)
    assert one.drawn != draw(members(1_000), Method.RANDOM, "b", 20).drawn
    assert one.population_digest != draw(members(999), Method.RANDOM, "a", 20).population_digest


def test_every_entry_can_be_drawn_and_none_is_favoured():
    """Of 50 entries 10 are drawn, 400 times: each about 80 times (five standard deviations are 40)."""
    times = Counter(number for seed in range(400) for number in draw(members(50), Method.RANDOM, f"{seed}", 10).drawn)
    assert set(times) == set(range(50))
    assert all(40 <= count <= 120 for count in times.values())


def test_at_equal_distances():
    drawn = draw(members(1_000), Method.SYSTEMATIC, "a", 10).drawn
    assert {later - earlier for earlier, later in pairwise(drawn)} == {100}


def test_of_each_kind_in_proportion():
    population = members(100, ("a",) * 97 + ("b", "b", "c"))
    drawn = Counter(population[number].kind for number in draw(population, Method.BY_KIND, "a", 20).drawn)
    assert drawn == {"a": 18, "b": 1, "c": 1}


@pytest.mark.parametrize(("size", "method", "wanted", "told"), [
    pytest.param(10, Method.RANDOM, 0, "1 to 2000", id="nothing"),
    pytest.param(10, Method.RANDOM, MOST + 1, "1 to 2000", id="too many"),
    pytest.param(10, Method.RANDOM, 11, "There are 10 entries", id="more than there are"),
    pytest.param(0, Method.RANDOM, 1, "There are 0 entries", id="an empty population"),
    pytest.param(10, Method.BY_KIND, 2, "There are 3 kinds", id="fewer than kinds"),
])  # fmt: skip
def test_what_cannot_be_drawn_says_why(size, method, wanted, told):
    with pytest.raises(NotDrawable, match=told):
        draw(members(size), method, "a", wanted)
