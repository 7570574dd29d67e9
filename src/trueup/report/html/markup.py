"""HTML built from values: what is not Markup is escaped, so that no text of a user can become an element."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from typing import Self

from trueup.report.words import told

VOID = frozenset({"br", "circle", "col", "hr", "input", "line", "link", "meta", "path", "polyline", "rect", "use"})
# A figure and its unit stay on one line.
_BEFORE_UNIT = re.compile(r"(?<=\d) (?=(?:%|k|M|bn)(?!\w))")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Most texts hold nothing that is written otherwise, and a page holds thousands of texts.
_TO_WRITE_OUT = re.compile(f"[&<>\"']|{_FORBIDDEN.pattern}|{_BEFORE_UNIT.pattern}")


class Markup(str):
    """Text that is HTML already."""

    __slots__ = ()

    def __html__(self) -> str:
        """What template languages ask for before they escape."""
        return self

    @classmethod
    def join(cls, parts: Iterable[str], between: str = "") -> Self:
        """Parts one after the other, each escaped unless it is Markup."""
        return cls(between.join(escape(part) for part in parts))


def escape(text: str) -> Markup:
    """`text` with the characters that mean something in HTML written out; Markup stays as it is.

    A sentence of the engine is said in the reader's language.
    """
    if isinstance(text, Markup):
        return text
    clean = told(text)
    if _TO_WRITE_OUT.search(clean) is None:
        return Markup(clean)
    clean = _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", clean)
    return Markup(_BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", html.escape(clean, quote=True)))


def tag(name: str, /, *content: str | Iterable[str] | None, **attributes: str | int | float | bool | None) -> Markup:
    """An element. `class_` is written class, `data_x` data-x; True stands alone, None and False are left out."""
    opening = f"<{name}{''.join([_attribute(key, value) for key, value in attributes.items()])}"
    if name in VOID:
        return Markup(f"{opening}/>")
    return Markup(f"{opening}>{''.join([escape(part) for part in _flat(content)])}</{name}>")


def user(text: str, name: str = "bdi") -> Markup:
    """Text that a person wrote, in its own direction of writing."""
    return tag(name, text) if name == "bdi" else tag(name, text, dir="auto")


def _flat(content: Iterable[str | Iterable[str] | None]) -> Iterable[str]:
    for part in content:
        if isinstance(part, str):
            yield part
        elif part is not None:
            yield from part


def _attribute(key: str, value: str | int | float | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = _name(key)
    return f" {name}" if value is True else f' {name}="{escape(value if isinstance(value, str) else str(value))}"'


@cache
def _name(key: str) -> str:
    """How HTML writes a name of ours: there are a few dozen."""
    return key.rstrip("_").replace("_", "-")
