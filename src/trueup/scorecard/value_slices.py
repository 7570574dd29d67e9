"""The slices beside one: those of the same KPI that differ from it in one of the dimensions that it fixes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import narwhals.stable.v2 as nw

from trueup.facts import Snapshot
from trueup.facts.tables import RAW
from trueup.kpis.documents import Kpi
from trueup.vocabulary import Slice

MOST = 60
"""How many slices are looked at: more controls than this make no better comparison."""


def beside(snapshot: Snapshot, kpi: Kpi, own: Slice) -> tuple[Slice, ...]:
    """Every other value that the KPI has in a dimension which `own` fixes, all else being as in `own`; in order."""
    found = [each for name in own.bound for each in _along(snapshot, kpi, own, name)]
    return tuple(sorted(found, key=str)[:MOST])


def _along(snapshot: Snapshot, kpi: Kpi, own: Slice, dimension: str) -> Iterator[Slice]:
    bound = own.bound
    for value in _values(snapshot, kpi, dimension):
        if value != bound[dimension]:
            yield Slice.of({**bound, dimension: value})


def _values(snapshot: Snapshot, kpi: Kpi, dimension: str) -> list[str]:
    """The values of a dimension among the rows that the KPI is computed from."""
    if kpi.formula is None:
        if not snapshot.has("observations"):
            return []
        rows = snapshot.frame("observations").filter(nw.col("kpi") == nw.lit(kpi.id)).select(value=nw.col(dimension))
    else:
        columns: Mapping[str, str] = {str(name): column for name, column in kpi.formula.slice.items()}
        if dimension not in columns or not snapshot.has(RAW + kpi.formula.from_):
            return []
        rows = snapshot.frame(RAW + kpi.formula.from_).select(value=nw.col(columns[dimension]).cast(nw.String))
    return [row["value"] for row in snapshot.collect(rows.unique()).to_pylist() if row["value"] is not None]
