"""A server of its own, to be killed: python -m tests.web.evidence.server WHAT, in the home of TRUEUP_HOME."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import sys
from typing import Any

import django

from tests.conftest import ROOT

FIGURES = {"before facts": ("2026-10", 1.0), "after facts": ("2026-11", 2.0)}


def make() -> None:
    from trueup.web.documents.actions import import_book
    from trueup.web.documents.models import Seat
    from trueup.web.parties.models import Member, Party, User

    book = import_book(ROOT / "examples" / "northwind")
    party = Party.objects.create(slug="acme", name="Acme")
    Seat.objects.filter(book=book, local_id="acme").update(party=party)
    user = User.objects.create_user("a@acme.example", "correct horse")
    Member.objects.create(user=user, party=party, role="owner")


def send(moment: str) -> Any:
    from trueup.web.evidence.actions.report import report
    from trueup.web.evidence.sheets import stated
    from trueup.web.parties.models import Member
    from trueup.web.parties.queries import actor

    period, actual = FIGURES[moment]
    who = actor(Member.objects.select_related("party").get())
    rows = stated([{"kpi": "premium_leakage", "period": period, "actual": actual}])
    return report(who, "northwind", "premium-leakage", rows, key=f"key-{period}", how="api")


def killed(moment: str) -> None:
    from trueup.facts import FactStore
    from trueup.web.evidence.actions import land

    def die(*_: object, **__: object) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    if moment == "before facts":
        FactStore.append = die  # type: ignore[method-assign,assignment]
    else:
        land.record = die  # type: ignore[assignment]
    send(moment)


def look() -> dict[str, Any]:
    from trueup.web.documents.books import store_of
    from trueup.web.evidence.known import known_rows
    from trueup.web.evidence.models import Batch
    from trueup.web.ledger.models import Leaf

    with store_of("northwind").snapshot() as snapshot:
        rows = [row.actual for row in known_rows(snapshot, {"premium_leakage"}, corrected=True)]
    return {
        "pending": Batch.objects.filter(leaf=None).count(),
        "landed": Batch.objects.exclude(leaf=None).count(),
        "rows": rows,
        "leaves": Leaf.objects.count(),
    }


def main(what: str) -> None:
    django.setup()
    verb, _, moment = what.partition(" ")
    if verb == "make":
        make()
    elif verb == "killed":
        killed(moment)
    elif verb == "send":
        landed = send(moment)
        print(json.dumps({"already": landed.already, "rows": landed.rows}))
    elif verb == "look":
        print(json.dumps(look()))
    else:
        from trueup.web.evidence.actions.land import reconcile

        reconcile(grace=dt.timedelta(0))


if __name__ == "__main__":
    main(sys.argv[1])
