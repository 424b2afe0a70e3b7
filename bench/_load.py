"""Ask one address over kept-alive connections, in a process of its own: `python -m bench._load HOST PORT N SECONDS`.

Prints requests per second and the milliseconds at the median and at 99 %, as JSON. The request is one of 936 bytes.
"""

import asyncio
import json
import sys
import time

import uvloop

INSTRUCTION = "Je bent de assistent van een energieleverancier. Antwoord kort en in gewone taal. " * 4
QUESTION = (
    "Goedemorgen, ik heb een vraag over mijn termijnbedrag. Het is deze maand hoger dan de maand ervoor, en ik begrijp "
    "niet goed waarom dat zo is. Kunt u mij dat uitleggen, en kan ik het zelf aanpassen?"
)
TALK = [{"role": "system", "content": INSTRUCTION}, {"role": "user", "content": QUESTION}]


def request(path: str, key: str, *, stream: bool = False) -> bytes:
    """A request as it goes over the line."""
    body = json.dumps({"model": "m", "messages": TALK, **({"stream": True} if stream else {})}, ensure_ascii=False)
    told = body.replace(": ", ":").replace(", ", ",").encode() if stream else body.encode()
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n"
    return f"{head}Content-Length: {len(told)}\r\n\r\n".encode() + told


class Asking(asyncio.Protocol):
    """One connection: asks again as soon as it has an answer."""

    def __init__(self, asked: bytes, until: float, took: list[float]) -> None:
        self.asked, self.until, self.took = asked, until, took
        self.ended = asyncio.get_running_loop().create_future()
        self.room = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.ask()

    def ask(self) -> None:
        self.began = time.perf_counter()
        self.transport.write(self.asked)

    def data_received(self, data: bytes) -> None:
        self.room += data
        head, found, body = self.room.partition(b"\r\n\r\n")
        if not found:
            return
        small = head.lower()
        if b"content-length:" in small:
            whole = len(body) >= int(small.split(b"content-length:")[1].split(b"\r\n")[0])
        else:
            whole = body.endswith(b"0\r\n\r\n")
        if not whole:
            return
        if not head.startswith(b"HTTP/1.1 200"):
            self.ended.set_exception(RuntimeError(self.room[:500].decode(errors="replace")))
            self.transport.close()
            return
        self.room = b""
        self.took.append(time.perf_counter() - self.began)
        if time.perf_counter() < self.until:
            self.ask()
        else:
            self.transport.close()
            self.ended.set_result(None)

    def connection_lost(self, problem: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(problem or RuntimeError("the connection was closed"))


async def load(host: str, port: int, connections: int, seconds: float, asked: bytes) -> dict[str, float]:
    """Ask over so many connections for so long."""
    took: list[float] = []
    began = time.perf_counter()
    until = began + seconds
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: Asking(asked, until, took), host, port) for _ in range(connections)]
    await asyncio.gather(*(protocol.ended for _, protocol in made))
    spent = time.perf_counter() - began
    took.sort()
    return {"rate": len(took) / spent, "median": took[len(took) // 2] * 1e3, "p99": took[int(len(took) * 0.99)] * 1e3}


if __name__ == "__main__":
    host, port, connections, seconds, path, key, stream = sys.argv[1:]
    asked = request(path, key, stream=stream == "stream")
    print(json.dumps(uvloop.run(load(host, int(port), int(connections), float(seconds), asked))))
