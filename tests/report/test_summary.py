"""The verdict on the book in words, and what the matrix is made of."""

from __future__ import annotations

from decimal import Decimal

from tests.report import factory
from trueup.report import summary
from trueup.vocabulary import Grade


def test_the_paragraph_says_verdicts_worth_and_footing():
    assert summary.paragraph(factory.varied()) == (
        "Of six agreements, one is failing, one has failed, one is at risk, one is unproven, one is succeeding and one "
        "has succeeded. 2.7 M EUR of value is realised against 3.7 M EUR of cost. One of the verdicts depends on the "
        "provider's own figures."
    )


def test_one_agreement_is_named():
    text = summary.paragraph(factory.scorecard(factory.agreement(verdict="at_risk")))
    assert text.startswith("New claims platform is at risk. 840 k EUR")


def test_an_empty_book_says_so():
    assert summary.paragraph(factory.empty()) == summary.EMPTY


def test_amounts_in_another_currency_are_not_added_up():
    other = factory.agreement("other", value=factory.value(currency="USD"))
    text = summary.paragraph(factory.scorecard(factory.agreement(), other))
    assert "840 k EUR of value is realised against 700 k EUR" in text


def test_verdicts_are_counted_worst_first():
    assert list(summary.counts(factory.varied())) == [
        "failing", "failed", "at_risk", "unproven", "succeeding", "succeeded",
    ]  # fmt: skip


def test_a_promise_is_kept_by_probability_while_it_runs_and_by_fact_when_it_is_over():
    running = factory.agreement(verdict="succeeding", p_success=0.86, met_share=0.0)
    over = factory.agreement(verdict="failed", p_success=0.4, met_share=0.5)
    assert summary.kept(running) == 0.86
    assert summary.kept(over) == 0.5
    assert summary.kept(factory.agreement(verdict="unproven", p_success=None, met_share=None)) is None


def test_return_on_cost_needs_a_cost():
    assert summary.return_on_cost(factory.agreement(value=factory.value(300, 200))) == 1.5
    assert summary.return_on_cost(factory.agreement(value=factory.value(300, 0))) is None


def test_stakes_are_measured_by_the_larger_of_promise_and_cost():
    value = factory.value(potential=Decimal(-5), potential_first=Decimal(7), cost_total=None)
    assert summary.material(factory.agreement(value=value)) == Decimal(700_000)


def test_first_attainment_is_of_the_must_haves():
    must = factory.objective(id="a", attainment_first=0.4)
    wish = factory.objective(id="b", attainment_first=1.0, must=False)
    assert summary.attainment_first(factory.agreement(objectives=(must, wish))) == 0.4
    assert summary.attainment_first(factory.agreement(objectives=())) is None


def test_the_forecast_shows_its_own_record():
    forecast = factory.forecast(6, 5)
    assert summary.record(forecast) == "right 94 % of 84 trials where 95 % was due"
    assert "too short" in summary.record(forecast.model_copy(update={"calibration": None}))


def test_grades_in_words():
    assert summary.graded(Grade.reported) == "all evidence counts"
    assert summary.graded(Grade.verified) == "only evidence verified or attested counts"
    assert summary.graded(Grade.attested) == "only evidence attested counts"


def test_agreements_are_read_worst_first_and_among_equals_by_what_is_at_stake():
    small = factory.agreement("small", "failed", value=factory.value(potential=Decimal(1), potential_first=Decimal(1)))
    agreements = [factory.agreement("good"), small, factory.agreement("large", "failed")]
    assert [agreement.id for agreement in summary.ranked(agreements)] == ["large", "small", "good"]


def test_what_is_decided_has_no_chance():
    assert summary.chance(factory.agreement(verdict="failed", p_success=0.0)) is None
    assert summary.chance(factory.agreement(verdict="at_risk")) == 0.44
    assert summary.chance(factory.objective(status="met", p_hit=1.0)) is None


def test_a_sum_is_held_against_its_target_as_a_sum():
    objective = factory.objective(type="cumulative")
    inside = [point.actual for point in objective.points if point.period.end > objective.path[0].date]
    assert summary.so_far(objective) == sum(inside)
    assert summary.so_far(factory.objective()) == factory.objective().points[-1].actual
    assert summary.so_far(factory.objective(status="unmeasured")) is None
