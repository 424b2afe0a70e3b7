"""The law, as the API shows it: packs, provisions, questions and starting points. Texts in the caller's language."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field

from balie.law import Archetype, Fact, Law, Pack, Provision, plain_value
from balie.site.api.shapes.common import Page, Paging


class ProvisionFilters(Paging):
    """What provisions to list."""

    pack: str = Field("", max_length=100)


class FactFilters(Paging):
    """What questions to list."""

    about: Literal["", "system", "organisation"] = ""


class PackOut(Schema):
    """One pack of law or house policy."""

    id: str
    kind: str
    title: str
    summary: str


class LawOut(Schema):
    """The law that this Balie knows; assessments name the digest."""

    digest: str
    packs: list[PackOut]


class VersionOfProvision(Schema):
    """One state of a provision: from when it was known, and when it applies."""

    published_from: date
    published_until: date | None
    applies_from: date
    applies_until: date | None


class ProvisionOut(Schema):
    """An article, paragraph or point in our own words, with its source."""

    id: str
    pack: str
    cite: str
    text: str
    link: str
    part_of: str
    status: str
    binds: list[str]
    certainty: int
    checked: date
    versions: list[VersionOfProvision]


class ProvisionPage(Page[ProvisionOut]):
    """A page of provisions."""


class OptionOut(Schema):
    """One possible answer."""

    id: str
    label: str


class FactOut(Schema):
    """A question, and what an answer looks like. `open_norm`: only a named person with reasons decides it."""

    id: str
    type: str
    about: str
    question: str
    help: str
    answered_by: str
    options: list[OptionOut]
    unit: str
    open_norm: bool


class FactPage(Page[FactOut]):
    """A page of questions."""


class ArchetypeOut(Schema):
    """A use case as a ready-made starting point, with the answers that come along."""

    id: str
    name: str
    description: str
    facts: dict[str, bool | int | float | str | list[str]]


class ArchetypePage(Page[ArchetypeOut]):
    """A page of starting points."""


def pack_out(pack: Pack, language: str) -> PackOut:
    """Show one pack."""
    return PackOut(id=pack.id, kind=pack.kind.value, title=pack.title.say(language), summary=pack.summary.say(language))


def provision_out(law: Law, provision: Provision, language: str) -> ProvisionOut:
    """Show one provision."""
    return ProvisionOut(
        id=provision.id,
        pack=law.owner[provision.id],
        cite=provision.cite.say(language),
        text=provision.text.say(language),
        link=provision.link,
        part_of=provision.part_of,
        status=provision.status.value,
        binds=[party.value for party in provision.binds],
        certainty=provision.certainty,
        checked=provision.checked,
        versions=[
            VersionOfProvision(
                published_from=version.published.start,
                published_until=version.published.until,
                applies_from=version.applies.start,
                applies_until=version.applies.until,
            )
            for version in provision.versions
        ],
    )


def fact_out(fact: Fact, language: str) -> FactOut:
    """Show one question."""
    return FactOut(
        id=fact.id,
        type=fact.kind.value,
        about=fact.about.value,
        question=fact.question.say(language),
        help=fact.help.say(language),
        answered_by=fact.answered_by.value,
        options=[OptionOut(id=option.id, label=option.label.say(language)) for option in fact.options],
        unit=fact.unit,
        open_norm=fact.open_norm is not None,
    )


def archetype_out(archetype: Archetype, language: str) -> ArchetypeOut:
    """Show one starting point."""
    return ArchetypeOut(
        id=archetype.id,
        name=archetype.name.say(language),
        description=archetype.description.say(language),
        facts={name: plain_value(statement.value) for name, statement in sorted(archetype.facts.items())},
    )
