"""About which system, and in whose name, a command about the evidence works."""

from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from typing import TYPE_CHECKING

from balie.language import Text
from balie.site.cli.speech import Misuse

if TYPE_CHECKING:
    from balie.people.models import User
    from balie.register.models import AISystem
    from balie.site.packs import Who

ORGANISATION = ("organisation", "organisatie")


def system_named(words: str) -> "AISystem | None":
    """The system with this key or name; None for the organisation's own log. Raise `Misuse` when there is none."""
    from balie.register.service import AISystem  # noqa: PLC0415  read after the tables are there

    if words.strip().casefold() in ORGANISATION:
        return None
    names = list(AISystem.objects.order_by("pk").values_list("pk", "name"))
    wanted = words.strip().casefold()
    keys = [key for key, name in names if name.casefold() == wanted or str(key) == wanted]
    if len(keys) != 1:
        raise Misuse(_several(words, keys) if keys else _none(words, [name for _, name in names]))
    return AISystem.objects.get(pk=keys[0])


def acting(email: str | None) -> "Who":
    """In whose name: somebody with an account, or whoever works on this computer. Raise `Misuse`."""
    from django.utils import timezone  # noqa: PLC0415  loaded by now

    from balie.evidence.service import Actor  # noqa: PLC0415
    from balie.people.service import actor  # noqa: PLC0415
    from balie.site.packs import Who  # noqa: PLC0415

    if email is None:
        return Who(Actor(None, "Balie (balie)"), timezone.now())
    person = _person(email)
    return Who(actor(person), timezone.now(), person)


@contextmanager
def within_rights() -> Iterator[None]:
    """Say in the words of the command line what the person in whose name it is may not do or see. Raise `Misuse`."""
    from balie.people.service import NotPermitted  # noqa: PLC0415  read after the tables are there
    from balie.register.service import NoSuchSystem  # noqa: PLC0415

    try:
        yield
    except NotPermitted as problem:
        lacking = problem.permission.label
        raise Misuse(
            Text(
                nl=f"Deze persoon mag dit niet: {lacking.nl}. Zie docs/permissions.md.",
                en=f"This person may not do this: {lacking.en}. See docs/permissions.md.",
            )
        ) from problem
    except NoSuchSystem as problem:
        raise Misuse(_NOT_SEEN) from problem


def _person(email: str) -> "User":
    from balie.people.service import User  # noqa: PLC0415  read after the tables are there

    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise Misuse(Text(nl=f"{email} heeft hier geen account.", en=f"{email} has no account here."))
    return found


def _none(words: str, names: list[str]) -> Text:
    near = get_close_matches(words, names, n=3, cutoff=0.4) or names[:10]
    listed = ", ".join(f"'{name}'" for name in near)
    nl, en = f"Er is geen systeem '{words}'.", f"There is no system '{words}'."
    return Text(nl=f"{nl} Wel: {listed}.", en=f"{en} There is: {listed}.") if listed else Text(nl=nl, en=en)


def _several(words: str, keys: list[int]) -> Text:
    listed = ", ".join(map(str, keys))
    return Text(
        nl=f"Er zijn meer systemen '{words}'. Noem het nummer: {listed}.",
        en=f"There are several systems '{words}'. Name the number: {listed}.",
    )


_NOT_SEEN = Text(nl="Deze persoon mag dit systeem niet zien.", en="This person may not see this system.")
