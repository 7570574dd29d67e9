"""On what was measured: the machine and the versions, without a date or a name."""

from __future__ import annotations

import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PEERS = ROOT / ".venv-bench" / "bin"


def machine() -> str:
    """One paragraph."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in _OURS)
    return (
        f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GB of memory, {platform.system()} on "
        f"{platform.machine()}, Python {platform.python_version()}, {versions}."
    )


_OURS = ("duckdb", "deltalake", "narwhals", "numpy", "pyarrow")


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    found = re.search(r"model name\s*:\s*(.+)", info.read_text()) if info.exists() else None
    return found[1].strip() if found else platform.processor() or "unknown processor"


def processor_seconds(root: int) -> float:
    """What a process and all below it have had of the processor so far; what ended has taken its share along.

    To the microsecond (schedstat), where the kernel counts it; else 0.
    """
    tasks = [file for pid in _family(root) for file in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    return sum(_ran(file) for file in tasks) / 1e9


def _family(root: int) -> list[int]:
    below = [int(each) for file in Path(f"/proc/{root}/task").glob("*/children") for each in _read(file).split()]
    return [root, *(each for child in below for each in _family(child))]


def _ran(file: Path) -> int:
    words = _read(file).split()
    return int(words[0]) if words else 0


def _read(file: Path) -> str:
    """A thread may end while it is looked at."""
    try:
        return file.read_text()
    except OSError:
        return ""


def peer_version(package: str) -> str | None:
    """The version of a package among the peers (make bench-peers), or None where it is not installed."""
    if not (PEERS / "python").exists():
        return None
    ask = f"from importlib.metadata import version; print(version({package!r}))"
    done = subprocess.run([PEERS / "python", "-c", ask], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None
