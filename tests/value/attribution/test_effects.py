"""What must always hold of an effect: it knows no direction, no common shift, and no cause where there is none."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from trueup.agreements.attribution import Attribution, Excluded, Method
from trueup.agreements.documents import Agreement, Baseline, GoLive, Objective, ObjectiveValue
from trueup.agreements.promise import Promise, promise_of
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.value.assumptions import Around
from trueup.value.attribution import Answer, Matter, answer
from trueup.value.comparison import Unit, compare
from trueup.value.declared import Declaration, Declared
from trueup.value.rollout import shared
from trueup.vocabulary import Direction, Grade, Insufficient, Moment, Period, Slice

Floats = NDArray[np.float64]
BEFORE, AFTER = 16, 6
LIVE = dt.date(2026, 1, 1)
AS_OF = dt.date(2026, 7, 1)
OWN, OTHERS = Slice(segment="own"), [Slice(segment=name) for name in "abcdef"]


def series(where: Slice, values: Floats, grade: Grade = Grade.verified) -> Series:
    """Monthly actuals from `BEFORE` months before the start on."""
    start = np.datetime64("2026-01") + np.arange(-BEFORE, len(values) - BEFORE)
    first, last = start.astype("datetime64[D]"), (start + 1).astype("datetime64[D]")
    nan = np.full(len(values), np.nan)
    grades = np.full(len(values), int(grade), dtype=np.int8)
    by = ("northwind",) * len(values)
    return Series(
        "cycle", where, kpi_in(Direction.decrease).grain, first, last, values, nan, nan, grades, by, values, values
    )


def kpi_in(direction: Direction) -> Kpi:
    """The KPI, in one direction or the other."""
    return Kpi.model_validate(
        {"id": "cycle", "name": "Cycle", "unit": "day", "direction": direction, "grain": "month", "entered": True}
    )


def promise(direction: Direction = Direction.decrease, target: object = None) -> Promise:
    """Ten days before, and a worth of 100 a month for each day better."""
    goal = target if target is not None else {Direction.decrease: 5, Direction.increase: 15}[direction]
    objective = Objective(
        id="cycle-time", kpi="cycle", slice=OWN, baseline=Baseline(actual=Decimal(10)), target=goal, from_=LIVE,
        value=ObjectiveValue(per_unit=Decimal(100), per="month", until=dt.date(2030, 1, 1)),
    )  # fmt: skip
    return promise_of(AGREEMENT, objective, kpi_in(direction), Moment(AS_OF))


AGREEMENT = Agreement(
    id="claims", title="Claims", customer="northwind", providers=("acme",), effective=LIVE, go_live=GoLive(actual=LIVE)
)


def answered(
    values: dict[Slice, Floats], said: Attribution, of: Promise | None = None, grades: dict[Slice, Grade] | None = None
) -> Answer:
    """The effect on the objective's own slice."""
    told = of or promise()
    declaration = Declaration(1, said, dt.datetime(2025, 1, 1, tzinfo=dt.UTC), LIVE)
    around = Around(AGREEMENT, (), (told.kpi,), dt.UTC)
    found = {where: series(where, one, (grades or {}).get(where, Grade.verified)) for where, one in values.items()}
    empty = series(OWN, np.empty(0)).where(np.empty(0, dtype=bool))
    matter = Matter(
        told, Declared(declaration, declaration, None), around,
        lambda slices: {each: found.get(each, empty) for each in slices}, Moment(AS_OF), 12, 7,
    )  # fmt: skip
    return answer(matter, declaration)


def money(found: Answer, grade: Grade = Grade.reported) -> tuple[float, float, float]:
    """Low, expected and high of what was caused to date."""
    assert found.attributed is not None
    total = found.attributed.sum(Period(LIVE, AS_OF), grade)
    return float(total.low_end), float(total.expected), float(total.high_end)


def drawn(seed: int, effect: float = 0.0) -> dict[Slice, Floats]:
    """Series with a common wave; the first with an effect after the start."""
    rng = np.random.default_rng(seed)
    wave = rng.normal(0, 0.3, BEFORE + AFTER).cumsum()
    found = {each: 10 + wave + rng.normal(0, 0.2, BEFORE + AFTER) for each in (OWN, *OTHERS)}
    found[OWN] = found[OWN] + effect * (np.arange(BEFORE + AFTER) >= BEFORE)
    return {where: np.round(values, 4) for where, values in found.items()}


CONTROL = Attribution(method="control", pool=tuple(OTHERS))
EVERY: tuple[Method, ...] = ("control", "synthetic_control", "synthetic_did", "interrupted_series")
few = settings(max_examples=12, deadline=None)


