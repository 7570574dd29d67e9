"""A decision table over finitely many states of the world, exactly: what knowing the state, or a test of it, is worth.

Bayes' rule and expected values (Raiffa & Schlaifer 1961; Hillier & Lieberman, decision analysis).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats, checked
from trueup.vocabulary import InputError


@dataclass(frozen=True)
class DecisionTable:
    """`payoff` (decisions, states) and the chance of each state (states,), which add up to 1."""

    payoff: Floats
    chance: Floats

    @classmethod
    def of(cls, payoff: npt.ArrayLike, chance: npt.ArrayLike) -> DecisionTable:
        """InputError where a number is not finite, sizes differ, or chances are no chances."""
        table, prior = checked(payoff, name="payoff")[0], checked(chance, name="chance")[0]
        if table.ndim != 2 or prior.shape != table.shape[1:]:
            raise InputError(f"payoffs of shape {table.shape} for {prior.size} states", where="decision table")
        if (prior < 0).any() or abs(float(prior.sum()) - 1) > 1e-9:
            raise InputError(
                f"the chances add up to {prior.sum():g}", where="decision table", do="let them add up to 1"
            )
        return cls(table, prior)

    @property
    def expected(self) -> float:
        """The expected payoff of the best decision as things are."""
        return float((self.payoff @ self.chance).max())

    @property
    def evpi(self) -> float:
        """What knowing the state is worth."""
        return float(self.payoff.max(axis=0) @ self.chance) - self.expected

    def posterior(self, likelihood: npt.ArrayLike) -> Floats:
        """P(state | finding), (findings, states), from P(finding | state) of the same shape."""
        joint = self._joint(likelihood)
        seen = joint.sum(axis=1, keepdims=True)
        return np.asarray(np.divide(joint, seen, out=np.zeros_like(joint), where=seen > 0))

    def evsi(self, likelihood: npt.ArrayLike) -> float:
        """What a test is worth, before its cost, that shows a finding with chance `likelihood` (findings, states)."""
        return float((self.payoff @ self._joint(likelihood).T).max(axis=0).sum()) - self.expected

    def _joint(self, likelihood: npt.ArrayLike) -> Floats:
        given = checked(likelihood, name="likelihood")[0]
        if given.shape[1:] != self.chance.shape or not np.allclose(given.sum(axis=0), 1):
            raise InputError("in each state, the chances of the findings add up to 1", where="likelihood")
        return np.asarray(given * self.chance)
