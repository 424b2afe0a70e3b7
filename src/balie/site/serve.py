"""`balie serve`: make everything ready, say where and how to sign in, and answer until somebody stops it.

Django is imported inside the functions, after the data folder and the key are there: its settings read both.
"""

import os
import socket
import sys
from contextlib import nullcontext
from pathlib import Path

from balie.evidence.secret_keys import NoSecret
from balie.law import Fault, Text, say_date, shipped_law
from balie.site import connections, storage
from balie.site.serving import CannotListen, answer, listen, trusted_proxies
from balie.site.work import beside

FIRST_ADDRESS = "beheer@localhost"
FAILED = 2


class CannotServe(Exception):
    """The site cannot start; the message says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def serve(*, demo: bool, host: str, port: int, workers: int, lang: str, worker: bool = True) -> int:
    """Start the site and stay until it is stopped. Returns the exit code."""
    try:
        connections.check(os.environ)
        listening = listen(host, port)
        proxies = trusted_proxies(os.environ.get("BALIE_PROXIES", ""))
        folder = prepare(demo=demo)
    except (CannotServe, CannotListen, connections.BadConnection) as problem:
        print(problem.message.say(lang), file=sys.stderr)  # noqa: T201  (this is what a person at the terminal reads)
        return FAILED
    if demo:
        open_to_the_bot()
    print(welcome(_address(listening), folder, lang), flush=True)  # noqa: T201
    with beside() if worker else nullcontext():
        answer("balie.site.asgi:application", listening, workers, proxies)
    return 0


def prepare(*, demo: bool) -> Path:
    """Make the data folder, the key, the tables and, when asked, the example organisation."""
    os.umask(0o077)  # from here on, whatever is written is for this account alone
    try:
        folder = storage.prepare(os.environ)
    except (storage.NotPrivate, NoSecret) as problem:
        raise CannotServe(problem.message) from problem
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "balie.site.settings")
    import django  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415

    django.setup()
    _see_to_the_database()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("createcachetable", verbosity=0)
    _see_to_an_administrator()
    if demo:
        _load_example()
    return folder


def open_to_the_bot() -> None:
    """Put the chatbot of the example in the gateway, with a bot behind it.

    That is the example bot, on a port of this machine alone, or the one whose address BALIE_DEMO_UPSTREAM names.
    """
    from django.utils import timezone  # noqa: PLC0415

    from balie.site.demo import bot, gate  # noqa: PLC0415

    behind = bot.behind(os.environ) or bot.Behind(bot.start().url, bot.MODEL)
    gate.load(behind, now=timezone.now())


def _see_to_the_database() -> None:
    """Refuse tables of an unreleased version, whose journal was no log yet: they cannot be brought up to date."""
    from django.db import connection  # noqa: PLC0415

    tables = connection.introspection.table_names()
    if "evidence_entry" in tables and "evidence_log" not in tables:
        raise CannotServe(_OF_BETWEEN_VERSIONS)


def _see_to_an_administrator() -> None:
    from django.utils import timezone  # noqa: PLC0415

    from balie.people import service  # noqa: PLC0415

    service.first_person(os.environ.get("BALIE_ADMIN") or FIRST_ADDRESS, now=timezone.now())


def welcome(address: str, folder: Path, lang: str) -> str:
    """What the terminal shows: where the site is, and how to get in."""
    lines = [_RUNS.say(lang), "", f"  {_ADDRESS.say(lang):<12} {address}/"]
    lines += _way_in(address, lang)
    if not _reached_here_only(address) and not os.environ.get("BALIE_HOSTS"):
        lines.append(f"  {_OTHERS.say(lang)}")
    if os.environ.get("BALIE_HTTPS") == "1" and not os.environ.get("BALIE_PROXIES"):
        lines.append(f"  {_BEHIND.say(lang)}")
    return "\n".join([*lines, f"  {_FOLDER.say(lang):<12} {folder}", f"  {_STOP.say(lang):<12} Ctrl+C", ""])


def _way_in(address: str, lang: str) -> list[str]:
    """A one-time link, when nobody can come in without one or when a person is at the terminal to read it."""
    from django.urls import reverse  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from balie.people import service  # noqa: PLC0415

    if service.someone_has_password() and not sys.stdout.isatty():
        return []
    link = service.first_login(os.environ.get("BALIE_ADMIN") or FIRST_ADDRESS, now=timezone.now())
    until = timezone.localtime(link.expires_at)
    note = _ONCE.say(lang).format(email=link.email, day=say_date(until.date(), lang), time=f"{until:%H:%M}")
    return [
        f"  {_LOGIN.say(lang):<12} {address}{reverse('accounts:one_time_login', args=[link.token])}",
        f"{'':15}{note}",
    ]


def _reached_here_only(address: str) -> bool:
    """Whether the address is one of those the settings allow without being told."""
    return address.startswith(("http://127.0.0.1:", "http://[::1]:"))


def _load_example() -> None:
    from django.utils import timezone  # noqa: PLC0415

    from balie.people import service as people  # noqa: PLC0415
    from balie.register import service  # noqa: PLC0415
    from balie.site import demo  # noqa: PLC0415
    from balie.site.demo import duties as work  # noqa: PLC0415
    from balie.site.demo import people as invented  # noqa: PLC0415

    reading = demo.written(shipped_law())
    if reading.faults:
        raise CannotServe(_faulty(reading.faults))
    try:
        service.load_example(shipped_law(), reading.portfolio, now=timezone.now())
    except service.OwnRecordsPresent as error:
        raise CannotServe(_OWN_RECORDS) from error
    first = people.first_person(os.environ.get("BALIE_ADMIN") or FIRST_ADDRESS, now=timezone.now())
    invented.load(by=first, now=timezone.now(), today=timezone.localdate())
    work.load(now=timezone.now(), today=timezone.localdate())


def _address(listening: socket.socket) -> str:
    """The address to type; "everywhere" is reached from this machine as localhost."""
    host, port = listening.getsockname()[:2]
    name = "localhost" if host in {"0.0.0.0", "::"} else f"[{host}]" if ":" in host else host  # noqa: S104
    return f"http://{name}:{port}"


_OF_BETWEEN_VERSIONS = Text(
    nl="Deze database is van een versie van Balie die nooit is uitgebracht, en kan niet worden bijgewerkt. Er is niets "
    "gewijzigd. Zet met die versie je AI-systemen over in een bestand (balie register export), begin met een lege "
    "map (BALIE_DATA) of database, en lees het bestand daar in (balie register import).",
    en="This database is of a version of Balie that was never released, and cannot be brought up to date. Nothing was "
    "changed. Export your AI systems with that version (balie register export), begin with an empty folder "
    "(BALIE_DATA) or database, and import the file there (balie register import).",
)


def _faulty(faults: tuple[Fault, ...]) -> Text:
    nl, en = ("\n".join(fault.say(lang) for fault in faults) for lang in ("nl", "en"))
    return Text(nl=f"Het voorbeeld kan niet worden gelezen:\n{nl}", en=f"The example cannot be read:\n{en}")


_RUNS = Text(nl="Balie draait.", en="Balie is running.")
_ADDRESS = Text(nl="Adres", en="Address")
_LOGIN = Text(nl="Inloggen", en="Sign in")
_FOLDER = Text(nl="Gegevens", en="Data")
_STOP = Text(nl="Stoppen", en="Stop")
_ONCE = Text(
    nl="Deze link werkt één keer, tot {time} uur op {day}, voor {email}.",
    en="This link works once, until {time} on {day}, for {email}.",
)
_OTHERS = Text(
    nl="Zet in BALIE_HOSTS de naam of het adres dat anderen intypen; tot dan weigert Balie hun browser.",
    en="Put the name or address that others type in BALIE_HOSTS; until then Balie refuses their browser.",
)
_BEHIND = Text(
    nl="Zet in BALIE_PROXIES het adres van de proxy die HTTPS doet; tot dan lijken alle bezoekers één computer.",
    en="Put the address of the proxy that does HTTPS in BALIE_PROXIES; until then all visitors look like one computer.",
)
_OWN_RECORDS = Text(
    nl="Hier staan al eigen gegevens; het voorbeeld zou ertussen komen. "
    "Start zonder --demo, of met een lege map in BALIE_DATA.",
    en="There are records of your own here; the example would mix with them. "
    "Start without --demo, or with BALIE_DATA set to an empty folder.",
)
