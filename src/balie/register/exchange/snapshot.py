"""The register as values: what an export writes, and what an import compares a file with."""

from collections.abc import Collection, Iterable
from dataclasses import replace

from balie.law import ClassRange, Law, Place, RiskClass
from balie.people.service import Permission, User, people_with
from balie.register import models, statements
from balie.register.acting import Acting
from balie.register.exchange.planning import Known, Owner, Snapshot
from balie.register.home import known_organisation
from balie.register.reading import Format
from balie.register.scope import visible_systems
from balie.register.system import AISystem, LifeCycle, Link, LinkTo, Organisation, Portfolio
from balie.register.writing import write
from balie.register.writing.algorithm_register import as_json, entry_of

_HERE = Place("balie")


def exported(law: Law, acting: Acting) -> Portfolio:
    """Every system somebody may see with everything that is kept about it, by name."""
    rows = list(visible_systems(acting.person, now=acting.now).order_by("name", "pk"))
    found, seen = _portfolio(law, rows), {row.name for row in rows}
    return replace(found, systems=tuple(_without_links(value, seen) for value in found.systems))


def _without_links(value: AISystem, seen: Collection[str]) -> AISystem:
    """A system without its links to systems that somebody does not see."""
    return replace(value, links=tuple(link for link in value.links if link.name in seen))


def whole_register(law: Law, form: str, language: str) -> bytes:
    """Everything, as a file; for whoever has the machine it stands on."""
    return write(_portfolio(law, _every_row()), law, Format(form), language=language)


def entries_to_publish(law: Law) -> bytes:
    """Every system as an entry of the Algorithm Register, as a file; what is missing in them is not filled in."""
    rows = _every_row()
    values = _values(law, rows)
    return as_json(entry_of(value, row.public_entry) for row, value in zip(rows, values, strict=True))


def systems_in_words(law: Law, language: str) -> list[dict[str, str]]:
    """Every system with its class, stage and owner in words, by name."""
    return [
        {
            "name": row.name,
            "class": _class(row, language),
            "stage": LifeCycle(row.life_cycle).label.say(language) if row.life_cycle else "",
            "owner": row.owner,
            "archetype": row.archetype if row.archetype in law.archetypes else "",
        }
        for row in _every_row()
    ]


def value_of(law: Law, row: models.AISystem) -> AISystem:
    """One system as a value."""
    return _values(law, [row])[0]


def _every_row() -> list[models.AISystem]:
    return list(models.AISystem.objects.select_related("organisation", "latest").order_by("name", "pk"))


def _class(row: models.AISystem, language: str) -> str:
    if row.latest is None:
        return ""
    return ClassRange(RiskClass(row.latest.effective_low), RiskClass(row.latest.effective_high)).say(language)


def _portfolio(law: Law, rows: list[models.AISystem]) -> Portfolio:
    home = known_organisation()
    values = _values(law, rows)
    return Portfolio(tuple(values), organisation_value(law, home) if home else Organisation())


def snapshot(law: Law, organisation: models.Organisation | None) -> Snapshot:
    """The register of one organisation, to compare a file with; of none yet, an empty one."""
    if organisation is None:
        return Snapshot(Organisation(), (), _owners())
    rows = list(organisation.systems.select_related("organisation", "latest").order_by("pk"))
    known = (Known(row.pk, row.revision, value) for row, value in zip(rows, _values(law, rows), strict=True))
    suppliers = frozenset(name.casefold() for name in organisation.suppliers.values_list("name", flat=True))
    return Snapshot(organisation_value(law, organisation), tuple(known), _owners(), suppliers)


def organisation_value(law: Law, organisation: models.Organisation) -> Organisation:
    """An organisation with what it says of itself."""
    facts = statements.from_json(law, organisation.facts).facts
    asked = models.Answer.objects.filter(organisation=organisation, system=None, known=False)
    unknown = set(asked.values_list("fact", flat=True)) & law.facts.keys()
    return Organisation(organisation.name, facts, frozenset(unknown - facts.keys()))


def _values(law: Law, rows: list[models.AISystem]) -> list[AISystem]:
    names = {row.pk: row.name for row in rows}
    links: dict[int, list[LinkTo]] = {}
    for link in models.SystemLink.objects.filter(system__in=names).select_related("other").order_by("pk"):
        links.setdefault(link.system_id, []).append(LinkTo(Link(link.kind), link.other.name, link.note))
    withdrawn: dict[int, set[str]] = {}
    for key, fact in models.Answer.objects.filter(system__in=names, known=False).values_list("system", "fact"):
        withdrawn.setdefault(key or 0, set()).add(fact)
    return [_value(law, row, links.get(row.pk, ()), withdrawn.get(row.pk, set())) for row in rows]


def _value(law: Law, row: models.AISystem, links: Iterable[LinkTo], withdrawn: set[str]) -> AISystem:
    """A row as a value. What its starting point says and nobody says any more is known to be unknown."""
    facts = statements.from_json(law, row.facts).facts
    usual = law.archetypes[row.archetype].facts.keys() if row.archetype in law.archetypes else set()
    unknown = ((withdrawn | usual) & law.facts.keys()) - facts.keys()
    return AISystem(
        name=row.name,
        facts=facts,
        place=_HERE,
        organisation=row.organisation.name,
        archetype=row.archetype if row.archetype in law.archetypes else "",
        purpose=row.purpose,
        owner=row.owner,
        supplier=row.supplier,
        model=row.model,
        version=row.version,
        reference=row.reference,
        channels=tuple(row.channels),
        languages=tuple(row.languages),
        customers=row.customers,
        life_cycle=LifeCycle(row.life_cycle) if row.life_cycle else None,
        retired_on=row.retired_on,
        links=tuple(links),
        own=frozenset(facts),
        unknown=frozenset(unknown),
        public_entry=row.public_entry,
    )


def _owners() -> dict[str, Owner]:
    """Who may own systems, by address and by name; a name that two people share points at neither."""
    found: dict[str, Owner | None] = {}
    people: list[User] = list(people_with(Permission.CHANGE_SYSTEMS))
    for person in people:
        if person.name:
            folded = person.name.casefold()
            found[folded] = None if folded in found else Owner(person.pk, str(person))
    for person in people:
        found[person.email.casefold()] = Owner(person.pk, str(person))
    return {name: owner for name, owner in found.items() if owner}
