"""The verdict on an agreement: one word, its reasons with the decisive one first, and what would change it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property

from trueup.agreements import words
from trueup.agreements.amounts import Sum, rounded
from trueup.agreements.joint import Chance, Joint, joint
from trueup.agreements.money import NO_WORTH, Books
from trueup.agreements.outlook import Outlook
from trueup.agreements.promise import Promise
from trueup.agreements.results import Created, Verdict
from trueup.agreements.status import Standing, Thresholds, asked
from trueup.vocabulary import Figure, Grade, Money, Said, said

_ANSWERS: Mapping[Created, Said] = {
    "created": said("value is created"),
    "not_created": said("value is not created"),
    "undetermined": said("value is undetermined"),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """One objective with its standing on the evidence assessed, and on evidence of the grade that it asks for."""

    promise: Promise
    standing: Standing
    at_required: Standing
    outlook: Outlook | None

    @property
    def kept(self) -> bool:
        """Whether it has no due date, so that it can never be met for good, and its target is reached now."""
        return self.promise.due is None and self.standing.status == "on_track"

    @property
    def covered(self) -> bool:
        """Whether there is current evidence of the grade that the objective asks for."""
        return self.at_required.status != "unmeasured"


Explained = tuple[tuple[str, ...], tuple[str, ...], float | None]
"""The reasons of a verdict, the decisive one first; what would change it; and the probability of success."""


@dataclass(frozen=True)
class Ruling:
    """The verdict; `explain` finds all that is said of it when it is read: at most grades nobody reads it."""

    verdict: Verdict
    explain: Callable[[], Explained]

    @cached_property
    def _explained(self) -> Explained:
        return self.explain()

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why, the decisive reason first."""
        return self._explained[0]

    @property
    def would_change(self) -> tuple[str, ...]:
        """What would change it."""
        return self._explained[1]

    @property
    def p_success(self) -> float | None:
        """The probability that every must-have is hit; None while one has no forecast."""
        return self._explained[2]


@dataclass(frozen=True, slots=True)
class Matter:
    """What a verdict is given on: the objectives, the money, the moment, and the grade of the evidence."""

    judged: tuple[Judged, ...]
    books: Books
    as_of: dt.date
    grade: Grade
    currency: str

    @property
    def musts(self) -> tuple[Judged, ...]:
        """The must-haves; all objectives where none is one."""
        found = tuple(each for each in self.judged if each.promise.objective.must)
        return found or self.judged

    @property
    def due(self) -> dt.date | None:
        """The last due date of any objective."""
        return max((each.promise.due for each in self.judged if each.promise.due is not None), default=None)

    @property
    def ended(self) -> bool:
        """Whether the last due date is over."""
        return self.due is not None and self.as_of > self.due

    @property
    def value_status(self) -> Created:
        """Value against cost at the grade that the evidence rules ask for."""
        return self.books.status(self.books.required(self.grade), self.grade)


def verdict(matter: Matter, limits: Thresholds) -> Ruling:
    """Rule on an agreement as docs/explanation/methods/verdict.md says."""
    if not matter.judged:
        return Ruling("unproven", _nothing_agreed)
    thin = _thin_evidence(matter, limits)
    if thin is not None:
        return thin
    return _at_the_end(matter) if matter.ended else _on_the_way(matter, limits)


def _nothing_agreed() -> Explained:
    return (said("no objective is agreed"),), (said("an objective that both sides agree on"),), None


def _thin_evidence(matter: Matter, limits: Thresholds) -> Ruling | None:
    bare = [each for each in matter.musts if not each.covered]
    covered = len(matter.musts) - len(bare)
    if covered >= limits.evidence * len(matter.musts):
        return None

    def explain() -> Explained:
        grades = sorted({required(each.promise, matter.grade) for each in bare})
        found = said(
            "{covered} of {musts} covered by {evidence}: it takes at least {share} %",
            covered=covered,
            musts=words.counted(len(matter.musts), "must-have"),
            evidence=_all_of([said("evidence at grade {grade}", grade=said(grade.name)) for grade in grades]),
            share=words.number(100 * limits.evidence),
        )
        changes = tuple(_asked(each, matter) for each in bare)
        return (found, *(_named(each) for each in bare)), changes, _chance(matter).probability

    return Ruling("unproven", explain)


