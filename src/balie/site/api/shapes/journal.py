"""The journal, as the API shows it."""

from datetime import date, datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from balie.evidence.service import Entry
from balie.site.api.shapes.common import Page, Paging


class EntryFilters(Paging):
    """What entries to list."""

    system: int | None = Field(None, ge=1, le=2**63 - 1)
    kind: str = Field("", max_length=60)
    since: date | None = Field(None, description="On this day or later")


class EntryOut(Schema):
    """What happened, who did it and what it was about."""

    id: int
    at: datetime
    kind: str
    by: str
    subject: str
    subject_id: int
    subject_name: str
    system: int | None
    origin: str = Field(description="How we know it: enforced, observed, reported or attested")
    log: str = Field(description="The log it stands in")
    sequence: int = Field(description="Its number in that log, from 0")
    body: dict[str, Any]


class EntryPage(Page[EntryOut]):
    """A page of the journal."""


def entry_out(entry: Entry) -> EntryOut:
    """Show one entry."""
    return EntryOut(
        id=entry.pk,
        at=entry.at,
        kind=entry.kind,
        by=entry.actor_name,
        subject=entry.subject,
        subject_id=entry.subject_id,
        subject_name=entry.subject_name,
        system=entry.system,
        origin=entry.origin,
        log=entry.log.name,
        sequence=entry.sequence,
        body=entry.body,
    )
