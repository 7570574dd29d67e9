"""The dated targets of a book: those its KPIs state and those that sources brought."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import narwhals.stable.v2 as nw

from trueup.kpis.targets import brought, stated

if TYPE_CHECKING:
    from trueup.facts import Snapshot
    from trueup.kpis.claims import DatedTarget
    from trueup.kpis.documents import Kpi


def dated_targets(kpis: Mapping[str, Kpi], snapshot: Snapshot) -> dict[str, list[DatedTarget]]:
    """Every target of these KPIs known at the moment: what is stated, then what came, in order of arrival."""
    found: dict[str, list[DatedTarget]] = defaultdict(list, {name: stated(kpi) for name, kpi in kpis.items()})
    if snapshot.has("targets"):
        rows = snapshot.latest("targets").filter(nw.col("kpi").is_in(sorted(kpis)))
        for row in snapshot.collect(rows).sort_by("seq").to_pylist():
            found[row["kpi"]].append(brought(kpis[row["kpi"]], row))
    return found
