"""Why a benefit stays behind what was promised to date: fewer use it, or it does less for those who do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from trueup.agreements.amounts import rounded
from trueup.value.adoption import Gap, split_gap
from trueup.value.brief import brief
from trueup.value.results_case import GapSplit
from trueup.vocabulary import Said, said


@dataclass(frozen=True, slots=True)
class Used:
    """One year of a line as far as it is over: planned use, mean actual use (None: no actual), and its money."""

    days: int
    planned: Fraction
    use: Fraction | None
    promised: Fraction
    came: Fraction


def split(years: Sequence[Used], kpi: str, currency: str) -> GapSplit | Said | None:
    """The gaps of the years, added up; why there is none where it cannot be split; None where no day is over yet.

    Each year: promised to date = planned use x planned effect, come = use x effect, split as `adoption.split_gap` says,
    so that the parts add up exactly.
    """
    over = [year for year in years if year.days]
    if not over:
        return None
    if any(year.use is None for year in over):
        return said("no actuals of {kpi} to say how many use it", kpi=kpi)
    if any((year.planned == 0 and year.promised) or (year.use == 0 and year.came) for year in over):
        return said("value came or was promised without any use by {kpi}: it cannot be split", kpi=kpi)
    gaps = [_gap(year) for year in over]
    total, adoption, effect = (sum((getattr(gap, part) for gap in gaps), Fraction(0)) for part in _PARTS)
    days = sum(year.days for year in over)
    return GapSplit(
        kpi=kpi,
        planned_use=float(sum((year.planned * year.days for year in over), Fraction(0)) / days),
        use=float(sum(((year.use or 0) * year.days for year in over), Fraction(0)) / days),
        total=rounded(total, currency),
        adoption=rounded(adoption, currency),
        effect=rounded(effect, currency),
        words=_words(total, adoption, effect, currency),
    )


_PARTS = ("total", "adoption", "effect")


def _gap(year: Used) -> Gap:
    use = year.use or Fraction(0)
    planned_effect = year.promised / year.planned if year.planned else Fraction(0)
    return split_gap(year.planned, planned_effect, use, year.came / use if use else planned_effect)


def _words(total: Fraction, adoption: Fraction, effect: Fraction, currency: str) -> Said:
    if total <= 0:
        return said("{amount} more than promised to date", amount=brief(-total, currency))
    parts = {"gap": brief(total, currency), "adoption": brief(adoption, currency), "effect": brief(effect, currency)}
    if adoption >= effect:
        return said(
            "{gap} behind, most of it because fewer use it than planned ({adoption}); by effect {effect}", **parts
        )
    return said(
        "{gap} behind, most of it because it does less for those who use it ({effect}); by adoption {adoption}", **parts
    )
