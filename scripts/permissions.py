"""Write docs/permissions.md: who may do what, and what each address needs. `python scripts/permissions.py`."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

PAGE = Path(__file__).parent.parent / "docs" / "permissions.md"
_TOP = """# Who may do what

Roles, what each allows and how far, and what every address of the site needs. Somebody may have several roles; the
widest reach counts. `python scripts/permissions.py` writes this page from the code, and a test holds it to that; other
tests call every address as every role, and as three people: the owner of a system, a colleague who owns another one,
and a stranger.

## Roles

- **all**: for every system, or for the organisation as a whole
- **own**: for the systems one owns; for an auditor: those in the mandate, for as long as it lasts
- **no**: not at all

An administrator manages people and settings, and changes no content. Whoever gave an answer or a document is never the
one who approves it, whatever their roles. Apart from roles everybody who has signed in has their own account, and can
read the law.

"""
_ADDRESSES = """
## Addresses

A page may narrow what it shows further: an auditor sees the systems of the mandate, and a form about a system is there
for its owner and for whoever has the permission for all.

"""


def page() -> str:
    """The whole page."""
    return f"{_TOP}{_table(_roles())}{_ADDRESSES}{_table(_addresses())}"


def _roles() -> Iterator[tuple[str, ...]]:
    from balie.people.roles import MATRIX, Permission, Reach, Role  # noqa: PLC0415

    words = {Reach.ALL: "all", Reach.OWN: "own", Reach.NONE: "no"}
    yield ("permission", *(role.label.en for role in Role))
    for permission in Permission:
        granted = MATRIX[permission]
        cells = (words[granted.get(role, Reach.NONE)] for role in Role)
        yield (f"{permission.label.en} `{permission}`", *cells)


def _addresses() -> Iterator[tuple[str, ...]]:
    from balie.people.roles import Permission  # noqa: PLC0415
    from balie.site.addresses import Need, all_addresses  # noqa: PLC0415

    words = {
        Need.NOTHING: "nothing: open to all",
        Need.ACCOUNT: "an account",
        Need.TOKEN: "a token, or an account that may use the API",
    }
    yield ("address", "needs")
    for address in sorted({(one.route, one.need) for one in all_addresses()}):
        route, need = address
        yield (f"`{route}`", f"`{need}`" if isinstance(need, Permission) else words[need])


def _table(rows: Iterator[tuple[str, ...]]) -> str:
    heads = next(rows)
    lines = [heads, tuple("---" for _ in heads), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def main() -> None:
    """Write the page."""
    import django  # noqa: PLC0415

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balie.site.settings")
    os.environ.setdefault("BALIE_SECRET_KEY", "for this run")
    django.setup()
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.name} written.\n")


if __name__ == "__main__":
    main()
