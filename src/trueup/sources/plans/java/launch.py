"""Ask the child process for files, and live with a child that hangs, dies or is missing what it needs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trueup.sources.plans.java import child
from trueup.vocabulary import InputError, SourceError

SECONDS = 180.0
"""A file that takes longer is given up."""
MEGABYTES = 1024
"""The Java heap: a file that needs more is given up."""
_INSTALL = {
    "jpype": "Trueup's part for project plans is not installed",
    "mpxj": "Trueup's part for project plans is not installed",
    "java": "this file needs Java, and there is none on this machine",
}
_DO = {
    "java": "install a Java runtime, 11 or newer (for example: apt install default-jre-headless), or set JAVA_HOME",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A file and the format to read it as."""

    path: Path
    format: str


def ask(
    files: Sequence[Asked], *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> list[dict[str, Any] | SourceError]:
    """What the child read of each file, or why it could not. One child reads them all, so that Java starts once.

    Raises InputError where Java or the libraries are missing. `seconds` is the time for all of them together.
    """
    requests = "".join(json.dumps({"path": str(one.path.absolute()), "format": one.format}) + "\n" for one in files)
    answers, died = _run(requests, seconds, megabytes)
    missing = next((answer["missing"] for answer in answers if "missing" in answer), None)
    if missing is not None:
        raise InputError(_INSTALL[missing], do=_DO.get(missing, "pip install 'trueup[plans]'"))
    if len(answers) < len(files) and not died:
        died = "the reader ended without an answer"
    return [_judged(one, answer, died) for one, answer in zip(files, _padded(answers, len(files)), strict=True)]


def _run(requests: str, seconds: float, megabytes: int) -> tuple[list[dict[str, Any]], str]:
    """The lines that came, and what ended the child early."""
    command = [sys.executable, "-I", str(Path(child.__file__))]
    environment = {**os.environ, child.MEGABYTES: str(megabytes)}
    try:
        done = subprocess.run(
            command, input=requests, capture_output=True, text=True, timeout=seconds, env=environment, check=False
        )
    except subprocess.TimeoutExpired as slow:
        return _lines(_decoded(slow.stdout)), f"reading it took longer than {seconds:.0f} seconds"
    died = f"the reader died with status {done.returncode}" if done.returncode else ""
    return _lines(done.stdout), died


def _decoded(raw: bytes | str | None) -> str:
    return raw.decode("utf-8", "replace") if isinstance(raw, bytes) else raw or ""


def _lines(text: str) -> list[dict[str, Any]]:
    whole = text.rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines() if line]


def _padded(answers: Sequence[dict[str, Any]], count: int) -> Iterable[dict[str, Any] | None]:
    return [*answers, *[None] * (count - len(answers))]


def _judged(one: Asked, answer: dict[str, Any] | None, died: str) -> dict[str, Any] | SourceError:
    if answer is None:
        return SourceError(died, where=one.path.name, do="open it in its tool and save it again, or export it as CSV")
    if "broken" in answer:
        return broken(one, answer["broken"])
    read: dict[str, Any] = answer["read"]
    return read


def broken(one: Asked, why: str) -> SourceError:
    """The error for a file that cannot be read as its format."""
    do = "open it in its tool and save it again"
    if one.format == "mpx":
        do = "an MPX file in another language than English cannot be read: save it as Microsoft Project XML instead"
    return SourceError(f"it cannot be read as {one.format}: {why}", where=one.path.name, do=do)
