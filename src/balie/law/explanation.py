"""Say it in words: why a rule holds, does not hold, or cannot be told, down to the answers people gave."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from balie.language import Text
from balie.law.answer import Answer
from balie.law.assessment import Assessment
from balie.law.conditions import AnyOf, AtLeast, Condition, Holds, In, Is, Not
from balie.law.facts import Fact, Statement, say_date
from balie.law.findings import DutyStatus, Finding
from balie.law.model import Basis, Duty, Party, Provision, Status


@dataclass(frozen=True, slots=True)
class Trace:
    """A condition with its answer, what it was worked out from, and whether it tipped the balance one level up.

    `label` names a legal term or a way of combining; a condition on a fact has the fact and what was stated instead.
    """

    answer: Answer
    condition: Condition
    label: Text | None
    children: "tuple[Trace, ...]"
    decisive: bool
    fact: Fact | None = None
    statement: Statement | None = None

    @property
    def text(self) -> Text:
        """The condition in words; for a fact: the question, what was answered, and what the rule looks for."""
        if self.fact is None or not isinstance(self.condition, Is | In | AtLeast):
            return self.label or _ALL
        return _say_leaf(self.fact, self.condition, self.statement)

    def lines(self, language: str, *, decisive_only: bool = False, depth: int = 0) -> Iterator[str]:
        """Return the trace as indented lines."""
        yield f"{'  ' * depth}{self.text.say(language)}: {self.answer.label.say(language)}"
        for child in self.children:
            if child.decisive or not decisive_only:
                yield from child.lines(language, decisive_only=decisive_only, depth=depth + 1)


@dataclass(frozen=True, slots=True)
class Explained:
    """One finding with what it concludes, how sure one may be of it, and the answers that tipped it."""

    finding: Finding
    conclusion: Text
    weight: Text | None
    reasons: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All findings on the class, the roles and the exceptions of one system, in three groups; duties tell their own."""

    applies: tuple[Explained, ...]
    unknown: tuple[Explained, ...]
    does_not: tuple[Explained, ...]


def explain(assessment: Assessment) -> Explanation:
    """Say of every rule that is not about a duty whether it applies and why; the heaviest class comes first."""
    groups: dict[Answer, list[Explained]] = {answer: [] for answer in Answer}
    for finding in assessment.findings:
        if not finding.rule.then.duty:
            groups[finding.answer].append(explain_finding(assessment, finding))
    for group in groups.values():
        group.sort(key=lambda item: (-(item.finding.rule.then.risk or 0), item.finding.rule.id))
    return Explanation(tuple(groups[Answer.YES]), tuple(groups[Answer.UNKNOWN]), tuple(groups[Answer.NO]))


def explain_finding(assessment: Assessment, finding: Finding) -> Explained:
    """Put one finding in words."""
    return Explained(
        finding,
        say_conclusion(assessment, finding),
        say_weight(finding.provision, finding.rule.basis),
        reasons_for(assessment, finding.rule.id),
    )


def trace_of(assessment: Assessment, rule_id: str) -> Trace:
    """Return why a rule got its answer. The same questions in the same order as the rule is written."""
    return _trace(assessment, assessment.edition.node_of[rule_id], decisive=True)


def reasons_for(assessment: Assessment, rule_id: str) -> tuple[Trace, ...]:
    """Return the answers to questions that were decisive for a rule, without the legal steps in between."""
    found: dict[str, Trace] = {}
    for node in decisive_leaves(assessment, assessment.edition.node_of[rule_id]):
        trace = _leaf(assessment, node, decisive=True)
        found.setdefault(trace.fact.id if trace.fact else "", trace)
    return tuple(found.values())


def decisive_leaves(assessment: Assessment, node: int) -> Iterator[int]:
    """Return the conditions on facts that made a condition what it is, in the order in which the rule asks them."""
    edition, answers = assessment.edition, assessment.answers
    stack, seen = [node], {node}
    while stack:
        current = stack.pop()
        inputs = edition.inputs[current]
        if not inputs:
            yield current
        for inner in reversed(inputs):
            if inner not in seen and _tips(edition.conditions[current], answers[current], answers[inner]):
                seen.add(inner)
                stack.append(inner)


