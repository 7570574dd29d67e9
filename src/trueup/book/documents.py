"""The book itself: whose success it is about, the parties, and the rules of judgement they chose."""

from __future__ import annotations

from typing import Any, Literal
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, field_validator, model_validator

from trueup.agreements.terms import Rate
from trueup.vocabulary import STAGES, Document, Part, Party, PartyDocument, Role, Stake, did_you_mean

__all__ = ["BookDefinition", "Party", "PartyDocument", "Role", "Stake", "Thresholds"]


class Thresholds(Part):
    """Where probabilities become words."""

    on_track: float = Field(default=0.8, gt=0, le=1)
    off_track: float = Field(default=0.2, ge=0, lt=1)
    succeeding: float = Field(default=0.8, gt=0, le=1)
    failing: float = Field(default=0.2, ge=0, lt=1)
    evidence: float = Field(default=0.5, ge=0, le=1)

    @model_validator(mode="after")
    def _ordered(self) -> Any:
        if self.off_track >= self.on_track or self.failing >= self.succeeding:
            raise ValueError("off_track must be below on_track, and failing below succeeding")
        return self


class BookDefinition(Document):
    """Everything about one customer's success starts here; one document of this kind a book."""

    kind: Literal["book"] = "book"
    name: str
    description: str | None = None
    currency: str = Field(pattern="^[A-Z]{3}$")
    time_zone: str = "UTC"
    fiscal_year_start: int = Field(default=1, ge=1, le=12)
    parties: tuple[Party, ...] = Field(min_length=1)
    stages: tuple[str, ...] = STAGES
    thresholds: Thresholds = Thresholds()
    rates: tuple[Rate, ...] = ()

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            hint = did_you_mean(value, available_timezones())
            raise ValueError(f"unknown time zone {value!r}" + (f": {hint}" if hint else ""))
        return value

    @model_validator(mode="after")
    def _one_rate_a_day(self) -> Any:
        seen = set()
        for rate in self.rates:
            if rate.currency == self.currency:
                raise ValueError(f"rates: {rate.currency} is the book's own currency")
            if (rate.currency, rate.on) in seen:
                raise ValueError(f"rates: {rate.currency} has two rates from {rate.on}")
            seen.add((rate.currency, rate.on))
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which the book's days begin."""
        return ZoneInfo(self.time_zone)

    def party(self, id: str | None) -> Party | None:
        """The party of that id, or None."""
        return next((party for party in self.parties if party.id == id), None)
