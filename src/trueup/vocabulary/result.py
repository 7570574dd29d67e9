"""The base of everything that Trueup answers: frozen, and the same in Python, JSON and on a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, WithJsonSchema

from trueup.vocabulary.annotation import Written

# Money in the currency of the scorecard, rounded to its minor unit. `format` is a remark for readers: validators that
# do not know a format let it be.
Amount = Annotated[
    Decimal,
    Written(float, float),
    WithJsonSchema({"type": "number", "format": "money"}),
]


class Result(BaseModel):
    """A frozen answer. Its JSON names are a published contract (`trueup schema scorecard`).

    Its validator is built when the first such answer is made.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True)
