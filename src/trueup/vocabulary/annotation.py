"""How a type of ours is read and written, for `Annotated`: BeforeValidator, AfterValidator and PlainSerializer of
pydantic, told what they would find out.

pydantic's look into the function and its return type again at every field that uses them, and that is half of the time
in which the models of a book are built.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

_MADE: dict[type, Callable[[], CoreSchema]] = {str: core_schema.str_schema, float: core_schema.float_schema}


@dataclass(frozen=True, slots=True)
class Read:
    """A function over what was given, before the type itself is looked at; ValueError says what is wrong with it."""

    read: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self.read, handler(source))


@dataclass(frozen=True, slots=True)
class Checked:
    """A function over the value, after the type has been made of it; ValueError says what is wrong with it."""

    check: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self.check, handler(source))


@dataclass(frozen=True, slots=True)
class Written:
    """A function from a value to what stands for it in JSON: a str, a float, or (`made` None) anything."""

    write: Callable[[Any], Any]
    made: type[str] | type[float] | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        schema = handler(source)
        schema["serialization"] = core_schema.plain_serializer_function_ser_schema(  # type: ignore[index]
            self.write, return_schema=_MADE[self.made]() if self.made else None, when_used="json"
        )
        return schema
