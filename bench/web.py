"""Pages and API of the server against its own bare route, in the same run, at 1, 8 and 64 connections."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from bench import data, scorecard
from bench.load import Load, Server, Target, press
from bench.machine import ROOT
from bench.measure import BenchError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HEADING = "Pages and API"
INTRO = """\
`trueup serve` in its default shape (one process for requests, SQLite, its worker at rest) with a book of {count:,}
agreements and {objectives:,} objectives, over the loopback device. The limit is the server's own bare route `/alive`:
Django and all its middleware, no session, no database. Pages and API are asked for as the customer's owner, signed in.
Rounds alternate between the routes; the middle of {rounds} rounds of {seconds} s. *Processor* is what the server
had of it for an answer: on a machine with other work to do, it says more than the clock.

A page is made once and shown again until something changes that it rests on (see [architecture](../explanation/\
architecture.md#kept-pages)). The first line of a page is the usual case: nothing has changed since this member looked
last; the server still asks the database who looks and what has changed. *Made anew*: every request asks something that
nobody asked before, as with another filter. *After a change*: before each request a member changes something on the
server, so that nothing stands but what never changes (documents in force, the lines of an assessment); with one
connection, for a change waits for the one before."""
PORT = 8765
CONNECTIONS = (1, 8, 64)
SECONDS = 1.0
CHANGED = ("Today", "Portfolio", "Agreement", "Explore", "API: agreements", "API: one agreement")
"""What is measured after a change, too."""


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    count = 1000 if full else 100
    home = data.FOLDER / f"web-{count}"
    with _serving(_book(count), home) as (server, cookie):
        _wait_for_the_scorecard(cookie)
        targets = _targets(cookie)
        parts = [
            INTRO.format(count=count, objectives=count * scorecard.OBJECTIVES, rounds=runs, seconds=f"{SECONDS:g}")
        ]
        for connections in CONNECTIONS:
            those = [each for each in targets if each.change is None or connections == 1]
            loads = _measured(server, those, connections, runs)
            parts.append(f"### {connections} connection{'s' * (connections > 1)}\n\n{_table(those, loads)}")
            print(f"\n{parts[-1]}", flush=True)
    yield HEADING, "\n\n".join(parts)


def _book(count: int) -> Path:
    """The book of the scorecard benchmark with so many agreements, in a folder of its own."""
    source = data.book(data.SIZES["100k"])
    folder = data.FOLDER / f"web-book-{count}"
    if not folder.exists():
        shutil.copytree(source.folder, folder)
        scorecard.write_agreements(folder, count, source.size)
    return folder


@contextmanager
def _serving(book: Path, home: Path) -> Iterator[tuple[Server, str]]:
    """The server with the book, and the session cookie of its customer's owner."""
    command = [str(ROOT / ".venv" / "bin" / "trueup"), "serve", str(book), "--home", str(home), "--port", str(PORT)]
    environment = os.environ | {
        "TRUEUP_API_RATE": "10000000/min"
    }  # its guard against such loads is not what is measured
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            yield Server("127.0.0.1", PORT, server.pid), _signed_in(_link(server))
        finally:
            server.terminate()
            server.wait(30)


def _link(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        print(f"  {line}", end="", file=sys.stderr)
        if found := re.search(r"customer .*(/in/\S+)", line):
            return found[1]
    raise BenchError("the server ended before it printed a link")


def _signed_in(path: str) -> str:
    """Follow the link as a browser does: look at its page, then press the button."""
    for _ in range(150):
        try:
            page, cookies = _request("GET", path, {})
            break
        except ConnectionRefusedError:
            time.sleep(0.2)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    if token is None:
        raise BenchError("the page of the sign-in link has no form")
    head = {"Cookie": cookies, "Content-Type": "application/x-www-form-urlencoded"}
    _, session = _request("POST", path, head, f"csrfmiddlewaretoken={token[1]}")
    _, after = _request("GET", "/", {"Cookie": f"{cookies}; {session}"})  # reads the words of welcome: shown once
    kept = dict(each.split("=", 1) for each in f"{cookies}; {session}; {after}".split("; ") if each)
    return "; ".join(f"{name}={value}" for name, value in kept.items() if name != "messages")


def _request(method: str, path: str, headers: dict[str, str], body: str | None = None) -> tuple[str, str]:
    """The page and the cookies that it sets."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    set_ = [value.split(";")[0] for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    return answer.read().decode(), "; ".join(set_)


def _wait_for_the_scorecard(cookie: str) -> None:
    """The first look computes the scorecard, or waits for the worker to do so."""
    for _ in range(120):
        page, _ = _request("GET", "/agreements", {"Cookie": cookie})
        if "/agreements/" in page:
            time.sleep(20)  # the other grades are computed by the worker: let it come to rest
            return
        time.sleep(5)
    raise BenchError("no scorecard after ten minutes")


def _targets(cookie: str) -> list[Target]:
    signed_in = {"Cookie": cookie}
    page, _ = _request("GET", "/agreements", signed_in)
    found = re.search(r'href="(/agreements/[^/"]+/[^/"?#]+)"', page)
    if found is None:
        raise BenchError("the portfolio shows no agreement")
    agreement, book = found[1], found[1].split("/")[2]
    pages = {
        "Today": "/", "Portfolio": "/agreements", "Agreement": agreement, "Explore": f"/explore/{book}",
        "Ledger": "/ledger", "Settings": "/settings/", "API: agreements": "/api/v1/agreements",
        "API: one agreement": f"/api/v1/books/{book}/agreements/{agreement.split('/')[3]}",
    }  # fmt: skip
    bare = Target("bare route `/alive` (the limit)", "/alive", {})
    return [bare, *(each for name, path in pages.items() for each in _ways(name, path, signed_in))]


def _ways(name: str, path: str, headers: dict[str, str]) -> Iterator[Target]:
    """A page as it is shown again, as it is made for another question, and after a change."""
    yield Target(name, path, headers)
    yield Target(f"{name}, made anew", path, headers, fresh=True)
    if name in CHANGED:
        yield Target(f"{name}, after a change", path, headers, fresh=True, change=partial(_change, headers))


def _change(headers: dict[str, str]) -> None:
    """The member takes another name: an entry in the ledger, after which every page is another."""
    token = re.search(r"csrftoken=(\w+)", headers["Cookie"])
    if token is None:
        raise BenchError("the session has no token for forms")
    head = headers | {"Content-Type": "application/json", "X-CSRFToken": token[1]}
    answer, _ = _request("PUT", "/api/v1/me", head, json.dumps({"name": f"Owner {time.time_ns()}"}))
    if '"name"' not in answer:
        raise BenchError(f"the name was not changed: {answer}")


def _measured(server: Server, targets: list[Target], connections: int, runs: int) -> list[list[Load]]:
    """For each target its rounds; the first round warms up."""
    rounds = [[press(server, each, connections, SECONDS) for each in targets] for _ in range(runs + 1)]
    return [list(each) for each in zip(*rounds[1:], strict=True)]


def _table(targets: list[Target], loads: list[list[Load]]) -> str:
    middle = [sorted(each, key=lambda load: load.median)[len(each) // 2] for each in loads]
    used = [statistics.median(load.processor for load in each) for each in loads]
    head = (
        "| | x the limit | processor, x the limit | processor | median answer | 95th percentile | answers a second |\n"
        "|---|---|---|---|---|---|---|"
    )
    rows = [
        f"| {target.name} | {load.median / middle[0].median:.1f} | {mine / used[0]:.1f} | {mine * 1000:.1f} ms "
        f"| {load.median * 1000:.1f} ms | {load.p95 * 1000:.1f} ms | {load.rate:,.0f} |"
        for target, load, mine in zip(targets, middle, used, strict=True)
    ]
    return "\n".join([head, *rows])
