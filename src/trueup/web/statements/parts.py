"""What is kept of an agreement's settlement: its periods, and the fee function of each."""

from __future__ import annotations

from pydantic import Field

from trueup.value.fee_curve import FeeCurve
from trueup.value.results_statement import Settled, Settlements
from trueup.vocabulary.result import Result


class Periods(Result):
    """Every settlement period of an agreement, with the fee that each would earn at other values."""

    settlements: Settlements = Field(description="the periods, and the totals")
    curves: dict[str, FeeCurve] = Field(description="the fee function of each period, by the period's label")

    def labelled(self, label: str) -> Settled | None:
        """The period of that short name."""
        return next((each for each in self.settlements.periods if each.label == label), None)
