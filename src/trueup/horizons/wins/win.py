"""A win in words: what the person wants, how much they decide, how they see it, and the next step.

Influence and response are those of R. Miller and S. Heiman, *Strategic Selling* (buying influences, response modes);
engagement, current and desired, is the stakeholder engagement matrix of the PMBOK Guide (6th ed., 13.2.2.3).
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, ValidationError, model_validator

from trueup.vocabulary import InputError, Part
from trueup.vocabulary.digest import canonical

Influence = Literal["economic", "user", "technical", "coach"]
Strength = Literal["high", "medium", "low"]
Response = Literal["growth", "trouble", "even_keel", "overconfident"]
Engagement = Literal["unaware", "resistant", "neutral", "supportive", "leading"]
LONGEST, LONGEST_STEP, LONGEST_NAME = 4000, 1000, 200


def _clean(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n")).strip()
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
        raise ValueError("holds control characters")
    return text


Words = Annotated[str, AfterValidator(_clean)]


class Win(Part):
    """What one key individual wants, as the party that wrote it sees it.

    `fulfilled` is how far they have it, 0 to 1, None where nobody knows; `step` is what to do next, `by` until when.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    person: Words = Field(min_length=1, max_length=LONGEST_NAME)
    win: Words = Field(min_length=1, max_length=LONGEST)
    influence: Influence
    strength: Strength = "medium"
    response: Response
    current: Engagement
    desired: Engagement
    fulfilled: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    step: Words = Field(default="", max_length=LONGEST_STEP)
    by: dt.date | None = None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        for name in ("person", "win"):
            if not getattr(self, name):
                raise ValueError(f"{name} says nothing")
        if self.by is not None and not self.step:
            raise ValueError("by is the day of a step: say which")
        return self

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Self:
        """A win from plain values. Raises InputError, which names keys and never repeats what was written."""
        try:
            return cls.model_validate(dict(given))
        except ValidationError as invalid:
            wrong = "; ".join(dict.fromkeys(_told(each) for each in invalid.errors(include_input=False)))
        raise InputError(f"this win cannot be kept: {wrong}", do="mend it and write it again; nothing was kept")

    @property
    def plain(self) -> dict[str, Any]:
        """As plain data."""
        return self.model_dump(mode="json")

    @property
    def encoded(self) -> bytes:
        """Canonical JSON."""
        return canonical(self.plain)

    @property
    def texts(self) -> tuple[str, ...]:
        """Everything in it that somebody typed."""
        return self.person, self.win, self.step


def _told(error: Mapping[str, Any]) -> str:
    """What is wrong, by the key; a key that is not ours may be a line of the text itself."""
    place = str(error["loc"][0]) if error["loc"] else ""
    if place not in Win.model_fields:
        known = ", ".join(Win.model_fields)
        return str(error["msg"]) if not place else f"a key has no meaning here (known: {known})"
    return f"{place}: {str(error['msg']).removeprefix('Value error, ')}"
