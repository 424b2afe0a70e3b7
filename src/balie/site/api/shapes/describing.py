"""What programs send about systems: descriptions, versions, links and answers."""

from datetime import date
from typing import Annotated, Literal

from ninja import Schema
from pydantic import Field

from balie.register import versions
from balie.register.system import Link, Substantial
from balie.site.api.shapes.common import In, Number

Words = Annotated[list[Annotated[str, Field(max_length=100)]], Field(max_length=30)]
Value = bool | int | float | Annotated[str, Field(max_length=500)] | Words | None
Stage = Literal["", "idea", "test", "live"]


class SystemFields(In):
    """What is written down about a system."""

    purpose: str = Field("", max_length=5000)
    owner: str = Field("", max_length=200, description="A name, for an owner without an account")
    owned_by: Number | None = Field(None, description="Number of the person who owns it")
    supplier: str = Field("", max_length=200, description="A name; a supplier that is not there yet is added")
    model: str = Field("", max_length=200)
    reference: str = Field("", max_length=200)
    channels: Words = Field(default_factory=list)
    languages: Words = Field(default_factory=list)
    customers: int | None = Field(None, ge=0, le=2_000_000_000, description="Customers reached each month")
    life_cycle: Stage = ""


class NewSystem(SystemFields):
    """A system to add. `archetype` is a starting point: its answers come along."""

    name: str = Field(min_length=1, max_length=200)
    archetype: str = Field("", max_length=100)


class SystemChange(SystemFields):
    """What to change: fields that are left out stay as they are. `revision` is that of the system you read."""

    name: str = Field("", min_length=1, max_length=200)
    revision: Number | None = None


class Retirement(In):
    """Why a system is no longer in use."""

    reason: str = Field(min_length=1, max_length=500)


class Return(In):
    """The stage in which a retired system comes back."""

    life_cycle: Literal["idea", "test", "live"]


class VersionIn(In):
    """A version, and whether it is a substantial modification (Art. 3(23) AI Act)."""

    label: str = Field(min_length=1, max_length=100)
    on: date
    what: str = Field(min_length=1, max_length=5000)
    substantial: Substantial
    reasons: str = Field("", max_length=5000)


class LinkIn(In):
    """How the system hangs together with another."""

    other: Number
    kind: Link
    note: str = Field("", max_length=300)


class LinkOut(Schema):
    """A link seen from one system; `away` when it goes from this system to the other."""

    id: int
    kind: str
    away: bool
    other: int
    other_name: str
    note: str


class LinksOut(Schema):
    """The links of a system."""

    items: list[LinkOut]


class AnswerIn(In):
    """An answer; the value null says "I don't know". An open norm also needs reasons, and a person who may decide."""

    value: Value
    source: str = Field("", max_length=500)
    reasons: str = Field("", max_length=5000)


class AnswersIn(In):
    """Answers by id of the question. With a revision they are kept only when nobody changed the system since."""

    answers: Annotated[dict[Annotated[str, Field(max_length=100)], AnswerIn], Field(min_length=1, max_length=200)]
    revision: Number | None = None


class Deleted(Schema):
    """What is gone."""

    name: str


def link_out(linked: versions.Linked) -> LinkOut:
    """Show one link."""
    return LinkOut(
        id=linked.key,
        kind=linked.kind.value,
        away=linked.away,
        other=linked.other.pk,
        other_name=linked.other.name,
        note=linked.note,
    )
