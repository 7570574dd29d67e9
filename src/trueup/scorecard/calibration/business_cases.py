"""What business cases promised when they were sealed: benefits and costs of each year, against what came.

The sealed version counts, whatever was re-cut later; a case that no agreement sealed is nobody's promise. What came is
counted as the case itself counts it: attributed where a method was agreed, else realised.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal

from trueup.agreements.promise import ONE_DAY
from trueup.scorecard.calibration.sight import Sight
from trueup.scorecard.value_case import business_case, known_cases
from trueup.value.calibration.issued import Came, Issued, Subject, Told
from trueup.value.results_case import CaseResult, YearCame
from trueup.vocabulary import InputError, MoneyError, said

BENEFITS, COSTS = said("benefits of a year, as sealed"), said("costs of a year, as sealed")


def sealed_cases(sight: Sight) -> Iterator[Told]:
    """Every year of every sealed case; a case that cannot be reckoned is left to the page that says why."""
    for name in known_cases(sight.values):
        with suppress(InputError, MoneyError):
            yield from _years(sight, business_case(sight.values, name))


def _years(sight: Sight, case: CaseResult) -> Iterator[Told]:
    if case.came is None or case.agreement is None:
        return
    agreement = sight.values.agreement(case.agreement)
    for year in case.came.years:
        if year.period is None:
            continue
        for method, promised, came in (
            (BENEFITS, year.benefits_promised, year.benefits_came),
            (COSTS, year.costs_promised, year.costs_came),
        ):
            if promised > 0:
                subject = Subject(
                    cluster=case.id,
                    label=f"{case.id} {year.period.label}",
                    agreements=(agreement.id,),
                    unit=case.came.currency,
                    providers=tuple(agreement.providers),
                )
                issued = _issued(case, year, subject, method, promised)
                yield issued, _came(year, came)


def _issued(case: CaseResult, year: YearCame, subject: Subject, method: str, promised: Decimal) -> Issued:
    assert case.came is not None, "callers check that it is sealed"
    assert year.period is not None, "callers leave year 0 out"
    return Issued(
        kind="business_case",
        who=case.party,
        method=method,
        subject=subject,
        issued_on=case.came.sealed_on,
        for_date=year.period.end - ONE_DAY,
        basis="signed",
        point=float(promised),
        less=method == COSTS,
    )


def _came(year: YearCame, amount: Decimal) -> Came | None:
    if year.state != "over" or year.period is None:
        return None
    return Came(float(amount), year.period.end - ONE_DAY)
