"""Which formats a plan is read from, and how a file is known to be of one."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from trueup.vocabulary import InputError, did_you_mean

MEGABYTE = 2**20


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its `name`, endings of file names, what people call it, and the largest file that is read."""

    name: str
    endings: tuple[str, ...]
    title: str
    largest: int = 64 * MEGABYTE


FORMATS = (
    Format("mpp", (".mpp", ".mpt"), "Microsoft Project"),
    Format("mspdi", (".xml",), "Microsoft Project XML (MSPDI)"),
    Format("mpx", (".mpx",), "Microsoft Project exchange (MPX)"),
    Format("xer", (".xer",), "Primavera P6 XER"),
    Format("pmxml", (".pmxml",), "Primavera P6 XML"),
    Format("planner", (".planner",), "GNOME Planner"),
    Format("dslib", (".xlsx", ".xlsm", ".xls", ".ods"), "workbook of baseline, risk and tracking (DSLIB, ProTrack)"),
    Format("psplib", (".sm", ".mm"), "PSPLIB instance"),
    Format("jira", (".csv",), "Jira CSV export"),
    Format("csv", (".csv", ".tsv", ".txt"), "table of activities"),
)
JAVA = ("mpp", "mspdi", "mpx", "xer", "pmxml", "planner")

_JIRA = re.compile(rb"issue key", re.IGNORECASE)
_MARKS: tuple[tuple[str, Callable[[bytes], bool]], ...] = (
    ("xer", lambda head: head.startswith(b"ERMHDR")),
    ("mpx", lambda head: head.startswith((b"MPX,", b"MPX;", b"MPX\t"))),
    ("pmxml", lambda head: b"APIBusinessObjects" in head),
    ("mspdi", lambda head: b"schemas.microsoft.com/project" in head),
    ("planner", lambda head: b"<project" in head and b"mrproject" in head),
    ("psplib", lambda head: b"initial value random generator" in head),
)


def known(name: str) -> Format:
    """The format called `name`; InputError lists them."""
    for each in FORMATS:
        if each.name == name:
            return each
    names = [each.name for each in FORMATS]
    raise InputError(f"no format is called {name!r}", do=did_you_mean(name, names) or f"formats: {', '.join(names)}")


def sniffed(path: Path) -> Format:
    """The format of a file, by its first bytes, else by its ending. InputError when nothing fits."""
    with path.open("rb") as file:
        head = file.read(4096)
    for name, fits in _MARKS:
        if fits(head):
            return known(name)
    ending = path.suffix.lower()
    if ending == ".csv" and _JIRA.search(head):
        return known("jira")
    for each in reversed(FORMATS) if ending == ".csv" else FORMATS:
        if ending in each.endings:
            return each
    endings = ", ".join(sorted({ending for each in FORMATS for ending in each.endings}))
    raise InputError(
        f"a plan cannot be read from {ending or 'a file without ending'}",
        where=path.name,
        do=f"known endings: {endings}",
    )
