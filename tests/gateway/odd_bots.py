"""A bot made of bytes: it sends what it is told to whoever asks, in pieces and with pauses, and hangs up."""

import asyncio
import socket
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

HANGS_UP = ""
RESETS = "\x00reset"  # not sent: the connection is torn down without a goodbye
Piece = bytes | str | float


@asynccontextmanager
async def replaying(pieces: Sequence[Piece], heads: list[bytes] | None = None) -> AsyncIterator[str]:
    """Send these pieces to whoever asks; a number is a pause in seconds. `heads` gets the head of each request."""
    served: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        head = await reader.readuntil(b"\r\n\r\n")
        if heads is not None:
            heads.append(head)
        with suppress(ConnectionError):
            await _sent(writer, pieces)
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1"
        await asyncio.gather(*(task for task in served if task), return_exceptions=True)


async def _sent(writer: asyncio.StreamWriter, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        if isinstance(piece, float):
            await asyncio.sleep(piece)
        elif piece == RESETS:
            at_once = struct.pack("ii", 1, 0)
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            writer.transport.abort()
            return
        else:
            writer.write(piece if isinstance(piece, bytes) else piece.encode())
            await writer.drain()
            await asyncio.sleep(0)
