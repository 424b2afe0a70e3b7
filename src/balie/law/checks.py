"""Is a body of law whole? Everything a loader can see without judging a case: names, values, cycles, what is unused.

`structural_faults` runs at every load. `deep_faults` also looks for rules that no facts at all could fire; it searches,
so it belongs to `balie law check`.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from difflib import get_close_matches

from balie.language import Text
from balie.law.conditions import AtLeast, Condition, Holds, In, Is, walk
from balie.law.facts import BadValue, Fact, FactKind
from balie.law.faults import Fault, Place
from balie.law.model import Law, PackKind, Rule, Status
from balie.law.search import case_for

Places = Mapping[tuple[str, str], Place]


def structural_faults(law: Law, places: Places) -> list[Fault]:
    """Return everything that is missing, dangling, circular or unused."""
    return [
        *_provision_faults(law, places),
        *_citation_faults(law, places),
        *_rule_faults(law, places),
        *_duty_faults(law, places),
        *_condition_faults(law, places),
        *_cycle_faults(law, places),
        *_unused_faults(law, places),
    ]


def deep_faults(law: Law, published_by: date) -> list[Fault]:
    """Return the rules that no combination of facts can fire, as the law was known on a day."""
    faults = []
    for rule in law.rules.values():
        if law.provisions[rule.provision].known(published_by) and case_for(law, rule.id, published_by) is None:
            reason = Text(nl="Geen enkel geval maakt deze regel waar.", en="No case at all makes this rule hold.")
            faults.append(Fault("never-fires", Place(law.owner[rule.id], None, rule.id), reason, _NEVER_REPAIR))
    return faults


def _provision_faults(law: Law, places: Places) -> Iterator[Fault]:
    for provision in law.provisions.values():
        place = places["provisions", provision.id]
        if not provision.versions and provision.status is not Status.ANNOUNCED:
            reason = Text(nl="Deze bepaling heeft geen enkele versie.", en="This provision has no version at all.")
            yield Fault("no-version", place, reason, _VERSION_REPAIR)
        if provision.fine and provision.fine not in law.fines:
            yield _dangling(place, "fine", provision.fine, law.fines)


def _citation_faults(law: Law, places: Places) -> Iterator[Fault]:
    """Everything that leans on a provision must lean on one that exists."""
    cited: list[tuple[Place, str, tuple[str, ...]]] = [
        *((places["terms", term.id], "provision", (term.provision,)) for term in law.terms.values() if term.provision),
        *((places["fines", fine.id], "provision", (fine.provision,)) for fine in law.fines.values()),
        *((places["fines", f.id], "lower_for", tuple(r.provision for r in f.lower_for)) for f in law.fines.values()),
        *((places["archetypes", a.id], "cites", a.expect.cites) for a in law.archetypes.values()),
    ]
    norms = ((fact, fact.open_norm) for fact in law.facts.values() if fact.open_norm)
    cited.extend((places["facts", fact.id], "open_norm", (norm.provision,)) for fact, norm in norms)
    for place, field, names in cited:
        yield from (_dangling(place, field, name, law.provisions) for name in names if name not in law.provisions)


def _rule_faults(law: Law, places: Places) -> Iterator[Fault]:
    regimes = {rule.regime for rule in law.rules.values() if rule.regime}
    for rule in law.rules.values():
        place, then = places["rules", rule.id], rule.then
        if rule.provision not in law.provisions:
            yield _dangling(place, "provision", rule.provision, law.provisions)
        if then.duty and then.duty not in law.duties:
            yield _dangling(place, "duty", then.duty, law.duties)
        for pack in then.exclude:
            if pack not in law.packs:
                yield _dangling(place, "exclude", pack, law.packs)
        yield from _exception_faults(law, rule, regimes, place)
        if law.packs[law.owner[rule.id]].kind is PackKind.HOUSE and (then.exclude or then.excepts or then.role):
            yield Fault("house-lowers", place, _HOUSE_LOWERS, _HOUSE_REPAIR)


def _exception_faults(law: Law, rule: Rule, regimes: set[str], place: Place) -> Iterator[Fault]:
    if excepted := rule.then.excepts:
        known_by_name: tuple[tuple[tuple[str, ...], Mapping[str, object]], ...] = (
            (excepted.rules, law.rules),
            (excepted.terms, law.terms),
            (excepted.regimes, dict.fromkeys(regimes)),
        )
        for names, known in known_by_name:
            yield from (_dangling(place, "except", name, known) for name in names if name not in known)
        for name in excepted.rules:
            if name in law.rules and law.rules[name].then.excepts:
                yield Fault("excepts-exception", place, _EXCEPTS_EXCEPTION, _EXCEPTS_REPAIR)


def _duty_faults(law: Law, places: Places) -> Iterator[Fault]:
    concluded = {rule.then.duty for rule in law.rules.values()}
    for duty in law.duties.values():
        place = places["duties", duty.id]
        if duty.provision not in law.provisions:
            yield _dangling(place, "provision", duty.provision, law.provisions)
        if duty.fine and duty.fine not in law.fines:
            yield _dangling(place, "fine", duty.fine, law.fines)
        if duty.id not in concluded:
            reason = Text(nl="Geen enkele regel leidt tot deze plicht.", en="No rule leads to this duty.")
            yield Fault("unused-duty", place, reason, _UNUSED_REPAIR)


def _condition_faults(law: Law, places: Places) -> Iterator[Fault]:
    for place, condition in _written_conditions(law, places):
        for part in walk(condition):
            if isinstance(part, Holds):
                if part.term not in law.terms:
                    yield _dangling(place, "term", part.term, law.terms)
            elif isinstance(part, Is | In | AtLeast):
                if part.fact not in law.facts:
                    yield _dangling(place, "fact", part.fact, law.facts)
                elif problem := _misfit(law.facts[part.fact], part):
                    reason = Text(nl=f"'{part.fact}': {problem.nl}", en=f"'{part.fact}': {problem.en}")
                    yield Fault("misfit", place, reason, _MISFIT_REPAIR)


def _written_conditions(law: Law, places: Places) -> Iterator[tuple[Place, Condition]]:
    for pack in law.packs.values():
        if pack.scope:
            yield places["packs", pack.id], pack.scope
    for term in law.terms.values():
        yield places["terms", term.id], term.when
    for rule in law.rules.values():
        yield places["rules", rule.id], rule.when


def _misfit(fact: Fact, part: Is | In | AtLeast) -> Text | None:
    """Say why a condition cannot be asked of a fact, if it cannot."""
    kinds = _ASKABLE[type(part)]
    if fact.kind not in kinds:
        names = ", ".join(sorted(kinds))
        return Text(nl=f"dit kan alleen bij {names}.", en=f"this only fits {names}.")
    wanted = [part.value] if isinstance(part, Is) else [part.bound] if isinstance(part, AtLeast) else part.options
    try:
        for value in wanted:
            fact.read(value)
    except BadValue as error:
        return error.reason
    return None


def _cycle_faults(law: Law, places: Places) -> Iterator[Fault]:
    """Follow terms through their definitions and their exceptions; coming back to a term means a circle."""
    excepting: dict[str, list[Condition]] = {}
    for rule in law.rules.values():
        for term in rule.then.excepts.terms if rule.then.excepts else ():
            excepting.setdefault(term, []).append(rule.when)
    uses = {
        term.id: {part.term for when in (term.when, *excepting.get(term.id, [])) for part in _terms_in(when)}
        for term in law.terms.values()
    }
    done: set[str] = set()
    for start in sorted(uses):
        if circle := _circle(start, uses, (), done):
            path = " > ".join(circle)
            reason = Text(nl=f"Begrippen verwijzen in een kring: {path}.", en=f"Terms refer in a circle: {path}.")
            yield Fault("cycle", places["terms", circle[0]], reason, _CYCLE_REPAIR)


def _terms_in(condition: Condition) -> Iterator[Holds]:
    return (part for part in walk(condition) if isinstance(part, Holds))


def _circle(term: str, uses: Mapping[str, set[str]], path: tuple[str, ...], done: set[str]) -> tuple[str, ...]:
    if term in path:
        return (*path[path.index(term) :], term)
    if term in done:
        return ()
    done.add(term)
    found = (_circle(inner, uses, (*path, term), done) for inner in sorted(uses.get(term, ())))
    return next((circle for circle in found if circle), ())


def _unused_faults(law: Law, places: Places) -> Iterator[Fault]:
    parts = [part for _, condition in _written_conditions(law, places) for part in walk(condition)]
    facts = {part.fact for part in parts if isinstance(part, Is | In | AtLeast)} | _FACTS_READ_ELSEWHERE
    terms = {part.term for part in parts if isinstance(part, Holds)}
    for name in sorted(law.facts.keys() - facts):
        reason = Text(nl="Geen enkele regel vraagt naar dit feit.", en="No rule asks for this fact.")
        yield Fault("unused-fact", places["facts", name], reason, _UNUSED_REPAIR)
    for name in sorted(law.terms.keys() - terms):
        reason = Text(nl="Geen enkele regel gebruikt dit begrip.", en="No rule uses this term.")
        yield Fault("unused-term", places["terms", name], reason, _UNUSED_REPAIR)


def _dangling(place: Place, field: str, name: str, known: Mapping[str, object]) -> Fault:
    near = next(iter(get_close_matches(name, known, n=1)), None)
    reason = Text(nl=f"'{name}' bestaat niet.", en=f"'{name}' does not exist.")
    repair = Text(nl=f"Bedoel je '{near}'?", en=f"Did you mean '{near}'?") if near else _DANGLING_REPAIR
    return Fault("dangling", Place(place.file, place.line, f"{place.field} {field}".strip()), reason, repair)


_ASKABLE: dict[type, set[FactKind]] = {
    Is: {FactKind.YES_NO, FactKind.ONE_OF, FactKind.NUMBER, FactKind.DATE},
    In: {FactKind.ONE_OF, FactKind.SOME_OF},
    AtLeast: {FactKind.NUMBER, FactKind.DATE},
}
# The height of a fine depends on these; rules do not ask for them.
_FACTS_READ_ELSEWHERE = {"org_size", "org_turnover"}
_NEVER_REPAIR = Text(nl="Zoek de tegenspraak in 'when' of 'scope'.", en="Find the contradiction in 'when' or 'scope'.")
_VERSION_REPAIR = Text(
    nl="Voeg 'versions' toe, of geef de status 'announced'.", en="Add 'versions', or give it the status 'announced'."
)
_UNUSED_REPAIR = Text(nl="Gebruik het of haal het weg.", en="Use it or remove it.")
_MISFIT_REPAIR = Text(nl="Pas de voorwaarde of het feit aan.", en="Change the condition or the fact.")
_CYCLE_REPAIR = Text(nl="Haal een van de verwijzingen weg.", en="Remove one of the references.")
_DANGLING_REPAIR = Text(nl="Voeg het toe of verbeter de naam.", en="Add it or correct the name.")
_EXCEPTS_EXCEPTION = Text(
    nl="Een uitzondering op een uitzonderingsregel heeft geen effect.",
    en="An exception to a rule that is itself an exception has no effect.",
)
_EXCEPTS_REPAIR = Text(
    nl="Maak een uitzondering op het begrip waar die regel op rust.", en="Except the term that rule rests on instead."
)
_HOUSE_LOWERS = Text(
    nl="Huisbeleid kan alleen verhogen: geen uitzondering, uitsluiting of rol.",
    en="House policy can only raise: no exception, exclusion or role.",
)
_HOUSE_REPAIR = Text(nl="Laat deze regel weg.", en="Leave this rule out.")
