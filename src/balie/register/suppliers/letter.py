"""The letter that asks a supplier for what is still owed: plain, polite, in Dutch or English. Pure values.

What is asked for several systems is asked once, with the systems it is about.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from balie.law import Text, say_date
from balie.register.suppliers.gaps import Gap, GapKind

DAYS_TO_ANSWER = 21


@dataclass(frozen=True, slots=True)
class Point:
    """One numbered thing that is asked for: what, why with the article, and for which systems when there are more."""

    what: str
    why: str
    systems: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the letter: one kind of thing that is asked for, and the points with the number of the first."""

    heading: str
    intro: str
    first: int
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class GapLetter:
    """A letter, whole, as people read it. Points are numbered through, so that an answer can name the number."""

    language: str
    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    on: date
    answer_by: date
    subject: str
    greeting: str
    opening: tuple[str, ...]
    parts: tuple[Part, ...]
    closing: tuple[str, ...]
    signed: tuple[str, ...]

    @property
    def day(self) -> str:
        """The day of the letter in words."""
        return say_date(self.on, self.language)


@dataclass(frozen=True, slots=True)
class Correspondents:
    """Who writes to whom."""

    organisation: str
    writer: str
    writer_email: str
    supplier: str
    contact: str = ""


def gap_letter(who: Correspondents, gaps: Iterable[Gap], *, on: date, language: str) -> GapLetter:
    """Write the letter: a part for each kind of thing, with what is asked, why, and for which systems."""
    asked = tuple(gaps)
    systems = list(dict.fromkeys(gap.system_name for gap in asked))
    answer_by = on + timedelta(days=DAYS_TO_ANSWER)
    return GapLetter(
        language=language,
        sender=(who.organisation,),
        addressee=tuple(line for line in (who.supplier, who.contact) if line),
        on=on,
        answer_by=answer_by,
        subject=_subject(systems).say(language),
        greeting=_greeting(who.contact).say(language),
        opening=tuple(text.say(language) for text in _opening(len(systems) > 1)),
        parts=tuple(_parts(asked, language)),
        closing=tuple(text.say(language) for text in _closing(answer_by)),
        signed=tuple(line for line in (_REGARDS.say(language), who.writer, who.organisation, who.writer_email) if line),
    )


def as_plain_text(letter: GapLetter) -> str:
    """The letter as text to paste in a mail."""
    lines = [*letter.sender, "", *letter.addressee, "", letter.day, "", letter.subject, "", letter.greeting, ""]
    for paragraph in letter.opening:
        lines += [paragraph, ""]
    for part in letter.parts:
        lines += [part.heading, "", part.intro, ""]
        for number, point in enumerate(part.points, start=part.first):
            more = [f"   {line}" for line in (point.why, point.systems) if line]
            lines += [f"{number}. {point.what}", *more, ""]
    for paragraph in letter.closing:
        lines += [paragraph, ""]
    return "\n".join([*lines, *letter.signed]) + "\n"


def _parts(gaps: Sequence[Gap], language: str) -> Iterator[Part]:
    several = len({gap.system for gap in gaps}) > 1
    first = 1
    for kind in GapKind:
        grouped: dict[tuple[str, Text], list[Gap]] = {}
        for gap in gaps:
            if gap.kind is kind:
                grouped.setdefault((gap.id, gap.why), []).append(gap)
        if grouped:
            points = tuple(_point(same, language, several=several) for same in grouped.values())
            yield Part(_HEADINGS[kind].say(language), _INTROS[kind].say(language), first, points)
            first += len(points)


def _point(same: Sequence[Gap], language: str, *, several: bool) -> Point:
    """One thing that is asked for one or more systems. Why an answer is needed stands above them all."""
    cites = ", ".join(dict.fromkeys(gap.cite.say(language) for gap in same))
    why = cites if same[0].kind is GapKind.ANSWER else f"{same[0].why.say(language)} ({cites})"
    names = ", ".join(dict.fromkeys(gap.system_name for gap in same))
    about = Text(nl=f"Voor: {names}", en=f"For: {names}").say(language) if several else ""
    return Point(same[0].what.say(language), why, about)


