"""Programs in processes of their own, forked from one that has imported the engine: a start costs seconds otherwise.

What is forked is a process like any other: it has its environment, folder, output and exit code, Django is set up in it
for its own server, and it can be killed. Where the start itself is what is tested, or a process is spoken with while it
runs, a test starts Python anew.
"""

from __future__ import annotations

import os
import runpy
import subprocess
import sys
from collections.abc import Mapping
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import trueup

ROOT = Path(__file__).resolve().parents[1]
ENGINE = Path(trueup.__file__).parent
NOT_KNOWN = ("trueup.web", "trueup.__main__", "trueup.stats.network.compiled")
"""What rests on the settings of a server, what is a program, and what compiles."""
ALSO_KNOWN = ["django.core.management", "django.db.models", "django.forms", "httpx", "pytest", "requests"]
"""`pytest` because a child looks at the main module of the process that asked for it."""


def _known() -> list[str]:
    """What most programs import, and no setting changes."""
    files = (path.relative_to(ENGINE.parent).with_suffix("") for path in sorted(ENGINE.rglob("*.py")))
    names = (".".join(file.parts).removesuffix(".__init__") for file in files)
    return [*(name for name in names if not name.startswith(NOT_KNOWN)), *ALSO_KNOWN]


_forks = get_context("forkserver")
_forks.set_forkserver_preload(_known())


def run(module: str, *words: str | Path, env: Mapping[str, str], cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """What `python -m module words` came to."""
    with TemporaryDirectory(prefix="trueup-fork-") as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        said = [str(word) for word in words]
        process = _forks.Process(target=_become, args=(module, said, dict(env), cwd, (out, err)))
        process.start()
        process.join()
        code = process.exitcode
        process.close()
        assert code is not None
        return subprocess.CompletedProcess([module, *said], code, out.read_text("utf-8"), err.read_text("utf-8"))


def _become(module: str, words: list[str], env: dict[str, str], cwd: Path, files: tuple[Path, Path]) -> None:
    """Be that program, in a process that was just forked."""
    for number, file in enumerate(files, start=1):
        os.dup2(os.open(file, os.O_WRONLY | os.O_CREAT), number)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.argv[1:] = words
    runpy.run_module(module, run_name="__main__", alter_sys=True)
