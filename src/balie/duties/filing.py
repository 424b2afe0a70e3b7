"""Documents as proof: somebody adds a file, somebody else accepts or rejects it, and versions follow each other."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.http import Http404

from balie.duties.files import FileType, NotAccepted, recognise
from balie.duties.judging import rejudge, subject_of
from balie.duties.models import FileContent, ProofFile, SystemDuty
from balie.duties.reach import NothingThere, duty_for, duty_seen, may_do
from balie.duties.records import files_read
from balie.duties.tallies import visible_duties
from balie.duties.telling import tell
from balie.evidence import service as evidence
from balie.law import Text
from balie.people.service import NotPermitted, Permission, mandate_of, within_mandate
from balie.register import service as register


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as somebody sends it. `also` are further duties of the same system that it supports."""

    name: str
    content: bytes
    title: str = ""
    valid_until: date | None = None
    replaces: int | None = None
    also: tuple[str, ...] = ()


@transaction.atomic
def file_proof(system: int, duty: str, upload: Upload, acting: register.Acting) -> ProofFile:
    """Keep a file as proof of a duty; it counts once somebody else accepts it. Raise `Refused`, `NotPermitted`."""
    row = duty_for(acting.person, system, duty, Permission.PROVE, now=acting.now)
    others = [duty_for(acting.person, system, name, Permission.PROVE, now=acting.now) for name in upload.also]
    before = _replaced(row, upload.replaces)
    others += _supported(before, acting) if before else []
    if upload.valid_until and upload.valid_until < acting.today:
        raise register.Refused("valid_until", "past", _PAST)
    made = _kept(upload, before, acting)
    rows = {one.pk: one for one in [row, *others]}
    made.duties.set(rows.values())
    for one in rows.values():
        tell("file-added", subject_of(one), acting, _about(made))
    rejudge(list(rows.values()), now=acting.now)
    return made


@transaction.atomic
def review_file(key: int, *, accepted: bool, note: str, acting: register.Acting) -> ProofFile:
    """Accept or reject somebody else's file. Raise `Refused` for one's own, and for what has been reviewed."""
    made, rows = _file_for(key, acting, Permission.REVIEW_PROOF)
    if made.by_id == acting.person.pk:
        raise register.Refused("accepted", "own-work", _OWN)
    if made.accepted is not None or made.withdrawn_at is not None:
        raise register.Refused("accepted", "done-already", _DONE)
    said = register.paragraph("note", note, required=not accepted)
    made.accepted, made.reviewed_by, made.reviewed_at, made.review_note = accepted, acting.person, acting.now, said
    made.save(update_fields=["accepted", "reviewed_by", "reviewed_at", "review_note"])
    for row in rows:
        tell("file-accepted" if accepted else "file-rejected", subject_of(row), acting, {**_about(made), "note": said})
    rejudge(rows, now=acting.now)
    return made


@transaction.atomic
def withdraw_file(key: int, acting: register.Acting) -> ProofFile:
    """Let a file count no longer. The file itself stays, for what once rested on it."""
    made, rows = _file_for(key, acting, None)
    if made.by_id != acting.person.pk and not any(may_do(acting.person, Permission.REVIEW_PROOF, r) for r in rows):
        raise NotPermitted(Permission.REVIEW_PROOF)
    if made.withdrawn_at is None:
        made.withdrawn_at = acting.now
        made.save(update_fields=["withdrawn_at"])
        for row in rows:
            tell("file-withdrawn", subject_of(row), acting, _about(made))
        rejudge(rows, now=acting.now)
    return made


def file_seen(key: int, acting: register.Acting) -> ProofFile:
    """A file of a duty that somebody may see, with its content. Raise `NothingThere`."""
    visible = visible_duties(acting.person, now=acting.now).order_by().values("pk")
    found = ProofFile.objects.filter(pk=key, duties__in=visible)
    if not files_read(found, acting.person, mandate_of(acting.person, now=acting.now)).exists():
        raise NothingThere(key)
    return ProofFile.objects.select_related("content").get(pk=key)


