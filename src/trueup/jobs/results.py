"""What asking how customers are doing gives: the shapes behind `trueup jobs ... --format json`, REST and the pages.

Importance and satisfaction are ten times the share of top boxes (0 to 10), opportunity 0 to 20 (Ulwick). Shares and
probabilities are 0 to 1. A null with a sentence in `insufficient` means: too little data, and how much is needed.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field

from trueup.vocabulary.result import Result
from trueup.vocabulary.said import Sentence

Heading = Literal["growing", "shrinking", "steady", "unknown"]
MovedVerdict = Literal["moved", "did not move", "moved the other way", "cannot tell"]
Band = Literal["extreme", "high", "worth considering", "appropriately served"]


class Measured(Result):
    """A figure of the panel with its interval."""

    value: float = Field(description="the estimate")
    low: float = Field(description="lower end of the interval")
    high: float = Field(description="upper end of the interval")
    level: float = Field(default=0.95, description="what share of such intervals hold the truth")
    n: int = Field(description="how many people it rests on")
    method: str = Field(description="how the interval was made")


class Score(Result):
    """How important an outcome is to a group of customers, how satisfied they are, and what that leaves open."""

    outcome: str = Field(description="the outcome's id")
    statement: str = Field(description="what customers judge")
    job: str = Field(description="the job it belongs to")
    kind: str = Field(description="core, related, emotional, social, consumption or financial")
    step: str | None = Field(description="the step of the core job, by id")
    importance: Measured | None = Field(description="10 x share of top-box importance")
    satisfaction: Measured | None = Field(description="10 x share of top-box satisfaction")
    opportunity: Measured | None = Field(description="importance + max(importance - satisfaction, 0)")
    mean_importance: float | None = Field(description="mean rating, in points of the scale")
    mean_satisfaction: float | None = Field(description="mean rating, in points of the scale")
    n: int = Field(description="how many people rated it at all")
    n_both: int = Field(description="how many rated both importance and satisfaction")
    p_over: dict[str, float] = Field(
        default_factory=dict, description="probability that opportunity is over 10, 12, 15"
    )
    rank: int | None = Field(
        default=None, description="its place by opportunity, 1 is the highest; ties share the better"
    )
    p_rank: dict[str, float] = Field(default_factory=dict, description="probability of a place of at most k")
    bands: tuple[Band, ...] = Field(default=(), description="the bands that the interval allows; one: it is claimed")
    overserved: float | None = Field(default=None, description="satisfaction - importance where that is above 0")
    hinge_bias: float | None = Field(default=None, description="by how much the hinge at I = S lifts the estimate")
    insufficient: Sentence | None = Field(default=None, description="why there is no figure, and what is needed")
    notes: tuple[Sentence, ...] = Field(default=(), description="what to know before reading it")


class Sample(Result):
    """Whom the answers come from."""

    invited: int | None = Field(default=None, description="how many were asked; null where only the answers are known")
    respondents: int = Field(description="how many answered at least one question")
    frame: int | None = Field(default=None, description="how many there are to ask; null: not said")
    ratings: int = Field(description="how many ratings of outcomes were given")
    grade: str = Field(description="reported, verified or attested: by who asks")
    first: dt.date | None = Field(default=None, description="day of the first answer")
    last: dt.date | None = Field(default=None, description="day of the last answer")


class Scores(Result):
    """The scores of one group of customers in one wave."""

    survey: str = Field(description="the survey's id")
    wave: str = Field(description="the wave")
    group: str | None = Field(description="key=value of the customers, or null for all of them")
    sample: Sample = Field(description="whom the answers come from")
    scores: tuple[Score, ...] = Field(description="each outcome, highest opportunity first")
    hidden: Sentence | None = Field(
        default=None, description="why nothing is shown: the group is smaller than may be shown"
    )
    half_width: float | None = Field(default=None, description="the typical half-width of an opportunity's interval")
    needed: int | None = Field(default=None, description="people per outcome for bands of width 2 to be told apart")
    notes: tuple[Sentence, ...] = Field(default=(), description="what to know before reading them")


class SegmentNeed(Result):
    """What a group needs more, or less, than the others."""

    outcome: str = Field(description="the outcome's id")
    statement: str = Field(description="what customers judge")
    opportunity: Measured | None = Field(description="within the group")
    difference: Measured | None = Field(description="against everybody else: opportunity in the group minus outside")
    notable: bool = Field(description="whether the difference stands after control for how many were compared")


class Segment(Result):
    """One group of customers that share unmet needs."""

    id: int = Field(description="1 for the largest")
    name: Sentence = Field(description="by its foremost need")
    n: int = Field(description="how many respondents are placed in it")
    share: Measured = Field(description="its share of the respondents")
    stability: float = Field(description="mean Jaccard similarity over resamples, 0 to 1")
    needs: tuple[SegmentNeed, ...] = Field(description="every outcome, most distinctive first")
    profile: dict[str, dict[str, float]] = Field(default_factory=dict, description="share of each value of each key")


class SegmentsTried(Result):
    """One number of segments that was tried."""

    method: Literal["latent classes", "k-means"] = Field(description="how")
    k: int = Field(description="how many segments")
    bic: float | None = Field(description="Bayesian information criterion, lower is better; null for k-means")
    stability: float | None = Field(description="the least stable segment's mean Jaccard similarity; null: not tried")
    smallest: int = Field(description="people in the smallest segment")
    refused: Sentence | None = Field(default=None, description="why it cannot be used")


class TypingQuestion(Result):
    """One question that places a new customer: which rating of which outcome."""

    outcome: str = Field(description="the outcome's id")
    statement: str = Field(description="what is asked about")
    asks: Literal["importance", "satisfaction"] = Field(description="which rating")
    weights: tuple[float, ...] = Field(description="what a top-box answer adds for each segment, log odds")


class TypingTool(Result):
    """A few questions that say to which segment a new customer belongs."""

    questions: tuple[TypingQuestion, ...] = Field(description="the questions, most telling first")
    intercepts: tuple[float, ...] = Field(description="log odds of each segment before any answer")
    accuracy: Measured = Field(description="share placed right among people it was not made from (cross-validated)")
    chance: float = Field(description="share that would be placed right by always naming the largest segment")


class Placement(Result):
    """Where a few answers place a customer."""

    segment: int | None = Field(description="the segment's id; null: not sure")
    probabilities: tuple[float, ...] = Field(description="of each segment, in order of their ids")
    answered: int = Field(description="how many of the questions were answered")
    words: Sentence = Field(description="the same as a sentence")


class Segmentation(Result):
    """The groups found, or why there are none to be trusted."""

    survey: str = Field(description="the survey's id")
    wave: str = Field(description="the wave")
    n: int = Field(description="respondents it rests on")
    segments: tuple[Segment, ...] = Field(description="largest first; none: see refused")
    method: Sentence | None = Field(default=None, description="latent classes or k-means, and the number of resamples")
    tried: tuple[SegmentsTried, ...] = Field(default=(), description="every number of segments that was tried")
    typing: TypingTool | None = Field(default=None, description="how to place a new customer")
    refused: Sentence | None = Field(default=None, description="why no segments are reported, and what is needed")
    seed: int = Field(description="of the resamples: same seed, same segments")
    notes: tuple[Sentence, ...] = Field(default=(), description="what to know before reading them")


class Shift(Result):
    """What changed for one outcome between two waves, for one group."""

    outcome: str = Field(description="the outcome's id")
    statement: str = Field(description="what customers judge")
    group: str | None = Field(description="segment or key=value; null: everybody")
    before: Measured | None = Field(description="opportunity in the earlier wave")
    after: Measured | None = Field(description="opportunity in the later wave")
    difference: Measured | None = Field(description="after - before, with the interval of the difference")
    importance: Measured | None = Field(default=None, description="the same of importance")
    satisfaction: Measured | None = Field(default=None, description="the same of satisfaction")
    p: float | None = Field(description="p-value of no change")
    notable: bool = Field(description="whether it stands after false-discovery control")
    insufficient: Sentence | None = Field(default=None, description="why there is no figure, and what is needed")


class Outlook(Result):
    """Where an outcome is heading: what it may be at the next wave."""

    outcome: str = Field(description="the outcome's id")
    statement: str = Field(description="what customers judge")
    opportunity: Measured | None = Field(description="at the next wave, with prediction interval")
    p_unmet: float | None = Field(description="probability that its opportunity is over 10 then")
    becoming: bool = Field(description="it is not an unmet need now, and more likely than not will be")
    basis: Sentence = Field(description="how many waves, and by which model")
    insufficient: Sentence | None = Field(default=None, description="why there is no figure, and what is needed")


class CustomerTrend(Result):
    """One customer's own way through the waves."""

    customer: str = Field(description="the customer")
    waves: tuple[str, ...] = Field(description="the waves in which somebody of it answered")
    gap: tuple[float | None, ...] = Field(description="mean unmet need over outcomes in points of the scale, per wave")
    difference: Measured | None = Field(description="last wave against the first, over the outcomes rated in both")
    notable: bool = Field(default=False, description="whether it stands after false-discovery control")
    insufficient: Sentence | None = Field(default=None, description="why there is no figure, and what is needed")


