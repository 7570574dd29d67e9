"""What else an agreement says: what an outcome costs, and who has a part in it beside its sides."""

from __future__ import annotations

from pydantic import Field

from trueup.agreements.terms import Currency
from trueup.vocabulary import Id, Number, Part


class Price(Part):
    """What one outcome costs, and what all of them may cost at most. Recorded and signed; fees follow `pricing`."""

    what: str
    kpi: Id | None = None
    amount: Number = Field(ge=0)
    currency: Currency | None = None
    at_most: Number | None = Field(default=None, ge=0)


class Involved(Part):
    """A party with another part in the agreement: an investor, a further payer. It gives no rights."""

    party: Id
    as_: str = Field(alias="as")
