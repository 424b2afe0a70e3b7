"""Everything that can be wrong with a list of AI systems, in words: what we saw, what we expected, what to do.

The codes are stable and are listed in docs/formats/systems.md.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from difflib import get_close_matches

from balie.law import BadValue, Fact, FactKind, FactValue, Fault, Place, Text


def shown(raw: object) -> str:
    """Quote a value from a file: short, on one line, and without characters a terminal would obey."""
    text = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in str(raw))
    return f"'{text if len(text) <= 60 else text[:57] + '...'}'"


def nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the name that looks most like the word, when one does."""
    by_folded = {name.casefold(): name for name in names}
    close = get_close_matches(word[:80].casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[close[0]] if close else None


def did_you_mean(name: str | None, otherwise: Text) -> Text:
    """Offer the nearest name, or say what else to do."""
    if name is None:
        return otherwise
    return Text(nl=f"Bedoel je '{name}'?", en=f"Did you mean '{name}'?")


def unknown_heading(place: Place, heading: str, close: str | None) -> Fault:
    """Nobody knows this column or key; its answers would be lost."""
    otherwise = Text(
        nl="Gebruik de naam van een feit ('balie law show --facts'), of zet een # voor wat je zelf bijhoudt.",
        en="Use the id of a fact ('balie law show --facts'), or put a # before what you keep for yourself.",
    )
    reason = Text(
        nl=f"{shown(heading)} is geen bekend veld of feit.", en=f"{shown(heading)} is not a known field or fact."
    )
    return Fault("unknown-field", place, reason, did_you_mean(close, otherwise))


def with_lost_systems(fault: Fault, names: Sequence[str]) -> Fault:
    """Say of a wrong heading which systems were not assessed because of it."""
    if not names:
        return fault
    named, more = ", ".join(names[:_MOST_NAMED]), len(names) - _MOST_NAMED
    nl = f"{fault.reason.nl} Daarom niet beoordeeld: {named}{f' en nog {more}' if more > 0 else ''}."
    en = f"{fault.reason.en} Not assessed because of this: {named}{f' and {more} more' if more > 0 else ''}."
    return replace(fault, reason=Text(nl=nl, en=en))


def twice(place: Place, heading: str, first: str) -> Fault:
    """Two columns or keys mean the same thing."""
    again, before = shown(heading), shown(first)
    reason = Text(nl=f"{again} vraagt hetzelfde als {before}.", en=f"{again} asks the same as {before}.")
    return Fault("given-twice", place, reason, Text(nl="Haal een van de twee weg.", en="Remove one of the two."))


def no_name(place: Place, nl: str, en: str) -> Fault:
    """A system without a name; `nl` and `en` are what the file or a reader calls it."""
    return Fault(
        "no-name",
        place,
        Text(nl="Dit systeem heeft geen naam.", en="This system has no name."),
        Text(
            nl=f"Vul '{nl}' in: zo heet het in het overzicht.", en=f"Fill in '{en}': it is what the overview calls it."
        ),
    )


def same_name(place: Place, name: str, first: Place) -> Fault:
    """Two systems with one name."""
    return Fault(
        "same-name",
        place,
        Text(nl=f"{shown(name)} staat er al: zie {first}.", en=f"{shown(name)} is already there: see {first}."),
        Text(
            nl="Geef elk systeem een eigen naam, bijvoorbeeld met het kanaal erbij.",
            en="Give every system its own name, for example with the channel.",
        ),
    )


def bad_answer(place: Place, fact: Fact, problem: BadValue, raw: object) -> Fault:
    """An answer the question cannot take."""
    otherwise = Text(
        nl="Weet je het niet, laat het dan leeg: dan blijft het een vraag.",
        en="If you do not know, leave it empty: then it stays a question.",
    )
    reason = Text(
        nl=f"{problem.reason.nl} De vraag is: {fact.question.nl}",
        en=f"{problem.reason.en} The question is: {fact.question.en}",
    )
    if fact.kind is FactKind.NUMBER and (amount := _in_figures(str(raw))) is not None:
        return Fault("bad-answer", place, reason, Text(nl=f"Schrijf {amount}.", en=f"Write {amount}."))
    return Fault("bad-answer", place, reason, did_you_mean(problem.nearest, otherwise))


def _in_figures(written: str) -> int | None:
    """Return the number somebody wrote partly in words: "640 miljoen" is 640000000."""
    match = _PARTLY_WORDS.fullmatch(written.strip().casefold())
    if match is None or match[2] not in _POWERS:
        return None
    amount = Decimal(match[1].replace(",", ".")) * _POWERS[match[2]]
    return int(amount) if amount == int(amount) else None


def not_one_of(place: Place, raw: object, options: Mapping[str, Text]) -> Fault:
    """A fixed choice, and this is none of it; each option is named with its label."""
    nl, en = (_options_in_words(options, language) for language in ("nl", "en"))
    words = [*options, *(label.nl for label in options.values()), *(label.en for label in options.values())]
    return Fault(
        "bad-choice",
        place,
        Text(nl=f"{shown(raw)} hoort niet bij: {nl}.", en=f"{shown(raw)} is not one of: {en}."),
        did_you_mean(
            nearest(str(raw), words),
            Text(nl="Kies er een, of laat het leeg.", en="Choose one of these, or leave it empty."),
        ),
    )


def _options_in_words(options: Mapping[str, Text], language: str) -> str:
    words = ((name, label.say(language)) for name, label in options.items())
    return ", ".join(name if name == word else f"{word} ({name})" for name, word in words)


def unknown_archetype(place: Place, raw: object, close: str | None) -> Fault:
    """A starting point that does not exist."""
    return Fault(
        "unknown-archetype",
        place,
        Text(nl=f"{shown(raw)} is geen bekend startpunt.", en=f"{shown(raw)} is not a known starting point."),
        did_you_mean(
            close,
            Text(
                nl="Bekijk de lijst met 'balie assess --archetypes'.",
                en="See the list with 'balie assess --archetypes'.",
            ),
        ),
    )


def not_a_text(place: Place, raw: object, longest: int) -> Fault:
    """A list, a mapping or a control character where a short text belongs."""
    return Fault(
        "not-a-text",
        place,
        Text(nl=f"Hier hoort een korte tekst, niet {shown(raw)}.", en=f"A short text belongs here, not {shown(raw)}."),
        Text(
            nl=f"Schrijf gewone tekst van hooguit {longest} tekens, zonder onzichtbare tekens.",
            en=f"Write plain text of at most {longest} characters, without invisible characters.",
        ),
    )


def not_about_organisation(place: Place, heading: str) -> Fault:
    """A fact about one system stands with the organisation."""
    return Fault(
        "not-about-organisation",
        place,
        Text(
            nl=f"{shown(heading)} gaat over een systeem, niet over de organisatie.",
            en=f"{shown(heading)} is about a system, not about the organisation.",
        ),
        Text(nl="Zet dit antwoord bij elk systeem zelf.", en="Give this answer with each system."),
    )


def answer_missing(place: Place, target: str) -> Fault:
    """Reasons or a source without the answer they belong to."""
    return Fault(
        "answer-missing",
        place,
        Text(
            nl=f"Hier staat een toelichting, maar '{target}' is leeg.",
            en=f"There is a comment, but '{target}' is empty.",
        ),
        Text(nl=f"Vul '{target}' in of haal de toelichting weg.", en=f"Fill in '{target}' or remove the comment."),
    )


def undecided(place: Place, fact: Fact, heading: str) -> Fault:
    """A bare yes or no to an open norm: it stays a question until a person gives reasons."""
    return Fault(
        "open-norm-undecided",
        place,
        Text(
            nl=f"'{fact.question.nl}' vraagt een oordeel; een los ja of nee telt nog niet mee.",
            en=f"'{fact.question.en}' asks for a judgment; a bare yes or no does not count yet.",
        ),
        Text(
            nl=f"Voeg toe wie het besloot en waarom: '{heading}.decided_by' en '{heading}.reasons'.",
            en=f"Add who decided and why: '{heading}.decided_by' and '{heading}.reasons'.",
        ),
    )


def contradiction(place: Place, fact: Fact, given: Sequence[tuple[FactValue, int]]) -> Fault:
    """Rows of one organisation answer a question about that organisation differently."""
    nl, en = (
        ", ".join(f"{fact.say(value, language)} ({count} {noun})" for value, count in given)
        for language, noun in (("nl", "keer"), ("en", "times"))
    )
    return Fault(
        "organisation-differs",
        place,
        Text(
            nl=f"'{fact.question.nl}' gaat over de hele organisatie, maar heeft verschillende antwoorden: {nl}.",
            en=f"'{fact.question.en}' is about the whole organisation, but has different answers: {en}.",
        ),
        Text(
            nl="Elk systeem is beoordeeld met zijn eigen antwoord; maak ze gelijk als het dezelfde organisatie is.",
            en="Each system was assessed with its own answer; make them the same if it is one organisation.",
        ),
    )


_MOST_NAMED = 20
_PARTLY_WORDS = re.compile(r"(\d{1,9}(?:[.,]\d{1,3})?)\s*([a-z]+)")
_POWERS = {
    **dict.fromkeys(("duizend", "thousand", "k"), 10**3),
    **dict.fromkeys(("miljoen", "mln", "million", "m"), 10**6),
    **dict.fromkeys(("miljard", "mld", "billion", "bn"), 10**9),
}
