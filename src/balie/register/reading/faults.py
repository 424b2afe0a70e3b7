"""Everything that can be wrong with a list of AI systems, in words: what we saw, what we expected, what to do.

The codes are stable and are listed in docs/formats/systems.md.
"""

from collections.abc import Iterable
from difflib import get_close_matches

from balie.law import BadValue, Fact, Fault, Place, Text


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


def unknown_heading(place: Place, heading: str, known: Iterable[str]) -> Fault:
    """Nobody knows this column or key; its answers would be lost."""
    otherwise = Text(
        nl="Gebruik de naam van een feit ('balie law show --facts'), of zet een # voor wat je zelf bijhoudt.",
        en="Use the id of a fact ('balie law show --facts'), or put a # before what you keep for yourself.",
    )
    reason = Text(
        nl=f"{shown(heading)} is geen bekend veld of feit.", en=f"{shown(heading)} is not a known field or fact."
    )
    return Fault("unknown-field", place, reason, did_you_mean(nearest(heading, known), otherwise))


def twice(place: Place, target: str, first: str) -> Fault:
    """Two columns or keys mean the same thing."""
    reason = Text(nl=f"'{target}' is ook al gegeven als '{first}'.", en=f"'{target}' was already given as '{first}'.")
    return Fault("given-twice", place, reason, Text(nl="Haal een van de twee weg.", en="Remove one of the two."))


def no_name(place: Place) -> Fault:
    """A system without a name."""
    return Fault(
        "no-name",
        place,
        Text(nl="Dit systeem heeft geen naam.", en="This system has no name."),
        Text(nl="Vul 'naam' in: zo heet het in het overzicht.", en="Fill in 'name': it is what the overview calls it."),
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


def bad_answer(place: Place, fact: Fact, problem: BadValue) -> Fault:
    """An answer the question cannot take."""
    otherwise = Text(
        nl="Weet je het niet, laat het dan leeg: dan blijft het een vraag.",
        en="If you do not know, leave it empty: then it stays a question.",
    )
    reason = Text(
        nl=f"{problem.reason.nl} De vraag is: {fact.question.nl}",
        en=f"{problem.reason.en} The question is: {fact.question.en}",
    )
    return Fault("bad-answer", place, reason, did_you_mean(problem.nearest, otherwise))


def not_one_of(place: Place, raw: object, options: Iterable[str]) -> Fault:
    """A fixed choice, and this is none of it."""
    names = list(options)
    listed = ", ".join(names)
    return Fault(
        "bad-choice",
        place,
        Text(nl=f"{shown(raw)} hoort niet bij: {listed}.", en=f"{shown(raw)} is not one of: {listed}."),
        did_you_mean(
            nearest(str(raw), names),
            Text(nl="Kies er een, of laat het leeg.", en="Choose one of these, or leave it empty."),
        ),
    )


def unknown_archetype(place: Place, raw: object, known: Iterable[str]) -> Fault:
    """A starting point that does not exist."""
    return Fault(
        "unknown-archetype",
        place,
        Text(nl=f"{shown(raw)} is geen bekend archetype.", en=f"{shown(raw)} is not a known archetype."),
        did_you_mean(
            nearest(str(raw), known),
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


def not_about_organisation(place: Place, fact: Fact) -> Fault:
    """A fact about one system stands with the organisation."""
    return Fault(
        "not-about-organisation",
        place,
        Text(
            nl=f"'{fact.id}' gaat over een systeem, niet over de organisatie.",
            en=f"'{fact.id}' is about a system, not about the organisation.",
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


def undecided(place: Place, fact: Fact) -> Fault:
    """A bare yes or no to an open norm: it stays a question until a person gives reasons."""
    return Fault(
        "open-norm-undecided",
        place,
        Text(
            nl=f"'{fact.id}' vraagt een oordeel; een los ja of nee telt nog niet mee.",
            en=f"'{fact.id}' asks for a judgment; a bare yes or no does not count yet.",
        ),
        Text(
            nl=f"Voeg toe wie het besloot en waarom: '{fact.id}.decided_by' en '{fact.id}.reasons'.",
            en=f"Add who decided and why: '{fact.id}.decided_by' and '{fact.id}.reasons'.",
        ),
    )
