"""RFC 3161 time stamps: somebody else signs that a checkpoint was there at a moment.

What comes back is kept as it is (a `.tsr`), so that `openssl ts -verify` reads it. Whether the service itself is to be
believed, whoever verifies decides, with the certificates they trust.
"""

from hashlib import sha256
from typing import Final

import requests

_SECONDS: Final = 20
_LONGEST: Final = 100_000  # bytes: an answer with its certificates is a few thousand
_GRANTED: Final = {0, 1}


class NoStamp(Exception):
    """The time-stamp service gave no stamp, or one of something else."""


def stamp(note: str, *, service: str) -> bytes:
    """Ask for a time stamp over a checkpoint. Raises `NoStamp`."""
    from rfc3161_client import (  # noqa: PLC0415  (only those who use time stamps have it)
        HashAlgorithm,
        TimestampRequestBuilder,
        decode_timestamp_response,
    )

    document = note.encode()
    request = TimestampRequestBuilder().data(document).hash_algorithm(HashAlgorithm.SHA256).build()
    answer = _asked(request.as_bytes(), service)
    try:
        found = decode_timestamp_response(answer)
        status = found.status
        about = found.tst_info if status in _GRANTED else None
    except ValueError as problem:
        raise NoStamp("the time-stamp service answered with something else than a time stamp") from problem
    if about is None:
        raise NoStamp(f"the time-stamp service refused (status {status})")
    if about.message_imprint.message != sha256(document).digest() or about.nonce != request.nonce:
        raise NoStamp("the time stamp is of something else")
    return answer


def _asked(request: bytes, service: str) -> bytes:
    kind = {"Content-Type": "application/timestamp-query"}
    try:
        with requests.post(service, request, headers=kind, timeout=_SECONDS, stream=True, allow_redirects=False) as got:
            if got.status_code != requests.codes.ok:
                raise NoStamp(f"the time-stamp service answered with {got.status_code}")
            return bytes(got.raw.read(_LONGEST, decode_content=True))
    except (OSError, requests.RequestException) as problem:
        raise NoStamp(f"the time-stamp service cannot be reached ({type(problem).__name__})") from problem
