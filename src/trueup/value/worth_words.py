"""The answer in words: act, leave, or measure first; and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from trueup.value.benefit import OPTIMISM, OVERRUN
from trueup.value.improvement import WORTH, Improvement
from trueup.value.results_worth import Information, Measuring, NetBenefit
from trueup.value.simulation import Simulated
from trueup.vocabulary import Figure, Said, joined, said
from trueup.vocabulary.money import short

Titles = Sequence[str]


def money(amount: Decimal, currency: str) -> Figure:
    """An amount in three digits with its currency."""
    return Figure(f"{short(amount)} {currency}")


def share(value: float) -> Figure:
    """A probability in per cent; the last per cent at either end is never rounded away."""
    if 0 < value < 0.01:
        return Figure("<1 %")
    return Figure(">99 %" if 0.99 < value < 1 else f"{value * 100:.0f} %")


def label(name: str, document: Improvement) -> Said:
    """An input in words."""
    shared = {
        WORTH: said("what a unit is worth"),
        OPTIMISM: said("how optimistic predictions of effects are"),
        OVERRUN: said("how optimistic predictions of costs are"),
    }
    if name in shared:
        return shared[name]
    option, _, what = name.rpartition(".")
    found = document.option(option)
    return said("{what} of {option}", what=_WHAT[what], option=found.name if found else option)


_WHAT = {
    "effect": said("effect"),
    "cost": said("cost"),
    "running": said("running cost"),
    "delay": said("delay"),
    "duration": said("duration"),
}


def act(titles: Titles, net: NetBenefit, currency: str) -> Said:
    """Do these."""
    return said(
        "Act: {options}. It is expected to bring {expected} more than it costs ({low} to {high} in eight cases of "
        "ten), and is worth it with a probability of {p}.",
        options=joined(titles, ", "),
        expected=money(net.expected, currency),
        low=money(net.p10, currency),
        high=money(net.p90, currency),
        p=share(net.p_worth),
    )


def leave(title: str, net: NetBenefit, currency: str) -> Said:
    """None of them brings more than it costs."""
    if net.expected >= 0:
        return said(
            "Leave it: no option brings more than it costs within the budget. Best without it: {option}, expected to "
            "bring {expected} more than it costs.",
            option=title,
            expected=money(net.expected, currency),
        )
    return said(
        "Leave it: no option is expected to bring more than it costs. The best, {option}, falls short by {short}, and "
        "is worth it with a probability of {p}.",
        option=title,
        short=money(-net.expected, currency),
        p=share(net.p_worth),
    )


def measure_first(measuring: Measuring, currency: str) -> Said:
    """Learn more before deciding."""
    return said(
        "Measure first: {what} ({input}), for {cost}. What it shows is worth {worth} before deciding, {net} more than "
        "measuring costs; it may cost {worth} at most.",
        what=measuring.what,
        input=measuring.label,
        cost=money(measuring.cost, currency),
        worth=money(measuring.worth, currency),
        net=money(measuring.net, currency),
    )


def otherwise(titles: Titles, net: NetBenefit, currency: str) -> Said:
    """What to do if it cannot be measured."""
    if not titles:
        return said("Without measuring: leave it, no option is expected to bring more than it costs.")
    return said(
        "Without measuring: do {options}, expected to bring {expected} more than it costs.",
        options=joined(titles, ", "),
        expected=money(net.expected, currency),
    )


def disagree(net: NetBenefit, currency: str) -> Said | None:
    """Where the mean and the odds point different ways."""
    expected, p = money(net.expected, currency), share(net.p_worth)
    if net.expected > 0 and net.p_worth < 0.5:
        return said(
            "It gains on average ({expected}) and yet is more likely not worth it (P {p}): few large gains carry it.",
            expected=expected,
            p=p,
        )
    if net.expected <= 0 and net.p_worth >= 0.5:
        return said(
            "It is more likely worth it than not (P {p}) and yet loses on average ({expected}): few large losses do "
            "it.",
            expected=expected,
            p=p,
        )
    return None


def worst(net: NetBenefit, currency: str) -> Said:
    """The bad end."""
    return said("In the worst tenth of cases it comes to {amount} on average.", amount=money(net.cvar10, currency))


def close(net: NetBenefit, currency: str) -> Said | None:
    """Where the simulation does not tell the sign."""
    if abs(net.expected) > 2 * net.stderr or not net.stderr:
        return None
    return said(
        "The expected net benefit is within the error of the simulation (± {error}): ask for more draws.",
        error=money(2 * net.stderr, currency),
    )


def learn(information: Sequence[Information], measured: Sequence[str], currency: str) -> Iterator[Said]:
    """Which inputs are worth knowing, and what finding out may cost."""
    telling = [each for each in information if each.worth > 2 * each.stderr and each.worth > 0][:3]
    for each in telling:
        figures = {"input": each.label, "worth": money(each.worth, currency)}
        if each.input in measured:
            yield said("To know {input} exactly would be worth {worth}.", **figures)
        else:
            yield said(
                "To know {input} exactly would be worth {worth}: measuring it pays only if it costs less.", **figures
            )
    if not telling:
        yield said("No single input would change the decision if it were known: measuring does not pay.")


def not_measured(measuring: Sequence[Measuring], currency: str) -> Iterator[Said]:
    """Measurements that cost more than they are worth."""
    for each in measuring:
        if not each.pays:
            yield said(
                "{What} does not pay: it costs {cost} and is worth {worth}.",
                What=each.what,
                cost=money(each.cost + each.waiting, currency),
                worth=money(each.worth, currency),
            )


def counted(place: str) -> Said:
    """Where the same money is counted."""
    return said(
        "What it brings shows up in the realised value of {place} too: do not add the two.",
        place=place,
    )


def assumptions(simulated: Simulated) -> Iterator[Said]:
    """What the figures rest on."""
    terms = simulated.terms
    yield said(
        "Benefits and costs count for {horizon} months from the decision, discounted at {rate} a year.",
        horizon=Figure(f"{terms.horizon:g}"),
        rate=Figure(f"{terms.discount * 100:g} %"),
    )
    if terms.until < terms.horizon:
        yield said(
            "A unit is worth something for {months} months more: the agreement says until when.",
            months=Figure(f"{terms.until:.1f}"),
        )
    if simulated.document.correlations:
        yield said("Inputs are independent but for the correlations that are stated.")
    else:
        yield said("Inputs are independent: no correlation is stated.")
    if len(simulated.options) > 1:
        yield said("Effects of several options add up.")
    if simulated.document.measures:
        yield said("Whoever measures first decides later by as much, and the horizon moves along.")


def notes(simulated: Simulated, currency: str, *, simplified: bool) -> Iterator[Said]:
    """What to know before reading them."""
    if not simulated.uncertain:
        yield said("No input is uncertain: this is one sum, and there is nothing to simulate.")
    joint = simulated.correlated
    if not joint.was_possible:
        yield said(
            "The stated correlations cannot all hold: the nearest that can were used, off by up to {by}.",
            by=Figure(f"{joint.moved:.2f}"),
        )
    if simplified:
        yield said("So many options are linked that what knowing is worth was found for each by itself.")
    rate = simulated.document.rate
    if rate is not None:
        yield said(
            "Amounts in {currency} were converted at {rate} {its} of {day}.",
            currency=simulated.document.currency or currency,
            rate=Figure(f"{rate.amount}"),
            its=currency,
            day=rate.on,
        )
