"""Goal attainment scaling against a table, and when it is not given."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from tests.agreements.build import agreement, assess, objective, promise, series
from trueup.agreements.gas import scale, t_score
from trueup.vocabulary import InputError


def test_the_reference_table(shared_reference):
    with (shared_reference / "gas_t.csv").open() as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        scores, weights = ([float(each) for each in row[name].split()] for name in ("attainments", "weights"))
        assert t_score(scores, weights, float(row["rho"])) == pytest.approx(float(row["T"]), abs=5e-5)


def test_figures_of_the_method():
    # Kiresuk and Sherman (1968), rho 0.3, recomputed
    assert t_score([0, 0, 0]) == 50
    assert t_score([1]) == 60
    assert t_score([-2] * 3) == pytest.approx(22.6139, abs=5e-5)
    assert t_score([1] * 10**6) == pytest.approx(50 + 10 / 0.3**0.5, abs=1e-4)


@pytest.mark.parametrize(
    ("scores", "weights", "rho"),
    [([], None, 0.3), ([3], None, 0.3), ([1], [0], 0.3), ([1], [-1], 0.3), ([1], None, 1.0), ([1, 0], [1], 0.3)],
)
def test_what_cannot_be_scored(scores, weights, rho):
    with pytest.raises(InputError):
        t_score(scores, weights, rho)


@pytest.mark.parametrize(
    ("actual", "score"), [("14", -2), ("12.4", -1), ("12", -1), ("9", -0.5), ("5", 0), ("4", 1), ("3", 2), ("1", 2)]
)
def test_levels(actual, score):
    made = promise(stretch=[4, 3])
    assert scale(made, Decimal(actual), Decimal("0.5")) == score


def test_partly_counts_as_no_better_across_agreements():
    assert scale(promise(stretch=[4, 3]), Decimal(9), Decimal(0), partial=False) == -1


def test_stretch_levels_lead_on_from_the_target():
    with pytest.raises(InputError, match="do not lead on"):
        scale(promise(stretch=[6, 3]), Decimal(9), Decimal(0))
    with pytest.raises(InputError, match="two stretch levels"):
        scale(promise(), Decimal(9), Decimal(0))


def test_only_where_every_must_have_has_its_levels():
    scaled = objective(stretch=[4, 3])
    found = assess(agreement(scaled), series([9.0] * 11 + [4.0]), "2027-01-01")
    assert (found.gas_t, found.gas_goals) == (60, 1)
    behind = assess(agreement(scaled), series([9.0] * 12), "2027-01-01")
    assert behind.gas_t == 40
    partly = agreement(scaled, objective(id="other"))
    assert assess(partly, series([9.0] * 11 + [4.0]), "2027-01-01").gas_t is None
