"""The real product with its example organisation, in a process and a folder of its own: for pictures and tests."""

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START = (str(Path(sys.executable).with_name("balie")), "serve", "--demo", "--port", "0", "--lang", "nl")


@dataclass(frozen=True, slots=True)
class Site:
    """Where it answers, the link that signs somebody in once, and the folder with its tables."""

    address: str
    login: str
    folder: str

    def link_for(self, email: str, *roles: str) -> str:
        """Make a link that signs somebody in once, with these roles; their account too when there is none."""
        return f"{self.address}/account/login/{self.run(_MAKE_LINK, email, *roles).strip()}/"

    def run(self, code: str, *arguments: str) -> str:
        """Run code in a process of its own, with the settings and tables of this site; return what it printed."""
        made = subprocess.run(
            [sys.executable, "-c", _PREPARE + code, *arguments],
            env={**_environ(), "BALIE_DATA": self.folder},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return made.stdout


@contextmanager
def example_site() -> Iterator[Site]:
    """Start the site on a free port, and stop it afterwards."""
    with tempfile.TemporaryDirectory(prefix="balie-example-") as folder:
        process = subprocess.Popen(START, env={**_environ(), "BALIE_DATA": folder}, stdout=subprocess.PIPE, text=True)
        try:
            yield _told(process.stdout or [], folder)
        finally:
            process.terminate()
            process.communicate(timeout=20)


def _environ() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "BALIE_SECRET_KEY"}}


def _told(output: Iterable[str], folder: str) -> Site:
    """Read from the terminal what a person would read there."""
    shown = ""
    for line in output:
        shown += line
        if "Ctrl+C" in line:
            found = re.search(r"(http://\S+?)/\s.*?(http://\S+/account/login/\S+)", shown, re.DOTALL)
            if found:
                return Site(found[1], found[2], folder)
    raise RuntimeError(f"the site did not start:\n{shown}")


_PREPARE = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "balie.site.settings"
import django
django.setup()
"""
_MAKE_LINK = """
from django.utils import timezone
from balie.people import service
from balie.people.models import User
email, *roles = sys.argv[1:]
name = email.partition("@")[0].title()
person = User.objects.filter(email=email).first() or User.objects.create_user(email, name=name)
service.give_roles(person, [service.Role(role) for role in roles], by=None, now=timezone.now())
print(service.issue_link(person, now=timezone.now()).token)
"""
