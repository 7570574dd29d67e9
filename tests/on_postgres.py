"""The server's tests on PostgreSQL, on a server of its own: `python -m tests.on_postgres [PYTEST-ARGUMENTS]`."""

from __future__ import annotations

import os
import subprocess
import sys

from tests.servers import postgres


def main(arguments: list[str]) -> int:
    """Start PostgreSQL, run pytest with its address, stop it; return pytest's status."""
    with postgres() as server:
        command = [sys.executable, "-m", "pytest", *(arguments or ["tests/web", "-m", "not browser"])]
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": server.url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
