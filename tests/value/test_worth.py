"""Whether an improvement is worth it: net benefit by hand, what never changes it, and the answer in words."""

from __future__ import annotations

import datetime as dt
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.scorecard.opened import open_book
from trueup.scorecard.value_worth import followed, worths
from trueup.stats.decision.shapes import Shape
from trueup.value.benefit import Terms, per_year, window
from trueup.value.improvement import Improvement
from trueup.value.optimism import LEAST, optimism
from trueup.value.results_worth import Followed, ImprovementWorth, PartyWorth
from trueup.value.worth import About, Asked, judgement
from trueup.vocabulary import Grain, InputError, said

BOOK = """\
kind: book
id: mill
name: Mill
currency: EUR
parties:
  - {id: mill, name: Mill, role: customer}
  - {id: acme, name: Acme, role: provider}
---
kind: kpi
id: scrap
name: Scrap
unit: count
direction: decrease
grain: month
aggregate: sum
entered: true
---
kind: agreement
id: mending
title: Mending
customer: mill
providers: [acme]
effective: 2026-01-01
objectives:
  - id: scrap
    kpi: scrap
    baseline: {actual: 50}
    target: 20
    from: effective
    due: 2026-12-31
    value: {per_unit: 10, per: month, until: 2027-01-01}
---
"""


def improvement(**keys: Any) -> Improvement:
    given_ = {
        "id": "mill:it",
        "party": "mill",
        "kpi": "scrap",
        "horizon": 12,
        "worth": {"per_unit": 10, "per": "month"},
    }
    return Improvement.model_validate({**given_, **keys})


def terms(horizon: float = 12, **keys: Any) -> Terms:
    shared: dict[str, Any] = {"worth": Shape("fixed", (10,)), "per_year": 12, "until": horizon, "discount": 0}
    return Terms(horizon=horizon, **{**shared, **keys})


def asked(**keys: Any) -> Asked:
    return Asked(**{"currency": "EUR", "seed": 1, "draws": 5_000, "factors": {}, **keys})


ABOUT = About("scrap", "Scrap", "count", None)


def judged(document: Improvement, shared: Terms | None = None, **keys: Any) -> ImprovementWorth:
    return judgement(document, shared or terms(float(document.horizon)), ABOUT, asked(**keys)).result()


def test_net_benefit_by_hand() -> None:
    """3 units at 10 a month from month 2 until month 8, 5 a month to run it, 40 at the start: 180 - 30 - 40."""
    document = improvement(
        options=[
            {"id": "a", "effect": 3, "cost": 40, "delay": 2, "duration": 6, "running": {"amount": 5, "per": "month"}}
        ]
    )
    found = judged(document)
    assert float(found.net.expected) == pytest.approx(110)
    assert found.net.p_worth == 1
    assert found.answer == "act"
    assert found.evpi.worth == 0
    assert found.notes == ("No input is uncertain: this is one sum, and there is nothing to simulate.",)
    assert found.tornado == ()


def test_later_money_counts_less() -> None:
    """The integral of 1.1 ** -t from one year to two is (1.1 ** -1 - 1.1 ** -2) / ln 1.1."""
    found = window(np.array([12.0]), np.array([24.0]), 0.1)
    assert found[0] == pytest.approx((1 / 1.1 - 1 / 1.21) / math.log(1.1))
    assert window(np.array([12.0]), np.array([6.0]), 0.1)[0] == 0
    assert per_year(Grain.month) == pytest.approx(12)
    assert per_year(Grain.day) == pytest.approx(365.2425)


def test_the_worth_may_end_before_the_cost_does() -> None:
    """A unit is worth something for 3 months of 12, running costs go on."""
    document = improvement(options=[{"id": "a", "effect": 1, "cost": 0, "running": {"amount": 1, "per": "month"}}])
    assert float(judged(document, terms(until=3)).net.expected) == pytest.approx(30 - 12)


