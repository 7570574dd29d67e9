"""Simulating a deal before it is signed: its terms, on draws of each settlement period's value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from trueup.agreements.calendar import day_number
from trueup.agreements.documents import Agreement
from trueup.agreements.promise import Promise, days
from trueup.agreements.terms import Pricing
from trueup.agreements.value import measurable, value_end
from trueup.kpis.asking import Ask, forecasts
from trueup.scorecard.assess import ladder_of
from trueup.scorecard.value_counted import promised_in
from trueup.scorecard.value_deal_draws import Drawn
from trueup.scorecard.value_invoiced import rate_of
from trueup.scorecard.values import Values
from trueup.stats.forecast import Forecast
from trueup.value.deal import Simulated, Slot, Stated
from trueup.value.deal_told import About, told
from trueup.value.pricing import terms_of
from trueup.value.results_deal import Deal
from trueup.value.settlement import Case
from trueup.value.settling import Due, settlement_periods
from trueup.vocabulary import InputError, Insufficient, Moment, listed, said

Floats = NDArray[np.float64]
Reach = tuple[float, float, float]
DRAWS = 10_000
MOST_DRAWS = 200_000
FARTHEST = 10
"""Years ahead beyond which no deal is simulated."""
UNSTATED = Stated()


def simulated_deal(
    values: Values,
    agreement: str | Agreement | None = None,
    *,
    stated: Stated = UNSTATED,
    reach: Reach | None = None,
    draws: int = DRAWS,
) -> Deal:
    """The latest known version of an agreement, signed or not, or a draft of one, simulated from the moment to its end.

    `reach` is which share of the promised value will be reached (least, likeliest, most): one draw for all objectives,
    with the forecast's own noise about it. Without it the forecasts of the KPIs are carried on as they stand.
    InputError where the agreement states no fee or no worth, nothing of it is left, a forecast lacks and no `reach` is
    given, or for draws out of range.
    """
    work = Simulating(values, agreement, reach, draws)
    return told(Simulated(work.slots, work.values, stated), work.about)


@dataclass(frozen=True)
class Simulating:
    """One deal being simulated."""

    source: Values
    which: str | Agreement | None
    reach: Reach | None
    draws: int

    @cached_property
    def agreement(self) -> Agreement:
        """The terms on the table: a draft, or the latest version that is known, in force or not."""
        found = self.which if isinstance(self.which, Agreement) else self.source.versions(self.which)[-1]
        unknown = [each.kpi for each in found.objectives if each.kpi not in self.source.kpis]
        if unknown:
            what = f"the KPI {unknown[0]!r} was not known at this moment"
            raise InputError(what, where=f"agreement {found.id}", do="ask for a later moment")
        return found

    @cached_property
    def pricing(self) -> Pricing:
        """How its fee follows value."""
        if self.agreement.pricing is None:
            what = "the agreement does not say how fees follow value"
            raise InputError(what, where=self._where, do="add pricing: {share: ...}")
        return self.agreement.pricing

    @property
    def _where(self) -> str:
        return f"agreement {self.agreement.id}"

    @cached_property
    def promises(self) -> tuple[Promise, ...]:
        """The objectives whose worth the fee follows."""
        found = tuple(each for each in self.source.promises(self.agreement) if measurable(each))
        if not found:
            what = "no objective states what a unit of improvement is worth, and a baseline"
            raise InputError(what, where=self._where, do="add value: {per_unit: ..., per: ...} to an objective")
        return found

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """The settlement periods that end after the moment, by these terms."""
        today, fiscal = self.source.moment.as_of, self.source.rules.fiscal_year_start
        moment = Moment(self._end, self.source.moment.known_at)
        every = settlement_periods((self.agreement,), moment, fiscal)
        found = tuple(due for due in every if due.period.end > today)
        if not found:
            what = f"no settlement period ends after {today}: nothing is left to simulate"
            raise InputError(what, where=self._where, do="ask for an earlier moment")
        return found

    @cached_property
    def _end(self) -> dt.date:
        """The day before which settlement periods begin: the end of the terms, else of what is worth something."""
        today = self.source.moment.as_of
        last = self.pricing.until or max(value_end(each, today) for each in self.promises)
        if last.year > today.year + FARTHEST:
            what = f"the deal runs until {last}, more than {FARTHEST} years ahead"
            raise InputError(what, where=self._where, do="state pricing: {until: ...}, the day on which it ends")
        return last

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """The terms of each settlement period."""
        return tuple(self._slot(due, rate) for due, rate in zip(self.dues, self._rates, strict=True))

    def _slot(self, due: Due, rate: Fraction) -> Slot:
        promised = rate * sum((promised_in(each, due.period) for each in self.promises), Fraction(0))
        terms = terms_of(due.pricing, promised, due.part)
        return Slot(due.period, due.label, float(due.part), terms, float(promised), self._milestones(due))

    def _milestones(self, due: Due) -> float:
        """What is due for milestones that fall into a period, taken to be reached on their day."""
        first, end = due.period.start, due.period.end
        return float(sum(each.amount for each in self.pricing.milestones if each.by and first <= each.by < end))

    @cached_property
    def _rates(self) -> tuple[Fraction, ...]:
        """What one unit of the book's currency is in that of the fee, in each period."""
        return tuple(rate_of(self.source, Case(due, self.currency, {}))[0] for due in self.dues)

    @property
    def currency(self) -> str:
        """The currency of the fee."""
        return self.pricing.currency or self.source.rules.currency

    @cached_property
    def values(self) -> Floats:
        """The value that the fee follows, in the currency of the fee; shape (draws, periods)."""
        if not 1 <= self.draws <= MOST_DRAWS:
            raise InputError(f"{self.draws} draws", do=f"take 1,000 to {MOST_DRAWS:,}")
        reached = None if self.reach is None else _reached(self.reach, self._even, self.source.seed)
        total = sum((drawn.worth(reached) for drawn in self.drawn), np.zeros((self._even, len(self.dues))))
        return np.asarray(total * np.array([float(rate) for rate in self._rates]))

    @property
    def _even(self) -> int:
        """Draws come in mirrored pairs."""
        return self.draws + self.draws % 2

    @cached_property
    def drawn(self) -> tuple[Drawn, ...]:
        """Each objective with its forecast; those that read the same actuals share its draws."""
        keys = list(dict.fromkeys(each.key for each in self.promises))
        return tuple(self._drawn(each, 1 + keys.index(each.key)) for each in self.promises)

    def _drawn(self, promise: Promise, stream: int) -> Drawn:
        series = self.source.series_of(promise)
        ask = self._ask(promise)
        settled = len(series) and ask.horizon < 1
        found = None if settled else forecasts([ask], self._lost)[0]
        if isinstance(found, Insufficient):
            if self.reach is None:
                what, do = (
                    f"{promise.title}: {found.words}",
                    "say which share of the promise may be reached: 0.4,0.8,1.1",
                )
                raise InputError(what, where=self._where, do=do)
            found = None
        return Drawn(promise, series, found, self.dues, self._even, (self.source.seed, stream))

    @cached_property
    def _lost(self) -> frozenset[str]:
        """The rungs of the forecast ladder that have lost their place in the book."""
        source = self.source
        return ladder_of(source.book, source.snapshot, source.moment, seed=source.seed).lost

    def _ask(self, promise: Promise) -> Ask:
        kpi = promise.kpi
        return Ask(
            series=self.source.series_of(promise),
            kind="at",
            low=None,
            high=None,
            start=promise.start,
            due=self.dues[-1].period.end - dt.timedelta(days=1),
            floor=kpi.floor,
            ceiling=kpi.ceiling,
            season=kpi.season,
            fiscal_year_start=promise.fiscal_year_start,
        )

    @property
    def about(self) -> About:
        """What the simulation is of."""
        found, moment = self.agreement, self.source.moment
        names = {party.id: party.name for party in self.source.book.parties.values()}
        return About(
            book=self.source.book.definition.id,
            agreement=found.id,
            title=found.title,
            version=found.version,
            as_of=moment.as_of,
            known_at=moment.known_at,
            currency=self.currency,
            customer=names.get(found.customer, found.customer),
            provider=listed(names.get(each, each) for each in found.providers),
            seed=self.source.seed,
            reach=self.reach,
            notes=tuple(self._notes()),
        )

    def _notes(self) -> Iterator[str]:
        """What the simulation takes for granted."""
        for drawn in self.drawn:
            yield _forecast_note(drawn)
            if self.reach is None and not _measured(drawn):
                yield said(
                    "{title} has no actual since improvement began to count: the forecast carries the past on, as if "
                    "nothing had been agreed; state which share of the promise may be reached",
                    title=drawn.promise.title,
                )
            if drawn.promise.objective.attribution.agreed:
                yield said(
                    "{title} is settled on what is caused; here all improvement counts as caused",
                    title=drawn.promise.title,
                )
        if len({drawn.promise.key for drawn in self.drawn}) > 1:
            yield said("the objectives' forecasts err independently of each other")
        if self.pricing.use == "lower_bound":
            yield said("of the interval at whose lower end value counts, only the error of the baseline is known ahead")
        if self.pricing.gates:
            yield said("quality gates are taken to be passed")
        if self.pricing.milestones or self.pricing.bonuses:
            yield said("milestones are taken to be reached on their day, and nothing early or late")


def _reached(reach: Reach, draws: int, seed: int) -> Floats:
    """Which part of its promise each draw reaches (draws,): PERT with the given least, likeliest and most."""
    low, mode, high = reach
    if not (np.isfinite(reach).all() and low <= mode <= high):
        raise InputError(f"{low}, {mode}, {high} are not in order", where="reach", do="least, likeliest, most")
    if low == high:
        return np.full(draws, low)
    a, b = 1 + 4 * (mode - low) / (high - low), 1 + 4 * (high - mode) / (high - low)
    return np.asarray(low + (high - low) * np.random.default_rng((seed, 0)).beta(a, b, draws))


def _measured(drawn: Drawn) -> bool:
    """Whether anything was measured since improvement began to count."""
    return bool(len(drawn.series)) and int(days(drawn.series)[1].max()) > day_number(drawn.promise.start)


def _forecast_note(drawn: Drawn) -> str:
    title, found = drawn.promise.title, drawn.forecast
    if isinstance(found, Forecast):
        return said("{title}: forecast by {method}", title=title, method=said(found.method))
    if found is None:
        return said("{title}: no forecast, so no noise about its share of the promise", title=title)
    return said("{title}: {why}, carried on", title=title, why=found.words)
