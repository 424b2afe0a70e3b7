"""Server-sent events as they come from a bot: bytes in, the data of each event out (WHATWG HTML, 9.2.6).

Bots split them anywhere, end lines in three ways, leave out the last empty line and send comments; all that is taken.
"""

LONGEST_EVENT = 1_000_000  # bytes
_MARK = b"\xef\xbb\xbf"  # the byte order mark that may stand before all


class OddStream(ValueError):
    """What came is no stream of events."""


class Events:
    """Cuts bytes into the data of events. It keeps no more than one event."""

    def __init__(self) -> None:
        self._rest = b""
        self._data: list[bytes] = []
        self._size = 0
        self._begun = False

    def feed(self, piece: bytes) -> list[bytes]:
        """Take the next bytes; return the data of every event that is complete. Raises `OddStream`."""
        whole = self._rest + piece
        ends_in_return = whole.endswith(b"\r")  # the line feed that may belong to it has yet to come
        lines = (
            whole.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n") if b"\r" in whole else whole.split(b"\n")
        )
        self._rest = lines.pop()
        if ends_in_return:
            self._rest = lines.pop() + b"\r" if lines else b"\r"
        if len(self._rest) > LONGEST_EVENT:
            raise OddStream("a line of a stream is too long")
        return [found for line in lines if (found := self._line(line)) is not None]

    def end(self) -> list[bytes]:
        """Say that nothing more comes; an event without its empty line counts, for some bots leave it out."""
        found = self.feed(b"\n\n") if self._rest or self._data else []
        self._rest = b""
        return found

    def _line(self, line: bytes) -> bytes | None:
        if not self._begun:
            self._begun, line = True, line.removeprefix(_MARK)
        if not line:
            found = b"\n".join(self._data) if self._data else None
            self._data, self._size = [], 0
            return found
        name, _, value = line.partition(b":")
        if name == b"data":
            self._size += len(value) + 1
            if self._size > LONGEST_EVENT:
                raise OddStream("an event of a stream is too long")
            self._data.append(value.removeprefix(b" "))
        elif name not in _KNOWN and not self._data:
            raise OddStream("this is no stream of events")
        return None


_KNOWN = {b"", b"event", b"id", b"retry"}
