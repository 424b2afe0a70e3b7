"""Do what a plan says: few statements for many systems, with the same entries in the journal as one by one."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from balie.evidence import service as evidence
from balie.law import Law
from balie.people.service import Permission, User, actor, require
from balie.register import models, statements
from balie.register.acting import Acting, put_down, subject_of
from balie.register.assessing import assess
from balie.register.events import announce
from balie.register.exchange.merging import UNKNOWN, Change
from balie.register.exchange.planning import Fate, Plan, Step
from balie.register.reading.systems import FROM_ARCHETYPE
from balie.register.suppliers.keeping import suppliers_named
from balie.register.system import Cause, LifeCycle, Via
from balie.register.versions import take_up_labels

_BATCH = 200


class StaleImport(Exception):
    """The register changed since somebody looked through the file: what would happen is not what was shown."""


_WRITTEN = (
    *("name", "archetype", "purpose", "owner", "owned_by", "supplier", "supplied_by", "model", "version", "reference"),
    *("channels", "languages", "customers", "life_cycle", "retired_on", "facts", "public_entry"),
    *("revision", "changed_at"),
)


def apply(
    law: Law,
    plan: Plan,
    home: models.Organisation | None,
    acting: Acting,
    *,
    file: Mapping[str, str],
    at_once: int | None,
) -> None:
    """Do everything the plan says. The caller holds the transaction and has asked whether this may be done.

    So many systems are assessed `at_once`, the others by the worker; without a number all of them are.
    """
    if any(law.facts[c.field].open_norm for step in plan.steps for c in step.answers):
        require(acting.person, Permission.DECIDE_NORMS)
    organisation = home or models.Organisation.objects.create(name=plan.organisation.name or _("Our organisation"))
    _put_down_import(plan, organisation, acting, file)
    active = [step for step in plan.steps if step.fate is not Fate.UNCHANGED]
    systems = _systems(active, organisation, acting)
    _keep_answers(law, plan, zip(active, systems, strict=True), organisation, acting)
    _keep_links(active, systems, organisation)
    _put_down_systems(active, systems, acting, file)
    _keep_versions(active, systems, acting, file)
    if plan.shared:
        organisation.systems.exclude(life_cycle=LifeCycle.RETIRED).update(due=True)
    first, later = systems[:at_once], systems[at_once:] if at_once else []
    assess(first, acting.occasion(law, Cause.IMPORT))
    _mark(first, due=False)
    _mark([system for system in later if not system.retired], due=True)


def _mark(systems: Sequence[models.AISystem], *, due: bool) -> None:
    keys = [system.pk for system in systems]
    for start in range(0, len(keys), _BATCH):
        models.AISystem.objects.filter(pk__in=keys[start : start + _BATCH]).update(due=due)


def _put_down_import(plan: Plan, organisation: models.Organisation, acting: Acting, file: Mapping[str, str]) -> None:
    counts = {fate.value: count for fate, count in plan.counts.items()}
    if plan.shared:
        organisation.name = plan.organisation.name or organisation.name
        organisation.facts = statements.as_json(plan.organisation.facts)
        organisation.revision += 1
        organisation.save(update_fields=["name", "facts", "revision", "changed_at"])
    subject = evidence.Subject("organisation", organisation.pk, organisation.name)
    body = {**file, **counts, "refused": plan.refused}
    put_down("imported", subject, acting, changes=_entries(plan.shared), body=body)


def _systems(steps: Sequence[Step], organisation: models.Organisation, acting: Acting) -> list[models.AISystem]:
    """The rows of all steps, in the same order, saved."""
    suppliers = suppliers_named(organisation, (step.value.supplier for step in steps), acting)
    owners = User.objects.in_bulk([step.owner.key for step in steps if step.owner])
    known = _locked(steps, organisation)
    rows = []
    for step in steps:
        row = known[step.known.key] if step.known else models.AISystem(organisation=organisation)
        row.organisation = organisation
        _write(row, step, acting)
        row.supplied_by = suppliers.get(step.value.supplier.casefold())
        if step.owner:
            row.owned_by = owners.get(step.owner.key)
        elif any(change.field == "owner" for change in step.fields):
            row.owned_by = None
        rows.append(row)
    fresh = [row for row, step in zip(rows, steps, strict=True) if step.known is None]
    old = [row for row, step in zip(rows, steps, strict=True) if step.known]
    models.AISystem.objects.bulk_create(fresh, batch_size=_BATCH)
    models.AISystem.objects.bulk_update(old, _WRITTEN, batch_size=_BATCH)
    return rows


def _locked(steps: Sequence[Step], organisation: models.Organisation) -> dict[int, models.AISystem]:
    """The systems that change, locked. Raise `StaleImport` when somebody changed one since the plan was made."""
    wanted = {step.known.key: step.known.revision for step in steps if step.known}
    found = organisation.systems.select_for_update(of=("self",)).select_related("latest").in_bulk(wanted)
    if any(key not in found or found[key].revision != revision for key, revision in wanted.items()):
        raise StaleImport
    return found


def _write(row: models.AISystem, step: Step, acting: Acting) -> None:
    value = step.value
    row.name, row.archetype, row.purpose = value.name, value.archetype, value.purpose
    row.owner, row.supplier, row.reference = value.owner, value.supplier, value.reference
    row.model, row.version, row.customers = value.model, value.version, value.customers
    row.channels, row.languages = list(value.channels), list(value.languages)
    row.life_cycle = value.life_cycle.value if value.life_cycle else ""
    row.retired_on = (value.retired_on or acting.today) if row.retired else None
    row.facts = statements.as_json(value.facts)
    row.public_entry = dict(value.public_entry)
    row.changed_at = acting.now
    row.revision += 1 if step.known else 0


def _keep_answers(
    law: Law,
    plan: Plan,
    pairs: Iterable[tuple[Step, models.AISystem]],
    organisation: models.Organisation,
    acting: Acting,
) -> None:
    """Add every answer that changed to the history of its question."""
    shared = [change for change in plan.shared if change.answer]
    rows = [_answer(law, change, organisation, None, acting) for change in shared]
    for step, system in pairs:
        rows += [_answer(law, change, organisation, system, acting) for change in step.answers]
    models.Answer.objects.bulk_create(rows, batch_size=_BATCH)


def _is_usual(law: Law, change: Change) -> bool:
    """Whether a starting point really says this. A file can name one for an answer that is somebody's own."""
    parts = change.after or {}
    archetype = law.archetypes.get(str(parts.get("source", "")).removeprefix(FROM_ARCHETYPE))
    said = archetype.facts.get(change.field) if archetype else None
    return said is not None and statements.as_json({change.field: said})[change.field]["value"] == parts.get("value")


