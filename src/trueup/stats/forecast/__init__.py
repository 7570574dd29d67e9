"""Forecasts that publish their own calibration: a ladder of simple models, judged by rolling origins."""

from trueup.stats.forecast.ladder import forecast, forecast_many
from trueup.stats.forecast.places import Places, Rung, Tried, places
from trueup.stats.forecast.predictive import Predictive
from trueup.stats.forecast.record import Backtest, Coverage, Forecast, coverage
from trueup.stats.forecast.structural import LocalLevel, local_level

__all__ = [
    "Backtest",
    "Coverage",
    "Forecast",
    "LocalLevel",
    "Places",
    "Predictive",
    "Rung",
    "Tried",
    "coverage",
    "forecast",
    "forecast_many",
    "local_level",
    "places",
]
