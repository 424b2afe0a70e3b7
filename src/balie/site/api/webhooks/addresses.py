"""Where webhooks may go. An administrator chooses the address; this keeps Balie from being sent where nobody should be.

Networks inside the organisation are allowed on purpose: that is where the systems of a contact centre are. What is
refused are addresses that answer to the machine itself and not to people: link-local ones, and those at which clouds
give out the keys of a machine.
"""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_HERE = {"localhost", "127.0.0.1", "::1"}
_KEYS_OF_CLOUDS = {
    ipaddress.ip_address(text) for text in ("169.254.169.254", "100.100.100.200", "192.0.0.192", "fd00:ec2::254")
}
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")


class AddressRefused(Exception):
    """Nothing is sent to this address; the message says why."""

    def __init__(self, message: object) -> None:
        super().__init__(str(message))
        self.message = message


@dataclass(frozen=True, slots=True)
class Target:
    """Where to connect to: one address that was looked at, so that a name cannot mean another one a moment later."""

    scheme: str
    host: str
    port: int
    address: Address
    path: str


def check_form(text: str) -> None:
    """Refuse an address by how it is written. Raise `AddressRefused`."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as problem:
        raise AddressRefused(_("This is not an address. Begin with https://.")) from problem
    if parts.scheme not in {"https", "http"} or not parts.hostname:
        raise AddressRefused(_("This is not an address. Begin with https://."))
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(_("Leave the name and password out of the address. The signature shows who sent it."))
    if parts.scheme == "http" and parts.hostname not in _HERE:
        raise AddressRefused(_("Use https. Without it, anybody on the way can read along."))
    if parts.fragment or port == 0 or not text.isascii() or not text.isprintable() or " " in text:
        raise AddressRefused(_("There is a character or a number in the address that does not belong there."))


def host_of(text: str) -> str:
    """The part of an address that may be told on: path and query often hold a secret of the receiver."""
    return urlsplit(text).netloc.rpartition("@")[2]


def target_of(text: str) -> Target:
    """Find out where an address leads, and refuse what is not for us. Raise `AddressRefused` or `OSError`."""
    check_form(text)
    parts = urlsplit(text)
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    found = [ipaddress.ip_address(place[4][0]) for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    for address in found:
        if not allowed(address):
            raise AddressRefused(_("This name leads to an address that is kept for the machine itself."))
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, found[0], path)


def allowed(address: Address) -> bool:
    """Whether something may be sent to this address."""
    real = _unwrapped(address)
    return not (real.is_link_local or real.is_multicast or real.is_unspecified or real in _KEYS_OF_CLOUDS)


def _unwrapped(address: Address) -> Address:
    """The IPv4 address that an IPv6 address stands for, if it does."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _TRANSLATED:
            return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        return address.ipv4_mapped or address.sixtofour or address
    return address