def test_leave_names_the_best_and_what_it_lacks() -> None:
    document = improvement(options=[{"id": "a", "effect": 1, "cost": 500}, {"id": "b", "effect": 1, "cost": 900}])
    found = judged(document)
    assert found.answer == "leave"
    assert found.about == ("a",)
    assert found.words == (
        "Leave it: no option is expected to bring more than it costs. The best, a, falls short by 380 EUR, and "
        "is worth it with a probability of 0 %."
    )


def test_mean_and_odds_may_disagree_and_both_are_shown() -> None:
    rare = improvement(options=[{"id": "a", "effect": {"discrete": [[100, 0.1], [0, 0.9]]}, "cost": 600}])
    found = judged(rare)
    assert (found.net.expected > 0, found.net.p_worth < 0.5) == (True, True)
    assert any("more likely not worth it" in each for each in found.reasons)
    often = improvement(options=[{"id": "a", "effect": {"discrete": [[10, 0.8], [-60, 0.2]]}, "cost": 10}])
    found = judged(often)
    assert (found.net.expected < 0, found.net.p_worth > 0.5, found.answer) == (True, True, "leave")
    assert any("yet loses on average" in each for each in found.reasons)


def test_measuring_pays_only_beyond_its_cost() -> None:
    risky = {"id": "a", "effect": {"normal": [0, 2]}, "cost": 0}

    def with_cost(cost: int, **how: Any) -> ImprovementWorth:
        return judged(improvement(options=[risky], measures=[{"input": "a.effect", "cost": cost, **how}]))

    cheap = with_cost(10, perfect=True)
    assert cheap.answer == "measure first"
    (measuring,) = cheap.measuring
    assert measuring.worth == cheap.information[0].worth == cheap.evpi.worth
    assert float(measuring.worth) == pytest.approx(240 * 0.398942, abs=4 * float(measuring.stderr))
    assert with_cost(10_000, perfect=True).answer != "measure first"
    blurred = with_cost(10, stderr=2)
    assert blurred.measuring[0].worth < measuring.worth
    many = with_cost(10, n=10_000, sd=2)
    assert float(many.measuring[0].worth) == pytest.approx(float(measuring.worth), rel=0.05)


def test_waiting_costs_what_is_put_off() -> None:
    document = improvement(
        options=[{"id": "a", "effect": {"normal": [1, 2]}, "cost": 0}],
        measures=[{"input": "a.effect", "cost": 0, "perfect": True, "takes": 6}],
    )
    (measuring,) = judged(document, terms(discount=0.1)).measuring
    assert measuring.waiting > 0
    assert float(measuring.net) == pytest.approx(float(measuring.worth - measuring.waiting), abs=0.011)


def test_a_budget_exclusions_and_needs_bind_the_best_set() -> None:
    options = [
        {"id": "base", "effect": 0, "cost": 50},
        {"id": "on-top", "effect": 3, "cost": 50, "needs": ["base"]},
        {"id": "either", "effect": 2, "cost": 10},
        {"id": "or", "effect": 2.1, "cost": 10, "excludes": ["either"]},
    ]
    free = judged(improvement(options=options))
    assert free.best.options == ("base", "on-top", "or")
    assert judged(improvement(options=options, budget=60)).best.options == ("or",)
    assert [step.options for step in free.best.frontier] == [(), ("or",), ("base", "on-top"), ("base", "on-top", "or")]
    assert "every other was ruled out" in free.best.proof


@given(st.permutations(range(3)), st.integers(0, 10))
@settings(max_examples=8, deadline=None)
def test_the_order_of_options_changes_nothing(order: list[int], seed: int) -> None:
    options = [
        {"id": "a", "effect": {"triangular": [-1, 2, 5]}, "cost": {"pert": [50, 100, 300]}},
        {"id": "b", "effect": {"normal": [1, 1]}, "cost": 100, "excludes": ["a"]},
        {"id": "c", "effect": {"lognormal": [0.5, 3]}, "cost": {"uniform": [10, 200]}},
    ]
    together = [{"between": ["a.effect", "c.effect"], "rank": 0.5}]
    straight = judged(improvement(options=options, correlations=together), seed=seed)
    turned = judged(improvement(options=[options[at] for at in order], correlations=together), seed=seed)
    assert {each.id: each.net for each in turned.options} == {each.id: each.net for each in straight.options}
    assert turned.evpi.worth == straight.evpi.worth
    assert set(turned.best.options) == set(straight.best.options)
    assert turned.tornado == straight.tornado
    for each in straight.information:
        same = next(other for other in turned.information if other.input == each.input)
        assert abs(same.worth - each.worth) <= 1
        assert each.worth <= straight.evpi.worth + 3 * (each.stderr + straight.evpi.stderr)


