"""What always holds of a settlement, whatever was agreed and whatever happened."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.agreements.documents import Agreement
from trueup.agreements.terms import Gate, PerDay, PricedMilestone, Pricing, Timing
from trueup.value.corrections import Stated, correction, history
from trueup.value.results_statement import InvoiceLine, Settled
from trueup.value.settled import Around, Invoiced, settled, statement_of
from trueup.value.settlement import Case, Counted, GateRead, reckon
from trueup.value.settling import Due
from trueup.value.timing import Reached
from trueup.vocabulary import Grade, Moment, Period, said

QUARTER = Period(dt.date(2026, 1, 1), dt.date(2026, 4, 1))
NOW = dt.datetime(2026, 5, 1, 9, tzinfo=dt.UTC)
FEW = settings(max_examples=60, deadline=None)
"""A few of each here; `python -m tests.real.settlements` tries 2,000 of each of the five, 10,000 in all."""

amounts = st.decimals(-100_000, 100_000, places=2)
sums = st.decimals(0, 100_000, places=2)
shares = st.decimals(0, 1, places=3)
days = st.dates(dt.date(2025, 11, 1), dt.date(2026, 6, 1))


@st.composite
def splits(draw: st.DrawFn) -> dict[str, Decimal]:
    """Parts of three providers that add up to 1."""
    first = draw(shares)
    second = draw(st.decimals(0, 1 - first, places=3))
    return {"gear": first, "cog": second, "wheel": 1 - first - second}


@st.composite
def pricings(draw: st.DrawFn) -> Pricing:
    """Terms of every kind, within what a book accepts."""
    floor, cap = sorted((draw(amounts), draw(amounts)))
    base = draw(st.decimals(floor, cap, places=2))
    gate = Gate(id="q", kpi="quality", at_least=Decimal(95), otherwise=draw(shares))
    milestone = PricedMilestone(
        id="m", go_live=True, amount=draw(sums) + 1, by=draw(days | st.none()), parts=draw(splits())
    )
    timing = Timing(
        id="t",
        go_live=True,
        by=draw(days),
        early=PerDay(per_day=draw(sums) + 1, max=draw(st.none() | sums.map(lambda each: each + 1))),
        late=PerDay(per_day=draw(sums) + 1, max=draw(st.none() | sums.map(lambda each: each + 1))),
    )
    return Pricing(
        base=base,
        target=draw(st.none() | sums | st.just("promised")),
        share=draw(shares),
        share_loss=draw(st.none() | shares),
        deadband=draw(shares),
        mode=draw(st.sampled_from(["excess", "first_dollar"])),
        gates=(gate,),
        milestones=(milestone,) if draw(st.booleans()) else (),
        bonuses=(timing,) if draw(st.booleans()) else (),
        floor=floor if draw(st.booleans()) else None,
        cap=cap if draw(st.booleans()) else None,
        parts=draw(splits()),
    )


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A period of one agreement with two objectives, a gate, and something reached or not."""
    pricing = draw(pricings())
    agreement = Agreement(id="press", title="New press", customer="mill", effective=QUARTER.start, pricing=pricing)
    passed = draw(st.sampled_from([(True, True), (False, True), (False, False)]))
    day = draw(days | st.none())
    return Case(
        due=Due(agreement, pricing, QUARTER, QUARTER),
        currency=draw(st.sampled_from(["EUR", "JPY", "KWD"])),
        parts=pricing.parts,
        counted=tuple(draw(counted(name)) for name in ("one", "two")),
        gates=(GateRead(pricing.gates[0], *passed, said("quality")),),
        reached={name: Reached("go-live", day) for name in ("m", "t")},
    )


@st.composite
def counted(draw: st.DrawFn, name: str) -> Counted:
    """What an objective was worth, on two sides of a dispute."""
    low, high = sorted((draw(amounts), draw(amounts)))
    promised = Fraction(draw(sums))
    return Counted(name, name, "realised", Grade.attested, promised, Fraction(low), Fraction(high), "hand-made")


