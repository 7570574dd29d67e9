"""A process of its own that acts on a server: `python -m tests.web.ledger.writer COUNT WORD`.

It prints the index of each leaf once the action is committed, so that whoever kills it knows what was acknowledged.
TRUEUP_HOME and DATABASE_URL say on which server; COUNT 0 is for ever.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

from tests.conftest import ROOT
from tests.web.migrated import around


def start(home: Path, count: int, word: str, more: Mapping[str, str] = {}) -> subprocess.Popen[str]:
    """Start a writer; its standard output has an index a line."""
    environment = {**around(), "TRUEUP_HOME": str(home), **more}
    command = [sys.executable, "-m", "tests.web.ledger.writer", str(count), word]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def main(count: int, word: str) -> None:
    """Act so often."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "trueup.web.settings"
    import django

    django.setup()
    from trueup.web.ledger.acting import action, record

    @action("test.write")
    def write(number: int) -> int:
        payload = sha256(f"{word} {number}".encode()).hexdigest()
        return record("version.proposed", payload, actor=f"{word}/1", at=dt.datetime.now(dt.UTC), subject=word)

    for number in itertools.count() if count == 0 else range(count):
        print(write(number), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
