"""Duties as lines of a table: what the law says of them beside what is kept. For one system with the reasons why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from balie.duties.control import ProofKind, ProofStatus
from balie.duties.listing import DUE_SOON, MINE, NO_DEADLINE, NOBODY, OVERDUE, STALE_SOON, Query
from balie.duties.models import SystemDuty
from balie.duties.proofs import Standing
from balie.duties.tallies import SOON
from balie.law import Assessment, Fine, Law, PackKind, Text
from balie.people.service import User
from balie.register import service as register


@dataclass(frozen=True, slots=True)
class Line:
    """One duty of one system. `why` holds the answers that make it apply or not; `row` what is kept, if anything."""

    duty: str
    title: Text
    cite: Text
    provision: str
    footing: register.Footing
    source: PackKind
    standing: Standing
    since: date | None
    until: date | None
    fine: Text | None
    row: SystemDuty | None
    why: tuple[Any, ...] = ()
    text: Text | None = None
    tier: Text | None = None

    @property
    def proof(self) -> ProofStatus:
        """Whether it is met."""
        return ProofStatus(self.row.proof) if self.row else ProofStatus.NOT_APPLICABLE

    @property
    def kind(self) -> ProofKind | None:
        """The strongest proof that says so."""
        return ProofKind(self.row.proof_kind) if self.row and self.row.proof_kind else None

    @property
    def reason(self) -> Text | None:
        """Why it is or is not met."""
        return Text(**self.row.proof_reason) if self.row and self.row.proof_reason else None

    @property
    def owner(self) -> User | None:
        """Who sees to it."""
        return self.row.owner if self.row else None

    @property
    def deadline(self) -> date | None:
        """By when."""
        return self.row.deadline if self.row else None

    @property
    def owed(self) -> bool:
        """Whether there is anything to do about it, now or later."""
        return self.standing is not Standing.ENDED

    def late(self, today: date) -> bool:
        """Whether the deadline has passed without proof."""
        return bool(self.deadline and self.deadline < today and self.proof is not ProofStatus.MET)


def line_of(law: Law, row: SystemDuty) -> Line:
    """A line of the list of all systems, from what is kept alone. A duty the law forgot goes by its id."""
    duty, provision = law.duties.get(row.duty), law.provisions.get(row.provision)
    fine = law.fines.get(row.fine)
    return Line(
        duty=row.duty,
        title=duty.title if duty else Text(row.duty, row.duty),
        cite=provision.cite if provision else Text(row.provision, row.provision),
        provision=row.provision if provision else "",
        footing=register.Footing(row.footing),
        source=PackKind(row.source),
        standing=Standing(row.status),
        since=row.since,
        until=row.until,
        fine=fine.text if fine else None,
        row=row,
        text=duty.text if duty else None,
        tier=tier_of(fine),
    )


def lines_of(found: Assessment, rows: Iterable[SystemDuty], *, retired: bool) -> list[Line]:
    """Every duty of the law for one system, in the engine's order, also those that do not apply."""
    kept = {row.duty: row for row in rows}
    return [
        _explained(found.law, line, status, kept.get(line.id), retired=retired)
        for status, lines in register.duties_of(found).items()
        for line in lines
    ]


def picked(lines: Iterable[Line], query: Query, *, person: User, today: date) -> list[Line]:
    """Filter and order the lines of one system, as the list of all systems does."""
    tests: tuple[Callable[[Line], bool], ...] = (
        lambda line: line.standing.value == query.standing if query.standing else line.owed,
        lambda line: not query.footing or line.footing.value == query.footing,
        lambda line: not query.source or line.source.value == query.source,
        lambda line: not query.proof or _has_proof(line, query.proof, today),
        lambda line: not query.owner or _has_owner(line, query.owner, person),
        lambda line: not query.deadline or _has_deadline(line, query.deadline, today),
        lambda line: _has_words(line, query.q),
    )
    kept = [line for line in lines if all(test(line) for test in tests)]
    key = _KEYS.get(query.sort.removeprefix("-"))
    return sorted(kept, key=key, reverse=query.sort.startswith("-")) if key else kept


def together(lines: Iterable[Line], group: str) -> Iterator[tuple[Text, list[Line]]]:
    """Put lines together by footing, status or owner; the order within stays."""
    held: dict[Any, list[Line]] = {}
    for line in lines:
        held.setdefault(_GROUPS[group](line), []).append(line)
    yield from held.items()


def tier_of(fine: Fine | None) -> Text | None:
    """The tier of a fine in a few words; none where the law gives no ceiling in figures."""
    if fine is None or fine.amount is None or fine.turnover_share is None:
        return None
    millions, share = f"{fine.amount / 1_000_000:g}", f"{fine.turnover_share * 100:g}"
    return Text(
        nl=f"Boete tot {millions} miljoen euro of {share} % van de omzet".replace(".", ","),
        en=f"Fine up to EUR {millions} million or {share} % of turnover",
    )


def _explained(law: Law, line: register.DutyLine, status: str, row: SystemDuty | None, *, retired: bool) -> Line:
    standing = Standing(status) if status in set(Standing) and not retired else Standing.ENDED
    return Line(
        duty=line.id,
        title=line.title,
        cite=line.provision.cite,
        provision=line.provision.id,
        footing=register.Footing(line.footing.value),
        source=law.kind_of(line.id),
        standing=standing,
        since=line.since,
        until=line.until,
        fine=line.fine,
        row=row,
        why=line.facts,
        text=line.text,
        tier=tier_of(law.fines.get(law.duties[line.id].fine or line.provision.fine)),
    )


def _has_proof(line: Line, proof: str, today: date) -> bool:
    if proof == STALE_SOON:
        return bool(line.row and line.row.stale_on and today < line.row.stale_on <= today + SOON)
    return line.proof.value == proof


def _has_owner(line: Line, owner: str, person: User) -> bool:
    key = line.owner.pk if line.owner else None
    return key == {MINE: person.pk, NOBODY: None}.get(owner, int(owner) if owner.isdecimal() else -1)


def _has_deadline(line: Line, deadline: str, today: date) -> bool:
    if deadline == NO_DEADLINE:
        return line.deadline is None
    if deadline == OVERDUE:
        return line.late(today)
    due = line.deadline is not None and today <= line.deadline <= today + SOON
    return due and deadline == DUE_SOON and line.proof is not ProofStatus.MET


def _has_words(line: Line, words: str) -> bool:
    text = f"{line.title.nl} {line.title.en}".casefold()
    return all(word in text for word in words.casefold().split())


_NOBODY = Text(nl="Nog niemand", en="Nobody yet")
_GROUPS: dict[str, Callable[[Line], Text]] = {
    "footing": lambda line: line.footing.label,
    "proof": lambda line: line.proof.label,
    "owner": lambda line: Text(str(line.owner), str(line.owner)) if line.owner else _NOBODY,
}
_KEYS: dict[str, Callable[[Line], Any]] = {
    "proof": lambda line: list(ProofStatus).index(line.proof),
    "deadline": lambda line: line.deadline or date.max,
    "since": lambda line: line.since or date.max,
    "owner": lambda line: (line.owner is None, str(line.owner).casefold()),
}
