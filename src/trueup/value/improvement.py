"""The document `improvement`: what could be done about a KPI, what it may bring and cost, and what became of it.

It belongs to one party and is private to it: nobody else sees what a side thinks of doing, or what it would pay.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field, model_validator

from trueup.agreements.documents import Baseline
from trueup.value.uncertain import Distribution, Quantity
from trueup.vocabulary import Document, Grain, Id, Number, Part, SliceKeys
from trueup.vocabulary.slice import Slice

WORTH = "worth"
"""The input that all options share: what a unit of the KPI is worth."""
INPUTS = ("effect", "cost", "running", "delay", "duration")
"""The inputs of an option, each named OPTION.INPUT."""


Stated = tuple[tuple[str | int, ...], Decimal | Distribution]
"""Where a quantity stands in its document, and what it says."""


class UnitWorth(Part):
    """What one unit of improvement of the KPI is worth, held for one `per`."""

    per_unit: Quantity
    per: Grain = Grain.month


class Running(Part):
    """What it costs for as long as it works."""

    amount: Quantity
    per: Grain = Grain.month


class Rate(Part):
    """What one unit of the document's currency is in that of the book, and on which day."""

    amount: Number = Field(gt=0)
    on: dt.date


class Done(Part):
    """An option that was carried out: since when it works, and what it brought and cost.

    Without `realised` the improvement is read from the KPI's actuals, from `from` until `until`, against `baseline`.
    """

    from_: dt.date = Field(alias="from")
    until: dt.date | None = None
    realised: Number | None = None
    baseline: Baseline | None = None
    cost: Number | None = Field(default=None, ge=0)


class Option(Part):
    """Something that could be done. `effect` is in units of the KPI, above 0 for better; times are in months."""

    id: Id
    title: str | None = None
    effect: Quantity
    cost: Quantity
    running: Running | None = None
    delay: Quantity = Decimal(0)
    duration: Quantity | None = None
    excludes: tuple[Id, ...] = ()
    needs: tuple[Id, ...] = ()
    done: Done | None = None

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id


class Together(Part):
    """Two inputs that move together, by their rank correlation (Spearman's rho)."""

    between: tuple[str, str]
    rank: Number = Field(ge=-1, le=1)


class Measure(Part):
    """A way to learn more of one input before deciding: what it costs, how long it takes, how good it is.

    Good as: `stderr`, the standard error of what it shows; or `n` cases with standard deviation `sd` each; or, for an
    input of two values, the chances that it shows the higher one rightly (`sensitivity`) and the lower (`specificity`);
    or `perfect`.
    """

    input: str
    what: str | None = None
    cost: Number = Field(ge=0)
    takes: Number = Field(default=Decimal(0), ge=0)
    stderr: Number | None = Field(default=None, gt=0)
    n: Number | None = Field(default=None, ge=1)
    sd: Number | None = Field(default=None, gt=0)
    sensitivity: Number | None = Field(default=None, ge=0, le=1)
    specificity: Number | None = Field(default=None, ge=0, le=1)
    perfect: Literal[True] | None = None

    @model_validator(mode="after")
    def _says_how_good(self) -> Any:
        ways = (("stderr",), ("n", "sd"), ("sensitivity", "specificity"), ("perfect",))
        keys = {key for way in ways for key in way if getattr(self, key) is not None}
        if not any(keys == set(way) for way in ways):
            raise ValueError("say how good it is by stderr, by n and sd, by sensitivity and specificity, or by perfect")
        return self


class Improvement(Document):
    """What could be done about a KPI. `party` is whose it is, and who alone sees it, with observers in `shown_to`.

    A unit is worth what `worth` says, or what the `objective` of the `agreement` says. `horizon` is in months from the
    decision, `discount` a rate a year. Amounts are in the book's currency, or in `currency` at a dated `rate`.
    """

    kind: Literal["improvement"] = "improvement"
    title: str | None = None
    party: Id
    shown_to: tuple[Id, ...] = ()
    agreement: Id | None = None
    objective: Id | None = None
    kpi: Id | None = None
    slice: SliceKeys = Slice()
    worth: UnitWorth | None = None
    currency: str | None = Field(default=None, pattern="^[A-Z]{3}$")
    rate: Rate | None = None
    discount: Number = Field(default=Decimal(0), gt=-1)
    horizon: Number = Field(gt=0)
    budget: Number | None = Field(default=None, ge=0)
    options: tuple[Option, ...]
    correlations: tuple[Together, ...] = ()
    measures: tuple[Measure, ...] = ()

    @property
    def name(self) -> str:
        """What people call it."""
        return self.title or self.id

    @property
    def open(self) -> tuple[Option, ...]:
        """The options that may still be chosen."""
        return tuple(option for option in self.options if option.done is None)

    def option(self, id: str) -> Option | None:
        """The option of that id, or None."""
        return next((option for option in self.options if option.id == id), None)

    def quantities(self) -> dict[str, Stated]:
        """Every input that the document states, by name, with the path at which it stands."""
        found: dict[str, Stated] = {}
        if self.worth is not None:
            found[WORTH] = (("worth", "per_unit"), self.worth.per_unit)
        for at, option in enumerate(self.options):
            for name in INPUTS:
                value = getattr(option, name)
                if isinstance(value, Running):
                    found[f"{option.id}.{name}"] = (("options", at, name, "amount"), value.amount)
                elif value is not None:
                    found[f"{option.id}.{name}"] = (("options", at, name), value)
        return found
