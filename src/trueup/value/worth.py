"""Whether an improvement is worth the effort: act, leave, or measure first.

Net benefit by Monte Carlo over the stated distributions; the best set within the budget by its expected net benefit;
the value of information by regression. See docs/explanation/methods/worth.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from trueup.stats.arrays import Floats
from trueup.stats.decision import benefit as stats
from trueup.stats.decision.choose import Chosen, choose, frontier
from trueup.stats.decision.information import LEAST, Worth
from trueup.stats.decision.sensitivity import SCORE_90, Bar, first_order, tornado
from trueup.stats.decision.shapes import Shape
from trueup.value import worth_words as words
from trueup.value.benefit import Terms, net_benefit
from trueup.value.best_set import Lot, amount, best_set
from trueup.value.improvement import WORTH, Improvement, Measure
from trueup.value.knowing import Knowing
from trueup.value.results_worth import (
    Answer,
    BenefitBin,
    ImprovementWorth,
    Information,
    Measuring,
    NetBenefit,
    OptionWorth,
    Swing,
)
from trueup.value.simulation import Simulated, simulate
from trueup.vocabulary import InputError, Said, said

METHOD = "worth 1: Monte Carlo with a Gaussian copula; value of information by spline regression"
DRAWS = 10_000


@dataclass(frozen=True)
class Asked:
    """How to judge: the book's currency, the seed, the draws (`LEAST` or more), and what the past says of predictions.

    `budget` takes the place of that of the document, where one is given.
    """

    currency: str
    seed: int
    draws: int
    factors: Mapping[str, Shape]
    budget: Decimal | None = None

    def __post_init__(self) -> None:
        if self.draws < LEAST:
            raise InputError(
                f"{self.draws:,} draws are too few to say what knowing is worth", where="draws", do=f"take {LEAST:,}"
            )


@dataclass(frozen=True, slots=True)
class About:
    """What the improvement is about: the KPI, its name and unit, and where its value is counted already."""

    kpi: str
    kpi_name: str
    unit: str
    counted_in: str | None


def judgement(document: Improvement, terms: Terms, about: About, asked: Asked) -> Judgement:
    """An improvement under judgement. InputError for one in which nothing is left to choose."""
    simulated = simulate(document, terms, asked.factors, seed=asked.seed, draws=asked.draws)
    if not simulated.options:
        raise InputError("every option was carried out or is ruled out by one that was", where=document.id)
    plain = simulate(document, terms, {}, seed=asked.seed, draws=asked.draws) if asked.factors else None
    return Judgement(document, simulated, plain, about, asked)


@dataclass(frozen=True)
class Judgement:
    """One improvement under judgement; `plain` are the draws before optimism was taken off, where it was."""

    document: Improvement
    simulated: Simulated
    plain: Simulated | None
    about: About
    asked: Asked

    @property
    def lot(self) -> Lot:
        """Its options, to choose from together with those of others."""
        return Lot(self.document.id, self._ids, self.simulated.items, self._limit)

    def result(self) -> ImprovementWorth:
        """The answer, with everything it rests on."""
        document, net = self.document, self._net(self.simulated, self._places)
        return ImprovementWorth(
            id=document.id,
            title=document.name,
            version=int(document.version),
            party=document.party,
            agreement=document.agreement,
            kpi=self.about.kpi,
            kpi_name=self.about.kpi_name,
            unit=self.about.unit,
            slice=str(document.slice),
            answer=self._answer,
            words=self._told(net),
            reasons=tuple(self._reasons(net)),
            about=tuple(self.simulated.options[place].id for place in self._places),
            net=net,
            stated=self._net(self.plain, self._places) if self.plain else None,
            histogram=tuple(self._bins()),
            best=best_set(
                self._chosen, frontier(self.simulated.items, self._limit), self._ids, self._budget, self.asked.currency
            ),
            options=tuple(self._option(place) for place in range(len(self.simulated.options))),
            evpi=self._information("everything", said("everything"), self._knowing.everything()),
            information=self._known,
            measuring=self._measuring,
            at_medians=self._amount(self._bars[0]),
            tornado=tuple(self._swings()),
            interactions=max(0.0, 1 - sum(self._shares.values())) if any(self._shares.values()) else 0.0,
            counted_in=self.about.counted_in,
            seed=self.asked.seed,
            draws=self.asked.draws,
            method=METHOD,
            assumptions=tuple(words.assumptions(self.simulated)),
            notes=tuple(words.notes(self.simulated, self.asked.currency, simplified=self._knowing.simplified)),
        )

    @property
    def _budget(self) -> Decimal | None:
        return self.document.budget if self.asked.budget is None else self.asked.budget

    @property
    def _limit(self) -> float:
        return math.inf if self._budget is None else float(self._budget)

    @cached_property
    def _ids(self) -> tuple[str, ...]:
        return tuple(option.id for option in self.simulated.options)

    @cached_property
    def _chosen(self) -> Chosen:
        return choose(self.simulated.items, self._limit)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """The best set; where that is nothing, the option that comes nearest to being worth it."""
        means = [item.value for item in self.simulated.items]
        return self._chosen.places or (int(np.argmax(means)),)

    @property
    def _titles(self) -> list[str]:
        return [self.simulated.options[place].name for place in self._places]

    @cached_property
    def _knowing(self) -> Knowing:
        return Knowing(self.simulated, None if self._budget is None else float(self._budget))

    @cached_property
    def _known(self) -> tuple[Information, ...]:
        found = [
            self._information(name, words.label(name, self.document), worth)
            for name, worth in self._knowing.inputs().items()
        ]
        return tuple(sorted(found, key=lambda each: (-each.worth, each.input)))

    @cached_property
    def _measuring(self) -> tuple[Measuring, ...]:
        names = self.simulated.shapes
        found = [self._measured(each) for each in self.document.measures if each.input in names]
        return tuple(sorted(found, key=lambda each: (-each.net, each.input)))

    def _measured(self, measure: Measure) -> Measuring:
        worth = self._knowing.measured(measure)
        rate = self.simulated.terms.cost_rate
        cost, takes = float(measure.cost) * rate, float(measure.takes)
        kept = (1 + self.simulated.terms.discount) ** (-takes / 12)
        waiting = (self._chosen.value + worth.value) * (1 - kept)
        net = worth.value - waiting - cost
        name = words.label(measure.input, self.document)
        return Measuring(
            input=measure.input,
            label=name,
            what=measure.what or said("measure the {input}", input=name),
            cost=self._amount(cost),
            takes=takes,
            worth=self._amount(worth.value),
            stderr=self._amount(worth.stderr),
            waiting=self._amount(waiting),
            net=self._amount(net),
            pays=net > 2 * worth.stderr,
        )

    @cached_property
    def _answer(self) -> Answer:
        if self._measuring and self._measuring[0].pays:
            return "measure first"
        return "act" if self._chosen.places else "leave"

    def _told(self, net: NetBenefit) -> Said:
        if self._answer == "measure first":
            return words.measure_first(self._measuring[0], self.asked.currency)
        if self._answer == "leave":
            return words.leave(self._titles[0], net, self.asked.currency)
        return words.act(self._titles, net, self.asked.currency)

    def _reasons(self, net: NetBenefit) -> Iterator[Said]:
        currency = self.asked.currency
        if self._answer == "measure first":
            yield words.otherwise(self._titles if self._chosen.places else (), net, currency)
        yield from (each for each in (words.disagree(net, currency), words.close(net, currency)) if each)
        if self._chosen.places:
            yield words.worst(net, currency)
        if self.simulated.uncertain:
            yield from words.learn(self._known, [each.input for each in self._measuring], currency)
        yield from words.not_measured(self._measuring, currency)
        if self.about.counted_in is not None:
            yield words.counted(self.about.counted_in)

    def _net(self, simulated: Simulated, places: Sequence[int]) -> NetBenefit:
        found = stats.benefit(simulated.of(places))
        return NetBenefit(
            expected=self._amount(found.mean),
            stderr=self._amount(found.stderr),
            p_worth=found.p_positive,
            p10=self._amount(found.p10),
            p50=self._amount(found.p50),
            p90=self._amount(found.p90),
            cvar10=self._amount(found.cvar10),
            n=found.n,
        )

    def _option(self, place: int) -> OptionWorth:
        option, simulated = self.simulated.options[place], self.simulated
        return OptionWorth(
            id=option.id,
            title=option.name,
            net=self._net(simulated, [place]),
            stated=self._net(self.plain, [place]) if self.plain else None,
            spend=self._amount(float(simulated.spent[place])),
            effect=simulated.shapes[f"{option.id}.effect"].mean * self._factor,
            chosen=place in self._chosen.places,
        )

    @property
    def _factor(self) -> float:
        optimism = self.asked.factors.get("optimism")
        return optimism.mean if optimism is not None else 1.0

    def _bins(self) -> Iterator[BenefitBin]:
        edges, shares = stats.histogram(self.simulated.of(self._places))
        for low, high, each in zip(edges[:-1], edges[1:], shares, strict=True):
            yield BenefitBin(low=self._amount(float(low)), high=self._amount(float(high)), share=float(each))

    @cached_property
    def _moving(self) -> dict[str, Shape]:
        """The inputs of what the answer is about."""
        prefixes = tuple(f"{self.simulated.options[place].id}." for place in self._places)
        shapes = self.simulated.shapes
        return {name: each for name, each in shapes.items() if name.startswith(prefixes) or name not in self._own}

    @cached_property
    def _own(self) -> set[str]:
        """The inputs that belong to an option."""
        return {name for name in self.simulated.shapes if name in self.document.quantities() and name != WORTH}

    @cached_property
    def _bars(self) -> tuple[float, tuple[Bar, ...]]:
        options, terms = [self.simulated.options[place] for place in self._places], self.simulated.terms

        def net(inputs: Mapping[str, Floats]) -> Floats:
            return np.asarray(sum(net_benefit(option, inputs, terms) for option in options))

        return tornado(net, self._moving)

    @cached_property
    def _shares(self) -> dict[str, float]:
        names = [name for name in self._moving if name in self.simulated.uncertain]
        known = [self.simulated.inputs[name] for name in names]
        return dict(zip(names, first_order(self.simulated.of(self._places), known), strict=True))

    def _swings(self) -> Iterator[Swing]:
        for bar in self._bars[1]:
            low, high = self._moving[bar.name].quantiles(np.array([-SCORE_90, SCORE_90]))
            yield Swing(
                input=bar.name,
                label=words.label(bar.name, self.document),
                low=float(low),
                high=float(high),
                at_low=self._amount(bar.at_low),
                at_high=self._amount(bar.at_high),
                swing=self._amount(bar.swing),
                share=self._shares.get(bar.name, 0.0),
            )

    def _information(self, name: str, label: Said, worth: Worth) -> Information:
        return Information(
            input=name, label=label, worth=self._amount(worth.value), stderr=self._amount(worth.stderr), n=worth.n
        )

    def _amount(self, value: float) -> Decimal:
        return amount(value, self.asked.currency)
