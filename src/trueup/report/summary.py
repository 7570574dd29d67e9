"""The scorecard in a few words: the same sentences open the terminal view and the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from trueup.agreements.charts import shown
from trueup.agreements.results import AgreementResult, Forecast, ObjectiveResult, Range, Verdict
from trueup.report import words
from trueup.report.language import say
from trueup.report.signs import VERDICTS
from trueup.scorecard.model import Scorecard
from trueup.vocabulary import Grade

EMPTY = "No agreement is in force in this book at this moment, so there is nothing to judge yet."


def counts(scorecard: Scorecard) -> dict[Verdict, int]:
    """How many agreements have each verdict; the worst first, absent ones left out."""
    found = Counter(agreement.verdict for agreement in scorecard.agreements)
    return {verdict: found[verdict] for verdict in VERDICTS if found[verdict]}


def paragraph(scorecard: Scorecard) -> str:
    """The verdict on the whole book in words."""
    if not scorecard.agreements:
        return EMPTY
    return " ".join(part for part in (_verdicts(scorecard), _worth(scorecard), _footing(scorecard)) if part)


def ranked(agreements: Sequence[AgreementResult]) -> list[AgreementResult]:
    """In the order of reading: the worst verdict first, among equals the one with the most at stake."""
    order = list(VERDICTS)
    return sorted(agreements, key=lambda item: (order.index(item.verdict), -material(item), item.id))


def graded(grade: Grade) -> str:
    """Which evidence counts, in words."""
    if grade is Grade.reported:
        return "all evidence counts"
    return f"only evidence {grade}" + (" or attested counts" if grade is Grade.verified else " counts")


def _verdicts(scorecard: Scorecard) -> str:
    if len(scorecard.agreements) == 1:
        only = scorecard.agreements[0]
        return f"{only.title} is {VERDICTS[only.verdict].word}."
    parts = [f"{words.spelled(count)} {_is(verdict, count)}" for verdict, count in counts(scorecard).items()]
    return f"Of {words.spelled(len(scorecard.agreements))} agreements, {words.listed(parts)}."


def _is(verdict: Verdict, count: int) -> str:
    word = VERDICTS[verdict].word
    if verdict in {"succeeded", "failed"}:
        return f"{'has' if count == 1 else 'have'} {word}"
    return f"{'is' if count == 1 else 'are'} {word}"


def _worth(scorecard: Scorecard) -> str:
    same = [agreement.value for agreement in scorecard.agreements if agreement.value.currency == scorecard.currency]
    realised = sum((value.realised.expected for value in same), Decimal(0))
    cost = sum((value.cost for value in same), Decimal(0))
    currency = scorecard.currency
    if not any(priced(agreement) for agreement in scorecard.agreements):
        return f"No agreement says what improvement is worth; the cost so far is {words.money(cost)} {currency}."
    return f"{words.money(realised)} {currency} of value is realised against {words.money(cost)} {currency} of cost."


def priced(agreement: AgreementResult) -> bool:
    """Whether any objective of the agreement states what a unit of improvement is worth."""
    return any(objective.value is not None for objective in agreement.objectives)


def _footing(scorecard: Scorecard) -> str:
    resting = sum(agreement.depends_on_provider_figures for agreement in scorecard.agreements)
    if not resting:
        return "No verdict rests on a provider's own figures alone."
    if len(scorecard.agreements) == 1:
        return "The verdict depends on the provider's own figures."
    number = words.spelled(resting).capitalize()
    return f"{number} of the verdicts {'depends' if resting == 1 else 'depend'} on the provider's own figures."


def attainment_first(agreement: AgreementResult) -> float | None:
    """Mean attainment of the must-haves against the first promise, or None where none can be computed."""
    values = [objective.attainment_first for objective in _musts(agreement) if objective.attainment_first is not None]
    return sum(values) / len(values) if values else None


def _musts(agreement: AgreementResult) -> Sequence[ObjectiveResult]:
    return [objective for objective in agreement.objectives if objective.must] or agreement.objectives


def kept(agreement: AgreementResult) -> float | None:
    """How far the promise is kept, 0 to 1: P(success) while it runs, the share of objectives met once it is due."""
    return kept_by(agreement.verdict, agreement.p_success, agreement.met_share)


def kept_by(verdict: str, p_success: float | None, met_share: float | None) -> float | None:
    """The same from the three figures it takes."""
    final = verdict in {"succeeded", "failed"}
    first, second = p_success, met_share
    return (second if second is not None else first) if final else (first if first is not None else second)


def chance(result: AgreementResult | ObjectiveResult) -> float | None:
    """P(success) or P(hit), as long as the matter is open: what is decided has no chance any more."""
    if isinstance(result, AgreementResult):
        return None if result.verdict in {"succeeded", "failed"} else result.p_success
    return None if result.status in {"met", "missed"} else result.p_hit


def so_far(objective: ObjectiveResult) -> float | None:
    """The figure to hold against the target: the latest actual, or the running sum of a cumulative objective."""
    if objective.type == "cumulative":
        sums = shown(objective)
        return sums[-1].actual if sums else None
    return objective.latest.actual if objective.latest else None


def return_on_cost(agreement: AgreementResult) -> float | None:
    """Value realised for each unit of cost to date; None where nothing has been spent."""
    cost = agreement.value.cost
    return float(agreement.value.realised.expected / cost) if cost > 0 else None


def material(agreement: AgreementResult) -> Decimal:
    """How much is at stake: the larger of what was promised and what it costs in full."""
    value = agreement.value
    return max(abs(value.potential), abs(value.potential_first), value.cost_total or value.cost)


def interval(value: Range) -> str | None:
    """The interval in words, or None where the actuals came without error."""
    if value.low == value.expected == value.high:
        return None
    return say("{low} to {high}", low=words.money(value.low), high=words.money(value.high))


def record(forecast: Forecast) -> str:
    """The forecast's own record: how often it was right when it was tried on the past."""
    known = forecast.calibration
    if known is None or known.coverage_95 is None:
        return say("its record is too short to say how often it is right")
    share, trials = words.share(known.coverage_95), words.amount(Decimal(known.n))
    return say("right {share} of {trials} trials where 95 % was due", share=share, trials=trials)
