"""A register of any size, for measurements and tests: real assessments of every starting point, copied many times."""

from collections.abc import Iterator
from datetime import date, datetime
from itertools import cycle, islice
from typing import Any

from django.db.models import OuterRef, Subquery

from balie.duties.models import SystemDuty
from balie.law import shipped_law
from balie.register import service as register
from balie.register import statements
from balie.register.models import AISystem, Assessment, Organisation
from balie.register.system import Cause

_BATCH = 500
_STAGES = ("live", "test", "idea", "live")
_CHANNELS = (["telefoon"], ["webchat", "whatsapp"], ["email"], [])
_OWNERS = tuple(f"Eigenaar {n}" for n in range(40))
_SUPPLIERS = ("Taalbrug B.V.", "Spraakmakers", "")


def fill(systems: int, duties: int, *, today: date, now: datetime) -> None:
    """Fill an empty register with so many systems, and with so many duties in all (or as many as they have)."""
    organisation = Organisation.objects.create(name="Wadlicht Energie")
    law = shipped_law()
    first = [
        AISystem(organisation=organisation, name=f"Voorbeeld {name}", archetype=name, **_described(number))
        for number, name in enumerate(sorted(law.archetypes)[:systems])
    ]
    for system in first:
        system.facts = statements.as_json(law.archetypes[system.archetype].facts)
    AISystem.objects.bulk_create(first)
    register.assess(first, register.Occasion(law, today, now, Cause.IMPORT))
    copies = [_copy(first[n % len(first)], n) for n in range(systems - len(first))]
    AISystem.objects.bulk_create(copies, batch_size=_BATCH)
    _copy_assessments(first, copies)
    _copy_duties(first, copies, duties - SystemDuty.objects.count())


def _described(number: int) -> dict[str, Any]:
    return {
        "purpose": f"Beantwoordt vragen van klanten over rekening {number} en verhuizing.",
        "owner": _OWNERS[number % len(_OWNERS)],
        "supplier": _SUPPLIERS[number % len(_SUPPLIERS)],
        "life_cycle": _STAGES[number % len(_STAGES)],
        "channels": _CHANNELS[number % len(_CHANNELS)],
    }


def _copy(system: AISystem, number: int) -> AISystem:
    return AISystem(
        organisation=system.organisation,
        name=f"Systeem {number:05}",
        archetype=system.archetype,
        facts=system.facts,
        **_described(number),
    )


def _copy_assessments(first: list[AISystem], copies: list[AISystem]) -> None:
    fields = [field.attname for field in Assessment._meta.concrete_fields if field.name not in {"id", "system"}]
    kept = [{name: getattr(system.latest, name) for name in fields} for system in first]
    rows = (Assessment(system=copy, **values) for copy, values in zip(copies, cycle(kept), strict=False))
    while batch := list(islice(rows, _BATCH)):
        Assessment.objects.bulk_create(batch)
    newest = Assessment.objects.filter(system=OuterRef("pk")).values("pk")[:1]
    AISystem.objects.filter(latest=None).update(latest=Subquery(newest))


def _copy_duties(first: list[AISystem], copies: list[AISystem], most: int) -> None:
    fields = [field.attname for field in SystemDuty._meta.concrete_fields if field.name not in {"id", "system"}]
    owed: dict[int, list[dict[str, Any]]] = {system.pk: [] for system in first}
    for row in SystemDuty.objects.filter(system__in=first):
        owed[row.system_id].append({name: getattr(row, name) for name in fields})
    rows = islice(_duties(first, copies, owed), max(most, 0))
    while batch := list(islice(rows, 2_000)):
        SystemDuty.objects.bulk_create(batch)


def _duties(
    first: list[AISystem], copies: list[AISystem], owed: dict[int, list[dict[str, Any]]]
) -> Iterator[SystemDuty]:
    for copy, system in zip(copies, cycle(first), strict=False):
        for values in owed[system.pk]:
            yield SystemDuty(system_id=copy.pk, **values)
