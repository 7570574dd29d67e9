"""What a figure rests on: every assumption looked at, with tick, cross or unknown; and the sentence "this fails if"."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trueup.agreements.attribution import Attribution, Method
from trueup.agreements.documents import Agreement
from trueup.kpis.documents import Kpi
from trueup.stats.causal.effect import Check, Effect
from trueup.value.comparison import Comparison
from trueup.value.declared import Declared
from trueup.value.results_attribution import Assumption
from trueup.value.rollout import begins
from trueup.vocabulary import Period, Said, day_of, joined, listed, said


@dataclass(frozen=True, slots=True)
class Around:
    """What the documents say around one objective: other agreements of the book, and the versions of its KPI."""

    agreement: Agreement
    others: Sequence[Agreement]
    kpi: Sequence[Kpi]
    zone: dt.tzinfo


def assumptions(
    said_: Attribution, found: Comparison, effect: Effect, placebo: Check | None, around: Around, declared: Declared
) -> tuple[Assumption, ...]:
    """Every assumption of a method, in the order in which a sceptic asks."""
    window = near(found)
    return (
        _declared(declared),
        _anticipation(effect),
        *_controls(said_, found),
        *_fits(effect, placebo),
        _alone(said_, around, window),
        _measurement(found, around),
    )


def near(found: Comparison) -> Period:
    """The start and one period on either side of it."""
    before, after = found.period(found.t0 - 1), found.period(found.t0)
    return Period(before.start, after.end)


def _declared(declared: Declared) -> Assumption:
    if declared.counting is None:
        return Assumption(
            name="declared_before", holds=False, words=said("the method was chosen after the result was known")
        )
    words = said("the method was declared by version {version}", version=declared.counting.version)
    return Assumption(name="declared_before", holds=True, words=words)


def _anticipation(effect: Effect) -> Assumption:
    """An effect in the last period before the start: somebody acted on what was coming."""
    leads = effect.leads
    if leads is None or not len(leads.point):
        words = said("nothing in the data tells whether anybody acted on it before the start")
        return Assumption(name="no_anticipation", holds=None, words=words)
    apart = bool(leads.low[-1] > 0 or leads.high[-1] < 0)
    words = (
        said("in the last period before the start there is a difference already")
        if apart
        else said("in the last period before the start there is no difference yet")
    )
    return Assumption(name="no_anticipation", holds=not apart, words=words)


def _controls(said_: Attribution, found: Comparison) -> Iterator[Assumption]:
    if not said_.compares:
        return
    names = listed(named(found)[:6])
    words = said("no provider of the agreement is known to work in {controls}", controls=names)
    yield Assumption(name="controls_unaffected", holds=True if found.controls else None, words=words)


def named(found: Comparison) -> list[Said]:
    """The controls as they are said."""
    return [said("{slice}", slice=unit.slice) for unit in found.units[found.treated :]]


def _fits(effect: Effect, placebo: Check | None) -> Iterator[Assumption]:
    checks = (*effect.checks, *((placebo,) if placebo is not None else ()))
    for check in checks:
        name = "stable_relation" if check.name == "placebo_in_time" else check.name
        yield Assumption(name=name, holds=check.passed, words=check.words)


def _alone(said_: Attribution, around: Around, window: Period) -> Assumption:
    """Did anything else happen within one period of the start?"""
    happened = [*_noted(said_, window), *_others(around, window)]
    if happened:
        words = said("within one period of the start there was also: {events}", events=joined(happened, "; "))
        return Assumption(name="no_co_intervention", holds=False, words=words)
    words = said("nothing else is noted within one period of the start; nobody can rule it out")
    return Assumption(name="no_co_intervention", holds=None, words=words)


def _noted(said_: Attribution, window: Period) -> Iterator[Said]:
    for event in said_.events:
        if event.on < window.end and (event.until or event.on) >= window.start:
            yield said("{what} ({day})", what=event.what, day=event.on)


def _others(around: Around, window: Period) -> Iterator[Said]:
    for other in around.others:
        day = begins(other)
        if other.id != around.agreement.id and window.start <= day < window.end:
            # Who reads this may have no part in the other agreement: it is not named.
            yield said("another agreement went live ({day})", day=day)


def _measurement(found: Comparison, around: Around) -> Assumption:
    """Was the KPI measured in one way before and after?"""
    window = Period(found.period(0).start, found.period(len(found.starts) - 1).end)
    later = [each for each in around.kpi if each.version > 1]
    changed = [each for each in later if _within(each, window, around)]
    if not changed:
        words = said("the definition of the KPI is the same before and after")
        return Assumption(name="measurement_unchanged", holds=True, words=words)
    first = changed[0]
    if first.agreed_at is None:
        words = said("version {version} of the KPI does not say when it was agreed", version=first.version)
        return Assumption(name="measurement_unchanged", holds=None, words=words)
    day = day_of(first.agreed_at, around.zone)
    words = said("the definition of the KPI changed on {day} (version {version})", day=day, version=first.version)
    return Assumption(name="measurement_unchanged", holds=False, words=words)


def _within(kpi: Kpi, window: Period, around: Around) -> bool:
    return kpi.agreed_at is None or window.start <= day_of(kpi.agreed_at, around.zone) < window.end


def fails_if(method: Method, controls: Sequence[str]) -> Said:
    """The one sentence that a sceptic should hold against the figure."""
    if method in ("none", "interrupted_series", "stepped", "randomised"):
        return _FAILS[method]
    names = listed(controls[:4]) if len(controls) <= 4 else said("the {n} controls", n=len(controls))
    return said(_FAILS[method].template, controls=names)


_FAILS: dict[Method, Said] = {
    "none": said("this says nothing of cause: whatever else changed is in it"),
    "interrupted_series": said(
        "this fails if anything else changed the KPI at the same time: there is nothing to compare with"
    ),
    "stepped": said("this fails if the units that were reached first would have moved apart from the others anyway"),
    "randomised": said("this fails if the lot was not kept to, or if what happened to one group reached the other"),
    "control": said(
        "this fails if {controls} would not have moved as the treated did, had there been no agreement",
        controls="the controls",
    ),
    "synthetic_control": said(
        "this fails if the mix of {controls} that followed the treated so far would have parted from it anyway",
        controls="the controls",
    ),
    "synthetic_did": said(
        "this fails if the mix of {controls} would have parted from the treated anyway",
        controls="the controls",
    ),
    "structural": said(
        "this fails if the relation of the treated to {controls} changed at the start for another reason",
        controls="the controls",
    ),
}
