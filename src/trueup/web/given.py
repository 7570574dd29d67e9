"""What programs send: a body in which every key has a meaning."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from ninja import Schema
from pydantic import AfterValidator, ConfigDict, WithJsonSchema


class Given(Schema):
    """The base of every body of the API: a key that is not known is an error, not a typo that nobody sees."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _local(value: dt.time) -> dt.time:
    if value.tzinfo is not None:
        raise ValueError("is a time of day without a zone")
    return value.replace(microsecond=0)


LocalTime = Annotated[
    dt.time,
    AfterValidator(_local),
    WithJsonSchema({"type": "string", "pattern": r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"}),
]
"""A time of day where somebody is: the `time` of JSON Schema has a zone, and this has none."""
