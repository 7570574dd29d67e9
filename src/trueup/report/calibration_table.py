"""Every forecast against what came, as one table for CSV and Parquet."""

from __future__ import annotations

from trueup.report.tables import Table
from trueup.value.results_calibration import CalibrationResult, ForecastLine

COLUMNS = tuple(ForecastLine.model_fields)


def calibration_table(found: CalibrationResult) -> Table:
    """One row a forecast, in the order in which they were issued."""
    rows = [tuple(_plain(getattr(line, name)) for name in COLUMNS) for line in found.lines]
    return Table(COLUMNS, rows)


def _plain(value: object) -> object:
    return value.name if hasattr(value, "name") else str(value) if isinstance(value, str) else value
