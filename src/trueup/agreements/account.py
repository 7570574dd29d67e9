"""The money of an agreement as it is shown: rounded once, every column adding up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.amounts import apportion, rounded
from trueup.agreements.cost import CostSum
from trueup.agreements.money import NO_WORTH, Books, Worth
from trueup.agreements.payback import Earning, payback
from trueup.agreements.results import CostLine, ObjectiveMoney, Range, Value
from trueup.agreements.verdict import Matter
from trueup.vocabulary import Grade, said


def account(matter: Matter, assessed: Books, first: Books, effective: dt.date) -> Value:
    """Value against cost. `assessed` holds only the evidence of the grade asked, `matter.books` all of it."""
    books, grade, currency = matter.books, matter.grade, matter.currency
    counted, caused = books.counted(grade).range(currency), books.attributed(grade)
    cost = rounded(books.cost, currency)
    lines = cost_lines(books, currency)
    paid = payback(
        _earned(assessed.worths, grade),
        [line.cost for line in books.costs],
        effective,
        matter.as_of,
        books.last_value,
    )
    return Value(
        currency=currency,
        potential=rounded(_potential(books.worths), currency),
        potential_to_date=rounded(_to_date(books.worths), currency),
        potential_first=rounded(_potential(first.worths), currency),
        realised=books.realised(grade).range(currency),
        attributed=None if caused is None else caused.range(currency),
        counted=counted,
        cost=cost,
        cost_total=_cost_total(lines),
        net=_net(counted, cost),
        status=books.status(books.counted(grade), grade),
        payback=paid if books.priced else None,
        at_grade={each.name: rounded(books.realised(each).expected, currency) for each in Grade},
        at_required_grade=books.required(grade).range(currency),
        costs=lines,
        note=_note(books),
    )


def _earned(worths: Sequence[Worth], grade: Grade) -> list[Earning]:
    """When what counts came: what was caused where that decides, else what was realised."""
    found: list[Earning] = []
    for worth in worths:
        if worth.attributed and worth.caused is not None:
            found += [worth.caused.earned[grade]] if grade in worth.caused.earned else []
        elif worth.realised is not None:
            found.append(worth.realised)
    return found


def _potential(worths: Sequence[Worth]) -> Fraction:
    return sum((worth.potential for worth in worths), Fraction(0))


def _to_date(worths: Sequence[Worth]) -> Fraction:
    return sum((worth.to_date for worth in worths), Fraction(0))


def _net(value: Range, cost: Decimal) -> Range:
    """From the rounded figures, so that what is shown adds up to the minor unit."""
    return Range(low=value.low - cost, expected=value.expected - cost, high=value.high - cost, note=value.note)


def _cost_total(lines: Sequence[CostLine]) -> Decimal | None:
    totals = [line.total for line in lines if line.total is not None]
    return sum(totals, Decimal(0)) if len(totals) == len(lines) else None


def cost_lines(books: Books, currency: str) -> tuple[CostLine, ...]:
    """Each cost to date; the lines add up to the cost shown."""
    to_date = apportion([cost.to_date for cost in books.costs], currency)
    return tuple(
        CostLine(
            what=line.cost.what,
            party=line.cost.party,
            to_date=shown,
            total=_line_total(line, shown, currency),
        )
        for line, shown in zip(books.costs, to_date, strict=True)
    )


def _line_total(line: CostSum, shown: Decimal, currency: str) -> Decimal | None:
    """A cost that has ended costs in total what it cost to date, to the minor unit."""
    if line.total is None or line.total == line.to_date:
        return None if line.total is None else shown
    return rounded(line.total, currency)


def _note(books: Books) -> str | None:
    if not books.priced:
        return NO_WORTH
    lacking = books.lacking()
    return said("not counted: {lacking}", lacking=lacking) if lacking else None


def objective_money(books: Books, assessed: Books, grade: Grade, currency: str) -> list[ObjectiveMoney | None]:
    """The money of each objective, None where it has none; each column adds up to its rounded total."""
    potentials = apportion([worth.potential for worth in books.worths], currency)
    to_date = apportion([worth.to_date for worth in books.worths], currency)
    graded = {each: apportion([_at(worth, each) for worth in books.worths], currency) for each in Grade}
    return [
        None
        if worth.realised is None
        else ObjectiveMoney(
            potential=potentials[index],
            potential_to_date=to_date[index],
            realised=graded[grade][index],
            realised_at_grade={each.name: graded[each][index] for each in Grade},
            not_yet_at_grade={each.name: graded[Grade.reported][index] - graded[each][index] for each in Grade},
            unmeasured_periods=worth.realised.unmeasured,
        )
        for index, worth in enumerate(assessed.worths)
    ]


def _at(worth: Worth, grade: Grade) -> Fraction:
    return worth.realised.at_grade[grade].expected if worth.realised is not None else Fraction(0)
