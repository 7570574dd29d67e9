"""How a type is read and written: the same as with pydantic's own annotations."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import AfterValidator, BaseModel, BeforeValidator, Field, PlainSerializer, TypeAdapter, ValidationError

from trueup.vocabulary.annotation import Checked, Read, Written


def _cleaned(value: Any) -> Any:
    return value.strip("~") if isinstance(value, str) else value


def _even(value: Decimal) -> Decimal:
    if value % 2:
        raise ValueError("must be even")
    return value


def _marked(value: Decimal) -> str:
    return f"~{value}~"


OURS = Annotated[Decimal, Read(_cleaned), Checked(_even), Written(_marked, str)]
THEIRS = Annotated[
    Decimal, BeforeValidator(_cleaned), AfterValidator(_even), PlainSerializer(_marked, when_used="json")
]


class Ours(BaseModel):
    one: OURS = Field(ge=0)
    many: tuple[OURS, ...] = ()
    none: OURS | None = None


class Theirs(BaseModel):
    one: THEIRS = Field(ge=0)
    many: tuple[THEIRS, ...] = ()
    none: THEIRS | None = None


def _told(model: type[BaseModel], given: dict[str, Any]) -> Any:
    try:
        made = model.model_validate(given)
    except ValidationError as error:
        return [(each["loc"], each["msg"]) for each in error.errors()]
    return made.model_dump(), made.model_dump_json()


@pytest.mark.parametrize(
    "given",
    [
        {"one": "~4~", "many": ["2", "~6~"]},
        {"one": 4, "none": "~8~"},
        {"one": "3"},
        {"one": "-2"},
        {"one": 4, "many": ["x", "5"], "none": []},
        {},
    ],
)
def test_values_and_errors_are_those_of_pydantic(given: dict[str, Any]) -> None:
    assert _told(Ours, given) == _told(Theirs, given)


def test_json_is_written_and_python_is_not() -> None:
    made = Ours(one=Decimal(4))
    assert made.model_dump()["one"] == Decimal(4)
    assert made.model_dump(mode="json")["one"] == "~4~"


@pytest.mark.parametrize("mode", ["validation", "serialization"])
def test_the_json_schema_is_that_of_pydantic(mode: Any) -> None:
    ours, theirs = Ours.model_json_schema(mode=mode), Theirs.model_json_schema(mode=mode)
    assert {**ours, "title": None} == {**theirs, "title": None}


def test_what_is_written_may_be_anything() -> None:
    listed = TypeAdapter(Annotated[str, Written(lambda value: {"text": value})])
    assert listed.dump_python("a", mode="json") == {"text": "a"}
