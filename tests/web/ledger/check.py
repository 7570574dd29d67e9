"""Prints what a server's log is and what is wrong with it: `python -m tests.web.ledger.check`."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests import forks
from tests.web.migrated import around


def check(home: Path, more: Mapping[str, str] = {}) -> dict[str, Any]:
    """The size, indices, root (stored and derived) and differences of a server's log, read by a new process."""
    environment = {**around(), "TRUEUP_HOME": str(home), **more}
    done = forks.run("tests.web.ledger.check", env=environment)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> None:
    """Print it as JSON."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "trueup.web.settings"
    import django

    django.setup()
    from trueup.ledger import merkle
    from trueup.ledger.tree import Tree
    from trueup.web.ledger import fsck, log, serverkey
    from trueup.web.ledger.models import Leaf

    rows = list(Leaf.objects.order_by("index").values_list("index", "data"))
    head = log.head()
    said = {
        "size": head.size,
        "indices": [index for index, _ in rows],
        "root": merkle.root(log.peaks_of(head)).hex(),
        "derived": Tree(data.encode() for _, data in rows).root().hex(),
        "differences": [str(each) for each in fsck.differences(serverkey.verifier())],
        "payloads": len({json.loads(data)["payload"].get("sha256") for _, data in rows}),
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
