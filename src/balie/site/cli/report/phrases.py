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
    Statement,
    Status,
    Text,
    say_date,
)
from balie.register.reading.systems import FROM_ARCHETYPE
from balie.site.cli.report.outcome import DutyLine, Outcome, Report, SwitchedOff

SYSTEM = Text(nl="Systeem", en="System")
CLASS = Text(nl="Klasse", en="Class")
BY_LAW = Text(nl="Volgens de wet", en="By law")
BY_HOUSE = Text(nl="Volgens huisbeleid", en="By house policy")
DUTIES = Text(nl="Plichten", en="Duties")
NEXT_DATE = Text(nl="Volgende wijziging", en="Next change")
OPEN_QUESTIONS = Text(nl="Open vragen", en="Open questions")
FIRST_QUESTIONS = Text(nl="Vragen die de klasse nog kunnen veranderen", en="Questions that can still change the class")
NOTES = Text(nl="Let op", en="Please note")
FINE = Text(nl="Boete", en="Fine")
NOTHING = Text(nl="-", en="-")
NO_CHANGE = Text(nl="geen", en="none")
REVIEW = Text(nl="jurist moet nog oordelen", en="a lawyer has to decide")
STATES = {
    DutyStatus.IN_FORCE: Text(nl="nu", en="now"),
    DutyStatus.AHEAD: Text(nl="straks", en="ahead"),
    DutyStatus.UNKNOWN: Text(nl="nog niet te zeggen", en="cannot be told yet"),
}
STATED_DUTIES = {
    DutyStatus.IN_FORCE: Text(nl="Plichten nu", en="Duties now"),
    DutyStatus.AHEAD: Text(nl="Plichten straks", en="Duties ahead"),
    DutyStatus.UNKNOWN: Text(nl="Plichten: nog niet te zeggen", en="Duties: cannot be told yet"),
}
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
    mark = f" ({REVIEW.say(language)})" if outcome.review else ""
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
    counts = {status: len(outcome.with_status(status)) for status in STATES}
    shown = [status for status in STATES if counts[status] or status is DutyStatus.IN_FORCE]
    return ", ".join(f"{counts[status]} {STATES[status].say(language)}" for status in shown)


def next_change_in_words(outcome: Outcome, language: str) -> str:
    """Return the next day on which something changes, or that there is none."""
    return say_date(outcome.next_date, language) if outcome.next_date else NO_CHANGE.say(language)


def state_in_words(line: DutyLine, applies_on: date, language: str) -> str:
    """Say where a duty stands, and since or from when."""
    found, words = line.found, STATES[line.found.status].say(language)
    if found.since is None or found.status is DutyStatus.UNKNOWN:
        return words
    day = say_date(found.since, language)
    begun = found.since <= applies_on
    return Text(
        nl=f"{words}, {'sinds' if begun else 'vanaf'} {day}", en=f"{words}, {'since' if begun else 'from'} {day}"
    ).say(language)


def ground_in_words(line: DutyLine, language: str) -> str:
    """Say in a word what a duty rests on: law, a position of supervisors, or house policy."""
    return GROUNDS[ground_of(line)].say(language)


def ground_of(line: DutyLine) -> str:
    """What a duty rests on, as one of GROUNDS."""
    if line.found.source is PackKind.HOUSE:
        return "house"
    return "law" if line.found.provision.status is Status.LAW else "position"


def party_in_words(role: str, language: str) -> str:
    """Return who a duty binds."""
    return PARTY_NAMES[role].say(language)


def source_in_words(line: DutyLine, language: str) -> str:
    """Say whether a duty is law or house policy, and how firm that is."""
    if line.weight and line.found.provision.status is not Status.LAW:
        return line.weight.say(language)
    word = ground_in_words(line, language)
    return f"{word}: {line.weight.say(language)}" if line.weight else word


def source_of_answer(law: Law, statement: Statement, language: str) -> str:
    """Say where an answer comes from; a starting point is named as people know it."""
    archetype = law.archetypes.get(statement.source.removeprefix(FROM_ARCHETYPE))
    if archetype is None or not statement.source.startswith(FROM_ARCHETYPE):
        return statement.source
    name = archetype.name
    return Text(nl=f"startpunt '{name.nl}'", en=f"starting point '{name.en}'").say(language)


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
    """Count the systems: each once, under its class or as still open; then those that were not assessed."""
    counted = Counter(_settled_class(outcome) for outcome in report.outcomes)
    waiting = Counter(_settled_class(outcome) for outcome in report.outcomes if outcome.review)
    order: list[RiskClass | None] = [*reversed(RiskClass), None]
    parts = [_counted(counted[risk], risk, waiting[risk], language) for risk in order if counted[risk]]
    total, missing = len(report.outcomes), report.refused
    noun = Text(nl="systeem" if total == 1 else "systemen", en="system" if total == 1 else "systems")
    counts = f"{total} {noun.say(language)}{': ' if parts else ''}{', '.join(parts)}."
    refused = Text(nl=f"Daarnaast {missing} niet beoordeeld.", en=f"Besides these, {missing} not assessed.")
    return f"{counts} {refused.say(language)}" if missing else counts


def missing_from(report: Report, language: str) -> str:
    """Warn that systems are missing from an overview; nothing when none are."""
    count = report.refused
    if not count:
        return ""
    if count == 1:
        return Text(
            nl="Let op: 1 systeem ontbreekt hieronder, zie de fouten.",
            en="Please note: 1 system is missing below, see the faults.",
        ).say(language)
    return Text(
        nl=f"Let op: {count} systemen ontbreken hieronder, zie de fouten.",
        en=f"Please note: {count} systems are missing below, see the faults.",
    ).say(language)


def organisations_of(report: Report) -> str:
    """Name the organisations whose systems these are."""
    return ", ".join(
        dict.fromkeys(outcome.system.organisation for outcome in report.outcomes if outcome.system.organisation)
    )


def _settled_class(outcome: Outcome) -> RiskClass | None:
    """The class under which a system is counted; None while more than one is possible."""
    return outcome.effective.lowest if outcome.effective.settled else None


def _counted(count: int, risk: RiskClass | None, waiting: int, language: str) -> str:
    label = risk.label if risk is not None else Text(nl="nog open", en="still open")
    if not waiting:
        return f"{count} {label.say(language)}"
    return Text(
        nl=f"{count} {label.nl} (van {waiting} moet de klasse nog worden beoordeeld)",
        en=f"{count} {label.en} (the class of {waiting} has yet to be decided)",
    ).say(language)


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
GROUNDS = {
    "law": Text(nl="wet", en="law"),
    "position": Text(nl="standpunt", en="position"),
    "house": Text(nl="huisbeleid", en="house policy"),
}
_KINDS = {
    PackKind.LAW: Text(nl="wet", en="law"),
    PackKind.HOUSE: Text(nl="huisbeleid", en="house policy"),
    PackKind.VOCABULARY: Text(nl="vragen", en="questions"),
}
