"""A row filter into SQL over a staged read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueup.sources.fields import Column
from trueup.sources.mapping.sql import literal
from trueup.sources.where import Among, Compare, Joined, Like, Missing, Not, Where

if TYPE_CHECKING:
    from trueup.sources.mapping.compile import Compiler


def condition(where: Where, compiler: Compiler) -> str:
    """SQL that is true for the rows that pass; a comparison with a missing cell never passes."""
    match where:
        case Compare(column, sign, value):
            return f"{_value(column, value, compiler)} {sign} {literal(value)}"
        case Among(column, values):
            return f"({' OR '.join(f'{_value(column, v, compiler)} = {literal(v)}' for v in values)})"
        case Like(column, text):
            return f"{_text(column, compiler)} LIKE {literal(text)}"
        case Missing(column):
            return f"{_text(column, compiler)} IS NULL"
        case Not(of):
            return f"NOT coalesce({condition(of, compiler)}, FALSE)"
        case Joined(how, of):
            return "(" + f" {how.upper()} ".join(condition(one, compiler) for one in of) + ")"


def _text(column: str, compiler: Compiler) -> str:
    return compiler.compile(Column(column), "text").value


def _value(column: str, value: str | float, compiler: Compiler) -> str:
    if isinstance(value, float):
        return f"({compiler.compile(Column(column), 'number').value})"
    return _text(column, compiler)