def _file_for(key: int, acting: register.Acting, permission: Permission | None) -> tuple[ProofFile, list[SystemDuty]]:
    """A file and the duties it supports, locked; every one of them has to be within this person's reach."""
    made = ProofFile.objects.select_for_update().filter(pk=key).first()
    if made is None:
        raise NothingThere(key)
    rows = list(made.duties.select_related("system", "owner").order_by("pk"))
    for row in rows:
        duty_seen(acting.person, row.system_id, row.duty, now=acting.now)
        if permission and not may_do(acting.person, permission, row):
            raise NotPermitted(permission)
    return made, rows


def _kept(upload: Upload, before: ProofFile | None, acting: register.Acting) -> ProofFile:
    try:
        found = recognise(upload.name, upload.content)
    except NotAccepted as problem:
        raise register.Refused("file", problem.code, problem.reason) from problem
    digest = hashlib.sha256(upload.content).hexdigest()
    content, _ = FileContent.objects.get_or_create(
        digest=digest, defaults={"content": upload.content, "size": len(upload.content)}
    )
    return ProofFile.objects.create(
        content=content,
        name=found.name,
        media_type=found.type.media_type,
        title=register.line("title", upload.title, 300) or (before.title if before else found.name),
        version=before.version + 1 if before else 1,
        replaces=before,
        valid_until=upload.valid_until,
        by=acting.person,
        by_name=str(acting.person),
        at=acting.now,
    )


def _replaced(row: SystemDuty, key: int | None) -> ProofFile | None:
    if key is None:
        return None
    before = ProofFile.objects.select_for_update().filter(pk=key, duties=row).first()
    if before is None or ProofFile.objects.filter(replaces=before).exists():
        raise register.Refused("replaces", "replaced-already", _REPLACED)
    return before


def _supported(before: ProofFile, acting: register.Acting) -> list[SystemDuty]:
    """The duties a file supports, which its next version takes over: for each of them one has to be allowed to."""
    duties = before.duties.order_by("pk").values_list("system", "duty")
    try:
        return [duty_for(acting.person, system, name, Permission.PROVE, now=acting.now) for system, name in duties]
    except (NotPermitted, Http404) as problem:
        raise register.Refused("replaces", "not-yours", _NOT_YOURS) from problem


def _about(made: ProofFile) -> dict[str, object]:
    return {"title": made.title, "version": made.version, "digest": made.content_id}


def accepted_types() -> Iterable[str]:
    """The endings of names that can be sent."""
    return [f".{one.value}" for one in FileType]


def journal_of(row: SystemDuty, acting: register.Acting) -> list[evidence.Entry]:
    """What happened to a duty as far as this person may read it, the newest first; the last hundred."""
    found = evidence.entries_of(subject=("duty", row.pk)).select_related("log")
    return list(within_mandate(found, acting.person, now=acting.now)[:100])


_PAST = Text(nl="Die dag is al voorbij. Kies een dag vanaf vandaag.", en="That day has passed. Choose one from today.")
_OWN = Text(
    nl="Je hebt dit bestand zelf toegevoegd. Vraag een collega om het te keuren.",
    en="You added this file yourself. Ask a colleague to review it.",
)
_DONE = Text(nl="Dit bestand is al gekeurd of ingetrokken.", en="This file has already been reviewed or withdrawn.")
_NOT_YOURS = Text(
    nl="Dit bestand is ook bewijs van plichten die niet van jou zijn. Voeg jouw bestand toe als nieuw document.",
    en="This file also proves duties that are not yours. Add your file as a new document.",
)
_REPLACED = Text(
    nl="Er is al een nieuwere versie van dit bestand. Vervang die.",
    en="There is already a newer version of this file. Replace that one.",
)
