"""What attributing an agreement's value gives: the shapes behind `trueup value attribute --format json`."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.agreements.results import Range, Span
from trueup.vocabulary import GradeName, PeriodText, Sentence, SliceKeys
from trueup.vocabulary.result import Amount, Result


class EffectIn(Result):
    """One period after the start: what was, what would have been, and the difference."""

    period: PeriodText = Field(description="the period")
    actual: float = Field(description="the actual, in the KPI's unit")
    without: Span = Field(description="what it would have been without the agreement, in the KPI's unit")
    effect: Span = Field(description="improvement that the agreement caused, in the KPI's unit; positive is better")
    grade: GradeName = Field(description="the grade of the weakest input")


class Before(Result):
    """One period before the start: the actual, and what the comparison makes of it."""

    period: PeriodText = Field(description="the period")
    actual: float = Field(description="the actual, in the KPI's unit")
    fitted: float | None = Field(description="the counterfactual there, in the KPI's unit; null where none is fitted")


class WeightOf(Result):
    """How much a control counts in what is compared with."""

    slice: SliceKeys = Field(description="the control")
    weight: float = Field(description="its share, 0 to 1")


class Assumption(Result):
    """Something that must hold for the figure to be what was caused."""

    name: str = Field(description="a stable name: no_anticipation, controls_unaffected, parallel_trends ...")
    holds: bool | None = Field(description="true: looked at and holds; false: it does not; null: nobody can tell")
    words: Sentence = Field(description="what was looked at, with its figure")


class Found(Result):
    """The effect by one declaration of the method."""

    method: str = Field(description="the method: control, synthetic_control ...; none is before against after")
    causal: bool = Field(description="false for before against after, which says nothing of cause")
    since: dt.date = Field(description="T0: the day from which the agreement works")
    insufficient: Sentence | None = Field(default=None, description="what is lacking, where no figure can be given")
    average: Span | None = Field(
        default=None, description="improvement caused a period, in the KPI's unit; positive is better"
    )
    total: Span | None = Field(default=None, description="the sum over the periods after the start, in the KPI's unit")
    percent: Span | None = Field(
        default=None, description="improvement as a percentage of what would have been; null where that is nothing"
    )
    money: Range | None = Field(default=None, description="what was caused to date, by the book's arithmetic")
    at_grade: dict[str, Amount] = Field(
        default_factory=dict, description="the same from inputs of at least each grade: reported, verified, attested"
    )
    p_placebo: float | None = Field(
        default=None, description="share of placebos that are at least as extreme; null where there are none"
    )
    placebo_in_time: Sentence | None = Field(
        default=None, description="what a start that did not take place finds on what lies before the real one"
    )
    pre_rmse: float | None = Field(
        default=None, description="how closely the counterfactual follows before the start: RMSE, in the KPI's unit"
    )
    weights: tuple[WeightOf, ...] = Field(default=(), description="the weights of the controls, the largest first")
    before: tuple[Before, ...] = Field(default=(), description="each period before the start")
    periods: tuple[EffectIn, ...] = Field(default=(), description="each period after the start")
    assumptions: tuple[Assumption, ...] = Field(default=(), description="what the figure rests on, each with its mark")
    fails_if: Sentence = Field(description="when this figure is not what was caused")
    grade: GradeName | None = Field(default=None, description="the grade of the weakest of all inputs")
    n_before: int = Field(default=0, description="periods before the start")
    n_after: int = Field(default=0, description="periods after it")
    controls: int = Field(default=0, description="how many controls are compared with")
    left_out: tuple[Sentence, ...] = Field(default=(), description="what was left out of the comparison, and why")
    notes: tuple[Sentence, ...] = Field(default=(), description="what a reader should know of the method")


class RungTried(Result):
    """One rung of the ladder of methods: whether the data before the start allow it."""

    method: str = Field(description="the method")
    possible: bool = Field(description="whether the data before the start allow it")
    sound: bool | None = Field(description="whether it finds nothing where nothing happened; null: not tried")
    words: Sentence = Field(description="why, or what it would take")


class Proposal(Result):
    """What the data before the start propose, to be declared before the result is known."""

    method: str = Field(description="the highest rung that the data allow and that finds nothing where nothing was")
    controls: tuple[SliceKeys, ...] = Field(default=(), description="the slices that it would compare with")
    declaration: str = Field(description="what to write under the objective, as YAML")
    words: Sentence = Field(description="why this one")
    rungs: tuple[RungTried, ...] = Field(description="every rung, the highest first")


class DeclaredResult(Result):
    """When the method was declared, and whether that was before the result was known."""

    version: int = Field(description="the version of the agreement that declares it")
    at: dt.datetime = Field(description="when it was agreed, or took effect")
    before_result: bool = Field(description="whether the first result was still unknown")
    result_known: dt.datetime | None = Field(description="when the first actual after the start became known")
    words: Sentence = Field(description="the same in words")


class ObjectiveAttribution(Result):
    """What the agreement caused of one objective, and whether that counts."""

    objective: str = Field(description="the objective's id")
    title: str = Field(description="what people call it")
    kpi: str = Field(description="the KPI's id")
    unit: str = Field(description="the KPI's unit")
    direction: Literal["increase", "decrease", "maintain"] = Field(description="which way is better")
    counts: Literal["attributed", "realised", "nothing"] = Field(
        description="what decides status and settlement: attributed value; realised value where no counterfactual was "
        "agreed on in time; nothing while it is open"
    )
    words: Sentence = Field(description="what was caused of what was realised, in one sentence")
    declared: DeclaredResult = Field(description="what was declared, and when")
    found: Found | None = Field(description="the effect by what was declared in time; null where nothing was")
    chosen_after: Found | None = Field(
        default=None, description="the effect by what was chosen after the result was known: shown, and does not count"
    )
    before_after: Found = Field(description="before against after: not causal")
    realised: Amount | None = Field(description="realised value to date; null where no worth is agreed")
    proposal: Proposal | None = Field(default=None, description="what the data before the start propose, where asked")


class AttributionResult(Result):
    """What an agreement caused, objective by objective."""

    agreement: str = Field(description="the agreement's id")
    title: str = Field(description="what people call it")
    as_of: dt.date = Field(description="what had happened when this day began")
    known_at: dt.datetime | None = Field(description="only what was known at this moment counts; null: everything")
    grade: GradeName = Field(description="only evidence of at least this grade is counted in money")
    currency: str = Field(description="the currency of every amount (ISO 4217)")
    realised: Range | None = Field(description="realised value to date of every objective: before against after")
    attributed: Range | None = Field(description="what was caused, over the objectives with a counterfactual")
    objectives: tuple[ObjectiveAttribution, ...] = Field(description="each objective")
    method: str = Field(description="version of Trueup and its methods")
    seed: int = Field(description="seed of every simulation: with it anyone gets the same figures")
