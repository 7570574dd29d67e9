"""Classes of people, with or without levels beside them, fitted to top boxes by expectation-maximisation.

A person of class k at node z of the levels puts column j into the top box with log odds `intercepts[k, j] + sum over
levels l of slopes[l, j] z[l]`, independently of the other columns. Without levels that is latent class analysis
(Lazarsfeld and Henry, Latent Structure Analysis, 1968); with one class it is the two-parameter item response model by
marginal maximum likelihood (Bock and Aitkin, Psychometrika 46, 1981). Missing answers are left out of the likelihood
(full information), never filled in. Each step is a few products of matrices.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from trueup.stats.arrays import Floats
from trueup.stats.segments.answers import Answers
from trueup.stats.segments.levels import Levels, smoothed, spread

EDGE = 11.5
"""Log odds at which a probability counts as certain (1e-5)."""
PRIOR = 0.02
"""Precision of the prior that keeps slopes and intercepts finite; immaterial wherever there are answers."""
CHUNK = 8192


@dataclass(frozen=True, slots=True, eq=False)
class Mixture:
    """A fitted model: log shares of the classes [k], intercepts [k, d], slopes [l, d], coefficients of the spread."""

    levels: Levels
    log_shares: Floats
    intercepts: Floats
    slopes: Floats
    tilt: Floats
    log_likelihood: float = -np.inf

    @property
    def k(self) -> int:
        """How many classes."""
        return len(self.log_shares)

    @property
    def parameters(self) -> int:
        """How many free parameters."""
        return self.intercepts.size + self.k - 1 + self.levels.parameters

    def bic(self, n: float) -> float:
        """Schwarz's criterion for n people; lower is better."""
        return float(self.parameters * np.log(n) - 2 * self.log_likelihood)

    def log_odds(self) -> Floats:
        """Of every column for each class and node, [k * q, d]."""
        shift = self.levels.nodes @ self.slopes
        every = self.intercepts[:, None, :] + shift[None, :, :]
        return np.asarray(every.reshape(-1, self.intercepts.shape[1]))

    def log_prior(self) -> Floats:
        """Log shares of each class and node, [k * q]."""
        return np.asarray((self.log_shares[:, None] + spread(self.levels, self.tilt)[None, :]).ravel())

    def largest_first(self) -> Mixture:
        """The same model with its classes in order of size."""
        return self.in_order(np.argsort(-self.log_shares, kind="stable"))

    def in_order(self, order: npt.NDArray[np.intp]) -> Mixture:
        """The same model with its classes in another order."""
        return replace(self, log_shares=self.log_shares[order], intercepts=self.intercepts[order])


def climb(answers: Answers, start: Mixture, *, steps: int, gain: float, weight: Floats | None = None) -> Mixture:
    """The model after at most so many steps, or once a step gains less than `gain` in log likelihood.

    `weight` float64[n] counts a person more than once, or not at all.
    """
    model, before = start, -np.inf
    for _ in range(steps):
        shares, reached = _expected(answers, model, weight)
        model = replace(model, log_likelihood=reached)
        if reached - before < gain:
            return model
        before = reached
        model = _maximised(answers, model, shares)
    return replace(model, log_likelihood=_expected(answers, model, weight)[1])


def posterior(answers: Answers, model: Mixture) -> Floats:
    """P(class | answers) of every person, float64[n, k]."""
    parts = (np.arange(at, min(at + CHUNK, answers.n)) for at in range(0, answers.n, CHUNK))
    found = [_classes(_joint(answers.rows(part), model), model.k) for part in parts]
    return np.concatenate(found) if found else np.empty((0, model.k))


def posterior_without(answers: Answers, model: Mixture, columns: npt.NDArray[np.intp]) -> Floats:
    """As `posterior`, by all other columns: what somebody says elsewhere, so that these can be judged on their own."""
    seen = answers.mask().astype(np.float64)
    seen[:, columns] = 0
    blind = Answers(answers.top * seen, seen, answers.kind, answers.thing)
    return posterior(blind, model)


