"""Words and short sentences that several forms of output share."""

from collections import Counter
from datetime import date

from balie.law import (
    PARTY_NAMES,
    Answer,
    Classification,
    DutyStatus,
    Fault,
    Law,
    PackKind,
    Respondent,
    RiskClass,
    Status,
    Text,
    say_date,
)
from balie.site.cli.report.outcome import DutyLine, Outcome, Report, SwitchedOff

SYSTEM = Text(nl="Systeem", en="System")
CLASS = Text(nl="Klasse", en="Class")
BY_LAW = Text(nl="Volgens de wet", en="By law")
BY_HOUSE = Text(nl="Volgens huisregels", en="By house policy")
DUTIES = Text(nl="Plichten", en="Duties")
NEXT_DATE = Text(nl="Eerstvolgende datum", en="Next date")
OPEN_QUESTIONS = Text(nl="Open vragen", en="Open questions")
FIRST_QUESTIONS = Text(nl="Vragen die de klasse nog kunnen veranderen", en="Questions that can still change the class")
NOTES = Text(nl="Let op", en="Please note")
NOTHING = Text(nl="-", en="-")
ADVICE = Text(
    nl="Balie rekent met wat jullie invullen en geeft geen juridisch advies.",
    en="Balie works with what you fill in and gives no legal advice.",
)


def statutory_in_words(found: Classification, applies_on: date, language: str) -> str:
    """Return the class by law, with the day its certain part starts when that is ahead, and what holds until then."""
    words, now = found.range.say(language), found.in_force.say(language)
    if found.range == found.in_force:
        return words
    if found.applies_from is None or found.applies_from <= applies_on:
        return Text(nl=f"{words} (nu: {now})", en=f"{words} (now: {now})").say(language)
    since = say_date(found.applies_from, language)
    return Text(nl=f"{words}, vanaf {since} (nu: {now})", en=f"{words}, from {since} (now: {now})").say(language)


def class_in_words(outcome: Outcome, language: str) -> str:
    """Return the effective class, marked when a person has to judge."""
    mark = Text(nl=" (beoordelen)", en=" (review)").say(language) if outcome.review else ""
    return outcome.effective.say(language) + mark


def house_in_words(outcome: Outcome, report: Report, language: str) -> str:
    """Return the class by house policy; nothing when no house pack takes part or none has anything to say."""
    if not any(pack.kind is PackKind.HOUSE for pack in report.law.packs.values()):
        return NOTHING.say(language)
    lowest, highest = outcome.house.lowest, outcome.house.highest
    if lowest is not RiskClass.NONE:
        return outcome.house.say(language)
    if highest is RiskClass.NONE:
        return NOTHING.say(language)
    label = highest.label
    return Text(nl=f"misschien {label.nl}", en=f"perhaps {label.en}").say(language)


def duties_in_words(outcome: Outcome, language: str) -> str:
    """Count the duties: now, later, and not to be told yet."""
    now, ahead, unknown = (
        len(outcome.with_status(status)) for status in (DutyStatus.IN_FORCE, DutyStatus.AHEAD, DutyStatus.UNKNOWN)
    )
    parts = [Text(nl=f"{now} nu", en=f"{now} now")]
    parts += [Text(nl=f"{ahead} later", en=f"{ahead} ahead")] if ahead else []
    parts += [Text(nl=f"{unknown} onbekend", en=f"{unknown} unknown")] if unknown else []
    return ", ".join(part.say(language) for part in parts)


def day_in_words(day: date | None, language: str) -> str:
    """Return a day in words, or a dash."""
    return say_date(day, language) if day else NOTHING.say(language)


def party_in_words(role: str, language: str) -> str:
    """Return who a duty binds."""
    return PARTY_NAMES[role].say(language)


def source_in_words(line: DutyLine, language: str) -> str:
    """Say whether a duty is law or house policy, and how firm that is."""
    if line.weight and line.found.provision.status is not Status.LAW:
        return line.weight.say(language)
    house = line.found.source is PackKind.HOUSE
    word = Text(nl="huisregel", en="house policy") if house else Text(nl="wet", en="law")
    return f"{word.say(language)}: {line.weight.say(language)}" if line.weight else word.say(language)


