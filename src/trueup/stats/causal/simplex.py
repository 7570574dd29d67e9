"""The mix of series that comes closest to a target: weights that are not negative and sum to one."""

from __future__ import annotations

import numpy as np

from trueup.stats.arrays import Floats


def closest_mix(series: Floats, target: Floats, ridge: float = 0.0) -> Floats:
    """argmin over the simplex of |series.T @ w - target|^2 + ridge |w|^2; `series` (k, periods), `target` (periods,).

    Exact: with Z = series.T - target, the minimiser of |Zw|^2 on the simplex is, up to scale, that of
    |Zw|^2 + (sum w - 1)^2 over w >= 0 (along each ray the best value is q / (1 + q), which rises with q = |Zv|^2), a
    non-negative least squares problem (Lawson and Hanson 1974, ch. 23). A ridge adds rows sqrt(ridge) I, which stay
    homogeneous. One series gets all the weight.
    """
    from scipy.optimize import nnls

    apart = series.T - target[:, None]
    if ridge > 0:
        apart = np.vstack([apart, np.sqrt(ridge) * np.eye(len(series))])
    size = float(np.sqrt((apart**2).sum(axis=0).min()))
    if size == 0:
        return np.array(np.eye(len(series))[int((apart**2).sum(axis=0).argmin())])
    system = np.vstack([apart / size, np.ones(len(series))])
    weights, _ = nnls(system, np.append(np.zeros(len(apart)), 1.0), maxiter=50 * len(series))
    return np.asarray(weights / weights.sum())
