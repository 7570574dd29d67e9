"""Sentences that carry their parts: read as English text, and can be said in any language.

The engine says what it found with `said("{actual} against {target}", actual=..., target=...)`. The result *is* its
English text, so it compares, sorts and prints like one; and it keeps the template and what fills it, from which the
web pages say the same in the reader's language (docs/decisions/0024-sentences-carry-their-parts.md).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, GetCoreSchemaHandler, SerializationInfo
from pydantic_core import CoreSchema, core_schema

from trueup.vocabulary.period import Period
from trueup.vocabulary.slice import Slice


class Figure(str):
    """Digits as English writes them ("1,234.5", "12.50 EUR", "95 %"): another language exchanges the separators."""

    __slots__ = ()


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day written out: 2 March 2026, and 2 March where the `year` goes without saying."""

    date: dt.date
    year: bool = True

    def __str__(self) -> str:
        text = f"{self.date.day} {_MONTHS[self.date.month - 1]}"
        return f"{text} {self.date.year}" if self.year else text


Piece = str | int | dt.date | Day | Period | Slice
"""What fills a place: a plain name (text), a Figure, another Said, a count, a day, a period or a slice."""


class Said(str):
    """An English text with the template and the parts that it was made of."""

    __slots__ = ("parts", "template")
    template: str
    parts: Mapping[str, Piece]

    def __new__(cls, template: str, parts: Mapping[str, Piece]) -> Said:
        """The text is made at once: a sentence is read more often than it is made."""
        made = super().__new__(cls, template.format_map(_english(parts)) if parts else template)
        made.template, made.parts = template, parts
        return made

    def __reduce__(self) -> tuple[type[Said], tuple[str, Mapping[str, Piece]]]:
        return Said, (self.template, self.parts)


def said(template: str, /, **parts: Piece) -> Said:
    """`template` with its {places} filled; the template is what is translated, and is written as a literal.

    What fills a place with a capital, {Like_this}, begins with one.
    """
    return Said(template, parts)


def joined(parts: Iterable[str], between: str) -> Said:
    """Texts one after the other with a mark between them, which no language translates: "; " or ", "."""
    named = {f"part{index}": part for index, part in enumerate(parts)}
    return Said(between.join(f"{{{name}}}" for name in named), named)


def listed(parts: Iterable[str]) -> str:
    """a, b and c."""
    *head, last = list(parts) or [""]
    return said("{first} and {last}", first=joined(head, ", "), last=last) if head else last


def _english(parts: Mapping[str, Piece]) -> Mapping[str, object]:
    for name, part in parts.items():
        if name < "a" or type(part) is Period:
            return {name: _text(name, part) for name, part in parts.items()}
    return parts


def _text(name: str, part: Piece) -> str:
    text = part.label if isinstance(part, Period) else str(part)
    return begun(text) if name < "a" else text


def begun(text: str) -> str:
    """The text with a capital at its beginning; the rest untouched."""
    return text[:1].upper() + text[1:]


KEEP = {"parts": True}
"""The context in which JSON keeps the parts of sentences."""


def in_parts(model: BaseModel) -> str:
    """The JSON of a model in which sentences keep their parts, for storing: reading it back gives equal sentences.

    Everything that is published is written by `model_dump_json` alone and has plain English texts.
    """
    return model.model_dump_json(context=KEEP)


def packed(text: str) -> str | dict[str, Any]:
    """A sentence as plain JSON data with its parts; any other text as it is."""
    if not isinstance(text, Said):
        return text
    return {"said": text.template, "with": {name: _packed(part) for name, part in text.parts.items()}}


def unpacked(value: str | Mapping[str, Any]) -> str:
    """What `packed` made of a text. ValueError where it is something else."""
    if isinstance(value, str):
        return value
    if set(value) != {"said", "with"} or not _TEMPLATE.fullmatch(value["said"]):
        raise ValueError("a sentence has a template with plain {places} and what fills them")
    return Said(value["said"], {name: _unpacked(part) for name, part in value["with"].items()})


def _packed(part: Piece) -> Any:
    if isinstance(part, Said):
        return packed(part)
    if isinstance(part, Figure):
        return {"figure": str(part)}
    if isinstance(part, dt.date):
        return {"day": part.isoformat()}
    if isinstance(part, Slice):
        return {"slice": part.bound}
    if isinstance(part, Day):
        return {"written": [part.date.isoformat(), part.year]}
    return {"period": str(part)} if isinstance(part, Period) else part


def _unpacked(value: Any) -> Piece:
    if isinstance(value, str | int):
        return value
    if "said" in value:
        return unpacked(value)
    ((kind, written),) = value.items()
    return _READ[kind](written)


_READ: Mapping[str, Callable[[Any], Piece]] = {
    "figure": Figure,
    "day": dt.date.fromisoformat,
    "period": Period.parse,
    "slice": Slice.of,
    "written": lambda each: Day(dt.date.fromisoformat(each[0]), each[1]),
}
_TEMPLATE = re.compile(r"(?:[^{}]|\{\w+\})*", re.DOTALL)


class _Sentence:
    """Lets a field of text hold a Said, and its JSON keep the parts where the context asks for it."""

    @staticmethod
    def __get_pydantic_core_schema__(source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        text = core_schema.str_schema()
        choices: list[CoreSchema | tuple[CoreSchema, str]] = [
            core_schema.is_instance_schema(Said),
            text,
            core_schema.no_info_after_validator_function(unpacked, core_schema.dict_schema()),
        ]
        return core_schema.json_or_python_schema(
            json_schema=core_schema.union_schema(choices[1:], mode="left_to_right"),
            python_schema=core_schema.union_schema(choices, mode="left_to_right"),
            serialization=core_schema.plain_serializer_function_ser_schema(
                _written, info_arg=True, return_schema=core_schema.any_schema(), when_used="json"
            ),
        )

    @staticmethod
    def __get_pydantic_json_schema__(schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string"}


def _written(text: str, info: SerializationInfo) -> Any:
    return packed(text) if info.context is KEEP or info.context == KEEP else str(text)


Sentence = Annotated[str, _Sentence]
"""The type of a result's field that holds a sentence of the engine."""
