"""The command line: one file a noun, one line a command in `table.py`, nothing imported before it is asked for."""

from __future__ import annotations

import atexit
import errno
import gc
import os
import sys
from typing import Any

from trueup.cli.app import app
from trueup.cli.late import compile_late

__all__ = ["app", "main", "run"]


SELDOM = 100_000
"""New objects between two searches for cycles. A command makes millions of documents and results that live to its end,
and Python's default of 700 searches through all of them again and again: a sixth of an assessment's time."""


def main() -> None:
    """Run `trueup` with the arguments of the process, and end the process."""
    _leave_pandas_out()
    _leave_plugins_out()
    if not _serves():
        compile_late()
    gc.set_threshold(SELDOM)
    code = run(sys.argv[1:])
    if "duckdb" not in sys.modules:
        sys.exit(code)
    # DuckDB 2.0 reports leaked nanobind instances while the interpreter is torn down; so it is not torn down.
    atexit._run_exitfuncs()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _serves() -> bool:
    return sys.argv[1:2] == ["serve"]


def _leave_pandas_out() -> None:
    """PyArrow imports pandas, where it is installed, at its first conversion: a quarter of a second for nothing.

    Only the Spark Connect client needs it, and the server, which searches for ways to contain a slip.
    """
    if not _serves() and not os.environ.get("TRUEUP_ENGINE", "").startswith("sc://"):
        sys.meta_path.insert(0, _WithoutPandas())


def _leave_plugins_out() -> None:
    """Pydantic looks for plugins in what every installed package says of itself; an empty variable lets it."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")


def let_pandas_in() -> None:
    """For commands that need it after all: OR-tools' solver imports it."""
    sys.meta_path[:] = [finder for finder in sys.meta_path if not isinstance(finder, _WithoutPandas)]


class _WithoutPandas:
    """Makes `import pandas` say that there is none, but to what needs it: a structural model of attribution."""

    def find_spec(self, fullname: str, path: Any, target: Any = None) -> None:
        if fullname == "pandas" and "causal_impact" not in sys.modules:
            raise ModuleNotFoundError("trueup's command line does without pandas", name=fullname)


def run(arguments: list[str]) -> int:
    """Run a command and return its exit code: 0 done, 1 done and found wanting, 2 could not be done."""
    try:
        app(arguments, prog_name="trueup")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except OSError as error:
        print(f"trueup: {_in_words(error)}", file=sys.stderr)
        return 2
    except Exception as error:
        if not _is_ours(error):
            raise
        print(f"trueup: {error}", file=sys.stderr)
        return 2
    return 0


def _in_words(error: OSError) -> str:
    """A disk that is full, a folder that may not be written to: the person can mend it, and no traceback helps."""
    place = f"{error.filename}: " if error.filename is not None else ""
    remedy = "\n  make room, and run it again" if error.errno in (errno.ENOSPC, errno.EDQUOT) else ""
    return f"{place}{(error.strerror or str(error)).lower()}{remedy}"


def _is_ours(error: Exception) -> bool:
    from trueup.vocabulary import TrueupError

    return isinstance(error, TrueupError)