def say_conclusion(assessment: Assessment, finding: Finding) -> Text:
    """What the rule concludes, in words."""
    then, law = finding.rule.then, assessment.law
    if then.risk is not None:
        label = then.risk.label
        return Text(nl=f"klasse: {label.nl}", en=f"class: {label.en}")
    if then.duty:
        title = law.duties[then.duty].title
        return Text(nl=f"plicht: {title.nl}", en=f"duty: {title.en}")
    if then.role:
        role = PARTY_NAMES[then.role]
        return Text(nl=f"rol: {role.nl}", en=f"role: {role.en}")
    if then.exclude:
        titles = [law.packs[pack].title for pack in then.exclude if pack in law.packs]
        nl, en = ", ".join(t.nl for t in titles), ", ".join(t.en for t in titles)
        return Text(nl=f"valt buiten: {nl}", en=f"is outside: {en}")
    return Text(nl="uitzondering", en="exception")


def say_weight(provision: Provision, basis: Basis) -> Text | None:
    """How sure a reader may be, in words; None when it is the text of the law, read at the source."""
    nl, en = [], []
    if provision.status is not Status.LAW:
        nl.append(_STATUS[provision.status].nl)
        en.append(_STATUS[provision.status].en)
    if basis is not Basis.STATUTE:
        nl.append(_BASIS[basis].nl)
        en.append(_BASIS[basis].en)
    if provision.certainty >= _SECONDARY:
        nl.append(_CERTAINTY[provision.certainty].nl)
        en.append(_CERTAINTY[provision.certainty].en)
    return Text("; ".join(nl), "; ".join(en)) if nl else None


def _trace(assessment: Assessment, node: int, *, decisive: bool) -> Trace:
    edition, answers = assessment.edition, assessment.answers
    condition = edition.conditions[node]
    if not edition.inputs[node]:
        return _leaf(assessment, node, decisive=decisive)
    children = tuple(
        _trace(assessment, inner, decisive=decisive and _tips(condition, answers[node], answers[inner]))
        for inner in edition.inputs[node]
    )
    return Trace(Answer(answers[node]), condition, _say_inner(assessment, condition), children, decisive)


def _leaf(assessment: Assessment, node: int, *, decisive: bool) -> Trace:
    condition, answer = assessment.edition.conditions[node], Answer(assessment.answers[node])
    if not isinstance(condition, Is | In | AtLeast):
        raise TypeError(f"{condition} asks no fact")
    fact = assessment.law.facts[condition.fact]
    statement = assessment.facts.get(fact.id)
    return Trace(answer, condition, None, (), decisive, fact, statement)


def _tips(condition: Condition, answer: int, inner: int) -> bool:
    """Whether an inner answer made the outer one what it is."""
    return inner == answer or isinstance(condition, Not)


def _say_inner(assessment: Assessment, condition: object) -> Text:
    match condition:
        case Holds(term):
            return assessment.law.terms[term].label
        case AnyOf():
            return Text(nl="minstens een van deze", en="at least one of these")
        case Not():
            return Text(nl="niet", en="not")
        case _:
            return _ALL


def _say_leaf(fact: Fact, condition: Is | In | AtLeast, statement: Statement | None) -> Text:
    """The question, what was answered, and what the rule looks for."""
    return Text(*(f"{fact.question.say(lang)} {_answered(fact, condition, statement, lang)}" for lang in ("nl", "en")))


def _answered(fact: Fact, condition: Is | In | AtLeast, statement: Statement | None, lang: str) -> str:
    wanted = _wanted(fact, condition, lang)
    given = fact.say(statement.value, lang) if statement else Answer.UNKNOWN.label.say(lang)
    if given == wanted:
        return Text(nl=f"[antwoord: {given}]", en=f"[answer: {given}]").say(lang)
    nl = f"[antwoord: {given}; de regel zoekt: {wanted}]"
    en = f"[answer: {given}; the rule looks for: {wanted}]"
    return Text(nl, en).say(lang)


