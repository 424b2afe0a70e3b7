"""The numbers of the start page: every list counted, one query for each kind of row."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from balie.duties.proofs import Standing
from balie.law import shipped_law
from balie.site.dashboard.lists import BY_KEY, Listed, Pressing, lists_for
from balie.site.dashboard.subjects import SHAPES, Subject
from balie.site.dashboard.viewer import Viewer

_NAMED = 8


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with the list behind it."""

    listed: Listed
    count: int

    @property
    def words(self) -> str:
        """What the number counts."""
        return self.listed.counted(self.count)

    @property
    def address(self) -> str:
        """The list behind the number."""
        return reverse("dashboard:list", args=[self.listed.key])


@dataclass(frozen=True, slots=True)
class Part:
    """The numbers that are equally pressing: those that are not zero, and the lists with nothing in them."""

    figures: tuple[Figure, ...]

    @property
    def some(self) -> tuple[Figure, ...]:
        """What there is."""
        return tuple(figure for figure in self.figures if figure.count)

    @property
    def none(self) -> tuple[Figure, ...]:
        """What there is nothing of."""
        return tuple(figure for figure in self.figures if not figure.count)


@dataclass(frozen=True, slots=True)
class Coming:
    """A day on which something changes, and for which systems."""

    on: date
    systems: tuple[Any, ...]


def coming_for(viewer: Viewer) -> tuple[Coming, ...]:
    """The nearest days on which something changes for the systems of this person, and the first systems."""
    grouped: dict[date, list[Any]] = {}
    for system in BY_KEY["ahead"].rows(viewer)[:_NAMED]:
        grouped.setdefault(system.latest.next_change, []).append(system)
    return tuple(Coming(on, tuple(systems)) for on, systems in grouped.items())


@dataclass(frozen=True, slots=True)
class First:
    """The duty that starts soonest: its name, the day, how many systems it is about and where to read about it."""

    title: str
    on: date
    systems: int
    address: str


def first_for(viewer: Viewer) -> First | None:
    """The duty that starts soonest for the systems of this person, the weightiest of that day; or none."""
    ahead = SHAPES[Subject.DUTY].rows(viewer).filter(status=Standing.AHEAD, since__gt=viewer.today)
    found = ahead.order_by("since", "weight").first()
    if found is None:
        return None
    systems = ahead.filter(duty=found.duty, since=found.since).count()
    known = shipped_law().duties.get(found.duty)
    asked = urlencode({"standing": Standing.AHEAD.value, "duty": found.duty, "on": found.since.isoformat()})
    one = reverse("duties:duty", args=[found.system_id, found.duty])
    address = one if systems == 1 else f"{reverse('duties:duties')}?{asked}"
    return First(known.title.say(viewer.language) if known else found.duty, found.since, systems, address)


def parts_of(viewer: Viewer) -> Mapping[Pressing, Part]:
    """Count everything that somebody with these roles has to know, each thing once."""
    counted = {key: count for listed in _by_subject(viewer).values() for key, count in _counts(listed, viewer).items()}
    found: dict[Pressing, list[Figure]] = {pressing: [] for pressing in Pressing}
    for listed in lists_for(viewer):
        found[listed.pressing].append(Figure(listed, counted[listed.key]))
    return {pressing: Part(tuple(figures)) for pressing, figures in found.items() if figures}


def _by_subject(viewer: Viewer) -> Mapping[Subject, list[Listed]]:
    grouped: dict[Subject, list[Listed]] = defaultdict(list)
    for listed in lists_for(viewer):
        grouped[listed.subject].append(listed)
    return grouped


def _counts(listed: list[Listed], viewer: Viewer) -> dict[str, int]:
    """How many rows there are in each of these lists, which are about the same thing."""
    named = {f"n{number}": one for number, one in enumerate(listed)}
    conditions = {name: Count("pk", filter=one.condition(viewer)) for name, one in named.items()}
    found = SHAPES[listed[0].subject].rows(viewer).order_by().aggregate(**conditions)
    return {one.key: found[name] for name, one in named.items()}
