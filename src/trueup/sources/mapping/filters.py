"""A row filter into SQL over a staged read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from trueup.sources.mapping.sql import literal
from trueup.sources.where import Among, Compare, Joined, Like, Missing, Not, Where

Cell = Callable[[str, Literal["text", "number"]], str]


def condition(where: Where, cell: Cell) -> str:
    """SQL that is true for the rows that pass; `cell` gives the SQL of a column as text or as a number.

    A comparison with a missing cell never passes.
    """
    match where:
        case Compare(column, sign, value):
            return f"{_beside(column, value, cell)} {sign} {literal(value)}"
        case Among(column, values):
            return f"({' OR '.join(f'{_beside(column, v, cell)} = {literal(v)}' for v in values)})"
        case Like(column, text):
            return f"{cell(column, 'text')} LIKE {literal(text)}"
        case Missing(column):
            return f"{cell(column, 'text')} IS NULL"
        case Not(of):
            return f"NOT coalesce({condition(of, cell)}, FALSE)"
        case Joined(how, of):
            return "(" + f" {how.upper()} ".join(condition(one, cell) for one in of) + ")"


def _beside(column: str, value: str | float, cell: Cell) -> str:
    return f"({cell(column, 'number' if isinstance(value, float) else 'text')})"