def _wanted(fact: Fact, condition: Is | In | AtLeast, lang: str) -> str:
    match condition:
        case Is(_, value):
            return fact.say(value, lang)
        case In(_, options):
            names = [o.label.say(lang) for o in fact.options if o.id in options]
            return Text(nl=" of ", en=" or ").say(lang).join(names)
        case AtLeast(_, bound):
            shown = fact.say(bound, lang)
            more = _LATER if isinstance(bound, date) else _MORE
            return f"{shown} {more.say(lang)}"


def owed_as(assessment: Assessment, duty: Duty) -> tuple[Party, ...]:
    """In which of its roles the organisation owes a duty: those it certainly has, else those it may have."""
    for least in (Answer.YES, Answer.UNKNOWN):
        held = tuple(party for party in duty.roles if _holds(assessment, party) >= least)
        if held:
            return held
    return duty.roles


def _holds(assessment: Assessment, party: Party) -> Answer:
    """Whether the organisation is such a party; who is a public body is a trader only as far as nobody says so."""
    if party in assessment.roles:
        return assessment.roles[party]
    if party not in {Party.PUBLIC_BODY, Party.TRADER}:
        return Answer.YES
    said = assessment.facts.get("org_public_body")
    if said is None:
        return Answer.UNKNOWN
    return Answer.YES if said.value is (party is Party.PUBLIC_BODY) else Answer.NO


def say_parties(parties: tuple[Party, ...]) -> Text:
    """Name the parties: "aanbieder of gebruiksverantwoordelijke"."""
    names = [PARTY_NAMES[party] for party in parties]
    return Text(_listed([name.nl for name in names], "of"), _listed([name.en for name in names], "or"))


def _listed(words: list[str], word: str) -> str:
    return f" {word} ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else words[0]


def say_status(status: DutyStatus, since: date | None, language: str) -> str:
    """A duty's status in words, with the date when it lies ahead."""
    label = _DUTY_STATUS[status].say(language)
    return f"{label} {say_date(since, language)}" if status is DutyStatus.AHEAD and since else label


_ALL = Text(nl="alle van deze", en="all of these")
_LATER, _MORE = Text(nl="of later", en="or later"), Text(nl="of meer", en="or more")
_SECONDARY = 3
_STATUS = {
    Status.POSITION: Text(nl="standpunt van toezichthouders, geen wet", en="supervisors' position, not law"),
    Status.ANNOUNCED: Text(nl="aangekondigd, nog geen wet", en="announced, not law yet"),
}
_BASIS = {
    Basis.GUIDELINE_FINAL: Text(nl="volgens richtsnoeren van de Commissie", en="by Commission guidelines"),
    Basis.GUIDELINE_DRAFT: Text(nl="volgens conceptrichtsnoeren", en="by draft guidelines"),
    Basis.ANALYSIS: Text(nl="onze uitleg van de wet", en="our reading of the law"),
}
_CERTAINTY = {
    3: Text(nl="uit een betrouwbare bron, tekst niet zelf gelezen", en="from a reliable source, text itself not read"),
    4: Text(nl="uit achtergrondkennis, tekst niet nagelezen", en="from background knowledge, text not re-read"),
}
_DUTY_STATUS = {
    DutyStatus.IN_FORCE: Text(nl="geldt nu", en="in force"),
    DutyStatus.AHEAD: Text(nl="vanaf", en="from"),
    DutyStatus.UNKNOWN: Text(nl="nog niet te zeggen", en="cannot be told yet"),
    DutyStatus.ENDED: Text(nl="niet meer van kracht", en="no longer in force"),
    DutyStatus.DOES_NOT_APPLY: Text(nl="geldt niet", en="does not apply"),
}
PARTY_NAMES = {
    "provider": Text(nl="aanbieder", en="provider"),
    "deployer": Text(nl="gebruiksverantwoordelijke", en="deployer"),
    "importer": Text(nl="importeur", en="importer"),
    "distributor": Text(nl="distributeur", en="distributor"),
    "employer": Text(nl="werkgever", en="employer"),
    "public_body": Text(nl="overheidsorganisatie", en="public body"),
    "controller": Text(nl="verwerkingsverantwoordelijke", en="controller"),
    "trader": Text(nl="handelaar", en="trader"),
}
