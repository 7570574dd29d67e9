"""Whether improvements are worth the effort: documents, agreements and actuals, handed to the rules of value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

import numpy as np

from trueup.agreements.documents import Agreement, Objective
from trueup.agreements.versions import in_force, known
from trueup.kpis.documents import Kpi
from trueup.scorecard.values import Values
from trueup.stats.decision.shapes import Shape
from trueup.value import follow_up
from trueup.value.benefit import Terms, per_year
from trueup.value.best_set import over_all
from trueup.value.follow_up import Past, Read
from trueup.value.improvement import Improvement, Option
from trueup.value.optimism import optimism
from trueup.value.results_worth import Followed, PartyWorth, Unjudged, Worths
from trueup.value.uncertain import shape_of
from trueup.value.worth import DRAWS, About, Asked, Judgement, judgement
from trueup.vocabulary import Direction, Grain, InputError, UnknownName, day_of, said

MONTH_DAYS = 365.2425 / 12


def worths(
    values: Values,
    *,
    party: str | None = None,
    improvement: str | None = None,
    budget: Decimal | None = None,
    draws: int = DRAWS,
) -> Worths:
    """The answer for every improvement that was known, or for one; of every party, or of one.

    The budget is for one party's options together. UnknownName for an improvement or party that is not there,
    InputError for too few draws, or a budget where nobody says whose it is.
    """
    every = _known(values)
    if improvement is not None:
        party = _named(values, every, improvement).party
    owners = list(dict.fromkeys(each.party for each in every))
    if party is not None and party not in owners:
        values.book.party(party)
        owners = [party]
    chosen = owners if party is None else [party]
    if budget is not None and len(chosen) > 1:
        raise InputError(
            f"there are improvements of {len(chosen)} parties", do=f"say whose money it is: {', '.join(chosen)}"
        )
    moment = values.moment
    return Worths(
        book=values.book.definition.id,
        as_of=moment.as_of,
        known_at=moment.known_at,
        grade=str(values.grade),
        currency=values.book.definition.currency,
        parties=tuple(_party(values, each, every, improvement, budget, draws) for each in chosen),
    )


def followed(values: Values, party: str) -> tuple[Followed, ...]:
    """The options of a party that were carried out: what was predicted, and what came; the earliest first."""
    return _followed(values, [each for each in _known(values) if each.party == party])


def _known(values: Values) -> list[Improvement]:
    versions = (each.known(values.moment.known_at) for each in values.book.improvements.values())
    return [each[-1] for each in versions if each]


def _named(values: Values, every: Sequence[Improvement], id: str) -> Improvement:
    found = next((each for each in every if each.id == values.book.improvement(id).id), None)
    if found is None:
        raise UnknownName(f"the improvement {id!r} was not known at this moment", do="ask for a later moment")
    return found


def _party(
    values: Values,
    party: str,
    every: Sequence[Improvement],
    only: str | None,
    budget: Decimal | None,
    draws: int,
) -> PartyWorth:
    own = [each for each in every if each.party == party]
    past = _followed(values, own)
    told, factors = optimism(past)
    alone = budget if only is not None else None
    asked = Asked(values.book.definition.currency, values.seed, draws, factors, alone)
    judged: list[Judgement] = []
    unjudged: list[Unjudged] = []
    for document in own:
        if only not in (None, document.id):
            continue
        try:
            judged.append(_judgement(values, document, asked))
        except InputError as wrong:
            unjudged.append(_unjudged(document, wrong))
    return PartyWorth(
        party=party,
        improvements=tuple(each.result() for each in judged),
        unjudged=tuple(unjudged),
        best=over_all([each.lot for each in judged], budget, asked.currency),
        followed=past,
        optimism=told,
    )


def _unjudged(document: Improvement, wrong: InputError) -> Unjudged:
    return Unjudged(id=document.id, title=document.name, party=document.party, insufficient=wrong.what)


def _judgement(values: Values, document: Improvement, asked: Asked) -> Judgement:
    known_as = _Known(values, document)
    return judgement(document, known_as.terms, known_as.about, asked)


@dataclass(frozen=True)
class _Known:
    """An improvement with what the book says of its KPI and of the worth of a unit."""

    values: Values
    document: Improvement

    @cached_property
    def agreement(self) -> Agreement | None:
        """The version in force of the agreement that it names, where one was known."""
        versions = self.values.book.agreements.get(self.document.agreement or "")
        moment = self.values.moment
        return in_force(versions.all, moment) if versions and known(versions.all, moment) else None

    @cached_property
    def objective(self) -> Objective | None:
        """The objective that says what a unit is worth: as in force, else as it last stood in a version."""
        if self.document.objective is None or self.document.agreement is None:
            return None
        versions = self.values.book.agreements.get(self.document.agreement)
        every = [*(versions.all if versions else ()), *([self.agreement] if self.agreement else [])]
        found = (each.objective(self.document.objective) for each in reversed(every))
        return next((each for each in found if each is not None), None)

    @property
    def kpi(self) -> Kpi:
        """The KPI that would get better."""
        name = self.document.kpi or (self.objective.kpi if self.objective else "")
        if name not in self.values.kpis:
            raise InputError(f"the KPI {name!r} was not known at this moment", do="ask for a later moment")
        return self.values.kpis[name]

    @property
    def about(self) -> About:
        """What it is about, in words."""
        kpi, place = self.kpi, None
        if self.objective is not None:
            place = f"{self.document.agreement}/{self.objective.id}"
        return About(kpi.id, kpi.name, kpi.unit.name, place)

    @property
    def terms(self) -> Terms:
        """What all of its options share."""
        document = self.document
        rate = float(document.rate.amount) if document.rate is not None else 1.0
        if document.worth is not None:
            shape, grain, until = shape_of(document.worth.per_unit), document.worth.per, None
        else:
            shape, grain, until = self._of_objective()
        own = rate if document.worth is not None else 1.0
        horizon = float(document.horizon)
        return Terms(
            worth=shape,
            per_year=per_year(grain),
            horizon=horizon,
            until=horizon if until is None else _months(self.values.moment.as_of, until),
            discount=float(document.discount),
            rate=own,
            cost_rate=rate,
        )

    def _of_objective(self) -> tuple[Shape, Grain, dt.date | None]:
        worth = self.objective.value if self.objective is not None else None
        if worth is None:
            raise InputError("no version of the agreement that was known says what a unit is worth")
        return Shape("fixed", (float(worth.per_unit),)), Grain(worth.per), worth.until


def _months(start: dt.date, end: dt.date) -> float:
    return max(0.0, (end - start).days / MONTH_DAYS)


def _followed(values: Values, own: Sequence[Improvement]) -> tuple[Followed, ...]:
    found = [row for document in own for row in _of_document(values, document)]
    return tuple(sorted(found, key=lambda each: (each.since, each.improvement, each.option)))


def _of_document(values: Values, document: Improvement) -> Iterator[Followed]:
    for option in document.options:
        if option.done is not None and option.done.from_ < values.moment.as_of:
            before = _as_it_stood(values, document, option)
            try:
                terms = _Known(values, before).terms
            except InputError:
                continue
            read = _read(values, document, option)
            yield follow_up.followed(
                Past(document, before, option), terms, read, values.book.definition.currency, values.seed
            )


def _as_it_stood(values: Values, document: Improvement, option: Option) -> Improvement:
    """The last version that was agreed before the option began to work; else the first that has it."""
    assert option.done is not None
    versions = [each for each in values.book.improvement(document.id).all if each.option(option.id) is not None]
    zone, begin = values.book.definition.zone, option.done.from_
    early = [each for each in versions if each.agreed_at is not None and day_of(each.agreed_at, zone) <= begin]
    return early[-1] if early else versions[0]


def _may_read(values: Values, document: Improvement, kpi: str) -> bool:
    """The customer reads every actual; a provider those that an agreement of its own measures, and no others."""
    party = values.book.parties.get(document.party)
    if party is None or party.role == "customer":
        return True
    versions = (version for each in values.book.agreements.values() for version in known(each.all, values.moment))
    own = (each for each in versions if document.party in each.providers)
    return any(one.kpi == kpi and one.slice.contains(document.slice) for each in own for one in each.objectives)


def _read(values: Values, document: Improvement, option: Option) -> Read:
    """The realised effect by the KPI's actuals, where it is not stated."""
    done = option.done
    assert done is not None
    if done.realised is not None:
        return Read(float(done.realised), said("stated"), None)
    known_as = _Known(values, document)
    kpi = known_as.kpi
    if not _may_read(values, document, kpi.id):
        return Read(
            None, said("not stated"), said("no agreement of the party measures this KPI there: state `realised`")
        )
    if kpi.direction is Direction.maintain:
        return Read(None, said("not stated"), said("a KPI to maintain has no better side: state `realised`"))
    baseline = done.baseline or (known_as.objective.baseline if known_as.objective else None)
    if baseline is None:
        return Read(None, said("not stated"), said("there is no baseline to read actuals against: state one"))
    series = values.series(kpi.id, document.slice).at_grade(values.grade)
    end = min(done.until or values.moment.as_of, values.moment.as_of)
    inside = (series.start >= np.datetime64(done.from_)) & (series.end <= np.datetime64(end))
    count = int(inside.sum())
    if count < follow_up.LEAST:
        return Read(None, said("the KPI's actuals"), follow_up.too_few(count))
    change = kpi.direction.sign * (float(series.value[inside].mean()) - float(baseline.actual))
    words = said(
        "mean of {n} actuals of {kpi} against the baseline; before and after, not shown to be caused",
        n=count,
        kpi=kpi.name,
    )
    return Read(change, words, None)
