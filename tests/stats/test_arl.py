import numpy as np
import pytest

from trueup.stats.arl import cusum_arl, ewma_arl, expected_false_alarms, run_rules_arl
from trueup.stats.runs import DEFAULT, NELSON_RUN, WESTERN_ELECTRIC, signals_many


@pytest.mark.parametrize(("shift", "arl"), [(0, 370.4), (0.5, 155.22), (1, 43.89), (2, 6.3), (3, 2.0)])
def test_shewhart(shift: float, arl: float) -> None:
    assert run_rules_arl(["beyond_3_sigma"], shift) == pytest.approx(arl, rel=1e-3)  # Montgomery ch. 5


def test_run_rules() -> None:
    assert run_rules_arl(WESTERN_ELECTRIC) == pytest.approx(91.75, abs=0.01)  # Champ and Woodall 1987, table 1
    assert run_rules_arl(DEFAULT) == pytest.approx(153, abs=2)  # simulated when the method was chosen
    assert run_rules_arl(NELSON_RUN) == pytest.approx(108, abs=2)  # simulated when the method was chosen


def test_the_chain_agrees_with_the_rules_on_simulated_points() -> None:
    x = np.random.default_rng(10).normal(size=(4000, 700))
    first = [found[0].index + 1 if found else 700 for found in signals_many(x, np.zeros(4000), np.ones(4000))]
    censored = 1 - (1 - 1 / run_rules_arl(DEFAULT)) ** 700  # the run length is nearly geometric
    assert np.mean(first) == pytest.approx(run_rules_arl(DEFAULT) * censored, rel=0.05)


@pytest.mark.parametrize(("h", "shift", "arl"), [(4, 0, 167.68), (4, 0.25, 74.22), (4, 0.5, 26.63), (4, 1, 8.38)])
def test_cusum_4(h: float, shift: float, arl: float) -> None:
    assert cusum_arl(0.5, h, shift) == pytest.approx(arl, rel=1e-3)  # Montgomery table 9.3


@pytest.mark.parametrize(("shift", "arl"), [(0, 465.4), (0.25, 139.5), (0.5, 38.0), (1, 10.38), (2, 4.01)])
def test_cusum_5(shift: float, arl: float) -> None:
    assert cusum_arl(0.5, 5, shift) == pytest.approx(arl, rel=1e-3)  # Montgomery table 9.3


@pytest.mark.parametrize(
    ("weight", "width", "shift", "arl"),
    [(0.2, 2.962, 0, 500), (0.2, 2.962, 1, 10.5), (0.1, 2.814, 0, 500), (0.1, 2.814, 1, 10.3)],
)
def test_ewma(weight: float, width: float, shift: float, arl: float) -> None:
    assert ewma_arl(weight, width, shift) == pytest.approx(arl, rel=0.005)  # Lucas and Saccucci 1990


def test_every_figure_of_the_reference_table(shared_reference) -> None:
    lines = (shared_reference / "spc_arl.csv").read_text().split()[1:]
    charts = {
        "shewhart_3s": lambda shift: run_rules_arl(["beyond_3_sigma"], shift),
        "cusum_k.5_h4_two_sided": lambda shift: cusum_arl(0.5, 4, shift),
        "cusum_k.5_h5_two_sided": lambda shift: cusum_arl(0.5, 5, shift),
        "ewma_.2_L2.962": lambda shift: ewma_arl(0.2, 2.962, shift),
        "ewma_.1_L2.814": lambda shift: ewma_arl(0.1, 2.814, shift),
        "western_electric_1to4": lambda shift: run_rules_arl(WESTERN_ELECTRIC, shift),
    }
    for line in lines:
        chart, shift, arl = line.split(",")
        assert charts[chart](float(shift)) == pytest.approx(float(arl), rel=0.005), line


def test_expected_false_alarms_add_up_over_series() -> None:
    assert expected_false_alarms([100, 200], ["beyond_3_sigma"]) == pytest.approx(300 / 370.398, rel=1e-5)
    assert expected_false_alarms([]) == 0


def test_more_rules_and_larger_shifts_speak_sooner() -> None:
    assert run_rules_arl(WESTERN_ELECTRIC) < run_rules_arl(DEFAULT) < run_rules_arl(["beyond_3_sigma"])
    assert run_rules_arl(DEFAULT, 1) < run_rules_arl(DEFAULT)
    assert run_rules_arl(DEFAULT, 1) == pytest.approx(run_rules_arl(DEFAULT, -1))
