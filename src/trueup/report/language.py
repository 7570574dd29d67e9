"""The language of the reader: texts by a translator, figures and dates by Babel. English unless told otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from trueup.vocabulary import Figure


@dataclass(frozen=True, slots=True)
class Language:
    """`code` as Babel knows it (en, de); `translate` turns an English text, with its {places}, into the language's.

    `exact`: the engine's sentences stand as it made them, with days as 2026-08-31; else days are written as people do.
    """

    code: str
    translate: Callable[[str], str]
    exact: bool = False


ENGLISH = Language("en", str, exact=True)
WRITTEN = Language("en", str)
"""The English of pages."""
_spoken: ContextVar[Language] = ContextVar("language", default=ENGLISH)


def spoken() -> Language:
    """The language in which texts are made at this moment."""
    return _spoken.get()


def say(text: str, /, **values: object) -> str:
    """`text` in the reader's language, its {places} filled; a Figure with the separators of that language."""
    said = spoken().translate(text) if text else ""
    filled = {name: separators(value) if isinstance(value, Figure) else value for name, value in values.items()}
    return said.format(**filled) if filled else said


def noted(text: str) -> str:
    """The text itself: marks one that is said later, for those who collect texts to translate."""
    return text


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Within the block, texts are made in `language`."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def separators(text: str) -> str:
    """An English figure (1,234.5) with the separators of the reader's language (1.234,5)."""
    if spoken().code == "en":
        return text
    from babel.core import Locale

    symbols = Locale.parse(spoken().code).number_symbols["latn"]
    return text.translate(str.maketrans({",": symbols["group"], ".": symbols["decimal"]}))
