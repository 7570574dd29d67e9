"""The terms by which fees follow value: what an agreement's `pricing` may say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from trueup.vocabulary import GradeName, Id, Number, Part, Slice, SliceKeys

Per = Literal["day", "week", "month", "quarter", "year"]
Currency = Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
Parts = dict[Id, Annotated[Number, Field(ge=0, le=1)]]
"""Which part of an amount each provider gets; the parts add up to 1."""


def _whole(parts: Mapping[str, Decimal]) -> None:
    if parts and sum(parts.values()) != 1:
        raise ValueError(f"the parts of the providers add up to {sum(parts.values())}, not to 1")


class Provisional(Part):
    """The fee that is paid until value is known: all of it `to` one provider, or in `parts`."""

    amount: Number = Field(ge=0)
    per: Per
    to: Id | None = None
    parts: Parts = Field(default_factory=dict)

    @model_validator(mode="after")
    def _goes_to_somebody(self) -> Any:
        if (self.to is None) == (not self.parts):
            raise ValueError("the provisional fee goes `to` one provider, or in `parts` to several: one of them")
        _whole(self.parts)
        return self

    @property
    def by_party(self) -> dict[str, Decimal]:
        """The part of each provider."""
        return dict(self.parts) if self.to is None else {self.to: Decimal(1)}


class Gate(Part):
    """Quality below which value is not shared in full: a KPI, or that of an objective, at least or at most X.

    It is judged by the KPI's actual for the settlement period, rolled up as the KPI says. Where it fails the share of a
    gain is multiplied by `otherwise` (0: nothing is shared).
    """

    id: Id
    title: str | None = None
    objective: Id | None = None
    kpi: Id | None = None
    slice: SliceKeys = Slice()
    at_least: Number | None = None
    at_most: Number | None = None
    otherwise: Number = Field(default=Decimal(0), ge=0, le=1)

    @model_validator(mode="after")
    def _says_what_and_how_much(self) -> Any:
        if (self.objective is None) == (self.kpi is None):
            raise ValueError("a gate is about an `objective` or a `kpi`: one of them")
        if (self.at_least is None) == (self.at_most is None):
            raise ValueError("a gate has a limit: `at_least` or `at_most`, one of them")
        return self


class Reachable(Part):
    """Something that happens once: a deliverable, an objective, an activity of a plan, or go-live is reached."""

    id: Id
    title: str | None = None
    scope: Id | None = None
    objective: Id | None = None
    activity: Id | None = None
    plan: Id | None = None
    go_live: bool = False
    parts: Parts = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_about_one_thing(self) -> Any:
        named = (self.scope, self.objective, self.activity, self.go_live or None)
        if sum(each is not None for each in named) != 1:
            raise ValueError("say what is to be reached: `scope`, `objective`, `activity` or `go_live`, one of them")
        if self.plan is not None and self.activity is None and self.scope is None:
            raise ValueError("`plan` belongs to an `activity` or a `scope` item")
        _whole(self.parts)
        return self


class PricedMilestone(Reachable):
    """An amount that is due in the period in which something is reached, if that is no later than `by`."""

    amount: Number = Field(gt=0)
    by: dt.date | None = None


class PerDay(Part):
    """Money for each day, up to `max`."""

    per_day: Number = Field(gt=0)
    max: Number | None = Field(default=None, gt=0)


class Timing(Reachable):
    """A bonus for each day that something is reached before `by`, a malus for each day that it is not after it."""

    by: dt.date
    early: PerDay | None = None
    late: PerDay | None = None

    @model_validator(mode="after")
    def _moves_money(self) -> Any:
        if self.early is None and self.late is None:
            raise ValueError("a bonus has `early`, `late` or both: {per_day: ..., max: ...}")
        return self


class Rate(Part):
    """What one unit of `currency` is, in the currency of the fee, from the day `on`."""

    currency: Currency
    on: dt.date
    is_: Number = Field(alias="is", gt=0)


class Pricing(Part):
    """How fees follow value: see docs/explanation/methods/pricing.md.

    `base` is the fee of a settlement period whose value is `target`; without them the share is of value itself.
    Amounts are in `currency` (the book's where it is left out), and hold for a whole settlement period.
    """

    provisional: Provisional | None = None
    base: Number | None = None
    target: Number | Literal["promised"] | None = None
    share: Number = Field(ge=0, le=1)
    share_loss: Number | None = Field(default=None, ge=0, le=1)
    deadband: Number = Field(default=Decimal(0), ge=0)
    mode: Literal["excess", "first_dollar"] = "excess"
    gates: tuple[Gate, ...] = ()
    milestones: tuple[PricedMilestone, ...] = ()
    bonuses: tuple[Timing, ...] = ()
    floor: Number | None = None
    cap: Number | None = None
    parts: Parts = Field(default_factory=dict)
    settle: Literal["month", "quarter", "year"] = "quarter"
    from_: dt.date | None = Field(default=None, alias="from")
    until: dt.date | None = None
    use: Literal["lower_bound", "expected"] = "lower_bound"
    grade: GradeName | None = None
    currency: Currency | None = None
    rates: tuple[Rate, ...] = ()

    @model_validator(mode="after")
    def _floor_below_cap(self) -> Any:
        if self.floor is not None and self.cap is not None and self.floor > self.cap:
            raise ValueError(f"floor {self.floor} is above cap {self.cap}")
        return self

    @model_validator(mode="after")
    def _base_within_limits(self) -> Any:
        if self.base is not None and self.floor is not None and self.base < self.floor:
            raise ValueError(f"base {self.base} is below floor {self.floor}")
        if self.base is not None and self.cap is not None and self.base > self.cap:
            raise ValueError(f"base {self.base} is above cap {self.cap}")
        return self

    @model_validator(mode="after")
    def _names_are_unique(self) -> Any:
        _once("gates", (each.id for each in self.gates))
        _once("milestones and bonuses", (each.id for each in (*self.milestones, *self.bonuses)))
        return self

    @model_validator(mode="after")
    def _parts_are_the_whole(self) -> Any:
        _whole(self.parts)
        return self

    @model_validator(mode="after")
    def _time_to_settle(self) -> Any:
        if self.from_ is not None and self.until is not None and self.until <= self.from_:
            raise ValueError(f"settlement ends on {self.until}, but begins only on {self.from_}")
        return self


def _once(what: str, names: Iterable[str]) -> None:
    again = ", ".join(sorted(name for name, count in Counter(names).items() if count > 1))
    if again:
        raise ValueError(f"two {what} with one name: {again}")
