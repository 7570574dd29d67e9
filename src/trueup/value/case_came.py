"""The sealed business case against what came: year by year, line by line, and in one net present value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

from trueup.agreements.amounts import rounded
from trueup.value.business_case import BenefitLine, BusinessCase
from trueup.value.case import by_year
from trueup.value.case_flows import Amounts, LineFlows
from trueup.value.case_years import CaseYears
from trueup.value.finance import present_value
from trueup.value.results_case import CostCame, LineCame, YearCame, YearState
from trueup.vocabulary import Said, said

Figures = tuple[Fraction, ...]


@dataclass(frozen=True)
class Happened:
    """What came and was spent to date, each with an amount for the years 0, 1, ... in the currency of the book.

    `realised` and `attributed` by objective (an objective that is missing has no worth per unit, or no method agreed),
    `spent` by what the agreement calls the cost.
    """

    realised: Mapping[str, Figures]
    attributed: Mapping[str, Figures]
    spent: Mapping[str, Figures]
    notes: Mapping[str, str] = field(default_factory=dict)
    """Why nothing can be said to be caused, by objective."""

    def counted(self, objective: str) -> Figures | None:
        """What counts of an objective: what was caused, where a method was agreed, else what was realised."""
        return self.attributed.get(objective, self.realised.get(objective))


@dataclass(frozen=True)
class Comparison:
    """A sealed case with its years as days, its lines in the currency of the book, and what happened."""

    case: BusinessCase
    years: CaseYears
    lines: tuple[LineFlows, ...]
    happened: Happened
    as_of: dt.date
    currency: str

    @cached_property
    def passed(self) -> Figures:
        """The part of each year that is over."""
        return tuple(self.years.passed(year, self.as_of) for year in range(self.case.count + 1))

    def due(self, flows: Amounts) -> Figures:
        """The part of flows that was due by now."""
        return tuple(flow * part for flow, part in zip(flows, self.passed, strict=True))

    @property
    def benefits(self) -> tuple[LineFlows, ...]:
        """The benefit lines."""
        return tuple(each for each in self.lines if each.side == "benefit")

    @cached_property
    def promised(self) -> tuple[Amounts, Amounts]:
        """Benefits and costs by year, as written."""
        return by_year(self.lines, self.case.count)

    @cached_property
    def objectives(self) -> tuple[str, ...]:
        """The objectives of the lines: each once, however many lines share its money."""
        tagged = (each.line.objective for each in self.benefits if isinstance(each.line, BenefitLine))
        return tuple(dict.fromkeys(objective for objective in tagged if objective is not None))

    def came(self, of: Callable[[str], Figures | None]) -> Figures:
        """Benefits of all objectives of the lines, by year."""
        rows = [row for objective in self.objectives if (row := of(objective)) is not None]
        return tuple(sum((row[year] for row in rows), Fraction(0)) for year in range(self.case.count + 1))

    @cached_property
    def realised(self) -> Figures:
        """What came, by year."""
        return self.came(self.happened.realised.get)

    @cached_property
    def counted(self) -> Figures:
        """What counts of it, by year: caused where a method was agreed."""
        return self.came(self.happened.counted)

    @cached_property
    def spent(self) -> Figures:
        """Costs by year."""
        rows = self.happened.spent.values()
        return tuple(sum((row[year] for row in rows), Fraction(0)) for year in range(self.case.count + 1))

    def measured(self, line: LineFlows) -> bool:
        """Whether an objective with a worth measures the line."""
        return isinstance(line.line, BenefitLine) and line.line.objective in self.happened.realised

    # Figures

    @property
    def npv_promised(self) -> Fraction:
        """Net present value of the sealed case, as written."""
        benefits, costs = self.promised
        return present_value(benefits, self.case.rate) - present_value(costs, self.case.rate)

    @property
    def npv_so_far(self) -> Fraction:
        """Net present value of what counts and what was spent, each in its year."""
        net = [came - spent for came, spent in zip(self.counted, self.spent, strict=True)]
        return present_value(net, self.case.rate)

    @property
    def npv_expected(self) -> Fraction:
        """That, and what the case promises for the days that are still ahead."""
        benefits, costs = self.promised
        ahead = [
            (benefit - cost) * (1 - part) for benefit, cost, part in zip(benefits, costs, self.passed, strict=True)
        ]
        return self.npv_so_far + present_value(ahead, self.case.rate)

    # By line

    def of_line(self, line: LineFlows, of: Callable[[str], Figures | None]) -> Figures | None:
        """The part of its objective's money that is a line's: as the promise of the year was shared among its lines.

        Where nothing was promised for the year, lines share alike. None where nothing measures it.
        """
        objective = line.line.objective if isinstance(line.line, BenefitLine) else None
        row = of(objective) if objective is not None else None
        if row is None:
            return None
        among = [
            each for each in self.benefits if isinstance(each.line, BenefitLine) and each.line.objective == objective
        ]
        return tuple(amount * _part(line, among, year) for year, amount in enumerate(row))


def _part(line: LineFlows, among: Sequence[LineFlows], year: int) -> Fraction:
    promised = sum((each.flows[year] for each in among), Fraction(0))
    return line.flows[year] / promised if promised else Fraction(1, len(among))


def years_came(comparison: Comparison) -> Iterator[YearCame]:
    """Each year: promised, due by now, and come."""
    benefits, costs = comparison.promised
    due = comparison.due(benefits), comparison.due(costs)
    for year in range(comparison.case.count + 1):
        money = [
            rounded(row[year], comparison.currency)
            for row in (benefits, due[0], comparison.realised, costs, due[1], comparison.spent)
        ]
        yield YearCame(
            year=year,
            period=None if year == 0 else comparison.years.periods[year - 1],
            state=_state(comparison.passed[year]),
            passed=float(comparison.passed[year]),
            benefits_promised=money[0],
            benefits_due=money[1],
            benefits_came=money[2],
            costs_promised=money[3],
            costs_due=money[4],
            costs_came=money[5],
        )


def _state(passed: Fraction) -> YearState:
    if passed == 1:
        return "over"
    return "running" if passed else "ahead"


def lines_came(comparison: Comparison, gaps: Mapping[str, object]) -> Iterator[LineCame]:
    """Each benefit line; `gaps` are what splitting it by use gave, by line: a GapSplit, or why there is none."""
    for each in comparison.benefits:
        line = each.line
        assert isinstance(line, BenefitLine)
        came = comparison.of_line(each, comparison.happened.realised.get)
        caused = comparison.of_line(each, comparison.happened.attributed.get)
        gap = gaps.get(line.id)
        yield LineCame(
            id=line.id,
            title=line.name,
            objective=line.objective,
            promised=rounded(sum(each.flows, Fraction(0)), comparison.currency),
            promised_to_date=rounded(sum(comparison.due(each.flows), Fraction(0)), comparison.currency),
            came=None if came is None else rounded(sum(came, Fraction(0)), comparison.currency),
            attributed=None if caused is None else rounded(sum(caused, Fraction(0)), comparison.currency),
            gap=None if gap is None or isinstance(gap, str) else gap,
            note=_note(line, came, gap) or comparison.happened.notes.get(line.objective or ""),
        )


def _note(line: BenefitLine, came: Figures | None, gap: object) -> Said | str | None:
    if line.objective is None:
        return said("no objective measures it: it counts as not come")
    if came is None:
        return said("its objective states no worth of a unit of improvement: it counts as not come")
    return gap if isinstance(gap, str) else None


def costs_came(comparison: Comparison) -> Iterator[CostCame]:
    """Each cost of the case beside the agreement's of that name, then the agreement's that the case does not have."""
    left = dict(comparison.happened.spent)
    for each in comparison.lines:
        if each.side == "cost":
            what = getattr(each.line, "cost", None)
            spent = left.pop(what, None) if what is not None else None
            yield CostCame(
                what=what or each.line.name,
                promised_to_date=rounded(sum(comparison.due(each.flows), Fraction(0)), comparison.currency),
                to_date=None if spent is None else rounded(sum(spent, Fraction(0)), comparison.currency),
            )
    for what, row in left.items():
        yield CostCame(what=what, promised_to_date=None, to_date=rounded(sum(row, Fraction(0)), comparison.currency))