def _joint(answers: Answers, model: Mixture) -> Floats:
    """log P(class, node, answers), [n, k * q]."""
    odds = model.log_odds()
    lost = np.maximum(odds, 0) + np.log1p(np.exp(-np.abs(odds)))
    found = answers.top @ odds.T
    found -= lost.sum(axis=1) if answers.seen is None else answers.seen @ lost.T
    found += model.log_prior()
    return np.asarray(found)


def _classes(joint: Floats, k: int) -> Floats:
    joint -= joint.max(axis=1, keepdims=True)
    np.exp(joint, out=joint)
    joint /= joint.sum(axis=1, keepdims=True)
    return np.asarray(joint.reshape(len(joint), k, -1).sum(axis=2))


def _expected(answers: Answers, model: Mixture, weight: Floats | None) -> tuple[Floats, float]:
    """How much of each person is of each class and node, [n, k * q], and the log likelihood."""
    joint = _joint(answers, model)
    peak = joint.max(axis=1, keepdims=True)
    joint -= peak
    np.exp(joint, out=joint)
    total = joint.sum(axis=1, keepdims=True)
    each = (peak + np.log(total))[:, 0]
    joint *= (1 if weight is None else weight[:, None]) / total
    return joint, float(each.sum() if weight is None else weight @ each)


def _maximised(answers: Answers, model: Mixture, shares: Floats) -> Mixture:
    hits, people = shares.T @ answers.top, shares.sum(axis=0)
    asked = np.broadcast_to(people[:, None], hits.shape) if answers.seen is None else shares.T @ answers.seen
    cells = people.reshape(model.k, -1)
    log_shares = np.log(np.maximum(cells.sum(axis=1), 1e-9) / cells.sum())
    if not model.levels.count:
        return replace(model, log_shares=log_shares, intercepts=_log_odds(hits, asked))
    shape = (model.k, -1, answers.d)
    intercepts, slopes = _newton(model, hits.reshape(shape), asked.reshape(shape))
    tilt = smoothed(model.levels, cells.sum(axis=0) / cells.sum(), model.tilt)
    return replace(model, log_shares=log_shares, intercepts=intercepts, slopes=slopes, tilt=tilt)


def _log_odds(hits: Floats, asked: Floats) -> Floats:
    share = np.clip(hits / np.maximum(asked, 1e-12), 1e-5, 1 - 1e-5)
    return np.asarray(np.log(share / (1 - share)))


def _newton(model: Mixture, hits: Floats, asked: Floats) -> tuple[Floats, Floats]:
    """One Newton step of every column's logistic regression on classes and levels.

    Its Hessian is an arrow: classes do not meet each other, so the slopes come from a system of l equations a column.
    """
    nodes, free = model.levels.nodes, model.levels.loads
    share = 1 / (1 + np.exp(-model.log_odds().reshape(hits.shape)))
    miss, bend = hits - asked * share, asked * share * (1 - share)
    up = miss.sum(axis=1) - PRIOR * model.intercepts
    across = np.einsum("kqj,ql->klj", miss, nodes).sum(axis=0) - PRIOR * model.slopes
    own = bend.sum(axis=1) + PRIOR
    mixed = np.einsum("kqj,ql->klj", bend, nodes) * free
    both = np.einsum("qj,ql,qm->jlm", bend.sum(axis=0), nodes, nodes, optimize=True)
    both *= free.T[:, :, None] & free.T[:, None, :]
    both += np.eye(len(free)) * np.where(free.T, PRIOR, 1.0)[:, :, None]
    left = both - np.einsum("klj,kmj->jlm", mixed, mixed / own[:, None, :])
    right = (across * free - (mixed * (up / own)[:, None, :]).sum(axis=0)).T
    step = np.clip(np.linalg.solve(left, right[:, :, None])[:, :, 0].T, -1, 1) * free
    rise = np.clip((up - np.einsum("klj,lj->kj", mixed, step)) / own, -1.5, 1.5)
    return np.clip(model.intercepts + rise, -EDGE, EDGE), np.clip(model.slopes + step, -EDGE, EDGE)
