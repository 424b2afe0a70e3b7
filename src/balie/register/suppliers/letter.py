"""The letter that asks a supplier for what is still owed: plain, polite, in Dutch or English. Pure values."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from balie.law import Text, say_date
from balie.register.suppliers.gaps import Gap, GapKind

DAYS_TO_ANSWER = 21


@dataclass(frozen=True, slots=True)
class Point:
    """One numbered thing that is asked for."""

    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the letter: the system it is about, and the points with the number of the first."""

    heading: str
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
    """Write the letter: a part for each system, with what is asked and why."""
    by_system: dict[tuple[int, str], list[Gap]] = {}
    for gap in gaps:
        by_system.setdefault((gap.system, gap.system_name), []).append(gap)
    answer_by = on + timedelta(days=DAYS_TO_ANSWER)
    return GapLetter(
        language=language,
        sender=(who.organisation,),
        addressee=tuple(line for line in (who.supplier, who.contact) if line),
        on=on,
        answer_by=answer_by,
        subject=_subject([name for _, name in by_system]).say(language),
        greeting=_greeting(who.contact).say(language),
        opening=tuple(text.say(language) for text in _OPENING),
        parts=tuple(_parts(by_system, language)),
        closing=tuple(text.say(language) for text in _closing(answer_by)),
        signed=tuple(line for line in (_REGARDS.say(language), who.writer, who.organisation, who.writer_email) if line),
    )


def as_plain_text(letter: GapLetter) -> str:
    """The letter as text to paste in a mail."""
    lines = [*letter.sender, "", *letter.addressee, "", letter.day, "", letter.subject, "", letter.greeting, ""]
    for paragraph in letter.opening:
        lines += [paragraph, ""]
    for part in letter.parts:
        lines += [part.heading, ""]
        for number, point in enumerate(part.points, start=part.first):
            lines += [f"{number}. {point.what}", f"   {point.why}", ""]
    for paragraph in letter.closing:
        lines += [paragraph, ""]
    return "\n".join([*lines, *letter.signed]) + "\n"


def _parts(by_system: Mapping[tuple[int, str], Sequence[Gap]], language: str) -> Iterator[Part]:
    order = {kind: place for place, kind in enumerate(GapKind)}
    first = 1
    for (_, name), gaps in by_system.items():
        ordered = sorted(gaps, key=lambda gap: order[gap.kind])
        yield Part(name, first, tuple(_point(gap, language) for gap in ordered))
        first += len(ordered)


def _point(gap: Gap, language: str) -> Point:
    what = gap.what.say(language)
    return Point(what, f"{gap.why.say(language)} ({gap.cite.say(language)})")


def _subject(names: Sequence[str]) -> Text:
    listed = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    if more > 0:
        return Text(
            nl=f"Informatie over {listed} en {more} andere systemen",
            en=f"Information on {listed} and {more} other systems",
        )
    return Text(nl=f"Informatie over {listed or 'jullie systemen'}", en=f"Information on {listed or 'your systems'}")


def _greeting(contact: str) -> Text:
    return Text(nl=f"Beste {contact},", en=f"Dear {contact},") if contact else _TO_WHOM


def _closing(answer_by: date) -> tuple[Text, ...]:
    return (
        Text(
            nl=f"Wil je ons vóór {say_date(answer_by, 'nl')} antwoorden? Zet bij elk antwoord het nummer. Is iets niet "
            "van toepassing, of heb je meer tijd nodig? Laat het dan weten, met de reden.",
            en=f"Could you answer us by {say_date(answer_by, 'en')}? Please put the number with each answer. Does "
            "something not apply, or do you need more time? Then please tell us, with the reason.",
        ),
        Text(nl="Alvast bedankt voor de moeite.", en="Thank you in advance for your trouble."),
    )


_NAMED = 3
_TO_WHOM = Text(nl="Beste lezer,", en="Dear reader,")
_REGARDS = Text(nl="Met vriendelijke groet,", en="Kind regards,")
_OPENING = (
    Text(
        nl="Wij gebruiken AI van jullie in ons klantcontact. De Europese AI-verordening en de AVG vragen dat wij weten "
        "hoe die werkt en dat wij dat kunnen laten zien. Daarvoor missen wij nog een paar dingen van jullie.",
        en="We use AI of yours in our customer contact. The European AI Act and the GDPR ask that we know how it works "
        "and that we can show so. For that we still lack a few things from you.",
    ),
    Text(
        nl="Hieronder staat per systeem wat wij vragen, waarom, en in welk artikel dat staat.",
        en="Below you find for each system what we ask, why, and which article it comes from.",
    ),
)
