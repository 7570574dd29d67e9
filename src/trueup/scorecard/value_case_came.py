"""A business case beside the facts: its objectives by the terms agreed, realised value, costs and use by year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from operator import add

from trueup.agreements.cost import accrued
from trueup.agreements.documents import Agreement, Cost
from trueup.agreements.path import path_of
from trueup.agreements.promise import Promise
from trueup.agreements.value import measurable, potentials, realised, value_end
from trueup.kpis.series import Series
from trueup.scorecard.value_basis import Basis, basis_of, caused_in
from trueup.scorecard.values import Values
from trueup.value.attributed import Attributed
from trueup.value.business_case import BenefitLine, BusinessCase, Usage
from trueup.value.case_came import Comparison, Figures, Happened
from trueup.value.case_flows import LineFlows, line_flows
from trueup.value.case_gap import Used
from trueup.value.case_years import CaseYears, years_of
from trueup.value.exchange import Exchange
from trueup.vocabulary import Period, exact


@dataclass(frozen=True)
class CaseFacts:
    """A version of a case with the terms of a version of its agreement, and what the book knows of both.

    Terms are as that version stated them, with what has happened since: go-live is no promise, and costs are those of
    the version in force.
    """

    values: Values
    case: BusinessCase
    agreement: Agreement

    @property
    def book_currency(self) -> str:
        """The currency in which what came is known."""
        return self.values.book.definition.currency

    @property
    def currency(self) -> str:
        """The currency of the case."""
        return self.case.currency or self.book_currency

    @cached_property
    def promises(self) -> dict[str, Promise]:
        """The objectives by the terms agreed."""
        in_force = self.values.agreement(self.agreement.id)
        terms = self.agreement.model_copy(update={"go_live": in_force.go_live})
        return {promise.id: promise for promise in self.values.promises(terms)}

    @cached_property
    def years(self) -> CaseYears:
        """The years of the case as days; numbered ones begin when the agreement first takes effect."""
        found = years_of(self.case, self.values.versions(self.agreement.id)[0].effective)
        assert found is not None, "an agreement takes effect on a day"
        return found

    @cached_property
    def lines(self) -> tuple[LineFlows, ...]:
        """The lines of the case in the currency of the book."""
        rate = Exchange(self.currency, self.case.rates).rate(self.book_currency, self.case.on)
        factor = Fraction(1) if rate is None else 1 / Fraction(rate.is_)
        return tuple(
            replace(each, flows=tuple(flow * factor for flow in each.flows))
            for each in line_flows(self.case, self.currency)
        )

    @cached_property
    def tagged(self) -> dict[str, Promise]:
        """The objectives of its benefits whose improvement has a worth that can be computed."""
        names = (line.objective for line in self.case.benefits if line.objective in self.promises)
        found = {name: self.promises[name] for name in dict.fromkeys(names) if name is not None}
        return {name: promise for name, promise in found.items() if measurable(promise)}

    def promised(self, promise: Promise) -> Fraction:
        """Worth of an objective's promised path over the years of the case."""
        end = min(value_end(promise, self.years.end), self.years.end)
        until_end, until_start = potentials(promise, path_of(promise), (end, min(self.years.start, end)))
        return until_end - until_start

    @cached_property
    def comparison(self) -> Comparison:
        """Promised against come."""
        return Comparison(
            case=self.case,
            years=self.years,
            lines=self.lines,
            happened=self._happened,
            as_of=self.values.moment.as_of,
            currency=self.book_currency,
        )

    @property
    def _happened(self) -> Happened:
        self.values.read([promise.key for promise in self.tagged.values()])
        in_force = self.values.agreement(self.agreement.id)
        return Happened(
            realised={name: self._by_year(promise) for name, promise in self.tagged.items()},
            attributed={name: row for name in self.tagged if (row := self._caused(name)) is not None},
            notes={name: basis.lacks for name, basis in self.bases.items() if basis.lacks is not None},
            spent=self._costs(in_force),
        )

    def _costs(self, agreement: Agreement) -> dict[str, Figures]:
        """By what the agreement calls them; costs of one name are one cost."""
        found: dict[str, Figures] = {}
        for cost in agreement.costs:
            row = self._spent(cost)
            found[cost.what] = tuple(map(add, found[cost.what], row)) if cost.what in found else row
        return found

    def _by_year(self, promise: Promise) -> Figures:
        series = self.values.series_of(promise)
        return tuple(self._realised(promise, series, period) for period in self._days(promise))

    @cached_property
    def bases(self) -> dict[str, Basis]:
        """What counts of each objective: caused, where a counterfactual was agreed on before the result was known."""
        return {name: basis_of(self.values, self.agreement.id, name) for name in self.tagged}

    def _caused(self, name: str) -> Figures | None:
        """What was caused of an objective by year; nothing where it cannot be told; None where none was agreed on."""
        basis, promise = self.bases[name], self.tagged[name]
        if basis.attributed is None:
            return None if basis.lacks is None else (Fraction(0),) * (len(self.years.periods) + 1)
        return tuple(self._caused_in(basis.attributed, promise, period) for period in self._days(promise))

    def _caused_in(self, attributed: Attributed, promise: Promise, period: Period | None) -> Fraction:
        """The part of it on the days of a period that are over."""
        end = self.values.moment.as_of if period is None else min(period.end, self.values.moment.as_of)
        if period is None or end <= period.start:
            return Fraction(0)
        over = Period(period.start, end)
        inside = replace(promise, start=max(promise.start, period.start))
        return caused_in(attributed, inside, over, self.values.grade).expected

    def _days(self, promise: Promise) -> Iterator[Period | None]:
        """The days of the years 0, 1, ...: what came before the first year came in year 0."""
        first = self.years.periods[0].start
        yield Period(promise.start, first) if promise.start < first else None
        yield from self.years.periods

    def _realised(self, promise: Promise, series: Series, period: Period | None) -> Fraction:
        """The realised value of the days of a period that are over, on evidence of the grade asked for."""
        if period is None:
            return Fraction(0)
        inside = replace(promise, start=max(promise.start, period.start))
        end = min(period.end, self.values.moment.as_of)
        return realised(inside, series, end).at_grade[self.values.grade].expected

    def _spent(self, cost: Cost) -> Figures:
        """A cost by year: what falls before the first year, and a dated amount on its first day, is of year 0."""
        as_of, first = self.values.moment.as_of, self.years.periods[0].start
        effective = self.values.versions(self.agreement.id)[0].effective
        edges = [first, *(period.end for period in self.years.periods)]
        if cost.date is not None and cost.date == first:
            return (accrued(cost, effective, as_of), *[Fraction(0)] * len(self.years.periods))
        upto = [accrued(cost, effective, min(edge, as_of)) for edge in edges]
        return (upto[0], *(after - before for before, after in pairwise(upto)))

    # Use

    def used(self, each: LineFlows) -> Iterator[Used]:
        """The years of a benefit line with a KPI of use: planned and actual use, promised and come."""
        line = each.line
        assert isinstance(line, BenefitLine)
        assert line.use is not None
        came = self.comparison.of_line(each, self.comparison.happened.counted)
        due = self.comparison.due(each.flows)
        for year, period in enumerate(self.years.periods, start=1):
            end = min(period.end, self.values.moment.as_of)
            if came is not None and end > period.start:
                over = Period(period.start, end)
                yield Used(over.days, _planned(line, year), self._use(line.use, over), due[year], came[year])

    def _use(self, use: Usage, over: Period) -> Fraction | None:
        """The mean of the actuals, each by the days that it shares with the period; None without any."""
        series = self.values.series(use.kpi, use.slice)
        total, days = Fraction(0), 0
        for index in range(len(series)):
            shared = over.overlap(series.period(index))
            total += exact(float(series.value[index])) * shared
            days += shared
        return total / days if days else None


def _planned(line: BenefitLine, year: int) -> Fraction:
    assert line.use is not None
    adoption = line.adoption[min(year, len(line.adoption)) - 1] if line.adoption else 1
    return Fraction(line.use.planned) * Fraction(adoption)


def gaps_of(facts: CaseFacts) -> Mapping[str, tuple[str, tuple[Used, ...]]]:
    """For each benefit line with a KPI of use: its name, and the line's years."""
    return {
        each.line.id: (facts.values.book.kpi(each.line.use.kpi).latest.name, tuple(facts.used(each)))
        for each in facts.comparison.benefits
        if isinstance(each.line, BenefitLine) and each.line.use is not None
    }
