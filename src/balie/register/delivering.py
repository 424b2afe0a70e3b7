"""Deliver an entry to the API of the Dutch Algorithm Register, and say in plain words what came of it.

One request, with a limit of time and no redirects: the token goes to the address that was set, and nowhere else. It is
in no message and in no log.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

import requests

from balie.law import Text
from balie.register.public_fields import GIVEN

_WAIT = (5, 20)  # seconds to connect, and to answer
_MOST = 100_000  # bytes of an answer that are read
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Receiver:
    """Where entries go: the address of the API, the number of the organisation there, and the token."""

    url: str = ""
    organisation: str = ""
    token: str = field(default="", repr=False)

    @property
    def ready(self) -> bool:
        """Whether everything is set, and the token would not travel in the open."""
        place = urlsplit(self.url)
        safe = place.scheme == "https" or (place.scheme == "http" and place.hostname in _THIS_MACHINE)
        return bool(safe and place.hostname and self.organisation and self.token)

    @property
    def place(self) -> str:
        """The address entries are sent to."""
        return f"{self.url.rstrip('/')}/organizations/{quote(self.organisation, safe='')}/algorithms"


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of it: whether it was taken, the number it got, and what to do otherwise."""

    ok: bool
    code: str
    message: Text
    status: int | None = None
    lars: str = ""
    details: tuple[str, ...] = ()


def deliver(entry: Mapping[str, Any], receiver: Receiver, lars: str = "") -> Delivered:
    """Send a new entry, or a new version of the one that is there under a number."""
    method, place = ("PUT", f"{receiver.place}/{quote(lars, safe='')}") if lars else ("POST", receiver.place)
    headers = {"Authorization": f"Bearer {receiver.token}", "Accept": "application/json"}
    try:
        with requests.request(
            method, place, json=body_of(entry), headers=headers, timeout=_WAIT, allow_redirects=False, stream=True
        ) as answer:
            return _told(answer.status_code, _read(answer), lars)
    except requests.Timeout:
        return Delivered(ok=False, code="no-answer", message=_NO_ANSWER)
    except requests.RequestException:
        return Delivered(ok=False, code="not-reached", message=_NOT_REACHED)


def body_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent: the entry without what the register itself fills in; the number is in the address."""
    return {name: value for name, value in entry.items() if name not in GIVEN}


def _read(answer: requests.Response) -> Any:
    """The answer as JSON; nothing when it is none, or too much."""
    content = b""
    for piece in answer.iter_content(8192):
        content += piece
        if len(content) > _MOST:
            return None
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        return None


def _told(status: int, answer: Any, lars: str) -> Delivered:
    if status == requests.codes.ok:
        given = answer.get("lars_code", "") if isinstance(answer, dict) else ""
        if not (given or lars):
            return Delivered(ok=False, code="no-number", message=_NO_NUMBER, status=status)
        return Delivered(ok=True, code="sent", message=_SENT, status=status, lars=str(given or lars)[:100])
    code = next((code for wanted, code in _CODES if status in wanted), "refused")
    return Delivered(ok=False, code=code, message=_MESSAGES[code], status=status, details=_details(answer))


def _details(answer: Any) -> tuple[str, ...]:
    """What the register says is wrong, by field."""
    found = answer.get("detail") if isinstance(answer, dict) else None
    if isinstance(found, str):
        return (found[:300],)
    lines = found if isinstance(found, list) else []
    return tuple(_detail(line) for line in lines[:20] if isinstance(line, dict))


def _detail(line: Mapping[str, Any]) -> str:
    where = line.get("loc")
    path = ".".join(str(step) for step in where if step != "body") if isinstance(where, list) else ""
    return f"{path}: {line.get('msg', '')}"[:300]


_CODES: tuple[tuple[range, str], ...] = (
    (range(300, 400), "moved"),
    (range(401, 402), "not-let-in"),
    (range(403, 404), "not-let-in"),
    (range(404, 405), "not-there"),
    (range(409, 410), "conflict"),
    (range(422, 423), "invalid"),
    (range(429, 430), "too-busy"),
    (range(500, 600), "broken"),
)
_SENT = Text(nl="Verstuurd naar het Algoritmeregister.", en="Sent to the Algorithm Register.")
_NO_ANSWER = Text(
    nl="Het Algoritmeregister antwoordt niet op tijd. Kijk daar eerst of de registratie is aangekomen, en probeer het "
    "dan opnieuw.",
    en="The Algorithm Register does not answer in time. Look there first whether the entry arrived, then try again.",
)
_NOT_REACHED = Text(
    nl="Het Algoritmeregister is niet te bereiken. Controleer het adres, of probeer het later opnieuw.",
    en="The Algorithm Register cannot be reached. Check the address, or try again later.",
)
_NO_NUMBER = Text(
    nl="Het register gaf geen nummer terug. Kijk daar of de registratie is aangekomen voor je opnieuw verstuurt.",
    en="The register gave no number. Look there whether the entry arrived before you send again.",
)
_MESSAGES = {
    "moved": Text(
        nl="Het adres verwijst door. Balie gaat daar niet in mee. Vraag de beheerder het adres te controleren.",
        en="The address redirects. Balie does not follow. Ask the administrator to check the address.",
    ),
    "not-let-in": Text(
        nl="Het register laat ons niet toe. Vraag de beheerder om een nieuw token.",
        en="The register does not let us in. Ask the administrator for a new token.",
    ),
    "not-there": Text(
        nl="Het register kent deze organisatie of deze registratie niet. Controleer de instellingen.",
        en="The register does not know this organisation or this entry. Check the settings.",
    ),
    "conflict": Text(
        nl="In het register staat al een andere versie. Kijk daar eerst.",
        en="There is another version in the register already. Look there first.",
    ),
    "invalid": Text(
        nl="Het register vindt iets in deze registratie niet goed.",
        en="The register does not accept something in this entry.",
    ),
    "too-busy": Text(
        nl="Het register krijgt te veel vragen. Wacht een paar minuten en probeer het opnieuw.",
        en="The register gets too many requests. Wait a few minutes and try again.",
    ),
    "broken": Text(
        nl="Het register heeft zelf een storing. Probeer het later opnieuw.",
        en="The register itself has a failure. Try again later.",
    ),
    "refused": Text(
        nl="Het register weigert deze registratie. Er is niets veranderd.",
        en="The register refuses this entry. Nothing was changed.",
    ),
}
