"""Questions to the facts about payments, as Narwhals expressions: built here, run by the engine that `facts` opened."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot
from trueup.value.payments import Payment
from trueup.vocabulary import Period

_OWN = ("agreement", "payer", "payee", "kind", "plan", "what", "amount", "currency", "dated", "ref")


def read_payments(snapshot: Snapshot, agreements: Collection[str] | None = None) -> list[Payment]:
    """The payments under these agreements (None: all) as known at the snapshot's moment, in order of their day.

    Of corrections the one that became known last.
    """
    if not snapshot.has("payments") or (agreements is not None and not agreements):
        return []
    only = {} if agreements is None else {"agreement": sorted(agreements)}
    rows = snapshot.latest("payments", only=only)
    if agreements is not None:
        rows = rows.filter(nw.col("agreement").is_in(sorted(agreements)))
    found = snapshot.collect(rows.select(*_OWN, "period_start", "period_end")).to_pylist()
    return sorted(map(_payment, found), key=lambda each: (each.agreement, each.day, each.kind, each.ref, str(each)))


def _payment(row: dict[str, Any]) -> Payment:
    return Payment(period=Period(row["period_start"], row["period_end"]), **{name: row[name] for name in _OWN})