@few
@given(seed=st.integers(0, 2**20), effect=st.floats(-4, 4), method=st.sampled_from(EVERY[:3]))
def test_which_way_is_better_changes_no_amount(seed: int, effect: float, method: Method) -> None:
    values = drawn(seed, effect)
    said = Attribution(method=method, pool=tuple(OTHERS))
    down = money(answered(values, said))
    up = money(answered({where: -one for where, one in values.items()}, said, promise(Direction.increase)))
    assert up == pytest.approx(down, rel=1e-6, abs=1e-6)


@few
@given(seed=st.integers(0, 2**20), effect=st.floats(-4, 4), shift=st.floats(-50, 50))
def test_what_is_added_to_all_changes_nothing(seed: int, effect: float, shift: float) -> None:
    values = drawn(seed, effect)
    moved = {where: one + shift for where, one in values.items()}
    assert money(answered(moved, CONTROL)) == pytest.approx(money(answered(values, CONTROL)), rel=1e-6, abs=1e-4)


@few
@given(seed=st.integers(0, 2**20), method=st.sampled_from(EVERY[:3]))
def test_where_the_treated_moves_as_its_control_nothing_was_caused(seed: int, method: Method) -> None:
    values = drawn(seed)
    values[OWN] = values[OTHERS[0]].copy()
    if method == "control":
        values = dict.fromkeys(values, values[OWN])
    found = answered(values, Attribution(method=method, pool=tuple(OTHERS)))
    low, expected, high = money(found)
    assert low <= 1e-6
    assert high >= -1e-6
    assert method != "control" or expected == pytest.approx(0, abs=1e-9)


def test_money_is_the_effect_by_the_books_arithmetic() -> None:
    step = np.where(np.arange(BEFORE + AFTER) < BEFORE, 10.0, 7.0)
    still = np.full(BEFORE + AFTER, 10.0)
    noise = np.random.default_rng(3).normal(0, 0.01, BEFORE + AFTER)
    values = {OWN: step, **{each: still + noise * (1 if number % 2 else -1) for number, each in enumerate(OTHERS)}}
    found = answered(values, CONTROL)
    assert found.attributed is not None
    whole = found.attributed.sum(Period(LIVE, AS_OF))
    assert whole.expected == pytest.approx(3 * 100 * 6, abs=1e-6)
    quarters = [Period(LIVE, dt.date(2026, 4, 1)), Period(dt.date(2026, 4, 1), AS_OF)]
    assert sum((found.attributed.sum(each).expected for each in quarters), Fraction(0)) == whole.expected
    half = found.attributed.sum(Period(LIVE, dt.date(2026, 1, 16)))
    assert half.expected == pytest.approx(3 * 100 * 15 / 31, abs=1e-6)
    assert found.attributed.sum(Period(dt.date(2025, 1, 1), LIVE)).measured == 0
    shown = found.attributed.money(None, quarters[0], "EUR")
    assert shown.low <= shown.expected <= shown.high
    assert shown.expected == Decimal("900.00")


def test_to_maintain_only_what_is_nearer_to_the_range_counts() -> None:
    outside = np.where(np.arange(BEFORE + AFTER) < BEFORE, 10.0, 7.0)
    rng = np.random.default_rng(4)
    values = {OWN: outside, **{each: 10.0 + rng.normal(0, 0.001, BEFORE + AFTER) for each in OTHERS}}
    kept = promise(Direction.maintain, (Decimal(6), Decimal(9)))
    assert money(answered(values, CONTROL, kept))[1] == pytest.approx(1 * 100 * 6, abs=1)


def test_the_grade_is_that_of_the_weakest_input() -> None:
    values = drawn(5, -2)
    grades = {**dict.fromkeys(values, Grade.attested), OTHERS[3]: Grade.reported}
    found = answered(values, CONTROL, grades=grades)
    assert found.attributed is not None
    assert money(found, Grade.reported)[1] > 0
    assert money(found, Grade.verified) == (0, 0, 0)
    best = answered(values, CONTROL, grades=dict.fromkeys(values, Grade.attested))
    assert money(best, Grade.attested) == money(best)


def test_a_control_with_gaps_is_left_out_and_said() -> None:
    values = drawn(6, -2)
    units = [Unit(OWN, series(OWN, values[OWN]), LIVE)]
    full = series(OTHERS[0], values[OTHERS[0]])
    few_ = full.where(np.arange(BEFORE + AFTER) % 2 == 0)
    found = compare(units[0].series, [*units, Unit(OTHERS[0], full), Unit(OTHERS[1], few_)], CONTROL)
    assert not isinstance(found, Insufficient)
    assert found.controls == 1
    assert found.left_out == ("segment b is left out: it has actuals in 11 of 22 periods",)
    gone = full.where(np.arange(BEFORE + AFTER) != 3)
    short = compare(units[0].series, [*units, Unit(OTHERS[0], gone)], CONTROL)
    assert not isinstance(short, Insufficient)
    assert short.values.shape == (2, BEFORE + AFTER - 1)
    assert short.left_out == ("1 of 22 periods are left out: a control has no actual there",)


