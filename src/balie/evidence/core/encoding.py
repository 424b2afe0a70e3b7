"""Base64 (RFC 4648 section 4) with one writing for each value: Python's own reader takes several."""

from base64 import b64decode, b64encode
from binascii import Error


class NotBase64(ValueError):
    """Text that is no base64, or another writing of it."""


def to_base64(raw: bytes) -> str:
    """Write bytes as text, with padding."""
    return b64encode(raw).decode()


def from_base64(text: str) -> bytes:
    """Read what `to_base64` wrote, and nothing else. Raises `NotBase64`."""
    try:
        raw = b64decode(text, validate=True)
    except (Error, ValueError) as error:
        raise NotBase64("this is no base64") from error
    if to_base64(raw) != text:
        raise NotBase64("this is base64 in another writing")
    return raw
