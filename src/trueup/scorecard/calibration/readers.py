"""The readers: a line for each kind of forecast. To add one, write its file and name it here."""

from __future__ import annotations

from collections.abc import Mapping

from trueup.scorecard.calibration.business_cases import sealed_cases
from trueup.scorecard.calibration.improvements import carried_out
from trueup.scorecard.calibration.plans import committed
from trueup.scorecard.calibration.promises import promised
from trueup.scorecard.calibration.replay import replayed
from trueup.scorecard.calibration.sight import Reader
from trueup.value.results_calibration import Kind

READERS: Mapping[Reader, tuple[Kind, ...]] = {
    replayed: ("forecast", "p_hit"),
    promised: ("promise",),
    committed: ("plan",),
    sealed_cases: ("business_case",),
    carried_out: ("improvement", "p_worth"),
}
"""Each reader with the kinds of forecast that it reads."""
