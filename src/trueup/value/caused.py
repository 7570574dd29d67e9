"""From what a method finds to what the verdict takes in: sums at each grade, and the sentence that says it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from trueup.agreements.amounts import Sum, rounded
from trueup.agreements.caused import Caused
from trueup.agreements.results import AttributedEffect, Range
from trueup.value.attributed import Attributed
from trueup.value.attribution import Answer, Matter
from trueup.value.declared import Declared
from trueup.value.results_attribution import DeclaredResult
from trueup.value.shown import found_of, to_date
from trueup.vocabulary import Figure, Grade, Money, Said, said

LATE = said("the method was chosen after the result was known")


def caused_of(
    matter: Matter,
    counting: Answer | None,
    after: Answer | None,
    realised: Mapping[Grade, Sum] | None,
    currency: str,
    grade: Grade,
) -> Caused:
    """What was caused of one objective to date. `counting` is by what was declared in time, `after` by a later choice.

    Where before against after was all that was declared in time, that stays what counts; where nothing was, or what
    was cannot be computed, nothing counts, and `lacks` says why.
    """
    chosen = counting or after
    assert chosen is not None, "callers ask where a counterfactual is agreed on"
    shown = found_of(matter, chosen, currency, grade)
    decides = counting is not None or matter.declared.counting is None
    lacks = chosen.lacks if counting is not None else LATE if decides else None
    attributed = chosen.attributed if counting is not None else None
    days = to_date(matter)
    return Caused(
        shown=AttributedEffect(
            method=shown.method,
            declared="before_result" if counting is not None else "after_result",
            decides=decides,
            average=shown.average,
            money=shown.money,
            p_placebo=shown.p_placebo,
            words=said(
                "{title}: {words}",
                title=matter.promise.title,
                words=sentence(matter, chosen, realised, currency, grade, in_time=counting is not None),
            ),
            lacks=lacks,
            fails_if=shown.fails_if,
        ),
        at_grade={each: attributed.sum(days, each) for each in Grade} if attributed else {},
        earned={each: attributed.earned(days, each) for each in Grade} if attributed else {},
        decides=decides,
        lacks=lacks,
    )


def declared_of(found: Declared) -> DeclaredResult:
    """When the method was declared, in words."""
    chosen = found.counting or found.current
    return DeclaredResult(
        version=chosen.version,
        at=chosen.at,
        before_result=found.counting is not None,
        result_known=found.known,
        words=_declared(found),
    )


def _declared(found: Declared) -> Said:
    chosen = found.counting or found.current
    if found.counting is None:
        return said("version {version} declares it when the result was known already", version=chosen.version)
    if not chosen.said.agreed:
        words = said("no counterfactual was declared before the result was known")
    elif found.known is None:
        words = said("version {version} declares it, and no result is known yet", version=chosen.version)
    else:
        words = said("version {version} declared it before the result was known", version=chosen.version)
    if not found.chosen_after:
        return words
    late = said("version {version} changed it afterwards, which does not count", version=found.current.version)
    return said("{words}; {late}", words=words, late=late)


def sentence(
    matter: Matter,
    chosen: Answer,
    realised: Mapping[Grade, Sum] | None,
    currency: str,
    grade: Grade,
    *,
    in_time: bool,
) -> Said:
    """What was caused of what was realised: the figure that a sceptic asks for first."""
    if chosen.attributed is None:
        lacks = chosen.lacks or said("there is no figure")
        return said("what was caused cannot be told yet: {lacks}", lacks=lacks)
    if realised is None:
        return said("no worth is agreed, so what was caused has no amount")
    words = _compared(matter, chosen.attributed, realised[grade], currency, grade)
    return words if in_time else said("{words}; {late}, so it does not count", words=words, late=LATE)


def _compared(matter: Matter, attributed: Attributed, realised: Sum, currency: str, grade: Grade) -> Said:
    caused = attributed.sum(to_date(matter), grade)
    was, amount = _money(realised.expected, currency), _range(caused.range(currency), currency)
    if not caused.measured:
        return said("nothing after the start is at grade {grade} yet", grade=said(grade.name))
    if caused.low_end > realised.expected:
        return said(
            "{amount} was caused by the agreement, more than the {was} realised: without it, it would have got worse",
            amount=amount,
            was=was,
        )
    if realised.expected > 0 and caused.expected * 2 <= realised.expected and attributed.compares:
        return said(
            "what it is compared with improved as well: of {was} realised, {amount} was caused by the agreement",
            was=was,
            amount=amount,
        )
    return said("of {was} realised, {amount} was caused by the agreement", was=was, amount=amount)


def _range(found: Range, currency: str) -> Said | Figure:
    expected = Figure(Money(found.expected, currency))
    if found.low == found.high:
        return expected
    low, high = Figure(Money(found.low, currency)), Figure(Money(found.high, currency))
    return said("{expected} ({low} to {high})", expected=expected, low=low, high=high)


def _money(amount: Fraction, currency: str) -> Figure:
    return Figure(Money(rounded(amount, currency), currency))
