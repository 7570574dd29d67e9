"""What leaves and statements share: frozen, canonical, and read strictly."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Self

from pydantic import AfterValidator, ConfigDict, Field, ValidationError

from trueup.ledger.encoding import from_canonical, moment
from trueup.vocabulary.digest import canonical
from trueup.vocabulary.document import Part
from trueup.vocabulary.errors import LedgerError

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""SHA-256 in lower-case hexadecimal."""


def _is_moment(text: str) -> str:
    try:
        moment(text)
    except LedgerError as wrong:
        raise ValueError(str(wrong)) from None
    return text


Instant = Annotated[str, AfterValidator(_is_moment)]
"""A moment in UTC to the microsecond, as `encoding.instant` writes it."""

Text = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00-\x1f]+$")]


class Entry(Part):
    """A value with exactly one text: canonical JSON without keys that are None."""

    model_config = ConfigDict(strict=True)
    what: ClassVar[str]
    most: ClassVar[int]

    @property
    def encoded(self) -> bytes:
        """The one text of this value, in UTF-8: what is hashed and signed."""
        return canonical(self.model_dump(mode="json", by_alias=True, exclude_none=True))

    @classmethod
    def parse(cls, data: bytes | str) -> Self:
        """Read the one text. Raises LedgerError for JSON that is not canonical, an unknown key, or too long a text."""
        value = from_canonical(data, cls.what, cls.most)
        if not isinstance(value, dict):
            raise LedgerError(f"{cls.what} is an object of JSON")
        found = cls.of(value)
        if found.encoded != (data.encode() if isinstance(data, str) else data):
            raise LedgerError(f"{cls.what} says something that has no meaning", do="leave out keys without a value")
        return found

    @classmethod
    def of(cls, value: dict[str, Any]) -> Self:
        """Build from plain values. Raises LedgerError that names each key that is wrong."""
        try:
            return cls.model_validate(value)
        except ValidationError as wrong:
            raise LedgerError(f"{cls.what} is not valid: {_in_words(wrong)}") from None


def _in_words(wrong: ValidationError) -> str:
    return "; ".join(f"{'.'.join(map(str, each['loc'])) or 'it'}: {each['msg']}" for each in wrong.errors())