def test_correlations_that_cannot_hold_are_made_possible_and_said() -> None:
    options = [{"id": "a", "effect": {"uniform": [1, 2]}, "cost": {"uniform": [1, 2]}, "delay": {"uniform": [0, 1]}}]
    pairs = [("a.effect", "a.cost", 0.9), ("a.cost", "a.delay", 0.9), ("a.effect", "a.delay", -0.9)]
    together = [{"between": [first, second], "rank": rho} for first, second, rho in pairs]
    found = judged(improvement(options=options, correlations=together))
    assert any("cannot all hold" in note for note in found.notes)


def test_too_few_draws_and_nothing_left_are_refused() -> None:
    with pytest.raises(InputError, match="too few"):
        asked(draws=4_999)
    done = improvement(options=[{"id": "a", "effect": 1, "cost": 1, "done": {"from": "2026-01-01", "realised": 1}}])
    with pytest.raises(InputError, match="every option was carried out"):
        judged(done)


def past(ratio: float | None, cost: float | None = None) -> Followed:
    return Followed(
        improvement="mill:it", option="a", title="a", since=dt.date(2026, 1, 1), predicted=1, low=0, high=2,
        realised=ratio, ratio=ratio, predicted_cost=100, realised_cost=cost, p_worth=0.5, paid=None,
        basis=said("stated"),
    )  # fmt: skip


def test_optimism_takes_enough_past_options() -> None:
    (effect, cost), factors = optimism([past(0.5)] * (LEAST - 1))
    assert (effect.factor, effect.n, effect.need, factors) == (None, LEAST - 1, LEAST, {})
    assert cost.n == 0
    ratios = [0.4, 0.5, 0.6, 0.7, 0.8]
    (effect, cost), factors = optimism([past(each, 100 + 100 * each) for each in ratios])
    assert effect.factor == pytest.approx(0.6)
    assert effect.low == pytest.approx(0.6 - 2.7764451 * np.std(ratios, ddof=1) / 5**0.5)
    assert cost.factor == pytest.approx(1.6)
    assert set(factors) == {"optimism", "overrun"}


def test_optimism_is_taken_off_and_both_are_shown() -> None:
    _, factors = optimism([past(0.5)] * LEAST)
    document = improvement(options=[{"id": "a", "effect": 2, "cost": 150}])
    found = judged(document, factors=factors)
    assert found.stated is not None
    assert (float(found.stated.expected), float(found.net.expected)) == (90, -30)
    assert found.answer == "leave"
    assert found.options[0].effect == pytest.approx(1)


