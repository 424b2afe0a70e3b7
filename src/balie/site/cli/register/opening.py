"""Open the register: the data folder, the key and the tables, as `balie serve` does. Django is loaded only here."""

from balie.language import Text
from balie.site.cli.speech import Misuse


def open_register() -> None:
    """Make the register ready to be read. Raise `Misuse` when it cannot be opened."""
    from balie.site import connections, serve  # noqa: PLC0415  Django takes seconds that the other commands do not have

    try:
        serve.prepare(demo=False)
    except (serve.CannotServe, connections.BadConnection) as problem:
        raise Misuse(problem.message) from problem


def importer(email: str | None) -> object:
    """The person in whose name is imported: who was named, or else the first who may. Raise `Misuse` without one."""
    from balie.people.service import Permission, people_with  # noqa: PLC0415

    found = people_with(Permission.IMPORT)
    person = found.filter(email=email.strip().lower()).first() if email else found.order_by("pk").first()
    if person is None:
        raise Misuse(_nobody(email) if email else _NOBODY)
    return person


def _nobody(email: str) -> Text:
    return Text(
        nl=f"{email} heeft geen account dat mag importeren. Geef die persoon de rol compliance officer.",
        en=f"{email} has no account that may import. Give that person the role of compliance officer.",
    )


_NOBODY = Text(
    nl="Er is nog niemand die mag importeren. Start eerst 'balie serve' en log in.",
    en="There is nobody yet who may import. Start 'balie serve' first, and sign in.",
)
