"""A simulated deal as it is published: figures rounded once, and what a party should know before it signs, in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from trueup.agreements.amounts import rounded
from trueup.stats.arrays import Bools
from trueup.value.deal import Floats, Range, Simulated, Slot, Split, curve, fees_of, shares, split
from trueup.value.pricing import money, percent
from trueup.value.results_deal import (
    Deal,
    DealFinding,
    DealPeriod,
    DrawnAmount,
    Jump,
    PayOff,
    RiskShare,
    SharingRule,
    SideOfDeal,
)
from trueup.vocabulary import Figure, said
from trueup.vocabulary.money import exact

Z95 = 1.959963984540054
NEAR = 0.1
"""How near to an edge of the deadband, in deadbands, a value counts as near."""
CURVED = 0.01
"""From which part of the fee of the expected value on it is worth saying that the expected fee is another."""
OFTEN = 0.25


@dataclass(frozen=True, slots=True)
class About:
    """What a simulation is of, and what it rests on."""

    book: str
    agreement: str
    title: str
    version: int
    as_of: dt.date
    known_at: dt.datetime | None
    currency: str
    customer: str
    provider: str
    seed: int
    reach: tuple[float, float, float] | None = None
    notes: tuple[str, ...] = ()


def told(simulated: Simulated, about: About) -> Deal:
    """Everything about a deal: fee, both sides, risk, sharing rule, pay-off curves and findings."""
    return _Telling(simulated, about).deal()


class _Telling:
    """One deal being told: what several figures need is worked out once."""

    def __init__(self, simulated: Simulated, about: About) -> None:
        self.simulated, self.about = simulated, about
        self.fees = simulated.fees()
        self.at_expected = simulated.at_expected()
        self.capped, self.floored = simulated.without_cap() - self.fees, self.fees - simulated.without_floor()

    def money(self, amount: float) -> Decimal:
        """An amount rounded to the minor unit."""
        return rounded(exact(float(amount)), self.about.currency)

    def spread(self, draws: Floats) -> DrawnAmount:
        """An amount over all draws."""
        mean, error = float(draws.mean()), Z95 * float(draws.std(ddof=1)) / len(draws) ** 0.5
        low, middle, high = (self.money(each) for each in np.quantile(draws, (0.1, 0.5, 0.9)))
        ends = self.money(mean - error), self.money(mean + error)
        return DrawnAmount(expected=self.money(mean), low=ends[0], high=ends[1], p10=low, p50=middle, p90=high)

    def deal(self) -> Deal:
        """The whole result."""
        simulated, about = self.simulated, self.about
        chart = _charted(simulated.slots)
        quantiles = np.quantile(simulated.values[:, simulated.slots.index(chart)], (0.1, 0.5, 0.9))
        range_ = shares(simulated) if simulated.stated.provider_cost is not None else None
        return Deal(
            book=about.book,
            agreement=about.agreement,
            title=about.title,
            version=about.version,
            as_of=about.as_of,
            known_at=about.known_at,
            currency=about.currency,
            customer=about.customer,
            provider=about.provider,
            draws=len(simulated.values),
            seed=about.seed,
            reach=about.reach,
            periods=tuple(self.period(at, slot) for at, slot in enumerate(simulated.slots)),
            value=self.spread(simulated.values.sum(axis=1)),
            fee=self.spread(self.fees.sum(axis=1)),
            fee_at_expected=self.money(self.at_expected.sum()),
            p_cap=_any(self.capped),
            p_floor=_any(self.floored),
            cap_takes=self.money(self.capped.sum(axis=1).mean()),
            floor_gives=self.money(self.floored.sum(axis=1).mean()),
            customer_side=self.customer(),
            provider_side=self.provider(),
            risk=_risk(split(simulated, self.fees)),
            jumps=tuple(self.jumps(chart)),
            sharing=self.sharing(range_),
            payoff=tuple(self.payoff(chart)),
            payoff_value=(self.money(quantiles[0]), self.money(quantiles[1]), self.money(quantiles[2])),
            findings=tuple(self.findings(chart)),
            notes=about.notes,
        )

    def period(self, at: int, slot: Slot) -> DealPeriod:
        """One settlement period."""
        return DealPeriod(
            label=slot.label,
            period=slot.period,
            promised=self.money(slot.promised),
            value=self.spread(self.simulated.values[:, at]),
            fee=self.spread(self.fees[:, at]),
            fee_at_expected=self.money(self.at_expected[at]),
            p_cap=_share(self.capped[:, at] > 0),
            p_floor=_share(self.floored[:, at] > 0),
        )

    def customer(self) -> SideOfDeal:
        """What the customer has."""
        stated = self.simulated.stated
        expected = float(self.simulated.values.sum(axis=1).mean()) - float(self.at_expected.sum())
        draws = self.simulated.customer(self.fees)
        return self.side(stated.customer_cost, stated.customer_needs, draws, expected - stated.customer_cost)

    def provider(self) -> SideOfDeal:
        """What the provider has, where it says what it costs."""
        stated, draws = self.simulated.stated, self.simulated.provider(self.fees)
        if draws is None or stated.provider_cost is None:
            return SideOfDeal(cost=None, needs=None, net=None, net_at_expected=None, p_short=None, better_off=None)
        at_expected = float(self.at_expected.sum()) - stated.provider_cost
        return self.side(stated.provider_cost, stated.provider_needs, draws, at_expected)

    def side(self, cost: float, needs: float, draws: Floats, at_expected: float) -> SideOfDeal:
        """One side."""
        return SideOfDeal(
            cost=self.money(cost),
            needs=self.money(needs),
            net=self.spread(draws),
            net_at_expected=self.money(at_expected),
            p_short=_share(draws < needs),
            better_off=bool(draws.mean() >= needs),
        )

    def jumps(self, chart: Slot) -> Iterator[Jump]:
        """Where the fee of a whole period jumps."""
        terms, values = chart.terms, self.simulated.values[:, self.simulated.slots.index(chart)]
        target, band = float(terms.target), float(terms.deadband)
        for edge, by in zip((target - band, target + band), terms.jump, strict=True):
            if by:
                near = _share(np.abs(values - edge) <= NEAR * band)
                yield Jump(at=self.money(edge), by=self.money(float(by)), p_near=near)

    def payoff(self, chart: Slot) -> Iterator[PayOff]:
        """The pay-off curves of one whole period; own costs fall on it by its part of all days."""
        values = self.simulated.values[:, self.simulated.slots.index(chart)]
        low, high = np.quantile(values, (0.005, 0.995))
        edge = 0.05 * (high - low) or max(1.0, abs(float(high)))
        part = chart.period.days / sum(slot.period.days for slot in self.simulated.slots)
        stated = self.simulated.stated
        points = curve(chart, min(float(low) - edge, 0.0), float(high) + edge)
        for value, fee in zip(points.tolist(), fees_of(points, chart).tolist(), strict=True):
            own = None if stated.provider_cost is None else self.money(fee - part * stated.provider_cost)
            customer = self.money(value - fee - part * stated.customer_cost)
            yield PayOff(value=self.money(value), fee=self.money(fee), customer=customer, provider=own)

    def sharing(self, found: Range | None) -> SharingRule:
        """The shares at which both are better off, in words."""
        share = float(self.simulated.slots[-1].terms.share)
        if found is None:
            words = said("what the provider needs is not stated: --provider-cost says it, and it is kept nowhere")
            return SharingRule(share=share, least=None, most=None, words=words)
        if found.both:
            words = said(
                "both may expect what they need at a share of {least} to {most}; the terms say {share}",
                least=percent(exact(found.least or 0.0)),
                most=percent(exact(found.most or 0.0)),
                share=percent(exact(share)),
            )
            return SharingRule(share=share, least=found.least, most=found.most, words=words)
        return SharingRule(share=share, least=None, most=None, words=self.no_rule(found))

    def no_rule(self, found: Range) -> str:
        """Why no share suits both."""
        stated, value = self.simulated.stated, float(self.simulated.values.sum(axis=1).mean())
        left = (
            value - stated.customer_cost - stated.customer_needs - (stated.provider_cost or 0) - stated.provider_needs
        )
        if left < 0:
            return said(
                "no share suits both: the deal is expected to bring {short} less than they need together",
                short=money(exact(-left)),
            )
        if found.least is None:
            most = float(self.simulated.fees(1.0).sum(axis=1).mean())
            short = (stated.provider_cost or 0) + stated.provider_needs - most
            return said(
                "no share suits both: even at 100 % the provider is expected to lack {short}, because the cap or the "
                "target keeps the fee down; move them",
                short=money(exact(short)),
            )
        if found.most is None:
            return said(
                "no share suits both: even at 0 % the customer is expected to pay more than it can bear, because of "
                "base and floor; move them"
            )
        return said(
            "no share suits both: the provider needs {least} or more, the customer can give {most} at most; another "
            "cap, floor or base may",
            least=percent(exact(found.least)),
            most=percent(exact(found.most)),
        )

    def findings(self, chart: Slot) -> Iterator[DealFinding]:
        """What a party should know, the gravest first."""
        provider, customer = self.provider(), self.customer()
        yield from self.bent(provider, customer)
        for name, side in ((self.about.provider, provider), (self.about.customer, customer)):
            yield from self.short(name, side)
        yield from self.curved()
        for jump in self.jumps(chart):
            words = said(
                "where value crosses {at} the fee of a period jumps by {by}: there one unit of money decides",
                at=money(exact(float(jump.at))),
                by=money(exact(float(jump.by))),
            )
            yield DealFinding(code="jump", words=words)

    def bent(self, provider: SideOfDeal, customer: SideOfDeal) -> Iterator[DealFinding]:
        """Good if value comes exactly as expected, bad over all that may happen: because of the cap, or the floor."""
        if _only_at_expected(provider) and self.capped.sum() > 0:
            yield DealFinding(
                code="bad_at_the_cap", words=self.bent_words(self.about.provider, provider, self.cap_words())
            )
        if _only_at_expected(customer) and self.floored.sum() > 0:
            words = self.bent_words(self.about.customer, customer, self.floor_words())
            yield DealFinding(code="bad_at_the_floor", words=words)

    def bent_words(self, name: str, side: SideOfDeal, because: str) -> str:
        """Both figures, and what lies between them."""
        assert side.net is not None
        assert side.net_at_expected is not None
        assert side.needs is not None
        return said(
            "it looks good on expectation and is not: if value comes as expected {name} has {good} more than it needs, "
            "over all that may happen {bad} less; {because}",
            name=name,
            good=money(side.net_at_expected - side.needs),
            bad=money(side.needs - side.net.expected),
            because=because,
        )

    def cap_words(self) -> str:
        """How often the cap holds, and what it takes."""
        held = self.capped.sum(axis=1)
        return said(
            "the cap holds in {p} of the cases and takes {takes} each time, and nothing makes up for it when value "
            "falls short",
            p=_percent(_any(self.capped)),
            takes=money(exact(float(held[held > 0].mean()))),
        )

    def floor_words(self) -> str:
        """How often the floor holds, and what it costs."""
        held = self.floored.sum(axis=1)
        return said(
            "the floor holds in {p} of the cases and costs {gives} each time",
            p=_percent(_any(self.floored)),
            gives=money(exact(float(held[held > 0].mean()))),
        )

    def short(self, name: str, side: SideOfDeal) -> Iterator[DealFinding]:
        """A side that may not expect what it needs, or often has less."""
        if side.net is None or side.needs is None or side.p_short is None:
            return
        if not side.better_off:
            words = said(
                "{name} may expect {short} less than it needs",
                name=name,
                short=money(side.needs - side.net.expected),
            )
            yield DealFinding(code="not_better_off", words=words)
        elif side.p_short >= OFTEN:
            words = said("in {p} of the cases {name} has less than it needs", name=name, p=_percent(side.p_short))
            yield DealFinding(code="may_fall_short", words=words)

    def curved(self) -> Iterator[DealFinding]:
        """The expected fee is not the fee of the expected value."""
        at, expected = float(self.at_expected.sum()), float(self.fees.sum(axis=1).mean())
        if abs(expected - at) > CURVED * max(abs(at), 1.0):
            words = said(
                "the expected fee is {expected}, the fee of the expected value {at}: plan with the first",
                expected=money(exact(expected)),
                at=money(exact(at)),
            )
            yield DealFinding(code="curved", words=words)


def _charted(slots: Sequence[Slot]) -> Slot:
    """The period whose pay-off is drawn: the last whole one, else the longest."""
    whole = [slot for slot in slots if slot.part == 1]
    return whole[-1] if whole else max(slots, key=lambda slot: slot.part)


def _only_at_expected(side: SideOfDeal) -> bool:
    if side.net is None or side.net_at_expected is None or side.needs is None:
        return False
    return side.net_at_expected >= side.needs > side.net.expected


def _risk(found: Split | None) -> RiskShare | None:
    if found is None:
        return None
    return RiskShare(
        variance_customer=1 - found.variance,
        variance_provider=found.variance,
        shortfall_customer=1 - found.shortfall,
        shortfall_provider=found.shortfall,
        surplus_customer=1 - found.surplus,
        surplus_provider=found.surplus,
    )


def _any(held: Floats) -> float:
    return _share(np.asarray((held > 0).any(axis=1)))


def _share(which: Bools) -> float:
    return float(which.mean())


def _percent(share: float) -> Figure:
    return Figure(f"{share:.0%}".replace("%", " %"))
