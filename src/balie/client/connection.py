"""Asking the gateway: again when an answer was lost, which is safe because everything is sent under a key."""

import json
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
from requests.auth import AuthBase

PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)  # seconds: together just over the minute of "too often"
_AGAIN = frozenset({0, 429, 502, 503, 504})
_LOST = (requests.ConnectionError, requests.Timeout, requests.exceptions.ChunkedEncodingError)
_CONNECT_SECONDS, _STREAM_SECONDS = 10.0, 60.0  # a stream gives a sign of life every 15


class BalieError(Exception):
    """The gateway refused, or did not answer (status 0, code `no-answer`)."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{message} ({status} {code})" if status else message)
        self.status, self.code, self.message = status, code, message


@dataclass(frozen=True, slots=True)
class Sent:
    """An event of a stream: its name, its number when it has one, and its data."""

    name: str
    number: int | None
    data: Mapping[str, Any]


class Connection:
    """Speaks HTTP with one gateway, under one key."""

    def __init__(self, url: str, key: str, *, language: str, seconds: float, pauses: Sequence[float]) -> None:
        self._url, self._language, self._seconds, self._pauses = url.rstrip("/"), language, seconds, tuple(pauses)
        self._session = requests.Session()
        self._session.auth = _Bearer(key)

    def close(self) -> None:
        """Close what is open."""
        self._session.close()

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None, **query: Any) -> Any:
        """Ask, as often as it takes within reason. Raises `BalieError`."""
        for pause in self._pauses:
            try:
                return self._asked(method, path, body, query)
            except BalieError as error:
                if error.status not in _AGAIN:
                    raise
                time.sleep(pause)
        return self._asked(method, path, body, query)

    def stream(self, path: str, after: int) -> Iterator[Sent]:
        """Give events without end; go on after the last one whenever the stream ends. Raises `BalieError`."""
        fails = 0
        while True:
            try:
                for sent in self._streamed(path, after):
                    fails, after = 0, sent.number or after
                    yield sent
            except BalieError as error:
                if fails >= len(self._pauses) or error.status not in _AGAIN:
                    raise
                fails += 1
            time.sleep(self._pauses[max(fails - 1, 0)] if self._pauses else 1)

    def _asked(self, method: str, path: str, body: Mapping[str, Any] | None, query: Mapping[str, Any]) -> Any:
        with self._answer(method, path, self._seconds, json=body, params=query) as answer:
            return self._told(answer)

    def _streamed(self, path: str, after: int) -> Iterator[Sent]:
        head = {"Last-Event-ID": str(after)}
        with self._answer("GET", path, _STREAM_SECONDS, headers=head, stream=True) as answer:
            if answer.status_code != 200:
                self._told(answer)
            yield from _events(answer.iter_lines(chunk_size=1))

    @contextmanager
    def _answer(self, method: str, path: str, seconds: float, **more: Any) -> Iterator[requests.Response]:
        more = {"timeout": (_CONNECT_SECONDS, seconds), "allow_redirects": False, **more}
        try:
            with self._session.request(method, self._url + path, **more) as answer:
                yield answer
        except _LOST as error:
            raise BalieError(0, "no-answer", f"No answer came: {error}") from error

    def _told(self, answer: requests.Response) -> Any:
        """The JSON of an answer. Raises `BalieError` for another answer than success."""
        try:
            told = answer.json()
        except requests.JSONDecodeError:
            told = None
        if 200 <= answer.status_code < 300 and told is not None:
            return told
        given = told.get("error") if isinstance(told, dict) else None
        error = given if isinstance(given, dict) else {}
        message = error.get("message") or f"{self._url} does not answer like a gateway of Balie"
        said = message.get(self._language, "") if isinstance(message, dict) else str(message)
        raise BalieError(answer.status_code, str(error.get("code") or "unknown"), said)


class _Bearer(AuthBase):
    """Sends the key; a password in a `.netrc` does not take its place."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._key}"
        return request


def _events(lines: Iterator[bytes]) -> Iterator[Sent]:
    """The events in a stream; one that was cut off is left out."""
    fields: dict[str, str] = {}
    for line in lines:
        name, _, value = line.decode(errors="replace").partition(":")
        if name:
            fields[name] = value.removeprefix(" ")
        elif not line:
            if "data" in fields:
                number = int(fields["id"]) if fields.get("id", "").isdecimal() else None
                yield Sent(fields.get("event", "message"), number, json.loads(fields["data"]))
            fields = {}
