"""Who asks, and the organisation, as the API shows them."""

from datetime import datetime
from typing import Any

from ninja import Schema

from balie.register import models


class MeOut(Schema):
    """The owner of the token, and what the token opens."""

    id: int
    name: str
    email: str
    roles: list[str]
    token: str
    scopes: list[str]
    expires_at: datetime


class OrganisationOut(Schema):
    """Whose systems these are."""

    id: int
    name: str
    sector: str
    language: str
    languages: list[str]
    facts: dict[str, Any]
    revision: int
    changed_at: datetime


def organisation_out(organisation: models.Organisation) -> OrganisationOut:
    """Show the organisation."""
    return OrganisationOut(
        id=organisation.pk,
        name=organisation.name,
        sector=organisation.sector,
        language=organisation.language,
        languages=list(organisation.languages),
        facts=organisation.facts,
        revision=organisation.revision,
        changed_at=organisation.changed_at,
    )