def roles_in_words(outcome: Outcome, language: str) -> str:
    """Name the roles the organisation has or may have."""
    certain = [party_in_words(role, language) for role, answer in outcome.roles if answer is Answer.YES]
    possible = [party_in_words(role, language) for role, answer in outcome.roles if answer is Answer.UNKNOWN]
    doubt = Text(nl="misschien", en="perhaps").say(language)
    return ", ".join([*certain, *(f"{doubt} {role}" for role in possible)]) or NOTHING.say(language)


def basis_of(report: Report, language: str) -> list[str]:
    """Say what a reader has to know to repeat this: the days, the state of the law, and what was switched off."""
    on, known = say_date(report.applies_on, language), say_date(report.published_by, language)
    digest = report.law.digest[:12]
    lines = [
        Text(
            nl=f"Wat geldt op {on}, volgens de wet zoals bekend op {known} (versie {digest}).",
            en=f"What applies on {on}, by the law as known on {known} (version {digest}).",
        ).say(language)
    ]
    lines += [_switched_off(off).say(language) for off in report.switched_off]
    return [*lines, ADVICE.say(language)]


def _switched_off(off: SwitchedOff) -> Text:
    return Text(
        nl=f"Uitgeschakeld: {off.title.nl} ({off.pack}). Reden: {off.because}",
        en=f"Switched off: {off.title.en} ({off.pack}). Reason: {off.because}",
    )


def summary_of(report: Report, language: str) -> str:
    """Count the systems per class, those that need a person, and those that could not be read."""
    counted = Counter(outcome.effective for outcome in report.outcomes)
    settled = {
        risk: sum(n for found, n in counted.items() if found.settled and found.lowest is risk) for risk in RiskClass
    }
    unsettled = sum(n for found, n in counted.items() if not found.settled)
    review = sum(outcome.review for outcome in report.outcomes)
    parts = [f"{settled[risk]} {risk.label.say(language)}" for risk in reversed(RiskClass) if settled[risk]]
    if unsettled:
        parts.append(Text(nl=f"{unsettled} nog niet vast", en=f"{unsettled} not settled").say(language))
    if review:
        parts.append(Text(nl=f"{review} te beoordelen", en=f"{review} to review").say(language))
    if report.refused:
        parts.append(Text(nl=f"{report.refused} niet gelezen", en=f"{report.refused} not read").say(language))
    total = len(report.outcomes)
    noun = Text(nl="systeem" if total == 1 else "systemen", en="system" if total == 1 else "systems")
    return f"{total} {noun.say(language)}: {', '.join(parts)}." if parts else f"0 {noun.say(language)}."


def say_fault(fault: Fault, language: str) -> str:
    """Put a fault on one line, safe to print."""
    return printable(fault.say(language))


def printable(text: str) -> str:
    """Replace what a terminal would obey or hide: control characters and marks that turn text around."""
    kept = (
        sign if sign.isprintable() or sign in "\n\t" else "\N{REPLACEMENT CHARACTER}"
        for sign in text.replace("\xa0", " ")
    )
    return "".join(kept)


def packs_in_words(law: Law, language: str) -> list[tuple[str, str, str]]:
    """List the packs the outcome rests on: id, kind and title."""
    return [(pack.id, _KINDS[pack.kind].say(language), pack.title.say(language)) for pack in law.packs.values()]


RESPONDENTS = {
    Respondent.COMPLIANCE: Text(nl="compliance of privacy", en="compliance or privacy"),
    Respondent.MANAGER: Text(nl="manager klantcontact", en="contact-centre manager"),
    Respondent.BUILDER: Text(nl="bouwer", en="builder"),
    Respondent.SUPPLIER: Text(nl="leverancier", en="supplier"),
    Respondent.LEGAL: Text(nl="jurist", en="lawyer"),
}
_KINDS = {
    PackKind.LAW: Text(nl="wet", en="law"),
    PackKind.HOUSE: Text(nl="huisregels", en="house policy"),
    PackKind.VOCABULARY: Text(nl="vragen", en="questions"),
}
