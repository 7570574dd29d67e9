"""A statement against its recomputation: equal, or where it differs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trueup.value.results_statement import Checked, FigureDiffers
from trueup.value.statement import Statement

# What says who drew it up and when it was agreed, and the wording, which may become clearer: no figure of the fee.
_OWN = frozenset(
    {"kind", "id", "version", "agreed_at", "words", "arithmetic", "title", "name", "what", "notes", "rate"}
)


def compared(stated: Statement, recomputed: Statement) -> Checked:
    """Every figure, name and digest of a statement against the recomputation; words may differ."""
    found = tuple(_differences(_plain(stated), _plain(recomputed), ""))
    return Checked(statement=stated.id, digest=stated.digest, equal=not found, differences=found)


def _plain(statement: Statement) -> Any:
    return statement.model_dump(mode="json", by_alias=True, exclude_none=True)


def _differences(stated: Any, recomputed: Any, path: str) -> Iterator[FigureDiffers]:
    if isinstance(stated, dict) and isinstance(recomputed, dict):
        for key in dict.fromkeys((*stated, *recomputed)):
            if key not in _OWN:
                yield from _differences(stated.get(key), recomputed.get(key), f"{path}.{key}".lstrip("."))
    elif isinstance(stated, list) and isinstance(recomputed, list) and len(stated) == len(recomputed):
        for index, (one, other) in enumerate(zip(stated, recomputed, strict=True)):
            yield from _differences(one, other, f"{path}[{index}]")
    elif stated != recomputed:
        yield FigureDiffers(path=path, stated=_said(stated), recomputed=_said(recomputed))


def _said(value: Any) -> str:
    return "nothing" if value in (None, [], {}) else f"{len(value)} entries" if isinstance(value, list) else str(value)