def _all_of(parts: Sequence[Said]) -> Said:
    """One and another and a third: grades of evidence."""
    first, *others = parts
    return said("{first} and {last}", first=first, last=_all_of(others)) if others else first


def _asked(each: Judged, matter: Matter) -> str:
    """What evidence would cover an objective: "attestation of Claim cycle time for 2026-12"."""
    if each.standing.status == "unmeasured":
        return each.standing.would_change
    return asked(each.promise, required(each.promise, matter.grade), each.standing.period)


def required(promise: Promise, grade: Grade) -> Grade:
    """The grade that an objective's evidence needs in an assessment at `grade`."""
    return max(grade, promise.objective.evidence)


def _chance(matter: Matter) -> Joint:
    return _chance_of(matter.musts)


def _chance_of(musts: Sequence[Judged]) -> Joint:
    return joint([Chance(each.promise, each.standing, each.outlook) for each in musts])


def _on_the_way(matter: Matter, limits: Thresholds) -> Ruling:
    """Before the last due date: by the joint probability that every must-have is hit."""
    chance = _chance(matter)
    found = _by_probability(chance, matter.musts, limits)
    return Ruling(found, lambda: _expected(matter, found, chance, limits))


def _expected(matter: Matter, found: Verdict, chance: Joint, limits: Thresholds) -> Explained:
    order = _the_urgent_first(matter.musts)
    reasons = (*(_named(each) for each in order if each.standing.status != "met"), *_met_words(matter))
    first = chance.said if chance.probability is not None else _named(order[0])
    rest = tuple(reason for reason in (chance.said, *reasons) if reason != first)
    turning = order if found == "succeeding" else [each for each in order if each.standing.status != "met"] or order
    changes = tuple(_turn(each, found) for each in turning[:3])
    return (first, *_by_sides(matter, found, limits), *rest, *value_reasons(matter)), changes, chance.probability


def _by_sides(matter: Matter, found: Verdict, limits: Thresholds) -> tuple[str, ...]:
    """What the verdict is by the less, and by the more favourable figures of open disputes, where that is another."""
    if not any(each.standing.sides for each in matter.musts):
        return ()
    told = []
    less, more = (_by_probability(_chance_of(side), side, limits) for side in _sides(matter.musts))
    if less != found:
        told.append(
            said("by the less favourable figures of open disputes the verdict is {verdict}", verdict=words.named(less))
        )
    if more != found:
        told.append(
            said("by the more favourable figures of open disputes the verdict is {verdict}", verdict=words.named(more))
        )
    return tuple(told)


def _sides(musts: Sequence[Judged]) -> Iterator[list[Judged]]:
    """The must-haves each by the figure that leaves it worst off, then by the one that leaves it best off."""
    for side in (min, max):
        yield [replace(each, standing=side((each.standing, *each.standing.sides), key=_urgency)) for each in musts]


def _by_probability(chance: Joint, musts: Sequence[Judged], limits: Thresholds) -> Verdict:
    """By P where every must-have has one; else by its upper bound and the statuses by the promised path."""
    statuses = {each.standing.status for each in musts if each.standing.probability is None}
    if chance.at_most < limits.failing or "off_track" in statuses:
        return "failing"
    if chance.at_most < limits.succeeding or statuses & {"at_risk", "unmeasured"}:
        return "at_risk"
    return "succeeding"


def _the_urgent_first(musts: Sequence[Judged]) -> list[Judged]:
    return sorted(musts, key=lambda each: _urgency(each.standing))


def _urgency(standing: Standing) -> tuple[int, float]:
    order = ("missed", "off_track", "unmeasured", "at_risk", "on_track", "met")
    return order.index(standing.status), 1.0 if standing.probability is None else standing.probability


def _turn(each: Judged, found: Verdict) -> str:
    if found == "succeeding" and each.standing.status != "met" and not each.standing.contested:
        return said("anything short of {wanted}", wanted=each.standing.would_change)
    return each.standing.would_change


