"""One way to write a value as bytes: the canonical JSON of RFC 8785, within the limits of docs/formats/evidence.md.

Two programs that agree on the value must agree on its hash, so there may be one writing only. What RFC 8785 leaves
open (how deep, how long) is closed here, because a log is read for years by programs we do not know.
"""

import json
from collections.abc import Mapping
from typing import Any

import rfc8785

DEEPEST = 32  # levels of lists and objects; the value itself is level 1
LONGEST = 65_535  # bytes: an entry bundle of tlog-tiles gives a length two bytes
LARGEST_INTEGER = 2**53 - 1  # RFC 8785 section 3.2.2.3: beyond this a JSON number is no longer exact


class NotCanonical(ValueError):
    """A value that has no canonical form here, or bytes that are not one. `place` is a path such as `$.what.note`."""

    def __init__(self, place: str, because: str) -> None:
        super().__init__(f"{place}: {because}")
        self.place = place


def canonical(value: Any) -> bytes:
    """Return the one writing of a JSON value, as UTF-8 (RFC 8785).

    Takes None, bool, int, float, str, lists or tuples, and mappings with text as keys. Raises `NotCanonical` for
    anything else, for a number that JSON cannot carry exactly, and past `DEEPEST` or `LONGEST`.
    """
    if _is_plain(value, 1):
        written = _in_short(value)
    else:
        _find_fault(value, "$", 1)
        written = _by_the_book(value)
    if len(written) > LONGEST:
        raise NotCanonical("$", f"takes {len(written)} bytes, and {LONGEST} is the most")
    return written


def framed(before: str, value: Any, after: str) -> bytes:
    """Return a value in its canonical form between two texts that are in it already. Raises `NotCanonical`."""
    try:
        written = b"".join((before.encode(), canonical(value), after.encode()))
    except UnicodeEncodeError as error:
        raise NotCanonical("$", "holds half a character (a lone surrogate)") from error
    if len(written) > LONGEST:
        raise NotCanonical("$", f"takes {len(written)} bytes, and {LONGEST} is the most")
    return written


def whole(number: int) -> int:
    """Return an integer that JSON can carry. Raises `NotCanonical` for another."""
    if not -LARGEST_INTEGER <= number <= LARGEST_INTEGER:
        raise NotCanonical("$", "is an integer that JSON cannot carry exactly; write it as text")
    return number


def read(written: bytes) -> Any:
    """Return the value of canonical bytes. Raises `NotCanonical` when another writing was given, or no JSON."""
    try:
        value = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise NotCanonical("$", "is not JSON") from error
    if canonical(value) != written:
        raise NotCanonical("$", "is JSON, but not in its canonical form (RFC 8785)")
    return value


def _is_plain(value: Any, depth: int) -> bool:
    """Whether Python's own writer, three times as fast, gives what RFC 8785 asks; so it is for nearly every entry.

    It does not for fractions, which Python writes otherwise, and for keys beyond ASCII: RFC 8785 sorts by UTF-16,
    Python by code point.
    """
    if value is None or isinstance(value, str | bool):
        return True
    if isinstance(value, int):
        return -LARGEST_INTEGER <= value <= LARGEST_INTEGER
    if depth > DEEPEST:
        return False
    if isinstance(value, dict):
        keys_too = all(isinstance(key, str) and key.isascii() for key in value)
        return keys_too and all(_is_plain(item, depth + 1) for item in value.values())
    return isinstance(value, list | tuple) and all(_is_plain(item, depth + 1) for item in value)


def _find_fault(value: Any, place: str, depth: int) -> None:
    """Say where something has no canonical form."""
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int | float):
        # A fraction of this size is written as an integer, up to where RFC 8785 turns to exponents.
        if abs(value) > LARGEST_INTEGER and (isinstance(value, int) or abs(value) < 1e21):
            raise NotCanonical(place, "is an integer that JSON cannot carry exactly; write it as text")
        return
    if not isinstance(value, Mapping | list | tuple):
        raise NotCanonical(place, f"is no JSON but {type(value).__name__}")
    if depth > DEEPEST:
        raise NotCanonical(place, f"lies deeper than {DEEPEST} levels")
    for name, item in value.items() if isinstance(value, Mapping) else enumerate(value):
        if isinstance(value, Mapping) and not isinstance(name, str):
            raise NotCanonical(place, f"has a key that is no text but {type(name).__name__}")
        _find_fault(item, f"{place}.{name}" if isinstance(name, str) else f"{place}[{name}]", depth + 1)


def _in_short(value: Any) -> bytes:
    try:
        return _write(value).encode()
    except UnicodeEncodeError as error:
        raise NotCanonical("$", "holds half a character (a lone surrogate)") from error


def _by_the_book(value: Any) -> bytes:
    try:
        return rfc8785.dumps(_dicts(value))
    except (rfc8785.CanonicalizationError, UnicodeEncodeError) as error:
        raise NotCanonical("$", str(error)) from error


def _dicts(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _dicts(item) for key, item in value.items()}
    return [_dicts(item) for item in value] if isinstance(value, list | tuple) else value


_write = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode
