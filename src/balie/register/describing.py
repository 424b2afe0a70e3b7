"""Add a system, describe it, retire it or bring it back, and delete a draft. Pages, import and API all come here."""

from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction

from balie.evidence import service as evidence
from balie.law import Law, Statement, Text, plain_value
from balie.people.service import NotPermitted, Permission, Reach, User, may, people_with, reach
from balie.register import models, statements
from balie.register.acting import Acting, fresh, put_down, subject_of
from balie.register.assessing import assess
from balie.register.scope import system_for
from balie.register.suppliers.keeping import suppliers_named
from balie.register.system import Cause, LifeCycle, Via
from balie.register.wording import LINE, NAME, Refused, line, paragraph, words

FROM_ARCHETYPE = "archetype "  # how a source names a starting point, as in files
_DRAFTS = ("", LifeCycle.IDEA)
_MOST_CUSTOMERS = 2_000_000_000


@dataclass(frozen=True, slots=True)
class Description:
    """What people write down about a system.

    `owned_by` is the account of the owner; `owner` is a name, for who has none. `supplier` is a name: when no supplier
    is called that, one is added.
    """

    name: str
    purpose: str = ""
    owner: str = ""
    owned_by: User | None = None
    supplier: str = ""
    model: str = ""
    reference: str = ""
    channels: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    customers: int | None = None
    life_cycle: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
    """What would go when a draft is deleted; `refusal` says why it cannot be."""

    system: models.AISystem
    refusal: Text | None
    answers: int
    versions: int
    links: int
    duties: int


@transaction.atomic
def create_system(
    law: Law,
    organisation: models.Organisation,
    description: Description,
    acting: Acting,
    *,
    archetype: str = "",
) -> models.AISystem:
    """Add a system and assess it; whoever adds it owns it, unless somebody else is named.

    Raise `NotPermitted`, `Refused` for what cannot be kept, `KeyError` for a starting point the law does not know.
    """
    if reach(acting.person, Permission.CHANGE_SYSTEMS) is Reach.NONE:
        raise NotPermitted(Permission.CHANGE_SYSTEMS)
    nobody = description.owned_by is None and not description.owner.strip()
    written = _checked(replace(description, owned_by=acting.person) if nobody else description)
    system = models.AISystem(organisation=organisation, archetype=archetype)
    _write(system, written, acting)
    start = _starting_facts(law, archetype)
    system.facts = statements.as_json(start)
    _save(system)
    models.Answer.objects.bulk_create(_from_start(system, name, said, acting) for name, said in start.items())
    body = {"archetype": archetype} if archetype else {}
    put_down("system-added", subject_of(system), acting, changes=_changes({}, _written(system)), body=body)
    assess([system], acting.occasion(law, Cause.ANSWERS))
    return system


@transaction.atomic
def change_system(key: int, description: Description, acting: Acting, *, revision: int | None) -> models.AISystem:
    """Change what is written down about a system. Raise `Stale` when somebody else did so in the meantime."""
    system = system_for(acting.person, key, Permission.CHANGE_SYSTEMS, now=acting.now)
    fresh(system, revision)
    before = _written(system)
    _write(system, _checked(description, system), acting)
    changes = _changes(before, _written(system))
    if changes:
        system.revision += 1
        _save(system)
        put_down("system-changed", subject_of(system), acting, changes=changes)
    return system


@transaction.atomic
def retire(key: int, reason: str, acting: Acting) -> models.AISystem:
    """Say that a system is no longer in use. It stays readable and is assessed no more."""
    system = system_for(acting.person, key, Permission.CHANGE_SYSTEMS, now=acting.now)
    if system.retired:
        raise Refused("reason", "retired", _RETIRED_ALREADY)
    why = line("reason", reason, LINE, required=True)
    return _move(system, LifeCycle.RETIRED, acting, "system-retired", why)


