"""Which method the data before the start allow: the ladder, rung by rung, in words. What came after is never looked at.

The order is that of what can be believed: units drawn by lot, units reached in steps, other units beside (difference in
differences, then weighted mixes of them), a model with controls, the series alone, before against after.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from trueup.agreements.attribution import Attribution, Method
from trueup.stats.causal.effect import Effect
from trueup.stats.causal.panel import FEWEST_PRE
from trueup.stats.causal.synthetic import FEWEST_CONTROLS
from trueup.value.comparison import Comparison
from trueup.value.estimators import estimate
from trueup.value.results_attribution import Proposal, RungTried
from trueup.vocabulary import Insufficient, Said, Slice, said

TRIED: tuple[Method, ...] = (
    "control",
    "synthetic_did",
    "synthetic_control",
    "structural",
    "interrupted_series",
    "none",
)
"""The rungs that can be tried on what lies before the start; the others must have been planned."""


class Seeding(Protocol):
    """Gives random numbers of a method and a purpose alone."""

    def __call__(self, method: str, purpose: str) -> np.random.Generator:
        """A generator."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A rung, tried where nothing happened: `sound` None where it could not be."""

    method: Method
    possible: bool
    sound: bool | None
    words: Said


def propose(before: Comparison, season: int | None, seeding: Seeding) -> Proposal:
    """The highest rung that the time before the start allows and that finds nothing there.

    `before` are the periods before the start alone, cut at a start that did not take place: two thirds on. A method is
    sound where the effect of that start cannot be told from nothing, and its own assumptions hold there.
    """
    rungs = [*_planned(before), *(_tried(method, before, season, seeding) for method in TRIED)]
    chosen = next((rung for rung in rungs if rung.possible and rung.sound), rungs[-1])
    controls = _controls(chosen.method, before)
    return Proposal(
        method=chosen.method,
        controls=controls,
        declaration=declaration(chosen.method, controls),
        words=_why(chosen),
        rungs=tuple(
            RungTried(method=rung.method, possible=rung.possible, sound=rung.sound, words=rung.words) for rung in rungs
        ),
    )


def _planned(before: Comparison) -> Iterator[Tried]:
    """What nobody can make up afterwards: lots and steps are planned before anything starts."""
    lot = said("no lot was drawn: plan one, and the answer needs no assumption")
    yield Tried("randomised", False, None, lot)
    days = {unit.since for unit in before.units[: before.treated]}
    if len(days) > 1:
        yield Tried("stepped", True, True, said("units are reached on {n} different days", n=len(days)))
    else:
        yield Tried("stepped", False, None, said("all is reached on one day: reach units one after the other"))


def _tried(method: Method, before: Comparison, season: int | None, seeding: Seeding) -> Tried:
    lack = _lack(method, before)
    if lack is not None:
        return Tried(method, False, None, lack)
    plan = Attribution(method=method, impact="level")
    found = estimate(method, before, before.values, plan, season, seeding(method, "proposal"))
    if isinstance(found, Insufficient):
        return Tried(method, False, None, found.words)
    if method == "none":
        return Tried(method, True, None, said("always possible, and says nothing of cause"))
    return _judged(method, found)


def _judged(method: Method, found: Effect) -> Tried:
    failed = next((check for check in found.checks if check.passed is False and check.name in _DECISIVE), None)
    if found.average.excludes_zero:
        words = said("it finds an effect before anything started: it would find one again")
        return Tried(method, True, False, words)
    if failed is not None:
        return Tried(method, True, False, said("{words}", words=failed.words))
    return Tried(method, True, True, said("it finds nothing before anything started"))


_DECISIVE = ("parallel_trends", "pre_fit", "convex_hull")


def _lack(method: Method, before: Comparison) -> Said | None:
    """What a rung lacks, by counting alone."""
    need = {"control": 1, "synthetic_did": FEWEST_CONTROLS, "synthetic_control": FEWEST_CONTROLS, "structural": 1}
    if before.controls < need.get(method, 0):
        return said("it needs {n} slices to compare with, there are {have}", n=need[method], have=before.controls)
    if before.t0 < FEWEST_PRE and method != "none":
        all_ = before.t0 + before.n_post
        return said(
            "it needs {n} periods before the start, and as many again to try it on: there are {have}",
            n=FEWEST_PRE,
            have=all_,
        )
    if method == "structural" and not _installed():
        return said("it needs an extra: pip install 'trueup[attribution]'")
    return None


def _installed() -> bool:
    from importlib.util import find_spec

    return find_spec("causal_impact") is not None


def _controls(method: Method, before: Comparison) -> tuple[Slice, ...]:
    if method in ("none", "interrupted_series", "stepped", "randomised"):
        return ()
    return tuple(unit.slice for unit in before.units[before.treated :])


def _why(chosen: Tried) -> Said:
    if chosen.method == "none":
        return said("nothing better can be told from the data before the start: before against after, not causal")
    return said("the highest rung that the data before the start allow: {words}", words=chosen.words)


def declaration(method: Method, controls: Sequence[Slice]) -> str:
    """What to write under the objective, as YAML (of which JSON is a part)."""
    body: dict[str, object] = {"method": method}
    if method == "control" and len(controls) == 1:
        body["control"] = controls[0].bound
    elif controls:
        body["pool"] = [each.bound for each in controls]
    return f"attribution: {json.dumps(body, ensure_ascii=False)}"