def _subject(names: Sequence[str]) -> Text:
    """Name three systems and count the others; four are named, for nobody writes "and 1 other"."""
    if len(names) <= _NAMED + 1:
        listed = ", ".join(names)
        return Text(
            nl=f"Informatie over {listed or 'jullie systemen'}", en=f"Information on {listed or 'your systems'}"
        )
    listed, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    return Text(
        nl=f"Informatie over {listed} en {more} andere systemen",
        en=f"Information on {listed} and {more} other systems",
    )


def _opening(several: bool) -> tuple[Text, ...]:  # noqa: FBT001  (the one thing that differs)
    return (_WHY_WE_WRITE, _BELOW_WITH_SYSTEMS if several else _BELOW)


def _greeting(contact: str) -> Text:
    return Text(nl=f"Beste {contact},", en=f"Dear {contact},") if contact else _TO_WHOM


def _closing(answer_by: date) -> tuple[Text, ...]:
    return (
        Text(
            nl=f"Willen jullie ons vóór {say_date(answer_by, 'nl')} antwoorden? Zet bij elk antwoord het nummer. Is "
            "iets niet van toepassing, of hebben jullie meer tijd nodig? Laat het dan weten, met de reden.",
            en=f"Could you answer us by {say_date(answer_by, 'en')}? Please put the number with each answer. Does "
            "something not apply, or do you need more time? Then please tell us, with the reason.",
        ),
        Text(nl="Alvast bedankt voor de moeite.", en="Thank you in advance for your trouble."),
    )


_NAMED = 3
_TO_WHOM = Text(nl="Beste lezer,", en="Dear reader,")
_REGARDS = Text(nl="Met vriendelijke groet,", en="Kind regards,")
_HEADINGS = {
    GapKind.AGREEMENT: Text(nl="Afspraken", en="Agreements"),
    GapKind.DOCUMENT: Text(nl="Documenten en uitleg", en="Documents and explanation"),
    GapKind.ANSWER: Text(nl="Vragen", en="Questions"),
}
_INTROS = {
    GapKind.AGREEMENT: Text(
        nl="Dit willen wij graag schriftelijk met jullie vastleggen:",
        en="This we would like to put in writing with you:",
    ),
    GapKind.DOCUMENT: Text(
        nl="Willen jullie ons dit sturen? Een document is goed, een beschrijving ook.",
        en="Could you send us this? A document is fine, and so is a description.",
    ),
    GapKind.ANSWER: Text(
        nl="Willen jullie deze vragen beantwoorden? Zonder de antwoorden weten wij niet zeker wat de wet van ons "
        "vraagt. Bij elke vraag staat het artikel.",
        en="Could you answer these questions? Without the answers we are not sure what the law asks of us. With each "
        "question stands the article.",
    ),
}
_WHY_WE_WRITE = Text(
    nl="Wij gebruiken AI van jullie in ons klantcontact. De Europese AI-verordening en de AVG vragen dat wij weten hoe "
    "die werkt, en dat wij dat kunnen laten zien. Daarvoor missen wij nog een paar dingen van jullie.",
    en="We use AI of yours in our customer contact. The European AI Act and the GDPR ask that we know how it works, "
    "and that we can show it. For that we still need a few things from you.",
)
_BELOW = Text(
    nl="Hieronder staat wat wij vragen, waarom, en in welk artikel dat staat.",
    en="Below you find what we ask, why, and which article it comes from.",
)
_BELOW_WITH_SYSTEMS = Text(
    nl="Hieronder staat wat wij vragen, waarom, in welk artikel dat staat, en om welke systemen het gaat. Verschilt "
    "het antwoord per systeem? Schrijf dat er dan bij.",
    en="Below you find what we ask, why, which article it comes from, and which systems it is about. Does the answer "
    "differ between systems? Then please say so.",
)