@transaction.atomic
def bring_back(law: Law, key: int, stage: str, acting: Acting) -> models.AISystem:
    """Take a retired system into use again, and assess it: the law may have moved on."""
    system = system_for(acting.person, key, Permission.CHANGE_SYSTEMS, now=acting.now)
    if not system.retired:
        raise Refused("life_cycle", "not-retired", Text(nl="Dit systeem is niet gestopt.", en="This is not retired."))
    _move(system, _stage(stage, besides=LifeCycle.RETIRED), acting, "system-brought-back")
    assess([system], acting.occasion(law, Cause.DEMAND))
    return system


def draft_of(system: models.AISystem) -> Draft:
    """What would go with a draft, and whether it may go at all."""
    return Draft(
        system=system,
        refusal=_kept_because(system),
        answers=system.answers.values("fact").distinct().count(),
        versions=system.versions.count(),
        links=system.links.count() + system.linked_from.count(),
        duties=system.duties.count(),
    )


@transaction.atomic
def delete_draft(key: int, acting: Acting) -> str:
    """Delete an idea nobody ever signed for, and return its name. Raise `Refused` for anything more."""
    system = system_for(acting.person, key, Permission.CHANGE_SYSTEMS, now=acting.now)
    if refusal := _kept_because(system):
        raise Refused("", "not-a-draft", refusal)
    put_down("draft-deleted", subject_of(system), acting, changes=_changes(_written(system), {}))
    name = system.name
    system.delete()
    return name


def describe(system: models.AISystem) -> Description:
    """What is written down about a system now."""
    return Description(
        name=system.name,
        purpose=system.purpose,
        owner=system.owner,
        owned_by=system.owned_by,
        supplier=system.supplier,
        model=system.model,
        reference=system.reference,
        channels=tuple(system.channels),
        languages=tuple(system.languages),
        customers=system.customers,
        life_cycle=system.life_cycle,
    )


def may_change(person: User, system: models.AISystem) -> bool:
    """Whether somebody may change what is written down about this system."""
    return may(person, Permission.CHANGE_SYSTEMS, owner=system.owned_by_id)


def _checked(description: Description, system: models.AISystem | None = None) -> Description:
    """The description with every text tidied. Raise `Refused` for the first that cannot be kept."""
    name = line("name", description.name, required=True)
    owner = description.owned_by
    was = system.owned_by_id if system else None
    if owner and owner.pk != was and not people_with(Permission.CHANGE_SYSTEMS).filter(pk=owner.pk).exists():
        raise Refused("owned_by", "may-not-own", _MAY_NOT_OWN)
    if not 0 <= (description.customers or 0) <= _MOST_CUSTOMERS:
        raise Refused("customers", "out-of-range", _NO_NUMBER)
    return Description(
        name=name,
        purpose=paragraph("purpose", description.purpose),
        owner=str(owner)[:NAME] if owner else line("owner", description.owner),
        owned_by=owner,
        supplier=line("supplier", description.supplier),
        model=line("model", description.model),
        reference=line("reference", description.reference),
        channels=words("channels", description.channels),
        languages=words("languages", description.languages),
        customers=description.customers,
        life_cycle=_stage(description.life_cycle) if description.life_cycle else "",
    )


def _write(system: models.AISystem, written: Description, acting: Acting) -> None:
    """Lay a description over a system; a stage that means the end brings its day along."""
    _refuse_name_of_another(system, written.name)
    system.name, system.purpose = written.name, written.purpose
    system.owner, system.owned_by = written.owner, written.owned_by
    system.model, system.reference = written.model, written.reference
    system.channels, system.languages = list(written.channels), list(written.languages)
    system.customers, system.life_cycle = written.customers, written.life_cycle
    system.retired_on = (system.retired_on or acting.today) if system.retired else None
    known = suppliers_named(system.organisation, [written.supplier], acting)
    supplier = known.get(written.supplier.casefold())
    system.supplied_by, system.supplier = supplier, supplier.name if supplier else ""


def _refuse_name_of_another(system: models.AISystem, name: str) -> None:
    others = models.AISystem.objects.filter(organisation=system.organisation).exclude(pk=system.pk)
    if others.filter(name__iexact=name).exists():
        raise Refused("name", "name-taken", _NAME_TAKEN)


