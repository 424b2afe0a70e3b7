"""The organisation itself: its name and sector, and the answers that hold for all its systems at once."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.db import transaction

from balie.evidence import service as evidence
from balie.law import Fact, Law, Statement, Subject, Text
from balie.people.service import Permission, actor, require
from balie.register import models, statements
from balie.register.acting import Acting, put_down
from balie.register.answering import Given
from balie.register.home import home_organisation
from balie.register.replying import Said, keep, statement_of
from balie.register.system import Sector, Via
from balie.register.wording import Refused, line, words


class Outdated(Exception):
    """Somebody else changed the organisation after this person opened it."""


@dataclass(frozen=True, slots=True)
class About:
    """Who the organisation is."""

    name: str
    sector: str
    language: str
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """A question about the organisation, with the answer that counts and the last time somebody answered it."""

    fact: Fact
    statement: Statement | None
    last: models.Answer | None


def about(organisation: models.Organisation) -> About:
    """What is kept of it."""
    kept = organisation
    return About(kept.name, kept.sector, kept.language, tuple(kept.languages))


@transaction.atomic
def change_organisation(written: About, acting: Acting, *, revision: int | None = None) -> models.Organisation:
    """Change who the organisation is. Raise `NotPermitted`, `Refused` or `Outdated`."""
    require(acting.person, Permission.CHANGE_ORGANISATION)
    organisation = models.Organisation.objects.select_for_update().get(pk=home_organisation().pk)
    if revision is not None and revision != organisation.revision:
        raise Outdated
    before, after = about(organisation), _tidy(written)
    if _taken(organisation, after.name):
        raise Refused("name", "name-taken", _TAKEN)
    organisation.name, organisation.sector, organisation.language = after.name, after.sector, after.language
    organisation.languages = list(after.languages)
    if changes := evidence.changes_between(_plain(before), _plain(after)):
        organisation.revision += 1
        organisation.save()
        put_down("organisation-changed", _subject(organisation), acting, changes=changes)
    return organisation


@transaction.atomic
def answer_about_organisation(law: Law, fact: str, said: Said, acting: Acting) -> None:
    """Keep an answer for all systems, and assess them anew. Raise `KeyError`, `NotPermitted` or `Refused`."""
    require(acting.person, Permission.CHANGE_ORGANISATION)
    if law.facts[fact].about is not Subject.ORGANISATION:
        raise KeyError(fact)
    statement = statement_of(law, fact, said, str(acting.person), acting.today)
    given = Given({}, actor(acting.person), Via.PAGE, acting.now, acting.today, acting.person)
    keep(law, any_system_of(home_organisation()), {fact: statement}, given)


def answers_about_organisation(law: Law, organisation: models.Organisation | None) -> Iterator[Answered]:
    """Every question about the organisation, in the order of the law."""
    known = statements.from_json(law, organisation.facts if organisation else {}).facts
    rows = models.Answer.objects.filter(organisation=organisation, system=None).order_by("pk").select_related("by")
    last = {row.fact: row for row in rows}
    for fact in law.facts.values():
        if fact.about is Subject.ORGANISATION:
            yield Answered(fact, known.get(fact.id), last.get(fact.id))


def any_system_of(organisation: models.Organisation) -> models.AISystem:
    """Stand in for a system where only its organisation is looked at; it is never saved."""
    return models.AISystem(organisation=organisation)


def _tidy(written: About) -> About:
    name = line("name", written.name, required=True)
    if written.sector not in {"", *Sector}:
        raise Refused("sector", "unknown-sector", _SECTOR)
    if written.language not in {"nl", "en"}:
        raise Refused("language", "unknown-language", _LANGUAGE)
    return About(name, written.sector, written.language, words("languages", written.languages))


def _taken(organisation: models.Organisation, name: str) -> bool:
    return models.Organisation.objects.filter(name__iexact=name).exclude(pk=organisation.pk).exists()


def _plain(kept: About) -> dict[str, object]:
    return {**asdict(kept), "languages": list(kept.languages)}


def _subject(organisation: models.Organisation) -> evidence.Subject:
    return evidence.Subject("organisation", organisation.pk, organisation.name)


_TAKEN = Text(
    nl="Er is al een organisatie met deze naam. Kies een andere.",
    en="There is an organisation with this name already. Choose another.",
)
_SECTOR = Text(nl="Kies een sector uit de lijst.", en="Choose a sector from the list.")
_LANGUAGE = Text(nl="Kies Nederlands of Engels.", en="Choose Dutch or English.")