class Shifts(Result):
    """Wave to wave: what changed, for whom, and where it is heading."""

    survey: str = Field(description="the survey's id")
    before: str = Field(description="the earlier wave")
    after: str = Field(description="the later wave")
    shifts: tuple[Shift, ...] = Field(description="each outcome and group, largest notable change first")
    segments: tuple[tuple[int, int | None], ...] = Field(default=(), description="earlier segment, the later one it is")
    customers: tuple[CustomerTrend, ...] = Field(default=(), description="customers' own trend")
    outlook: tuple[Outlook, ...] = Field(default=(), description="what will become an unmet need")
    dropped: tuple[str, ...] = Field(default=(), description="outcomes asked before and no more")
    added: tuple[str, ...] = Field(default=(), description="outcomes asked for the first time")
    tested: int = Field(description="how many comparisons the false-discovery control covers")
    notes: tuple[Sentence, ...] = Field(default=(), description="what to know before reading them")


class Lead(Result):
    """One outcome to work on: for whom, why, and what already aims at it."""

    place: int = Field(description="1 is first")
    outcome: str = Field(description="the outcome's id")
    statement: str = Field(description="what customers judge")
    step: str | None = Field(description="the step of the core job")
    group: str | None = Field(description="for whom: a segment or key=value; null: everybody")
    people: int | None = Field(description="how many customers that is, by the frame; null: not known")
    opportunity: Measured = Field(description="in that group")
    p_first: float = Field(description="probability that it belongs among the first k")
    heading: Heading = Field(description="by the shifts between waves")
    kpis: tuple[str, ...] = Field(default=(), description="KPIs that measure the same from the inside")
    objectives: tuple[str, ...] = Field(default=(), description="agreement/objective that promise it")
    moved: Sentence | None = Field(default=None, description="whether moving the KPI moved the outcome, in words")
    words: Sentence = Field(description="the reason, as a sentence")