def _save(system: models.AISystem) -> None:
    try:
        with transaction.atomic():
            system.save()
    except IntegrityError as error:  # somebody else took the name between looking and saving
        raise Refused("name", "name-taken", _NAME_TAKEN) from error


def _move(system: models.AISystem, stage: LifeCycle, acting: Acting, kind: str, reason: str = "") -> models.AISystem:
    before = {"life_cycle": system.life_cycle}
    system.life_cycle, system.revision = stage.value, system.revision + 1
    system.retired_on = acting.today if stage is LifeCycle.RETIRED else None
    system.save(update_fields=["life_cycle", "retired_on", "revision", "changed_at"])
    body = {"reason": reason} if reason else {}
    changes = _changes(before, {"life_cycle": system.life_cycle})
    put_down(kind, subject_of(system), acting, changes=changes, body=body)
    return system


def _kept_because(system: models.AISystem) -> Text | None:
    """Why a system cannot be deleted; nothing for a draft."""
    if system.life_cycle not in _DRAFTS:
        return _NOT_AN_IDEA
    if models.Signature.objects.filter(assessment__system=system).exists():
        return _SIGNED
    return None


def _starting_facts(law: Law, archetype: str) -> dict[str, Statement]:
    """What a starting point says, with itself as the source."""
    if not archetype:
        return {}
    told = law.archetypes[archetype].facts
    return {name: replace(said, source=f"{FROM_ARCHETYPE}{archetype}") for name, said in told.items()}


def _from_start(system: models.AISystem, name: str, said: Statement, acting: Acting) -> models.Answer:
    """An answer nobody gave: the beginning of the history of a question."""
    return models.Answer(
        organisation=system.organisation,
        system=system,
        fact=name,
        value=plain_value(said.value),
        source=said.source,
        via=Via.ARCHETYPE.value,
        by_name="Balie",
        at=acting.now,
    )


def _written(system: models.AISystem) -> dict[str, Any]:
    """What is written down, as plain values for the journal."""
    kept = {
        "name": system.name,
        "purpose": system.purpose,
        "owner": system.owner,
        "supplier": system.supplier,
        "model": system.model,
        "reference": system.reference,
        "channels": list(system.channels),
        "languages": list(system.languages),
        "customers": system.customers,
        "life_cycle": system.life_cycle,
    }
    return {name: value for name, value in kept.items() if value not in ("", [], None)}


def _changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[evidence.Change, ...]:
    return evidence.changes_between(before, after)


def _stage(raw: str, besides: LifeCycle | None = None) -> LifeCycle:
    if raw not in set(LifeCycle) or raw == besides:
        raise Refused("life_cycle", "unknown-stage", Text(nl="Kies een fase uit de lijst.", en="Choose a stage."))
    return LifeCycle(raw)


_NAME_TAKEN = Text(
    nl="Er is al een systeem met deze naam. Kies een andere naam.",
    en="There is a system with this name already. Choose another name.",
)
_MAY_NOT_OWN = Text(
    nl="Deze persoon mag geen systemen wijzigen. Kies een andere eigenaar, of vraag de beheerder om een rol.",
    en="This person may not change systems. Choose another owner, or ask the administrator for a role.",
)
_NO_NUMBER = Text(
    nl="Vul een getal in van 0 tot 2.000.000.000, of laat het leeg.",
    en="Give a number from 0 to 2,000,000,000, or leave it empty.",
)
_RETIRED_ALREADY = Text(nl="Dit systeem is al gestopt.", en="This system is retired already.")
_NOT_AN_IDEA = Text(
    nl="Alleen een idee kan weg. Wordt dit systeem niet meer gebruikt? Zet het dan op gestopt.",
    en="Only an idea can be deleted. Is this system no longer used? Then retire it.",
)
_SIGNED = Text(
    nl="Voor dit systeem is getekend, dus het blijft bewaard. Zet het op gestopt als het niet meer wordt gebruikt.",
    en="Somebody signed for this system, so it is kept. Retire it when it is no longer used.",
)
