"""A few questions that tell to which group somebody belongs, and how often they are right.

Naive Bayes on top boxes: within a group answers are taken as independent, which is what latent classes are. So a
missing answer is left out, and every weight is a log odds. Questions are added one by one, each the one that makes the
true group most likely; how many is decided by the one-standard-error rule on people who were not looked at (Breiman et
al., Classification and Regression Trees, 1984), the choice of questions included.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trueup.stats.arrays import Floats, Ints
from trueup.stats.segments.answers import Answers

FEWEST, MOST = 3, 7
FOLDS = 10


@dataclass(frozen=True, slots=True, eq=False)
class Placing:
    """Columns to ask, int[q]; log odds of a top box in each group, [q, k]; log shares of the groups, [k].

    Of `n` people who were not used to make it, `right` were placed as by all their answers.
    """

    columns: Ints
    log_odds: Floats
    log_shares: Floats
    right: int
    n: int


def placing(answers: Answers, groups: Ints, k: int, rng: np.random.Generator) -> Placing:
    """The questions for these groups, int[n] of 0 to k - 1, every group with at least one person."""
    fold = rng.permutation(np.arange(answers.n) % FOLDS)
    most = min(MOST, answers.d)
    right = np.zeros((answers.n, most), dtype=bool)
    for each in range(FOLDS):
        inside, out = np.flatnonzero(fold != each), np.flatnonzero(fold == each)
        right[out] = _right(answers, groups, k, inside, out)
    count = _enough(right.mean(axis=0), answers.n)
    odds, shares = _learned(answers, groups, k)
    columns = _forward(answers, groups, odds, shares, count)
    return Placing(columns, odds[:, columns].T, shares, int(right[:, count - 1].sum()), answers.n)


def placed(log_odds: Floats, log_shares: Floats, top: Floats, seen: Floats) -> Floats:
    """P(group | answers), [n, k], for top boxes [n, q] where `seen` is 1."""
    joint = _joint(log_odds.T, log_shares, top * seen, seen)
    joint -= joint.max(axis=1, keepdims=True)
    share = np.exp(joint)
    return np.asarray(share / share.sum(axis=1, keepdims=True))


def _joint(odds: Floats, shares: Floats, top: Floats, seen: Floats) -> Floats:
    return np.asarray(shares + top @ odds.T - seen @ np.logaddexp(0, odds).T)


def _learned(answers: Answers, groups: Ints, k: int) -> tuple[Floats, Floats]:
    """Log odds [k, d] of a top box in each group, half an answer added on either side, and log shares [k]."""
    member = np.eye(k)[groups]
    hits = member.T @ answers.top
    asked = member.T @ answers.mask()
    size = member.sum(axis=0) + 0.5
    return np.log((hits + 0.5) / (asked - hits + 0.5)), np.log(size / size.sum())


def _forward(answers: Answers, groups: Ints, odds: Floats, shares: Floats, count: int) -> Ints:
    """The columns, most telling first: each step adds the one that makes the true groups most likely."""
    seen, lost = answers.mask().astype(np.float64), np.logaddexp(0, odds)
    joint, chosen = np.tile(shares, (answers.n, 1)), list[int]()
    for _ in range(count):
        gains = np.full(answers.d, -np.inf)
        for j in range(answers.d):
            if j not in chosen:
                gains[j] = _log_loss(joint + _told(answers.top, seen, odds, lost, j), groups)
        best = int(gains.argmax())
        joint += _told(answers.top, seen, odds, lost, best)
        chosen.append(best)
    return np.array(chosen, dtype=np.int64)


def _told(top: Floats, seen: Floats, odds: Floats, lost: Floats, j: int) -> Floats:
    return np.asarray(top[:, [j]] * odds[:, j] - seen[:, [j]] * lost[:, j])


def _log_loss(joint: Floats, groups: Ints) -> float:
    peak = joint.max(axis=1)
    total = peak + np.log(np.exp(joint - peak[:, None]).sum(axis=1))
    return float((joint[np.arange(len(groups)), groups] - total).sum())


def _right(answers: Answers, groups: Ints, k: int, inside: Ints, out: Ints) -> Floats:
    """Whether each person outside is placed right with 1, 2, ... questions, bool[out, most]."""
    known = answers.rows(inside)
    odds, shares = _learned(known, groups[inside], k)
    columns = _forward(known, groups[inside], odds, shares, min(MOST, answers.d))
    others = answers.rows(out)
    seen, lost = others.mask().astype(np.float64), np.logaddexp(0, odds)
    told = [_told(others.top, seen, odds, lost, j) for j in columns]
    joint = shares + np.cumsum(told, axis=0)
    return np.asarray(groups[out][:, None] == joint.argmax(axis=2).T)


def _enough(accuracy: Floats, n: int) -> int:
    """The fewest questions that are within one standard error of the best."""
    best = float(accuracy.max())
    good = np.flatnonzero(accuracy >= best - np.sqrt(best * (1 - best) / n)) + 1
    return int(min(max(int(good[0]), FEWEST), len(accuracy)))
