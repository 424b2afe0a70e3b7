"""Editions of the law: the packs an assessment was made with, kept whole, and read back years later."""

import io
import re
import tempfile
import zipfile
import zlib
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.db import transaction

from balie.evidence import service as evidence
from balie.law import SHIPPED, InvalidPack, Law, load_law, pack_folders, scenario_files, shipped_law
from balie.register import models

_MEMBER = re.compile(r"[a-z0-9][a-z0-9-]*/[a-z0-9][a-z0-9.-]*\.yaml")
_MOST_FILES, _MOST_BYTES = 2_000, 50_000_000


class EditionDamaged(Exception):
    """What was kept of an edition is not what its digest says, or cannot be read."""


def edition_of(law: Law, now: datetime) -> models.LawEdition:
    """The stored packs of a law; they are stored the first time this law is used."""
    known = models.LawEdition.objects.filter(digest=law.digest).first()
    if known:
        return known
    made, _ = models.LawEdition.objects.get_or_create(
        digest=law.digest, defaults={"packs": sorted(law.packs), "files": packed(SHIPPED), "kept_at": now}
    )
    return made


@transaction.atomic
def put_down_law(law: Law, now: datetime) -> bool:
    """Put in the log of the organisation by which law Balie judges from now on; say whether that was new."""
    edition = edition_of(law, now)
    if evidence.entries_of(subject=("law", edition.pk)).exists():
        return False
    about = evidence.Subject("law", edition.pk, law.digest[:12])
    body = {"digest": law.digest, "packs": sorted(law.packs)}
    evidence.record("law-pack-loaded", by=evidence.BALIE, now=now, subject=about, body=body)
    return True


def law_of(edition: models.LawEdition) -> Law:
    """The law of an edition, for titles and articles; the packs of now are not unpacked again."""
    current = shipped_law()
    return current if edition.digest == current.digest else stored_law(edition)


def stored_law(edition: models.LawEdition) -> Law:
    """The law as it was kept, read from what was kept. Raise `EditionDamaged` when that is not what the digest says."""
    law = _read(bytes(edition.files))
    if law.digest != edition.digest:
        raise EditionDamaged(edition.digest)
    return law


def packed(root: Path) -> bytes:
    """The files of the packs in a folder, without their tests, as a ZIP that is the same for the same files."""
    tests = set(scenario_files(pack_folders(root)))
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(root.rglob("*.yaml")):
            if file not in tests:
                archive.writestr(zipfile.ZipInfo(file.relative_to(root).as_posix()), file.read_bytes())
    return kept.getvalue()


@lru_cache(maxsize=4)
def _read(files: bytes) -> Law:
    """Unpack and load. A ZIP that is not one of ours is refused before anything is written."""
    with tempfile.TemporaryDirectory(prefix="balie-law-") as place:
        folder = Path(place)
        try:
            with zipfile.ZipFile(io.BytesIO(files)) as archive:
                _unpack(archive, folder)
            return load_law(*pack_folders(folder))
        except (zipfile.BadZipFile, zlib.error, InvalidPack, OSError, EOFError) as error:
            raise EditionDamaged(str(error)) from error


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    members = archive.infolist()
    if len(members) > _MOST_FILES or sum(member.file_size for member in members) > _MOST_BYTES:
        raise EditionDamaged("too large")
    for member in members:
        if not _MEMBER.fullmatch(member.filename):
            raise EditionDamaged(member.filename)
        target = folder / member.filename
        target.parent.mkdir(exist_ok=True)
        with archive.open(member) as packed_file:
            target.write_bytes(packed_file.read(member.file_size + 1)[: member.file_size])
