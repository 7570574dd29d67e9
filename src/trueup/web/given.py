"""What programs send: a body in which every key has a meaning."""

from __future__ import annotations

from ninja import Schema
from pydantic import ConfigDict


class Given(Schema):
    """The base of every body of the API: a key that is not known is an error, not a typo that nobody sees."""

    model_config = ConfigDict(extra="forbid", frozen=True)