def test_the_period_of_the_start_lies_on_neither_side() -> None:
    values = drawn(7)
    unit = Unit(OWN, series(OWN, values[OWN]), dt.date(2026, 1, 14))
    found = compare(unit.series, [unit], Attribution(method="interrupted_series"))
    assert not isinstance(found, Insufficient)
    assert (found.n_pre, found.n_post) == (BEFORE, AFTER - 1)
    assert found.period(found.t0).start == dt.date(2026, 2, 1)
    window = Attribution(method="control", pre=Period(dt.date(2025, 3, 1), LIVE))
    narrowed = compare(unit.series, [unit], window)
    assert not isinstance(narrowed, Insufficient)
    assert narrowed.n_pre == 10


@pytest.mark.parametrize(
    ("control", "why"),
    [
        (Slice(segment="own"), "the agreement works there itself"),
        (Slice(provider="acme"), "acme is a provider of the agreement and works there as well"),
        (Slice(project="platform"), "platform is the agreement's own project"),
        (Slice(segment="own", stage="service"), "it overlaps segment own, in which the agreement works"),
        (Slice(project="renewal"), "acme works there as well, by the agreement other from 2026-03-01"),
        (Slice(segment="a"), None),
    ],
)
def test_a_control_that_shares_the_roll_out_is_refused(control: Slice, why: str | None) -> None:
    agreement = AGREEMENT.model_copy(update={"project": "platform"})
    other = AGREEMENT.model_copy(
        update={"id": "other", "project": "renewal", "go_live": GoLive(actual=dt.date(2026, 3, 1))}
    )
    said = Attribution(method="control", control=control)
    objective = promise().objective.model_copy(update={"attribution": said})
    found = [each.why for each in shared(agreement, objective, [agreement, other])]
    assert found == ([] if why is None else [why])
    dropped = said.model_copy(update={"exclude": (Excluded(slice=control, why="it is not independent"),)})
    assert not list(shared(agreement, objective.model_copy(update={"attribution": dropped}), [other]))


def test_another_provider_or_a_later_agreement_shares_nothing() -> None:
    said = Attribution(method="control", control=Slice(project="renewal"))
    objective = promise().objective.model_copy(update={"attribution": said})
    others = [
        AGREEMENT.model_copy(update={"id": "b", "project": "renewal", "providers": ("sint",)}),
        AGREEMENT.model_copy(update={"id": "c", "project": "renewal", "go_live": GoLive(planned=dt.date(2031, 1, 1))}),
    ]
    assert not list(shared(AGREEMENT, objective, others))


def test_steps_and_lots_are_found_too() -> None:
    rng = np.random.default_rng(8)
    wave = rng.normal(0, 0.3, BEFORE + AFTER).cumsum()
    units, days = [Slice(segment=f"u{n}") for n in range(8)], [1, 1, 3, 3, 5, 5]
    live = np.arange(BEFORE + AFTER) - BEFORE
    values = {each: 10 + wave + rng.normal(0, 0.1, BEFORE + AFTER) for each in units}
    for unit, month in zip(units, days, strict=False):
        values[unit] = values[unit] - 2 * (live >= month - 1)
    values[OWN] = np.mean([values[each] for each in units[:6]], axis=0)
    steps = tuple({"slice": unit.bound, "since": f"2026-0{month}-01"} for unit, month in zip(units, days, strict=False))
    stepped = Attribution.model_validate(
        {"method": "stepped", "units": steps, "pool": [each.bound for each in units[6:]]}
    )
    found = answered(values, stepped)
    assert found.effect is not None
    assert found.effect.average.low < -2 < found.effect.average.high
    assert found.attributed is not None
    assert found.attributed.sides[0].point[0] == pytest.approx(-2 * 2 / 6, abs=0.2)
    lot = Attribution(method="randomised", treated=tuple(units[:4]), pool=tuple(units[4:]))
    drawn_ = {each: 10 + rng.normal(0, 0.2, BEFORE + AFTER) - 2 * (live >= 0) * (each in units[:4]) for each in units}
    drawn_[OWN] = np.mean([drawn_[each] for each in units[:4]], axis=0)
    by_lot = answered(drawn_, lot)
    assert by_lot.effect is not None
    assert by_lot.effect.average.low < -2 < by_lot.effect.average.high