def _at_the_end(matter: Matter) -> Ruling:
    """After the last due date: met and worth it, or not, or not proven."""
    contested = [each for each in matter.musts if each.standing.contested]
    lost = [each for each in matter.musts if each.standing.status == "missed" and each not in contested]
    unsettled = [each for each in matter.musts if each.standing.status not in {"met", "missed"} and not each.kept]
    if lost:
        return _ruled("failed", lost, matter)
    if contested or unsettled:
        return _ruled("unproven", contested or unsettled, matter)
    return _by_value(matter)


def _ruled(found: Verdict, deciding: Sequence[Judged], matter: Matter) -> Ruling:
    def explain() -> Explained:
        others = [each for each in _the_urgent_first(matter.musts) if each not in deciding]
        reasons = (*(_named(each) for each in (*deciding, *others)), *value_reasons(matter))
        return reasons, tuple(each.standing.would_change for each in deciding), _chance(matter).probability

    return Ruling(found, explain)


def _by_value(matter: Matter) -> Ruling:
    """Every must-have is met: then value decides, where any is stated."""
    if not matter.books.priced:
        return Ruling("succeeded", lambda: ((*_met_words(matter), NO_WORTH), tuple(_corrections(matter)), 1.0))
    status = matter.value_status
    if status == "created":
        return Ruling(
            "succeeded", lambda: ((*_met_words(matter), *value_reasons(matter)), tuple(_corrections(matter)), 1.0)
        )
    found: Verdict = "failed" if status == "not_created" else "unproven"
    return Ruling(found, lambda: ((*value_reasons(matter), *_met_words(matter)), tuple(_more_value(matter)), 1.0))


def _corrections(matter: Matter) -> list[str]:
    return [each.standing.would_change for each in matter.musts][:3]


def _more_value(matter: Matter) -> list[str]:
    graded, everything = matter.books.required(matter.grade), matter.books.counted(matter.grade)
    short = matter.books.cost - graded.low_end
    changes = []
    if everything.expected != graded.expected:
        waiting = [each for each in matter.judged if each.promise.objective.evidence > matter.grade]
        changes += [_asked(each, matter) for each in waiting]
    if short > 0:
        changes.append(said("{amount} more value at the required grade", amount=money_words(short, matter.currency)))
    lacking = [worth.promise.title for worth in matter.books.worths if worth.lacks]
    changes += [said("a baseline for {title}", title=title) for title in lacking]
    uncaused = [worth for worth in matter.books.worths if worth.open and not worth.lacks]
    return [*changes, *(said("what was caused of {title}", title=worth.promise.title) for worth in uncaused)]


def money_words(amount: Fraction, currency: str) -> Figure:
    """An exact amount in words: 1,234.50 EUR."""
    return Figure(Money(rounded(amount, currency), currency))


def value_reasons(matter: Matter) -> tuple[str, ...]:
    """Value against cost, and of what was realised what was caused, objective by objective."""
    caused = (each.caused.shown.words for each in matter.books.worths if each.caused is not None)
    return (value_words(matter), *caused)


def value_words(matter: Matter) -> str:
    """Value against cost at the required grade, in one sentence."""
    books = matter.books
    if not books.priced:
        return NO_WORTH
    graded = books.required(matter.grade)
    compared = said(
        "{value} at the required grade against a cost of {cost} to {day}",
        value=_spread(graded, matter.currency),
        cost=money_words(books.cost, matter.currency),
        day=matter.as_of,
    )
    lacking = books.lacking()
    if lacking:
        compared = said("{compared} (not counted: {lacking})", compared=compared, lacking=lacking)
    return said(
        "{answer}: {compared}; {note}", answer=_ANSWERS[matter.value_status], compared=compared, note=graded.note()
    )


def _spread(value: Sum, currency: str) -> str:
    """An amount of money, with its interval where it has one."""
    expected = money_words(value.expected, currency)
    if value.low_end == value.high_end:
        return expected
    low, high = (money_words(end, currency) for end in (value.low_end, value.high_end))
    return said("{expected} ({low} to {high})", expected=expected, low=low, high=high)


def _met_words(matter: Matter) -> tuple[str, ...]:
    return tuple(_named(each) for each in matter.musts if each.standing.status == "met")


def _named(each: Judged) -> str:
    return said(
        "{title} is {status}: {reason}",
        title=each.promise.title,
        status=words.named(each.standing.status),
        reason=each.standing.reasons[0],
    )