DONE = """\
kind: improvement
id: mill:past
party: mill
agreement: mending
objective: scrap
horizon: 12
options:
  - {id: a, effect: {triangular: [5, 10, 15]}, cost: 100, done: {from: 2026-02-01, cost: 120}}
  - {id: b, effect: 4, cost: 10}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(BOOK + DONE, encoding="utf-8")
    return tmp_path


def told(folder: Path, actuals: dict[int, float], as_of: str = "2026-07-01", party: str = "mill") -> PartyWorth:
    import pyarrow as pa

    from trueup.facts import FactStore

    rows = [
        {"kpi": "scrap", "period_start": dt.date(2026, month, 1), "period_end": dt.date(2026, month + 1, 1),
         "actual": actual, "reported_by": "mill"}
        for month, actual in actuals.items()
    ]  # fmt: skip
    with FactStore.open(folder) as store:
        store.append({"observations": pa.Table.from_pylist(rows)}, key="actuals", source="test")
    with open_book(folder) as opened, opened.values(as_of) as values:
        (found,) = worths(values, party=party, draws=5_000).parties
        assert followed(values, party) == found.followed
    return found


def test_what_came_is_read_from_actuals_against_the_baseline(book: Path) -> None:
    """50 before; 44, 43 and 42 since February: 7 fewer, where 10 were predicted."""
    found = told(book, {1: 60, 2: 44, 3: 43, 4: 42})
    (row,) = found.followed
    assert (row.predicted, row.realised, row.ratio) == pytest.approx((10, 7, 0.7))
    assert (float(row.predicted_cost), float(row.realised_cost or 0)) == (100, 120)
    assert row.paid is True
    assert "not shown to be caused" in row.basis
    (judged_,) = found.improvements
    assert [each.id for each in judged_.options] == ["b"]
    assert judged_.counted_in == "mending/scrap"
    assert float(judged_.net.expected) == pytest.approx(4 * 10 * 184 / (365.2425 / 12) - 10, abs=0.02)
    assert any("do not add the two" in each for each in judged_.reasons)


def test_too_few_actuals_are_no_effect(book: Path) -> None:
    (row,) = told(book, {2: 44, 3: 43}).followed
    assert (row.realised, row.ratio, row.paid) == (None, None, None)
    assert row.insufficient == "2 actuals since it works, and it takes 3"


def test_a_prediction_is_the_one_made_before(tmp_path: Path) -> None:
    """What was predicted is what was agreed before it began, not what was written when the result was known."""
    before = DONE.replace(", done: {from: 2026-02-01, cost: 120}", "").replace(
        "party: mill", "party: mill\nagreed_at: 2026-01-10T00:00:00Z"
    )
    after = DONE.replace("[5, 10, 15]", "[5, 7, 9]").replace(
        "party: mill", "version: 2\nparty: mill\nagreed_at: 2026-06-10T00:00:00Z"
    )
    (tmp_path / "book.yaml").write_text(f"{BOOK}{before}---\n{after}", encoding="utf-8")
    (row,) = told(tmp_path, {2: 44, 3: 43, 4: 42}).followed
    assert row.predicted == pytest.approx(10)


def test_a_provider_reads_no_actuals_that_no_agreement_of_its_own_measures(tmp_path: Path) -> None:
    text = DONE.replace("id: mill:past", "id: acme:past").replace("party: mill", "party: acme")
    own = text.replace("agreement: mending\nobjective: scrap\n", "kpi: scrap\nworth: {per_unit: 1}\n")
    theirs = own.replace("done: {from: 2026-02-01", "done: {from: 2026-02-01, baseline: {actual: 50}")
    elsewhere = BOOK.replace("    kpi: scrap\n", "    kpi: scrap\n    slice: {segment: coated}\n")
    (tmp_path / "book.yaml").write_text(elsewhere + theirs, encoding="utf-8")
    (row,) = told(tmp_path, {2: 44, 3: 43, 4: 42}, party="acme").followed
    assert row.realised is None
    assert row.insufficient is not None
    assert "no agreement of the party measures this KPI there" in row.insufficient


def test_another_currency_counts_at_its_rate(tmp_path: Path) -> None:
    text = DONE.replace(
        "agreement: mending\nobjective: scrap\n",
        "kpi: scrap\nworth: {per_unit: 10}\ncurrency: USD\nrate: {amount: 0.5, on: 2026-01-02}\n",
    )
    (tmp_path / "book.yaml").write_text(BOOK + text, encoding="utf-8")
    (found,) = told(tmp_path, {1: 1}).improvements
    assert float(found.net.expected) == pytest.approx((4 * 120 - 10) / 2)
    assert found.notes[-1] == "Amounts in USD were converted at 0.5 EUR of 2026-01-02."


def test_a_budget_is_somebodys(book: Path) -> None:
    with (book / "book.yaml").open("a", encoding="utf-8") as file:
        file.write("---\n" + DONE.replace("mill:past", "acme:own").replace("party: mill", "party: acme"))
    with open_book(book) as opened, opened.values("2026-07-01") as values:
        from decimal import Decimal

        with pytest.raises(InputError, match="improvements of 2 parties"):
            worths(values, budget=Decimal(10))
        assert [each.party for each in worths(values, draws=5_000).parties] == ["mill", "acme"]
