"""What tells one payment from another where the publisher does not number them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import pyarrow as pa

from trueup.sources.headers import FILE

_SAID = ("agreement", "kind", "plan", "payer", "payee", "what", "period_start", "period_end", "dated")


def referred(rows: pa.Table) -> pa.Table:
    """Payments with a reference each. Where the mapping gives none: what is paid when, and which of those it is.

    Two payments that say the same of everything but the amount are two payments, in the order of their file; the same
    one in a later file is the same payment, wherever its line has moved to.
    """
    given = rows["ref"]
    if given.null_count == 0:
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
        yield made_up(row, seen[same])


def made_up(row: Mapping[str, Any], count: int = 1) -> str:
    """The reference of a payment that has no number: for when it is, and which of those that say the same."""
    when = f"{row['period_start']}/{row['period_end']}"
    parts = [when, *(str(row[name]) for name in ("dated", "payer") if row[name] is not None)]
    return " ".join(parts) + (f" #{count}" if count > 1 else "")
