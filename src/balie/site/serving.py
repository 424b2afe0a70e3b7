"""Listening on a port and answering with uvicorn, behind proxies or not; for the site and for the gateway."""

import errno
import ipaddress
import signal
import socket
from contextlib import suppress

from balie.language import Text

# Seconds in which a process must show a sign of life before it is replaced. A start takes one or two, and on a machine
# that is short of everything ten times that: replacing it then would only make it begin again, for ever.
PATIENCE = 60
WAITING = 2048  # connections that may wait until they are taken


class CannotListen(Exception):
    """Nobody can be answered here, or by way of these proxies; the message says why and what to do."""

    def __init__(self, message: Text) -> None:
        super().__init__(message.en)
        self.message = message


def listen(host: str, port: int) -> socket.socket:
    """Take the port before anything else is done, so that a second start changes nothing."""
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return _bound(socket.socket(family, kind, protocol), place)
    except OSError as error:
        raise CannotListen(_cannot_listen(host, port, error)) from error


def trusted_proxies(given: str) -> list[str]:
    """The proxies that are believed about who asks. A typing error would go unnoticed, so it stops the start."""
    proxies = [place.strip() for place in given.split(",") if place.strip()]
    for place in proxies:
        try:
            ipaddress.ip_network(place)
        except ValueError as error:
            raise CannotListen(_no_address(place)) from error
    return proxies


def answer(
    application: str, listening: socket.socket, workers: int, proxies: list[str], *, factory: bool = False
) -> None:
    """Run uvicorn, which believes the `X-Forwarded-` headers of the named proxies and of nobody else.

    Its access log stays off, for addresses can hold one-time links; the rest of its log goes through ours.
    """
    import uvicorn  # noqa: PLC0415
    from uvicorn.supervisors import Multiprocess  # noqa: PLC0415

    config = uvicorn.Config(
        application,
        factory=factory,
        workers=workers,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        timeout_worker_healthcheck=PATIENCE,
    )
    # Ended by another program it stops as in a terminal, so that what runs beside it is ended in order too.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        if workers > 1:
            Multiprocess(config, sockets=[listening]).run()
        else:
            uvicorn.Server(config).run(sockets=[listening])


def _bound(listening: socket.socket, place: tuple[object, ...]) -> socket.socket:
    """Bind a socket that worker processes can share. Whoever asks before one of them is there waits for its answer."""
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(WAITING)
    except OSError:
        listening.close()
        raise
    listening.set_inheritable(True)
    return listening


def _no_address(place: str) -> Text:
    return Text(
        nl=f"BALIE_PROXIES bevat {place!r}; dat is geen IP-adres of netwerk. Schrijf bijvoorbeeld 127.0.0.1,10.0.0.0/8",
        en=f"BALIE_PROXIES holds {place!r}, which is no IP address or network. Write for example 127.0.0.1,10.0.0.0/8",
    )


def _cannot_listen(host: str, port: int, error: OSError) -> Text:
    if error.errno == errno.EADDRINUSE:
        return Text(
            nl=f"Poort {port} op {host} is al bezet; misschien draait Balie al. Of kies een andere: --port {port + 1}",
            en=f"Port {port} on {host} is taken; perhaps Balie runs already. Or choose another: --port {port + 1}",
        )
    if error.errno == errno.EACCES:
        return Text(
            nl=f"Deze gebruiker mag poort {port} niet gebruiken. Kies er een boven 1023, bijvoorbeeld --port 8000.",
            en=f"This user may not use port {port}. Choose one above 1023, for example --port 8000.",
        )
    return Text(
        nl=f"Balie kan niet luisteren op {host}, poort {port} ({error.strerror}). Is dit een adres van deze machine?",
        en=f"Balie cannot listen on {host}, port {port} ({error.strerror}). Is this an address of this machine?",
    )
