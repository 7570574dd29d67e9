"""The base of everything that Trueup answers: frozen, and the same in Python, JSON and on a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

Amount = Annotated[
    Decimal,
    PlainSerializer(float, when_used="json"),
    WithJsonSchema({"type": "number", "description": "money in the currency of the scorecard, rounded to minor units"}),
]


class Result(BaseModel):
    """A frozen answer. Its JSON names are a published contract (`trueup schema scorecard`)."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)
