"""Who asks, and the organisation, as the API shows them."""

from datetime import datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from balie.register import models
from balie.register.system import Sector
from balie.site.api.shapes.common import In, Number


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


class OrganisationChange(In):
    """What to change: fields that are left out stay as they are. An empty sector says that it is not known."""

    name: str = Field("", min_length=1, max_length=200)
    sector: Literal["", *Sector] = ""  # type: ignore[valid-type]
    language: Literal["nl", "en"] = "nl"
    languages: list[Annotated[str, Field(min_length=1, max_length=100)]] = Field(default_factory=list, max_length=50)
    revision: Number | None = None


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
