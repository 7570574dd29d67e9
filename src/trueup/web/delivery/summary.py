"""What a row of a list shows of a plan, so that a list reads no whole results."""

from __future__ import annotations

import datetime as dt

from trueup.delivery.defects import STALE
from trueup.delivery.documents import ContainmentState
from trueup.delivery.results import (
    ContainmentResult,
    DeliveryResult,
    Overall,
    Own,
    Probability,
    ProviderVerdict,
    Standing,
    Word,
)
from trueup.delivery.verdict_table import word_and_note
from trueup.scorecard.model import Delivery
from trueup.vocabulary import Sentence
from trueup.vocabulary.result import Amount, Result


class WordOf(Result):
    """The verdict on one provider."""

    provider: str
    word: Word | None
    standing: Standing
    likely: Word | None = None


class StepOf(Result):
    """How far one containment is."""

    id: str
    title: str
    by: str
    state: ContainmentState
    doers: tuple[str, ...] = ()


class PlanSummary(Result):
    """A plan in a list: the whole against its promise, each provider's verdict, how sure, and what is under way."""

    title: str
    project: str | None
    agreement: str | None
    version: int
    standing: Standing
    overall: Overall | None
    value: str | None
    p_met: float | None
    p_on_time: float | None
    p_at_pace: float | None = None
    p_in_budget: float | None
    committed: dt.date | None
    finish: dt.date
    p50: dt.date | None
    p80: dt.date | None
    budget: Amount | None
    cost: Amount | None
    slip: float | None
    status_date: dt.date
    complete: bool
    trusted: bool
    reason: Sentence | None
    words: tuple[WordOf, ...]
    containments: tuple[StepOf, ...]

    def is_stale(self, today: dt.date) -> bool:
        """Whether nobody has reported on it for longer than the quality gate lets pass."""
        return not self.complete and today - self.status_date > STALE

    @property
    def at_risk(self) -> bool:
        """Whether the promise is more likely to be missed than kept."""
        return self.standing == "forecast" and self.p_met is not None and self.p_met < 0.5


def summarise(result: DeliveryResult) -> PlanSummary:
    """The summary of one result."""
    futures = result.simulation
    return PlanSummary(
        title=result.title,
        project=result.project,
        agreement=result.agreement,
        version=result.version,
        standing=result.overall.standing,
        overall=result.overall.overall,
        value=result.clocks.value if isinstance(result, Delivery) else None,
        p_met=result.overall.p.p if result.overall.p else None,
        p_on_time=futures.on_time.p if futures and futures.on_time else None,
        p_at_pace=futures.paced.on_time.p if futures and futures.paced and futures.paced.on_time else None,
        p_in_budget=futures.in_budget.p if futures and futures.in_budget else None,
        committed=result.committed_finish,
        finish=result.finish,
        p50=futures.finish.p50 if futures else None,
        p80=futures.finish.p80 if futures else None,
        budget=result.budget,
        cost=futures.cost.mean if futures and futures.cost else None,
        slip=futures.slip if futures else None,
        status_date=result.status_date,
        complete=result.complete,
        trusted=result.quality.trusted,
        reason=next(iter(result.overall.reasons), None),
        words=tuple(
            WordOf(provider=each.provider, word=each.word, standing=each.standing, likely=likely(each))
            for each in result.verdicts
        ),
        containments=tuple(
            StepOf(id=each.id, title=each.title, by=each.by, state=each.state, doers=_doers(each))
            for each in result.containments
        ),
    )


HALF = 0.5


def likely(found: ProviderVerdict) -> Word | None:
    """While all is open: the verdict that the likelier outcomes of own portion and whole would make."""
    if found.word is not None or found.standing != "forecast":
        return None
    own: Own | None = found.own or (None if found.p_own is None else "met" if found.p_own.p >= HALF else "missed")
    whole = found.overall or likelier(found.p_overall)
    if own is None or whole is None:
        return None
    return word_and_note(own, whole, found.help, credit=found.enabled)[0]


def likelier(p: Probability | None) -> Overall | None:
    """What is more likely of the whole."""
    return None if p is None else "met" if p.p >= HALF else "not_met"


def _doers(found: ContainmentResult) -> tuple[str, ...]:
    """The parties whose move it is."""
    return tuple(dict.fromkeys(party for move in found.moves if (party := move.by or move.owner)))
