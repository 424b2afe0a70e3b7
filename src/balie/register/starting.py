"""The starting points somebody can choose from, as they look for one. Pure values."""

from dataclasses import dataclass

from balie.law import Law, Text

BLANK = "blank"


@dataclass(frozen=True, slots=True)
class Start:
    """A kind of system, what it is, and how many questions it answers already."""

    id: str
    name: Text
    description: Text
    answers: int


def starts(law: Law, words: str, language: str) -> tuple[Start, ...]:
    """The starting points in which all words occur, in the alphabetical order of the language."""
    wanted = words.casefold().split()
    every = (Start(one.id, one.name, one.description, len(one.facts)) for one in law.archetypes.values())
    found = [one for one in every if all(word in _text(one) for word in wanted)]
    return tuple(sorted(found, key=lambda one: one.name.say(language).casefold()))


def start_called(law: Law, name: str) -> Start | None:
    """One starting point by its id."""
    one = law.archetypes.get(name)
    return Start(one.id, one.name, one.description, len(one.facts)) if one else None


def _text(start: Start) -> str:
    """Both languages are searched: people know many of these by an English name."""
    return f"{start.name.nl} {start.name.en} {start.description.nl} {start.description.en}".casefold()
