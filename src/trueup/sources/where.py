"""The row filter of a mapping: comparisons of columns with texts and numbers, joined by and, or, not.

    {Contract Status} = 'Awarded' and vendor_name is not null and amount >= 0.5 and not reason like 'Correction%'

A column is a bare name, or any header in braces. Nothing else exists in this language: no functions, no arithmetic.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

_TOKEN = re.compile(
    r"\s*(?:(?P<column>\{[^{}]+\})|(?P<text>'(?:[^']|'')*')|(?P<number>[+-]?\d+(?:\.\d+)?)"
    r"|(?P<sign><=|>=|<>|!=|=|<|>|\(|\)|,)|(?P<word>[^\W\d]\w*))"
)
_SIGNS = {"=": "=", "!=": "<>", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_WORDS = {"and", "or", "not", "in", "like", "is", "null", "between"}


@dataclass(frozen=True, slots=True)
class Compare:
    """A column beside a literal; numbers compare as numbers, texts as texts."""

    column: str
    sign: str
    literal: str | float


@dataclass(frozen=True, slots=True)
class Among:
    """A column among literals."""

    column: str
    literals: tuple[str | float, ...]


@dataclass(frozen=True, slots=True)
class Like:
    """A column against a pattern in which `%` is any text and `_` any character."""

    column: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A column that holds nothing, or a text declared to mean nothing."""

    column: str


@dataclass(frozen=True, slots=True)
class Not:
    """What does not hold."""

    of: Where


@dataclass(frozen=True, slots=True)
class Joined:
    """All of several, or any of them."""

    how: Literal["and", "or"]
    of: tuple[Where, ...]


Where = Compare | Among | Like | Missing | Not | Joined


def read_where(text: str) -> Where:
    """Read a filter; ValueError says what is wrong and where in the text."""
    parser = _Parser(_tokens(text), text)
    found = parser.any_of()
    parser.end()
    return found


def _tokens(text: str) -> list[tuple[str, str, int]]:
    tokens, at = [], 0
    while text[at:].strip():
        match = _TOKEN.match(text, at)
        if match is None:
            raise ValueError(f"where: cannot read {text[at:].strip()[:20]!r} in {text!r}")
        kind = match.lastgroup or ""
        tokens.append(_classified(kind, match[kind], match.start(kind)))
        at = match.end()
    return tokens


def _classified(kind: str, text: str, at: int) -> tuple[str, str, int]:
    if kind == "word" and text.lower() in _WORDS:
        return "keyword", text.lower(), at
    if kind == "word":
        return "column", text, at
    return kind, text[1:-1].strip() if kind == "column" else text, at


class _Parser:
    """Recursive descent over the tokens."""

    def __init__(self, tokens: list[tuple[str, str, int]], text: str) -> None:
        self.tokens, self.text, self.at = tokens, text, 0

    def any_of(self) -> Where:
        parts = [self.all_of()]
        while self.take("keyword", "or"):
            parts.append(self.all_of())
        return parts[0] if len(parts) == 1 else Joined("or", tuple(parts))

    def all_of(self) -> Where:
        parts = [self.one()]
        while self.take("keyword", "and"):
            parts.append(self.one())
        return parts[0] if len(parts) == 1 else Joined("and", tuple(parts))

    def one(self) -> Where:
        if self.take("keyword", "not"):
            return Not(self.one())
        if self.take("sign", "("):
            inner = self.any_of()
            self.need("sign", ")")
            return inner
        return self.test(self.need("column"))

    def test(self, column: str) -> Where:
        if self.take("keyword", "is"):
            negated = self.take("keyword", "not")
            self.need("keyword", "null")
            return Not(Missing(column)) if negated else Missing(column)
        if self.take("keyword", "not"):
            return Not(self.listed(column))
        if self.peek()[0] == "keyword":
            return self.listed(column)
        sign = self.need("sign")
        if sign not in _SIGNS:
            raise self.error(f"{sign!r} does not compare")
        return Compare(column, _SIGNS[sign], self.literal())

    def listed(self, column: str) -> Where:
        if self.take("keyword", "like"):
            return Like(column, str(self.literal()))
        if self.take("keyword", "between"):
            low = self.literal()
            self.need("keyword", "and")
            return Joined("and", (Compare(column, ">=", low), Compare(column, "<=", self.literal())))
        self.need("keyword", "in")
        self.need("sign", "(")
        literals = [self.literal()]
        while self.take("sign", ","):
            literals.append(self.literal())
        self.need("sign", ")")
        return Among(column, tuple(literals))

    def literal(self) -> str | float:
        kind, text, _ = self.peek()
        if kind not in ("text", "number"):
            raise self.error("a text in 'quotes' or a number is expected")
        self.at += 1
        return text[1:-1].replace("''", "'") if kind == "text" else float(text)

    def peek(self) -> tuple[str, str, int]:
        return self.tokens[self.at] if self.at < len(self.tokens) else ("end", "the end", len(self.text))

    def take(self, kind: str, text: str) -> bool:
        found = self.peek()[:2] == (kind, text)
        self.at += found
        return found

    def need(self, kind: str, text: str | None = None) -> str:
        found = self.peek()
        if found[0] != kind or (text is not None and found[1] != text):
            raise self.error(f"{text or 'a ' + kind} is expected")
        self.at += 1
        return found[1]

    def end(self) -> None:
        if self.at < len(self.tokens):
            raise self.error("and, or, or the end is expected")

    def error(self, what: str) -> ValueError:
        _, found, at = self.peek()
        return ValueError(f"where: {what}, but {found!r} stands at character {at + 1} of {self.text!r}")
