"""Versions of a system and how systems hang together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Q

from balie.evidence import service as evidence
from balie.law import Text
from balie.people.service import Permission
from balie.register import models
from balie.register.acting import Acting, put_down, put_down_many, subject_of
from balie.register.scope import system_for, visible_systems
from balie.register.system import Link, Substantial
from balie.register.wording import Refused, line, paragraph

_BATCH = 200


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What somebody says about a version. Not knowing whether it is a substantial modification counts as perhaps."""

    label: str
    on: date
    what: str
    substantial: Substantial
    reasons: str = ""


@dataclass(frozen=True, slots=True)
class Linked:
    """A link seen from one of its ends; `away` when it goes from this system to the other."""

    key: int
    kind: Link
    away: bool
    other: models.AISystem
    note: str


@transaction.atomic
def add_version(key: int, version: NewVersion, acting: Acting) -> models.SystemVersion:
    """Add a version. One that is, or may be, a substantial modification asks for the answers to be confirmed."""
    system = system_for(acting.person, key, Permission.CHANGE_SYSTEMS, now=acting.now)
    label = line("label", version.label, 100, required=True)
    what = paragraph("what", version.what, required=True)
    row = models.SystemVersion(
        system=system,
        label=label,
        on=version.on,
        what=what,
        substantial=version.substantial.value,
        reasons=paragraph("reasons", version.reasons),
        by=acting.person,
        at=acting.now,
    )
    _save(row)
    _take_up(system, row)
    body = {"version": label, "on": version.on.isoformat(), "what": what, "substantial": version.substantial.value}
    put_down("version-added", subject_of(system), acting, body=body | ({"reason": row.reasons} if row.reasons else {}))
    return row


def take_up_labels(systems: Sequence[models.AISystem], what: str, acting: Acting) -> None:
    """Add a version for systems that were given another label at once; whether it is substantial nobody said.

    A label that was there already is not added again, and asks for nothing when it was said not to be substantial.
    """
    keys = [system.pk for system in systems]
    known = {
        (version.system_id, version.label.casefold()): version.substantial
        for version in models.SystemVersion.objects.filter(system__in=keys)
    }
    fresh = [system for system in systems if (system.pk, system.version.casefold()) not in known]
    models.SystemVersion.objects.bulk_create((_named(system, what, acting) for system in fresh), batch_size=_BATCH)
    asked = [one for one in systems if known.get((one.pk, one.version.casefold())) != Substantial.NO]
    for system in asked:
        system.reassess_because = f"{system.version}: {what}"
    models.AISystem.objects.bulk_update(asked, ["reassess_because"], batch_size=_BATCH)
    body = {"on": acting.today.isoformat(), "what": what, "substantial": Substantial.UNKNOWN.value}
    put_down_many("version-added", [(subject_of(one), {"version": one.version, **body}) for one in fresh], acting)


def _named(system: models.AISystem, what: str, acting: Acting) -> models.SystemVersion:
    return models.SystemVersion(
        system=system,
        label=system.version,
        on=acting.today,
        what=what,
        substantial=Substantial.UNKNOWN.value,
        by=acting.person,
        at=acting.now,
    )


@transaction.atomic
def link_systems(key: int, other: int, kind: Link, note: str, acting: Acting) -> models.SystemLink:
    """Say how a system hangs together with another that this person may see. Saying it twice changes nothing."""
    system = system_for(acting.person, key, Permission.CHANGE_SYSTEMS, now=acting.now)
    target = visible_systems(acting.person, now=acting.now).filter(pk=other).first()
    if target is None or target.pk == system.pk:
        raise Refused("other", "no-such-system", Text(nl="Kies een ander systeem.", en="Choose another system."))
    link, new = models.SystemLink.objects.get_or_create(
        system=system, other=target, kind=kind.value, defaults={"note": line("note", note, 300)}
    )
    if new:
        _tell("systems-linked", link, acting)
    return link


@transaction.atomic
def unlink(key: int, link: int, acting: Acting) -> None:
    """Take a link away; it may be done from both ends, by who may change that end."""
    system = system_for(acting.person, key, Permission.CHANGE_SYSTEMS, now=acting.now)
    found = models.SystemLink.objects.filter(Q(system=system) | Q(other=system), pk=link).first()
    if found is None:
        return
    _tell("link-removed", found, acting)
    found.delete()


def links_of(system: models.AISystem, acting: Acting) -> tuple[Linked, ...]:
    """The links of a system from both ends, with the systems this person may see."""
    links = models.SystemLink.objects.filter(Q(system=system) | Q(other=system)).order_by("pk")
    ends = [(link, link.other_id if link.system_id == system.pk else link.system_id) for link in links]
    seen = visible_systems(acting.person, now=acting.now).in_bulk([key for _, key in ends])
    return tuple(
        Linked(link.pk, Link(link.kind), link.system_id == system.pk, seen[key], link.note)
        for link, key in ends
        if key in seen
    )


def _save(row: models.SystemVersion) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        taken = Text(
            nl="Deze versie staat er al. Kies een ander nummer.",
            en="This version is there already. Choose another number.",
        )
        raise Refused("label", "version-taken", taken) from error


def _take_up(system: models.AISystem, row: models.SystemVersion) -> None:
    """Let the system carry its newest version, and ask for its answers when they may not hold any more."""
    newest = system.versions.first()
    if newest and newest.pk == row.pk:
        system.version = row.label
    if row.substantial != Substantial.NO:
        system.reassess_because = f"{row.label}: {row.what}"
    system.revision += 1
    system.save(update_fields=["version", "reassess_because", "revision", "changed_at"])


def _tell(kind: str, link: models.SystemLink, acting: Acting) -> None:
    """Put a link down in the journal of both systems."""
    for system, other, end in ((link.system, link.other, "away"), (link.other, link.system, "towards")):
        body = {"link": link.kind, "end": end, "other": other.pk, "other_name": other.name}
        subject = evidence.Subject("system", system.pk, system.name)
        put_down(kind, subject, acting, body=body | ({"note": link.note} if link.note else {}))
