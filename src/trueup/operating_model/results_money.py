"""Money in an operating model: as it is stated, and as a year's worth by days."""

from __future__ import annotations

from pydantic import Field

from trueup.operating_model.parts import Kind
from trueup.vocabulary import Grain
from trueup.vocabulary.result import Amount, Result


class Recurring(Result):
    """An amount that comes again with every `per`."""

    amount: Amount = Field(description="as it is stated")
    currency: str = Field(description="of the amount")
    per: Grain = Field(description="the length of time it is for")
    a_year: Amount = Field(description="the same for a year of 365.2425 days, rounded to the minor unit")


class CashSum(Result):
    """Cash flows of one currency, summed up."""

    currency: str = Field(description="of both amounts")
    per: Grain = Field(description="the length of time they are for")
    coming_in: Amount = Field(description="what comes in")
    going_out: Amount = Field(description="what goes out")


class Cash(Result):
    """Some cash flows: which, and how much."""

    flows: tuple[str, ...] = Field(description="their ids, in the order of the document")
    stated: tuple[CashSum, ...] = Field(description="by currency and length of time, as stated")
    a_year: tuple[CashSum, ...] = Field(description="by currency, each for a year of 365.2425 days, then summed")
    unknown: tuple[str, ...] = Field(description="those without an amount: they are in no sum")


class Cost(Result):
    """What elements of one kind cost a year in one currency. Those of two kinds are never added up."""

    kind: Kind = Field(description="component or capability")
    currency: str = Field(description="of the amount")
    a_year: Amount = Field(description="each for a year of 365.2425 days, then summed")
    elements: tuple[str, ...] = Field(description="the elements whose cost it is")
