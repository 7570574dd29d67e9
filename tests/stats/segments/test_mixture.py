import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats.segments.drawn import planted, rated, three_forms
from trueup.stats.segments.answers import Answers, top_boxes
from trueup.stats.segments.latent_classes import by_stepmix, confirmed
from trueup.stats.segments.levels import none, one, two
from trueup.stats.segments.mixture import Mixture, climb, posterior, posterior_without
from trueup.stats.segments.search import again, best


def answers(n: int = 200, things: int = 8, *, forms: bool = False, seed: int = 0) -> Answers:
    rng = np.random.default_rng(seed)
    ratings, _ = planted(n, things, 3, rng)
    return top_boxes(*(three_forms(ratings, rng) if forms else ratings), 4)


@pytest.mark.parametrize("forms", [False, True])
def test_without_levels_it_is_as_likely_as_stepmix(forms: bool) -> None:
    told = answers(forms=forms)
    assert (told.seen is not None) == forms
    peer = by_stepmix(told, 3, seed=1, starts=5)
    ours = climb(told, best(told, 3, none(told.kind), np.random.default_rng(1), starts=10), steps=2000, gain=1e-8)
    assert ours.log_likelihood == pytest.approx(peer.log_likelihood, abs=1e-3)
    assert np.exp(ours.log_shares) == pytest.approx(np.exp(peer.log_shares), abs=1e-3)
    assert posterior(told, ours) == pytest.approx(posterior(told, peer), abs=1e-2)


def test_stepmix_overrules_a_worse_fit() -> None:
    told = answers()
    poor = best(told, 3, none(told.kind), np.random.default_rng(0), starts=1)
    flat = Mixture(poor.levels, poor.log_shares, np.zeros_like(poor.intercepts), poor.slopes, poor.tilt)
    assert confirmed(told, flat, seed=1).log_likelihood == pytest.approx(
        by_stepmix(told, 3, seed=1).log_likelihood, abs=0.01
    )


@given(st.integers(0, 10_000), st.sampled_from([none, one, two]), st.booleans())
@settings(max_examples=20, deadline=None)
def test_no_step_loses_likelihood(seed: int, levels: object, forms: bool) -> None:
    told = answers(80, 4, forms=forms, seed=seed)
    rng = np.random.default_rng(seed)
    model = best(told, 2, levels(told.kind), rng, starts=1)  # type: ignore[operator]
    higher = climb(told, model, steps=5, gain=-np.inf)
    assert higher.log_likelihood >= model.log_likelihood - 0.05  # one Newton step a round is not exact
    assert posterior(told, model).sum(axis=1) == pytest.approx(1)


def test_the_likelihood_by_hand() -> None:
    """Two classes, two columns, one person: .6 x .9 x .8 + .4 x .2 x .5."""
    told = Answers(np.array([[1.0, 0.0]]), None, np.array([0, 1]), np.array([0, 0]))
    share = np.array([[0.9, 0.2], [0.2, 0.5]])
    levels = none(told.kind)
    model = Mixture(levels, np.log([0.6, 0.4]), np.log(share / (1 - share)), np.zeros((0, 2)), levels.normal())
    assert climb(told, model, steps=0, gain=0).log_likelihood == pytest.approx(np.log(0.6 * 0.9 * 0.8 + 0.04))
    assert posterior(told, model)[0, 0] == pytest.approx(0.432 / 0.472)
    blind = posterior_without(told, model, np.array([1]))
    assert blind[0, 0] == pytest.approx(0.54 / 0.62)


def test_a_missing_answer_says_nothing() -> None:
    told = answers(forms=True)
    assert told.seen is not None
    model = best(told, 3, none(told.kind), np.random.default_rng(0), starts=3)
    other = Answers(np.where(told.seen > 0, told.top, 0.0), told.seen, told.kind, told.thing)
    assert np.array_equal(posterior(told, model), posterior(other, model))
    unseen = Answers(np.zeros_like(told.top), np.zeros_like(told.seen), told.kind, told.thing)
    assert posterior(unseen, model)[0] == pytest.approx(np.exp(model.log_shares))


def test_planned_missing_answers_do_not_bias() -> None:
    """Shares of top boxes in a class are those of the model, though each person saw two thirds."""
    rng = np.random.default_rng(4)
    ratings, _ = planted(3000, 12, 2, rng)
    told = top_boxes(*three_forms(ratings, rng), 4)
    model = best(told, 2, none(told.kind), rng, starts=5)
    share = 1 / (1 + np.exp(-model.intercepts))
    assert np.minimum(np.abs(share - 0.85), np.abs(share - 0.35)).max() < 0.06


def test_a_weight_counts_a_person_that_often() -> None:
    told = answers(120)
    rng = np.random.default_rng(0)
    model, drawn = best(told, 3, none(told.kind), rng, starts=3), rng.integers(0, 3, told.n)
    weighted = climb(told, model, steps=4, gain=-np.inf, weight=drawn.astype(float))
    repeated = climb(told.rows(np.repeat(np.arange(told.n), drawn)), model, steps=4, gain=-np.inf)
    assert weighted.log_likelihood == pytest.approx(repeated.log_likelihood)
    assert weighted.intercepts == pytest.approx(repeated.intercepts)
    assert again(told, model, drawn.astype(float), rng).k == 3


def test_a_level_finds_the_slopes_that_the_answers_have() -> None:
    """With one class it is an item response model: log odds = a + b z, z standard normal."""
    rng = np.random.default_rng(2)
    a, b = rng.normal(0, 0.7, 16), rng.uniform(0.5, 1.5, 16)
    told = top_boxes(*rated(a + b * rng.normal(size=(4000, 1)), rng), 4)
    model = best(told, 1, one(told.kind), rng, starts=2)
    share = np.exp(model.log_prior())
    z = model.levels.nodes[:, 0]
    sd = np.sqrt(share @ z**2 - (share @ z) ** 2)
    assert np.abs(model.slopes[0]) * sd == pytest.approx(b, abs=0.2)
    assert model.intercepts[0] + model.slopes[0] * (share @ z) == pytest.approx(a, abs=0.2)
