"""Leaves into SQLite, durably, a transaction a portion. Arguments: limit or trueup, leaves, leaves a portion, file.

The limit writes as many rows of the same sizes, without a tree in them.
"""

import sqlite3
import sys
from pathlib import Path

from trueup.ledger import merkle

KIND, COUNT, PORTION, FILE = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
for suffix in ("", "-wal", "-shm"):
    Path(f"{FILE}{suffix}").unlink(missing_ok=True)
store = sqlite3.connect(FILE, isolation_level=None)
store.executescript("""
    PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
    CREATE TABLE leaf (number INTEGER PRIMARY KEY, data BLOB);
    CREATE TABLE node (level INTEGER, number INTEGER, hash BLOB, PRIMARY KEY (level, number)) WITHOUT ROWID;
""")
size, peaks = 0, ()
blank = b"\x00" * 32
for start in range(0, COUNT, PORTION):
    entries = [b"%0250d" % number for number in range(start, min(start + PORTION, COUNT))]
    if KIND == "trueup":
        grown = merkle.append(size, peaks, [merkle.leaf_hash(entry) for entry in entries])
        size, peaks, nodes = grown.size, grown.peaks, grown.nodes()
    else:
        levels = range(COUNT.bit_length())
        nodes = (
            (level, at, blank) for level in levels for at in range(start >> level, (start + len(entries)) >> level)
        )
    store.execute("BEGIN IMMEDIATE")
    store.executemany("INSERT INTO leaf VALUES (?, ?)", enumerate(entries, start))
    store.executemany("INSERT INTO node VALUES (?, ?, ?)", nodes)
    store.execute("COMMIT")
print(store.execute("SELECT count(*) FROM node").fetchone()[0])