def stated(case: Case, invoices: dict[str, Decimal] | None = None) -> Settled:
    """The settlement of a case as it is shown."""
    lines = tuple(InvoiceLine(party=party, what="licence", amount=each) for party, each in (invoices or {}).items())
    around = Around("mill", Moment(dt.date(2026, 5, 1), NOW), "mill", {})
    return settled(case, around, Invoiced(lines, "payments"), "ready", statement="press-2026-q1", number=1)


@FEW
@given(cases(), st.dictionaries(st.sampled_from(["gear", "cog"]), amounts.map(lambda each: each.quantize(Decimal(1)))))
def test_interim_and_true_up_make_the_fee_for_everybody(case, invoices):
    found = stated(case, invoices)
    assert found.invoiced + found.true_up == found.fee
    for part in found.parts:
        assert part.invoiced + part.true_up == part.fee
    # the document refuses what does not add up
    assert statement_of(found, NOW).due == found.due


@FEW
@given(cases())
def test_every_column_adds_up_and_the_fee_keeps_within_floor_and_cap(case):
    found = stated(case)
    pricing = case.due.pricing
    assert sum(line.amount for line in found.clauses) == found.fee
    for column in ("fee", "held", "invoiced", "true_up", "due"):
        assert sum(getattr(part, column) for part in found.parts) == getattr(found, column)
    slack = Decimal(1) if case.currency == "JPY" else Decimal(0)
    assert pricing.floor is None or found.fee >= pricing.floor - slack
    assert pricing.cap is None or found.fee <= pricing.cap + slack


@FEW
@given(cases(), sums, sums)
def test_more_value_never_earns_less_nor_holds_a_negative_part(case, more, most):
    first, *rest = case.counted
    richer = replace(first, low=first.low + Fraction(more), high=first.high + Fraction(more) + Fraction(most))
    before, after = reckon(case), reckon(replace(case, counted=(richer, *rest)))
    assert after.bill.fee >= before.bill.fee
    assert before.held >= 0
    assert after.held >= 0


@FEW
@given(cases())
def test_the_order_of_the_evidence_does_not_matter(case):
    turned = replace(case, counted=case.counted[::-1])
    assert reckon(turned) == reckon(case)


@FEW
@given(cases(), cases())
def test_statement_and_correction_make_what_is_known_now(before, after):
    now = replace(before, counted=after.counted, gates=after.gates)
    first = statement_of(stated(before, {"gear": Decimal(100)}), NOW)
    was = history([first])[QUARTER]
    paid = Invoiced((InvoiceLine(party="gear", what="licence", amount=Decimal(100)),), "payments")
    line = correction(was, reckon(now), paid, "evidence")
    low, high = reckon(now).bill.fee, reckon(now).bill.fee + reckon(now).held
    fee = was.fee if line is None else line.fee
    # money moves only by what is no longer in dispute
    assert low <= fee <= high
    assert fee == min(max(was.fee, low), high)
    assert line is None or sum(line.parts.values()) == line.amount == line.fee - was.fee
    assert line is None or line.fee + line.held == high


def test_a_dispute_that_comes_later_moves_nothing_until_it_is_answered():
    pricing = Pricing(share=Decimal("0.2"))
    agreement = Agreement(id="press", title="New press", customer="mill", effective=QUARTER.start, pricing=pricing)
    due = Due(agreement, pricing, QUARTER, QUARTER)

    def case(low: int, high: int) -> Case:
        value = Counted("o", "o", "realised", Grade.attested, Fraction(1), Fraction(low), Fraction(high), "")
        return Case(due, "EUR", {"gear": Decimal(1)}, (value,))

    was = history([statement_of(stated(case(1000, 1000)), NOW)])[QUARTER]
    nothing = Invoiced((), "payments")
    held = correction(was, reckon(case(800, 1000)), nothing, "disputed")
    assert held is None
    lost = correction(was, reckon(case(800, 800)), nothing, "answered")
    assert lost is not None
    assert (lost.amount, lost.fee, lost.held) == (Decimal(-40), Decimal(160), 0)
    assert isinstance(was, Stated)
