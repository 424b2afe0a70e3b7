"""How well people oversee proposals: for each to see of themselves, and of all together for who leads.

No figures of one person are given to anybody else. Judging how employees perform by such figures would itself be high
risk (Annex III 4(b) AI Act); they are here so that people notice automation bias in themselves (Art. 14(4)(b)).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from django.db.models import QuerySet

from balie.desk.models import ProposalVote
from balie.people.service import User

DAYS = 90
QUICK = 10  # seconds between opening and approving, in which hardly anybody weighs reasons
LEAST = 5  # people behind a figure of all together, so that it is nobody's


@dataclass(frozen=True, slots=True)
class Oversight:
    """Figures over the last `DAYS` days. `streak`: approvals in a row at the end, as proposed.

    `seconds`: the median between opening a proposal and deciding on it; None without decisions.
    """

    decided: int
    overruled: int
    quick: int
    streak: int
    seconds: float | None

    @property
    def share(self) -> float | None:
        """The share that was changed or refused, from 0 to 1."""
        return self.overruled / self.decided if self.decided else None


def of_person(person: User, *, now: datetime) -> Oversight:
    """The figures of one person, for that person."""
    return _figures(list(_votes(now).filter(person=person)))


def of_all(*, now: datetime) -> Oversight | None:
    """The figures of everybody together; None when fewer than `LEAST` people decided anything."""
    votes = list(_votes(now))
    return _figures(votes) if len({vote.person_id for vote in votes}) >= LEAST else None


def _votes(now: datetime) -> QuerySet[ProposalVote]:
    return ProposalVote.objects.filter(decided_at__gte=now - timedelta(days=DAYS)).order_by("decided_at")


def _figures(votes: list[ProposalVote]) -> Oversight:
    streak = 0
    for vote in reversed(votes):
        if vote.decision != "approved":
            break
        streak += 1
    return Oversight(
        decided=len(votes),
        overruled=sum(vote.decision != "approved" for vote in votes),
        quick=sum(vote.decision == "approved" and vote.seconds < QUICK for vote in votes),
        streak=streak,
        seconds=median(vote.seconds for vote in votes) if votes else None,
    )
