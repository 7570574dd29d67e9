"""A load generator: keep-alive connections that ask for one path again and again, each answer read to its end."""

from __future__ import annotations

import asyncio
import itertools
import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.machine import processor_seconds
from bench.measure import BenchError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


@dataclass(frozen=True, slots=True)
class Load:
    """What one path gave: answers a second over all connections, and seconds an answer (median and 95th percentile).

    `processor` is what the server had of it for an answer, in seconds.
    """

    rate: float
    median: float
    p95: float
    processor: float


@dataclass(frozen=True, slots=True)
class Target:
    """A path of a server, and the headers that let one in.

    `fresh`: with a question that nobody has asked before. `change` is done before each request, and takes no part in
    its time.
    """

    name: str
    path: str
    headers: Mapping[str, str]
    fresh: bool = False
    change: Callable[[], None] | None = None


_asked = itertools.count(time.time_ns())


@dataclass(frozen=True, slots=True)
class Server:
    """Where it listens, and its process."""

    host: str
    port: int
    pid: int


def press(server: Server, target: Target, connections: int, seconds: float) -> Load:
    """Ask on so many connections at once for so long. Raises BenchError for an answer other than 200."""
    return asyncio.run(_press(server, target, connections, seconds))


async def _press(server: Server, target: Target, connections: int, seconds: float) -> Load:
    begun, used = time.perf_counter(), processor_seconds(server.pid)
    each = await asyncio.gather(*(_connection(server, target, begun + seconds) for _ in range(connections)))
    took = sorted(value for values, _ in each for value in values)
    elapsed = time.perf_counter() - begun
    used = processor_seconds(server.pid) - used - sum(changing for _, changing in each)
    return Load(len(took) / elapsed, statistics.median(took), took[int(len(took) * 0.95)], used / len(took))


async def _connection(server: Server, target: Target, until: float) -> tuple[list[float], float]:
    """How long each answer took, and what the server used for changes in between."""
    reader, writer = await asyncio.open_connection(server.host, server.port)
    head = "\r\n".join(
        [f"Host: {server.host}:{server.port}", *(f"{name}: {value}" for name, value in target.headers.items()), "", ""]
    )
    took: list[float] = []
    changing = 0.0
    while not took or time.perf_counter() < until:
        path = f"{target.path}?n={next(_asked)}" if target.fresh else target.path
        if target.change is not None:
            used = processor_seconds(server.pid)
            target.change()
            changing += processor_seconds(server.pid) - used
        begun = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\n{head}".encode())
        await _answer(reader, target)
        took.append(time.perf_counter() - begun)
    writer.close()
    return took, changing


async def _answer(reader: asyncio.StreamReader, target: Target) -> None:
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
    status = head.split(" ", 2)[1]
    if status != "200":
        raise BenchError(f"{target.name}: {target.path} answered {status}")
    if "content-length:" in head:
        await reader.readexactly(int(head.split("content-length:")[1].split("\r\n")[0]))
        return
    while size := int(await reader.readline(), 16):  # chunked
        await reader.readexactly(size + 2)
    await reader.readline()
