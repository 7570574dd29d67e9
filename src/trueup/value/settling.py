"""Which periods an agreement is settled by, and by whose terms: the version in force as each begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.documents import Agreement
from trueup.agreements.terms import Pricing, Provisional
from trueup.agreements.versions import in_force
from trueup.vocabulary import Grain, InputError, Moment, Period

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """One settlement period: `whole` is the calendar period that it is a part of, or all of."""

    agreement: Agreement
    pricing: Pricing
    period: Period
    whole: Period

    @property
    def part(self) -> Fraction:
        """How much of a whole settlement period it is, by days."""
        return Fraction(self.period.days, self.whole.days)

    @property
    def label(self) -> str:
        """Its short name: 2026-Q3."""
        return self.period.label

    @property
    def currency(self) -> str | None:
        """The currency of its amounts; None: the book's."""
        return self.pricing.currency


def settlement_periods(versions: Sequence[Agreement], moment: Moment, fiscal_year_start: int = 1) -> Iterator[Due]:
    """Every settlement period that has begun before the moment, in order, without gap or overlap.

    `versions` are those known at the moment. A period is settled by the terms in force as it begins: an amendment
    counts from the next period on. The first begins on `pricing.from`, else on the day the agreement takes effect; the
    last ends on `pricing.until`, else when the last objective's worth ends.
    """
    start = versions[0].effective
    while start < moment.as_of:
        agreement = in_force(versions, Moment(start, moment.known_at))
        pricing = agreement.pricing
        if pricing is None:
            later = [each.effective for each in versions if each.effective > start and each.pricing is not None]
            if not later:
                return
            start = min(later)
            continue
        start = max(start, pricing.from_ or start)
        last = _end(agreement, pricing)
        if start >= moment.as_of or (last is not None and start >= last):
            return
        whole = Grain(pricing.settle).period_of(start, fiscal_year_start)
        period = Period(start, whole.end if last is None else min(whole.end, last))
        yield Due(agreement, pricing, period, whole)
        start = period.end


def _end(agreement: Agreement, pricing: Pricing) -> dt.date | None:
    if pricing.until is not None:
        return pricing.until
    ends = [objective.value.until for objective in agreement.objectives if objective.value is not None]
    known = [each for each in ends if each is not None]
    return max(known) if known and len(known) == len(ends) else None


def period_named(dues: Sequence[Due], text: str, fiscal_year_start: int = 1) -> Due:
    """The settlement period that people call 2026-Q3, 2026-07, 2026 or start/end. InputError where there is none."""
    asked = _asked(text, fiscal_year_start)
    for due in dues:
        if text == due.label or asked in (due.period, due.whole):
            return due
    overlapping = [due for due in dues if asked is not None and due.period.overlap(asked)]
    there = ", ".join(due.label for due in (overlapping or list(dues))[-8:])
    if overlapping:
        what = f"{text} is not a settlement period: it overlaps {there}"
        raise InputError(what, do=f"settle one of them: {there}")
    raise InputError(f"{text} is not a settlement period that has begun", do=f"there are: {there or 'none'}")


def _asked(text: str, fiscal_year_start: int) -> Period | None:
    """A period in words: start/end, 2026-Q3, 2026-07 or 2026."""
    try:
        if "/" in text:
            return Period.parse(text)
        if "-Q" in text:
            year, quarter = text.split("-Q")
            return Grain.quarter.period_of(dt.date(int(year), 3 * int(quarter) - 2, 1), fiscal_year_start)
        if len(text) == len("2026-07"):
            return Grain.month.period_of(dt.date.fromisoformat(f"{text}-01"), fiscal_year_start)
        return Grain.year.period_of(dt.date(int(text), fiscal_year_start, 1), fiscal_year_start)
    except ValueError:
        raise InputError(f"{text!r} is not a period", do="write it as 2026-Q3, 2026-07, 2026 or start/end") from None


def provisional_fee(provisional: Provisional | None, period: Period, fiscal_year_start: int = 1) -> Fraction:
    """The provisional fee of a period, exact: a calendar month costs one monthly amount, a part of it by its days."""
    if provisional is None:
        return Fraction(0)
    units = Grain(provisional.per).periods(period, fiscal_year_start)
    return Fraction(provisional.amount) * sum((unit.share(period) for unit in units), Fraction(0))


def parts_of(agreement: Agreement, pricing: Pricing) -> dict[str, Decimal]:
    """Which part of the fee each provider gets: as `parts` say, else as the provisional fee goes, else the only one.

    InputError where there are several providers and nobody says.
    """
    if pricing.parts:
        return dict(pricing.parts)
    if pricing.provisional is not None:
        return pricing.provisional.by_party
    if len(agreement.providers) == 1:
        return {agreement.providers[0]: Decimal(1)}
    names = ", ".join(agreement.providers) or "none"
    raise InputError(
        f"nobody says which provider gets which part of the fee (providers: {names})",
        where=f"agreement {agreement.id}, pricing",
        do="add parts: {PROVIDER: 0.7, PROVIDER: 0.3}",
    )
