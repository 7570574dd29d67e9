"""Which files a pattern means: relative to the book, with `*` and `${VARIABLE}`."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from trueup.vocabulary import SourceError, did_you_mean

_VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?\}")
_given: ContextVar[Mapping[str, str] | None] = ContextVar("variables", default=None)


@contextmanager
def variables(known: Mapping[str, str]) -> Iterator[None]:
    """Within it, these stand for the environment: a server gives each book only what is the book's."""
    token = _given.set(known)
    try:
        yield
    finally:
        _given.reset(token)


def filled(text: str, environment: Mapping[str, str] | None = None) -> str:
    """`text` with every `${NAME}` or `${NAME:-default}` filled in; SourceError names a variable that is not set."""
    known = next((given for given in (environment, _given.get()) if given is not None), os.environ)

    def value(match: re.Match[str]) -> str:
        found = known.get(match[1]) or match[2]
        if found is None:
            raise SourceError(f"the environment variable {match[1]} is not set", where=text, do=f"set {match[1]}")
        return found

    return _VARIABLE.sub(value, text)


def expand(pattern: str, folder: Path) -> list[Path]:
    """The files a pattern means, in the order of their names; SourceError when there is none."""
    path = str(folder / Path(filled(pattern)).expanduser())
    if Path(path).is_file():
        return [Path(path)]
    found = sorted(Path(name) for name in glob.glob(path, recursive=True) if Path(name).is_file())
    if not found:
        raise SourceError("no such file", where=pattern, do=_near(Path(path)))
    return found


def _near(path: Path) -> str:
    if not path.parent.is_dir():
        return f"the folder {path.parent} does not exist"
    return did_you_mean(path.name, os.listdir(path.parent)) or f"nothing in {path.parent} has such a name"