class StepNeed(Result):
    """How much is unmet at one step of the job."""

    step: str = Field(description="the step's id")
    name: str = Field(description="what people call it")
    outcomes: int = Field(description="how many outcomes it has")
    unmet: int = Field(description="how many whose opportunity is over 10")
    expected_unmet: float = Field(description="sum of the probabilities of being over 10")
    opportunity: Measured | None = Field(description="mean opportunity of its outcomes")


class Strategy(Result):
    """A cell of the growth strategy matrix (Ulwick) for a group, with what it rests on."""

    group: str | None = Field(description="for whom; null: everybody")
    better: Measured | None = Field(description="how much better the job gets done, share (0.2 = 20 %)")
    cheaper: Measured | None = Field(description="how much cheaper, share (0.2 = 20 %; below 0: dearer)")
    allowed: tuple[str, ...] = Field(description="strategies that the intervals allow; one: it is claimed")
    underserved: int = Field(description="outcomes over 10 in the group")
    overserved: int = Field(description="outcomes with satisfaction above importance, by the interval")
    insufficient: Sentence | None = Field(default=None, description="what is missing to say more")


class Moved(Result):
    """Did improving the KPI move the outcome?"""

    outcome: str = Field(description="the outcome's id")
    kpi: str = Field(description="the KPI that measures the same from the inside")
    pairs: int = Field(description="waves with both a score and an actual")
    slope: Measured | None = Field(description="change of satisfaction (0 to 10) per unit of improvement of the KPI")
    verdict: MovedVerdict = Field(description="by the interval")
    words: Sentence = Field(description="as a sentence; association over time, not cause")


class Roadmap(Result):
    """What to work on first, for whom."""

    survey: str = Field(description="the survey's id")
    wave: str = Field(description="the wave")
    leads: tuple[Lead, ...] = Field(description="outcomes, first to work on first")
    steps: tuple[StepNeed, ...] = Field(description="steps of the job in order")
    strategies: tuple[Strategy, ...] = Field(description="growth strategy matrix, everybody first")
    moved: tuple[Moved, ...] = Field(default=(), description="what came of KPIs that were improved")
    notes: tuple[Sentence, ...] = Field(default=(), description="what to know before reading it")
