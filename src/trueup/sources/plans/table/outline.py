"""Which rows of a table are summaries of others: by an outline level, by WBS codes, or by a column of groups."""

from __future__ import annotations

from collections.abc import Sequence

from trueup.sources.plans.table.columns import Columns

Above = dict[str, tuple[str, ...]]


def outline(columns: Columns, rows: Sequence[Sequence[str]], keys: Sequence[str]) -> tuple[Above, frozenset[str]]:
    """The summaries above each row, outermost first, and the rows that are summaries."""
    if columns.has("level"):
        return _by_level([columns.get(row, "level") for row in rows], keys)
    if columns.has("wbs"):
        return _by_code([columns.get(row, "wbs") for row in rows], keys)
    return dict.fromkeys(keys, ()), frozenset()


def _by_level(levels: Sequence[str], keys: Sequence[str]) -> tuple[Above, frozenset[str]]:
    above: Above = {}
    path: list[tuple[float, str]] = []
    for text, key in zip(levels, keys, strict=True):
        level = float(text) if text.replace(".", "", 1).isdigit() else 0.0
        while path and path[-1][0] >= level:
            path.pop()
        above[key] = tuple(name for _, name in path)
        path.append((level, key))
    return above, frozenset(name for names in above.values() for name in names)


def _by_code(codes: Sequence[str], keys: Sequence[str]) -> tuple[Above, frozenset[str]]:
    """1.2 is above 1.2.1, if there is a row of that code."""
    by_code = {code: key for code, key in zip(codes, keys, strict=True) if code}
    above: Above = {}
    for code, key in zip(codes, keys, strict=True):
        parts = (code[:at] for at, sign in enumerate(code) if sign == ".")
        above[key] = tuple(by_code[part] for part in parts if part in by_code)
    return above, frozenset(name for names in above.values() for name in names)
