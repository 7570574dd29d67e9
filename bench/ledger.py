"""The Merkle log against bare hashing and bare SQLite, and how long a proof takes."""

from __future__ import annotations

import random
import statistics
import sys
import time
from typing import TYPE_CHECKING

from bench import data, table
from bench.machine import ROOT
from bench.measure import BenchError, Contestant, measured
from trueup.ledger import merkle
from trueup.ledger.tree import Tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HEADING = "Ledger"
INTRO = """\
Entries of 250 bytes. The limit of appending is hashing alone: one SHA-256 a leaf and one a node, by Python's `hashlib`.
The limit of durable appending is SQLite alone: rows of the same number and size, in transactions of 1,000 leaves that
are on disk before the next begins."""
SMALL, LARGE = 100_000, 1_000_000
PORTION = 1_000
PROOFS = 2_000


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the section of the page. Raises BenchError."""
    size = LARGE if full else SMALL
    parts = [INTRO]
    for title, contestants in (("appended", _appending(size)), ("appended durably", _durably(size))):
        part = f"### {size:,} leaves {title}\n\n{table.ratios(measured(contestants, runs))}"
        print(f"\n{part}", flush=True)
        parts.append(part)
    proofs = f"### Proofs from a log of {size:,} leaves\n\n{_proofs(size)}"
    print(f"\n{proofs}", flush=True)
    yield HEADING, "\n\n".join([*parts, proofs])


def _script(name: str, *arguments: object) -> list[str]:
    return [sys.executable, str(ROOT / "bench" / "contestants" / f"{name}.py"), *map(str, arguments)]


def _appending(size: int) -> list[Contestant]:
    return [
        Contestant("hashlib, as many SHA-256 (the limit)", _script("ledger_limit", size)),
        Contestant("trueup, 1,000 leaves at once", _script("ledger_append", size, PORTION)),
        Contestant("trueup, leaf by leaf", _script("ledger_append", size, 1)),
    ]


def _durably(size: int) -> list[Contestant]:
    data.FOLDER.mkdir(parents=True, exist_ok=True)
    file = data.FOLDER / "ledger.sqlite"
    return [
        Contestant("SQLite, as many rows (the limit)", _script("ledger_durable", "limit", size, PORTION, file)),
        Contestant("trueup into SQLite", _script("ledger_durable", "trueup", size, PORTION, file)),
    ]


def _proofs(size: int) -> str:
    """Median and slowest of the same chance places: made, and verified."""
    tree, chance = Tree(), random.Random(size)
    leaves = [merkle.leaf_hash(b"%d" % number) for number in range(size)]
    tree.extend(leaves)
    root = tree.root()
    places = [chance.randrange(1, size) for _ in range(PROOFS)]
    paths = {at: (tree.inclusion(at), tree.consistency(at), tree.root(at)) for at in places}

    def included(at: int) -> None:
        merkle.verify_inclusion(at, size, leaves[at], root, paths[at][0])

    def continued(at: int) -> None:
        merkle.verify_consistency(at, size, paths[at][2], root, paths[at][1])

    rows = [
        _row("inclusion, made", tree.inclusion, places),
        _row("inclusion, verified", included, places),
        _row("consistency, made", tree.consistency, places),
        _row("consistency, verified", continued, places),
    ]
    if max(len(path) for path, _, _ in paths.values()) > size.bit_length():
        raise BenchError("a path is longer than the tree is high")
    return "\n".join(["| | median | 99 of 100 within |", "|---|---|---|", *rows])


def _row(name: str, do: Callable[[int], object], places: list[int]) -> str:
    took = []
    for at in places:
        started = time.perf_counter()
        do(at)
        took.append(time.perf_counter() - started)
    took.sort()
    return f"| {name} | {statistics.median(took) * 1e6:.0f} µs | {took[len(took) * 99 // 100] * 1e6:.0f} µs |"
