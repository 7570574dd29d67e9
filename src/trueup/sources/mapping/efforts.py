"""What tells one effort from another where nobody numbers them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pyarrow as pa

from trueup.sources.headers import FILE

_SAID = ("stakeholders", "horizon", "party", "spent_on", "what")


def referred(rows: pa.Table) -> pa.Table:
    """Efforts with a reference each. Where the mapping gives none: what it was for, and which of those it is.

    Two efforts of a day that differ in their hours only are two, in the order of their file; the same one in a later
    file is the same effort, wherever its line has moved to.
    """
    if rows["ref"].null_count == 0:
        return rows
    return rows.set_column(rows.column_names.index("ref"), "ref", pa.array(list(_references(rows)), pa.string()))


def _references(rows: pa.Table) -> Iterator[str]:
    seen: Counter[tuple[Any, ...]] = Counter()
    for row in rows.select([FILE, *_SAID, "ref"]).to_pylist():
        if row["ref"] is not None:
            yield row["ref"]
            continue
        same = tuple(row[name] for name in (FILE, *_SAID))
        seen[same] += 1
        yield f"{row['what'] or 'effort'}" + (f" #{seen[same]}" if seen[same] > 1 else "")
