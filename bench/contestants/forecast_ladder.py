"""Trueup's ladder on the series of a .npy file. Arguments: series (series, time), where the answer goes."""

import sys

import numpy as np

from trueup.stats.forecast import forecast_many

series, out = sys.argv[1:]
answers = forecast_many(np.load(series), horizon=12, season=12)
np.save(out, np.array([answer.quantiles([0.5, 0.025, 0.975]) for answer in answers]))
