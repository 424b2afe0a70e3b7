"""The lists of names, and of words that are no names. Read once, when they are first needed."""

from functools import cache
from pathlib import Path

from balie.gateway.policy.identifiers.plain import fold

_HERE = Path(__file__).parent


@cache
def firsts() -> frozenset[str]:
    """First names that are nothing else."""
    return frozenset(word for word in _read("names.txt") if not word.startswith("*"))


@cache
def doubtful() -> frozenset[str]:
    """First names that are a word, a place or a brand too."""
    return frozenset(word[1:] for word in _read("names.txt") if word.startswith("*"))


@cache
def families() -> frozenset[str]:
    """Surnames, without what stands before them (`van der`)."""
    return frozenset(_read("surnames.txt"))


@cache
def ordinary() -> frozenset[str]:
    """Words that are no names, though they stand where a name could, or begin a sentence."""
    return frozenset(_read("ordinary.txt"))


@cache
def places() -> frozenset[str]:
    """Towns and countries, and what `brands` has: names, but of nobody."""
    return frozenset(_read("places.txt")) | brands()


@cache
def brands() -> frozenset[str]:
    """Months, feasts, brands and organisations."""
    return frozenset(_read("brands.txt"))


def _read(file: str) -> list[str]:
    lines = (_HERE / file).read_text(encoding="utf-8").splitlines()
    return [fold(word) for line in lines if not line.startswith("#") for word in line.split()]