def _answer(
    law: Law, change: Change, organisation: models.Organisation, system: models.AISystem | None, acting: Acting
) -> models.Answer:
    known = change.after is not None and change.after != UNKNOWN
    parts = change.after if known else {}
    usual = known and _is_usual(law, change)
    return models.Answer(
        organisation=organisation,
        system=system,
        fact=change.field,
        known=known,
        value=parts.get("value"),
        source=str(parts.get("source", ""))[:500],
        decided_by=str(parts.get("decided_by", ""))[:200],
        reasons=parts.get("reasons", ""),
        on=parts.get("on") or None,
        via=(Via.ARCHETYPE if usual else Via.IMPORT).value,
        by=None if usual else acting.person,
        by_name="Balie" if usual else str(acting.person)[:200],
        at=acting.now,
    )


def _keep_links(steps: Sequence[Step], systems: Sequence[models.AISystem], organisation: models.Organisation) -> None:
    """Lay the links; a link that was there already gets the note of the file."""
    if not any(step.value.links for step in steps):
        return
    keys = {name.casefold(): key for key, name in organisation.systems.values_list("pk", "name")}
    rows = [
        models.SystemLink(system=system, other_id=keys[link.name.casefold()], kind=link.kind.value, note=link.note)
        for step, system in zip(steps, systems, strict=True)
        for link in step.value.links
    ]
    models.SystemLink.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=("system", "other", "kind"),
        update_fields=("note",),
    )


def _put_down_systems(
    steps: Sequence[Step], systems: Sequence[models.AISystem], acting: Acting, file: Mapping[str, str]
) -> None:
    """One entry for each system, and one message for each to the other rooms."""
    told: list[tuple[str, evidence.Subject, dict[str, Any]]] = [
        (kind, subject_of(system), {"via": Via.IMPORT.value, **file, "changes": _listed(step.changes)})
        for step, system in zip(steps, systems, strict=True)
        for kind in (("system-added",) if step.fate is Fate.NEW else ("system-changed",))
    ]
    for kind in ("system-added", "system-changed"):
        subjects = [(subject, body) for one, subject, body in told if one == kind]
        evidence.record_many(kind, by=actor(acting.person), now=acting.now, subjects=subjects)
        announce(kind, [(subject, _in_short(body)) for subject, body in subjects])


def _in_short(body: Mapping[str, Any]) -> dict[str, Any]:
    return {"via": Via.IMPORT.value, "fields": [change["field"] for change in body["changes"]]}


def _keep_versions(
    steps: Sequence[Step], systems: Sequence[models.AISystem], acting: Acting, file: Mapping[str, str]
) -> None:
    """Another label is another version; whether that is a substantial modification is for somebody to say."""
    relabelled = [
        system
        for step, system in zip(steps, systems, strict=True)
        if any(change.field == "version" and change.before for change in step.fields)
    ]
    what = _("The label changed with the import of %(file)s.") % {"file": file["file"]}
    take_up_labels(relabelled, what, acting)


def _listed(changes: Iterable[Change]) -> list[dict[str, Any]]:
    return [{"field": one.field, "before": one.before, "after": one.after} for one in changes]


def _entries(changes: Iterable[Change]) -> list[evidence.Change]:
    return [evidence.Change(one.field, one.before, one.after) for one in changes]
