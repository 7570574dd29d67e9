"""What every document is: frozen, validated, known by its digest."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, WithJsonSchema

from trueup.vocabulary.annotation import Checked, Read, Written
from trueup.vocabulary.digest import LARGEST_WHOLE, digest
from trueup.vocabulary.grade import Grade
from trueup.vocabulary.period import Period
from trueup.vocabulary.slice import DIMENSIONS, Slice

Id = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:/+-]*$", max_length=200)]


Whole = Annotated[int, Field(le=LARGEST_WHOLE)]
"""A whole number that JSON keeps exactly: beyond it a document would have no digest. Each key states its least."""


def _finite(value: Decimal) -> Decimal:
    if not value.is_finite():
        raise ValueError("must be a finite number")
    # 1e999999999 is finite too, and a gigabyte when it is written out.
    if len(value.as_tuple().digits) > 40 or abs(value.adjusted()) > 40:
        raise ValueError("must have at most 40 digits")
    return value


def _plain(value: Decimal) -> str:
    """5.00 and 5 are one number and must have one digest."""
    text = format(value, "f")
    short = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if short in {"-0", ""} else short


Number = Annotated[
    Decimal,
    Checked(_finite),
    Written(_plain, str),
    WithJsonSchema({"type": ["number", "string"], "pattern": r"^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$"}),
]


def _period(value: Any) -> Any:
    return Period.parse(value) if isinstance(value, str) else value


PeriodText = Annotated[
    Period,
    Read(_period),
    Written(str, str),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d$"}),
]


def _slice(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    for name, inside in value.items():
        if inside is not None and not isinstance(inside, str):
            raise ValueError(f'{name} must be text: put it in quotes, "{inside}"')
    return Slice.of(value)


SliceKeys = Annotated[
    Slice,
    Read(_slice),
    Written(lambda value: value.bound),
    WithJsonSchema(
        {
            "type": "object",
            "properties": {name: {"type": "string"} for name in DIMENSIONS},
            "additionalProperties": False,
        }
    ),
]


GradeName = Annotated[
    Grade,
    Read(lambda value: Grade.parse(value) if isinstance(value, str) else value),
    Written(str, str),
    WithJsonSchema({"enum": [grade.name for grade in Grade]}),
]


class Part(BaseModel):
    """A piece of a document: frozen, and no key is accepted that has no meaning.

    Its validator is built when it is first used: most processes meet few of the many kinds of documents. `REFUSED` are
    keys that are no mistake in writing, and why each has no place here.
    """

    REFUSED: ClassVar[Mapping[str, str]] = {}
    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, arbitrary_types_allowed=True, defer_build=True
    )


class Document(Part):
    """A versioned statement of what was agreed or designed; subclasses add `kind: Literal[...]`.

    `version` counts from 1; a later version is an amendment that takes effect on its own date and never erases the
    earlier one. `agreed_at` is when it became known, for bitemporal reads; None means it was known from the start.
    """

    id: Id
    version: Whole = Field(default=1, ge=1)
    agreed_at: AwareDatetime | None = None

    @classmethod
    def kind_name(cls) -> str:
        """The word after `kind:`."""
        return str(cls.model_fields["kind"].default)

    @property
    def body(self) -> dict[str, Any]:
        """Plain JSON of what was stated: defaults left out, so that a new key never changes an old digest."""
        dumped = self.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude_none=True)
        return {"kind": self.kind_name()} | dumped

    @property
    def digest(self) -> str:
        """SHA-256 over the canonical JSON of kind and body: what people sign."""
        return digest(self.body)
