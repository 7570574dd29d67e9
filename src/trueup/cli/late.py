"""Dataclasses whose methods are compiled when they are first called, in this process.

Python 3.11 and 3.12 write the source of six methods for every dataclass and compile each by itself, which is a tenth of
an assessment: hundreds of classes are defined, and few of them are ever compared, hashed or shown. From 3.13 on the
methods of a class are compiled in one go, and nothing is changed.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Make = Callable[..., Callable[..., Any]]


def compile_late() -> None:
    """Let the methods of every dataclass defined from now on wait for their first call, all but `__init__`."""
    make = getattr(dataclasses, "_create_fn", None)
    if make is not None:
        dataclasses._create_fn = _late(make)  # type: ignore[attr-defined]  # not published, gone in 3.13


def _late(make: Make) -> Make:
    def waiting(name: str, *source: Any, **names: Any) -> Callable[..., Any]:
        if name == "__init__":  # its signature is read, and most classes are used
            return make(name, *source, **names)

        def first(self: Any, *given: Any) -> Any:
            made = make(name, *source, **names)
            made.__qualname__ = first.__qualname__
            _put(type(self), name, first, made)
            return made(self, *given)

        first.__name__ = name
        return first

    return waiting


def _put(owner: type, name: str, first: Callable[..., Any], made: Callable[..., Any]) -> None:
    """Let the next call go straight to the compiled method, in the class that was waiting for it."""
    for each in owner.__mro__:
        if vars(each).get(name) is first:
            setattr(each, name, made)
