"""Texts in cells: written so that no spreadsheet runs them as a formula, and read back as they were."""

from __future__ import annotations

import re

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
              "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?")
MARK = "'"


def neutral(text: str) -> str:
    """Text that a spreadsheet shows instead of running it.

    A cell that begins like a formula gets an apostrophe in front (OWASP, CSV Injection); a plain number stays one.
    """
    begins = text.lstrip(" \u00a0\u200b\ufeff").startswith(_DANGEROUS) or text.startswith(_DANGEROUS)
    return f"{MARK}{text}" if begins and not _NUMBER.fullmatch(text) else text


def marked(text: str) -> str:
    """As `neutral`, and so that `unmarked` gives the text back: one that begins with an apostrophe gets another."""
    return f"{MARK}{text}" if text.startswith(MARK) else neutral(text)


def unmarked(text: str) -> str:
    """The text that `marked` or `neutral` was given; any other text as it is."""
    inside = text.removeprefix(MARK)
    return inside if inside != text and (inside.startswith(MARK) or neutral(inside) == text) else text
