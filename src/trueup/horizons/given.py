"""Answers and efforts as somebody gives them, and what keeps one from counting.

The same rules hold for a command, a form, a program and a source: what is refused at one door is refused at all.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from trueup.agreements.words import number as figure
from trueup.horizons import sus
from trueup.horizons.checklists import items_of
from trueup.horizons.stakeholder_rules import tells_a_win
from trueup.horizons.stakeholders import Criterion, HorizonLevel, Sides, Stakeholders
from trueup.vocabulary import Figure, Said, did_you_mean, said
from trueup.vocabulary.horizon import HORIZONS

LONGEST = 100_000
"""Hours of one effort: who has more has mistaken the unit."""
MOST = Decimal(10) ** 15
_SEAL = said("says what a person wants: take it out, and seal it to your own party (trueup horizons wins add)")
Amiss = tuple[str, str, str | None]
"""Column, reason and value of what cannot count."""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """One answer to one criterion, or to an item of it; `line` says where it stands.

    `person` is who answered (or, of `people`, who is meant); without it the party answers as a whole. `n` people and
    `stderr` stand behind a figure that was summed up elsewhere. Checklists are answered by 1 (yes) or 0 (no).
    """

    criterion: str
    value: float
    answered_on: dt.date
    reported_by: str
    item: str | None = None
    person: str | None = None
    n: int | None = None
    stderr: float | None = None
    who: str | None = None
    note: str | None = None
    ref: str | None = None
    horizon: str | None = None
    line: int | str = 1


@dataclass(frozen=True, slots=True)
class GivenEffort:
    """What a party spent at a horizon on a day: hours, money or both. `ref` tells it from another of the same day."""

    horizon: str
    party: str
    spent_on: dt.date
    hours: float | None = None
    amount: Decimal | None = None
    currency: str | None = None
    what: str | None = None
    ref: str | None = None
    line: int | str = 1


def answer_amiss(versions: Sequence[Stakeholders], sides: Sides, given: GivenAnswer) -> Amiss | None:
    """What keeps an answer from counting under every version of the document; said of the latest. None: it counts."""
    found = [_answer(document, sides, given) for document in versions]
    return None if None in found or not found else found[0]


def effort_amiss(sides: Sides, given: GivenEffort) -> Amiss | None:
    """What keeps an effort from counting. None: it counts."""
    if given.horizon not in HORIZONS:
        return "horizon", _no(said("horizon"), given.horizon, HORIZONS), given.horizon
    return _stranger("party", given.party, sides) or _spent(given) or _win("what", given.what)


def _answer(document: Stakeholders, sides: Sides, given: GivenAnswer) -> Amiss | None:
    known = {criterion.id: (level, criterion) for level, criterion in document.criteria()}
    if given.criterion not in known:
        return "criterion", _no(said("criterion"), given.criterion, known), given.criterion
    level, criterion = known[given.criterion]
    if criterion.measured:
        reason = said("is measured by {binding}: nobody answers it", binding=criterion.kind)
        return "criterion", reason, given.criterion
    if given.horizon not in (None, level.horizon):
        return "horizon", said("the criterion is one of {level}", level=level.horizon), given.horizon
    return (
        _stranger("reported_by", given.reported_by, sides)
        or _place(document, level, criterion, given)
        or _value(criterion, given)
        or _people(criterion, given)
        or _win("note", given.note)
    )


def _no(what: Said, name: str, known: Collection[str]) -> Said:
    some = ", ".join(list(known)[:8]) or said("none")
    hint = did_you_mean(name, known) or said("there are: {names}", names=some)
    return said("there is no {what} {name}: {hint}", what=what, name=repr(name), hint=hint)


def _stranger(column: str, party: str, sides: Sides) -> Amiss | None:
    if sides.side(party) is not None:
        return None
    known = [sides.customer, *sides.providers, *([sides.observer] if sides.observer else [])]
    hint = did_you_mean(party, known) or said("there are: {names}", names=", ".join(known))
    return column, said("has no part in this relationship: {hint}", hint=hint), party


def _place(document: Stakeholders, level: HorizonLevel, criterion: Criterion, given: GivenAnswer) -> Amiss | None:
    """The item and the person that the criterion asks for, and no others."""
    items = [item.id for item in (sus.ITEMS if criterion.sus else items_of(criterion))]
    if items and given.item is None:
        return "item", said("is missing: one of {names}", names=", ".join(items)), None
    if given.item is not None and given.item not in items:
        reason = _no(said("item"), given.item, items) if items else said("means nothing here: leave it out")
        return "item", reason, given.item
    if criterion.sus and given.person is None:
        return "person", said("is missing: ten items make one score of one person"), None
    if criterion.people is True:
        known = [person.id for person in document.people_of(level.horizon)]
        if given.person is None:
            return "person", said("is missing: one of {names}", names=", ".join(known)), None
        if given.person not in known:
            return "person", _no(said("person"), given.person, known), given.person
    return None


def _value(criterion: Criterion, given: GivenAnswer) -> Amiss | None:
    text = f"{given.value:g}"
    if items_of(criterion):
        yes = said("is neither 1 (yes) nor 0 (no)")
        return None if given.value in (0, 1) else ("value", yes, text)
    low, high = _scale(criterion)
    if not low <= given.value <= high:
        reason = said("lies outside the scale, {low} to {high}", low=figure(low), high=figure(high))
        return "value", reason, text
    if criterion.sus and given.value != int(given.value):
        return "value", said("is no whole number from 1 to 5"), text
    return None


def _scale(criterion: Criterion) -> tuple[float, float]:
    if criterion.sus:
        return sus.LOW, sus.HIGH
    if criterion.scale is not None:
        return float(min(criterion.scale)), float(max(criterion.scale))
    return 0.0, 1.0


def _people(criterion: Criterion, given: GivenAnswer) -> Amiss | None:
    """How many people stand behind a figure, and that nobody is named where it is said in confidence."""
    summed = criterion.kind == "answers"
    if given.n is not None and (given.n < 1 or not summed or (given.person is not None and given.n != 1)):
        return "n", said("is for a question that several people have answered, without `person`"), str(given.n)
    if given.stderr is not None and (given.stderr < 0 or not summed):
        return "stderr", said("is the standard error of what several people answered: 0 or more"), f"{given.stderr:g}"
    if not criterion.confidential:
        return None
    if given.person is None and given.n is None:
        return "person", said("is missing: a word of one's own choosing, the same each time, or n for several"), None
    for column in ("who", "note"):
        if getattr(given, column) is not None:
            return column, said("is left out where an answer is confidential"), None
    return None


def _spent(given: GivenEffort) -> Amiss | None:
    if given.hours is None and given.amount is None:
        return "hours", said("says neither hours nor an amount: what was spent?"), None
    if given.hours is not None and not 0 <= given.hours <= LONGEST:
        return "hours", said("is no number of hours: 0 to {most}", most=Figure(f"{LONGEST:,}")), f"{given.hours:g}"
    if given.amount is not None and not 0 <= given.amount <= MOST:
        return "amount", said("is no amount that was spent: 0 or more"), str(given.amount)
    if (given.amount is None) != (given.currency is None):
        return "currency", said("belongs to an amount: both or neither"), given.currency
    if given.currency is not None and not (len(given.currency) == 3 and given.currency.isascii()
                                           and given.currency.isalpha() and given.currency.isupper()):  # fmt: skip
        return "currency", said("is not a currency: three capital letters, such as EUR"), given.currency
    return None


def _win(column: str, text: str | None) -> Amiss | None:
    """The words are not repeated: they belong in no message and no log."""
    return (column, _SEAL, None) if text is not None and tells_a_win(text) else None
