"""What a token may be used for. A scope opens no more than its owner's roles allow: both have to permit a request."""

from collections.abc import Iterable
from enum import StrEnum

from balie.language import Text


class Scope(StrEnum):
    """One part of the API, to read or to change."""

    SYSTEMS_READ = "systems:read"
    SYSTEMS_WRITE = "systems:write"
    ORGANISATION_READ = "organisation:read"
    ORGANISATION_WRITE = "organisation:write"
    SUPPLIERS_READ = "suppliers:read"
    SUPPLIERS_WRITE = "suppliers:write"
    DUTIES_READ = "duties:read"
    DUTIES_WRITE = "duties:write"
    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    CHANGES_READ = "changes:read"
    CHANGES_WRITE = "changes:write"
    LAW_READ = "law:read"
    JOURNAL_READ = "journal:read"

    @property
    def label(self) -> Text:
        """The scope in words."""
        return _SCOPES[self]

    @property
    def writes(self) -> bool:
        """Whether something can be changed with it."""
        return self.value.endswith(":write")


def known(names: Iterable[str]) -> frozenset[Scope]:
    """Read the scopes of a token; one that this version does not know any more opens nothing."""
    return frozenset(Scope(name) for name in names if name in set(Scope))


_SCOPES = {
    Scope.SYSTEMS_READ: Text(
        nl="systemen, antwoorden en beoordelingen lezen", en="read systems, answers and assessments"
    ),
    Scope.SYSTEMS_WRITE: Text(nl="systemen wijzigen en vragen beantwoorden", en="change systems and answer questions"),
    Scope.ORGANISATION_READ: Text(nl="gegevens van de organisatie lezen", en="read about the organisation"),
    Scope.ORGANISATION_WRITE: Text(
        nl="gegevens van de organisatie wijzigen", en="change what is said of the organisation"
    ),
    Scope.SUPPLIERS_READ: Text(nl="leveranciers en contracten lezen", en="read suppliers and contracts"),
    Scope.SUPPLIERS_WRITE: Text(nl="leveranciers en contracten wijzigen", en="change suppliers and contracts"),
    Scope.DUTIES_READ: Text(nl="plichten en bewijs lezen", en="read duties and proof"),
    Scope.DUTIES_WRITE: Text(nl="bewijs toevoegen", en="add proof"),
    Scope.TASKS_READ: Text(nl="taken lezen", en="read tasks"),
    Scope.TASKS_WRITE: Text(nl="taken maken, wijzigen en afronden", en="make, change and finish tasks"),
    Scope.CHANGES_READ: Text(nl="wijzigingen door wet of datum lezen", en="read changes by law or date"),
    Scope.CHANGES_WRITE: Text(nl="wijzigingen afhandelen", en="handle changes"),
    Scope.LAW_READ: Text(nl="wetten, vragen en bepalingen lezen", en="read laws, questions and provisions"),
    Scope.JOURNAL_READ: Text(nl="het journaal lezen", en="read the journal"),
}
