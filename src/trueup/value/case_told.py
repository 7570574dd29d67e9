"""What came of a business case in sentences: the decisive one first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from trueup.value.brief import brief, share
from trueup.value.case_came import Comparison
from trueup.vocabulary import Said, said


def told(comparison: Comparison, recuts: Sequence[int], sealed: int) -> Iterator[Said]:
    """Benefits, net present value, costs, what nothing measures, and what was re-cut since it was sealed."""
    yield _benefits(comparison)
    yield _npv(comparison)
    yield _costs(comparison)
    yield from _unmeasured(comparison)
    if recuts:
        again = said("once") if len(recuts) == 1 else said("{count} times", count=len(recuts))
        yield said(
            "the case was re-cut {again} since: this compares with version {version}, which was sealed",
            again=again,
            version=sealed,
        )


def _benefits(comparison: Comparison) -> Said:
    promised = sum(comparison.due(comparison.promised[0]), Fraction(0))
    came = sum(comparison.counted, Fraction(0))
    parts = {"came": brief(came, comparison.currency), "promised": brief(promised, comparison.currency)}
    if promised <= 0:
        return said("{came} came; nothing was promised to have come by now", came=parts["came"])
    part = share(came, promised)
    if comparison.happened.attributed:
        return said(
            "of {promised} promised to have come by now, {came} is shown to be caused ({part})", part=part, **parts
        )
    return said("of {promised} promised to have come by now, {came} came ({part})", part=part, **parts)


def _npv(comparison: Comparison) -> Said:
    promised, expected = comparison.npv_promised, comparison.npv_expected
    parts = {
        "promised": brief(promised, comparison.currency),
        "so_far": brief(comparison.npv_so_far, comparison.currency),
        "expected": brief(expected, comparison.currency),
    }
    if all(part == 1 for part in comparison.passed):
        return said("the net present value came to {so_far}; {promised} was promised", **parts)
    return said(
        "the net present value is {so_far} so far, {expected} if the rest comes as promised; {promised} was promised",
        **parts,
    )


def _costs(comparison: Comparison) -> Said:
    promised = sum(comparison.due(comparison.promised[1]), Fraction(0))
    spent = sum(comparison.spent, Fraction(0))
    parts = {"spent": brief(spent, comparison.currency), "promised": brief(promised, comparison.currency)}
    if spent > promised:
        return said("{spent} was spent, more than the {promised} that the case foresaw by now", **parts)
    return said("{spent} was spent of the {promised} that the case foresaw by now", **parts)


def _unmeasured(comparison: Comparison) -> Iterator[Said]:
    """What no objective measures counts as not come, and is said."""
    lost = [each for each in comparison.benefits if not comparison.measured(each)]
    amount = sum((sum(comparison.due(each.flows), Fraction(0)) for each in lost), Fraction(0))
    if amount:
        yield said(
            "{amount} of the benefits promised by now is measured by no objective with a worth, and counts as not come",
            amount=brief(amount, comparison.currency),
        )
