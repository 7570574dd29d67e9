"""Rules about attribution: a comparison has what it needs, and nothing in it that the provider touched."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from trueup.book.rules.names import slice_exists
from trueup.book.rules.objectives import promises
from trueup.value.rollout import shared

if TYPE_CHECKING:
    from trueup.agreements.attribution import Attribution, Method
    from trueup.agreements.documents import Agreement, Objective
    from trueup.book.draft import Draft, Placed
    from trueup.book.yaml import Path
    from trueup.vocabulary import Issue, Slice

PLACEBOS = 5
"""Controls below which placebos say nothing about a spread (trueup.stats.causal)."""
FEWEST: dict[Method, int] = {
    "control": 1,
    "synthetic_control": 2,
    "synthetic_did": 2,
    "structural": 1,
    "randomised": 2,
}
"""How many controls a method needs at the least."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What is agreed on about the attribution of one objective, and where it is written."""

    placed: Placed[Agreement]
    objective: Objective
    path: Path

    @property
    def said(self) -> Attribution:
        """What is agreed on."""
        return self.objective.attribution

    def error(self, key: Path, message: str, suggestion: str | None = None) -> Issue:
        """An error inside it."""
        return self.placed.issue("error", (*self.path, *key), message, suggestion)

    def hint(self, key: Path, message: str, suggestion: str | None = None) -> Issue:
        """Advice about it."""
        return self.placed.issue("hint", (*self.path, *key), message, suggestion)


def _rules(draft: Draft) -> Iterator[Rule]:
    for placed, objective, path in draft.objectives():
        yield Rule(placed, objective, (*path, "attribution"))


def attribution_has_what_it_needs(draft: Draft) -> Iterator[Issue]:
    """A comparison needs something to compare with."""
    for rule in _rules(draft):
        method = rule.said.method
        if method == "stepped":
            yield from _steps(rule)
        elif method in FEWEST:
            yield from _controls(rule, FEWEST[method])
        if method == "randomised" and len(rule.said.treated) < FEWEST[method]:
            yield rule.error((), "method `randomised` needs at least two treated slices", "add treated: [{...}, {...}]")


def _controls(rule: Rule, fewest: int) -> Iterator[Issue]:
    method, named, left = rule.said.method, rule.said.named, rule.said.controls
    if not named and fewest == 1:
        yield rule.error((), f"method `{method}` needs a slice to compare with", "add control: {...}")
    elif len(named) < fewest:
        yield rule.error((), f"method `{method}` needs a pool of at least two slices", "add pool: [{...}, {...}]")
    elif len(left) < fewest:
        message = f"only {len(left)} of {len(named)} slices are left to compare with, and `{method}` needs {fewest}"
        yield rule.error(("exclude",), message, "name others under pool, or another method")
    elif method in ("synthetic_control", "synthetic_did") and len(left) < PLACEBOS:
        message = f"with {len(left)} slices there are too few placebos: there will be no figure"
        yield rule.hint(("pool",), message, f"name at least {PLACEBOS} slices, or use method: control")


def _steps(rule: Rule) -> Iterator[Issue]:
    days = {unit.since for unit in rule.said.units}
    if len(rule.said.units) < 2:
        message = "method `stepped` needs the units that are reached one after the other"
        yield rule.error((), message, "add units: [{slice: {...}, since: DATE}, ...]")
    elif len(days) < 2 and not rule.said.controls:
        message = "every unit is reached on the same day, and there is none that is not"
        yield rule.error(("units",), message, "give later days, or name slices that are not reached under pool")


def attribution_keys_are_used(draft: Draft) -> Iterator[Issue]:
    """What a method does not use says something that is not so."""
    for rule in _rules(draft):
        said = rule.said
        if not said.compares and said.named:
            key = "control" if said.control is not None else "pool"
            yield rule.hint((key,), f"method `{said.method}` compares with no other slice", "use method: control")
        if said.units and said.method != "stepped":
            message = f"method `{said.method}` has one start for all: units are for `stepped`"
            yield rule.error(("units",), message, "use treated: [...] and since: DATE, or method: stepped")


def attribution_slices_exist(draft: Draft) -> Iterator[Issue]:
    """Controls, treated parts and what is excluded are slices of the customer's world."""
    for rule in _rules(draft):
        for key, named in _slices(rule.said):
            yield from slice_exists(draft, rule.placed, (*rule.path, *key), named)


def _slices(said: Attribution) -> Iterator[tuple[Path, Slice]]:
    if said.control is not None:
        yield ("control",), said.control
    for name in ("pool", "treated"):
        for index, named in enumerate(getattr(said, name)):
            yield (name, index), named
    for name in ("units", "exclude"):
        for index, part in enumerate(getattr(said, name)):
            yield (name, index, "slice"), part.slice


def exclusions_leave_something_out(draft: Draft) -> Iterator[Issue]:
    """Leaving out what was never named is a slip of the pen."""
    for rule in _rules(draft):
        for index, part in enumerate(rule.said.exclude):
            if not any(part.slice.contains(each) for each in rule.said.named):
                message = f"{part.slice} leaves out nothing: no control lies in it"
                yield rule.hint(("exclude", index, "slice"), message, "name it as it is named under control or pool")


def control_shares_no_roll_out(draft: Draft) -> Iterator[Issue]:
    """What the provider works in as well does not show what would have happened without it."""
    latest = list(draft.agreement_by_id.values())
    for rule in _rules(draft):
        for found in shared(rule.placed.document, rule.objective, latest):
            message = f"{found.slice} cannot be a control: {found.why}"
            remedy = "take another slice, or list this one under exclude: [{slice: {...}, why: ...}]"
            yield rule.error(_where(rule.said, found.slice), message, remedy)


def _where(said: Attribution, slice: Slice) -> Path:
    return ("control",) if slice == said.control else ("pool", said.pool.index(slice))


def fitting_ends_before_the_start(draft: Draft) -> Iterator[Issue]:
    """What came after the start must not shape what it is compared with."""
    for promise in promises(draft):
        said, path = promise.objective.attribution, (*promise.path, "attribution")
        for start, key in _starts(said, promise.start):
            if said.pre is not None and said.pre.end > start:
                message = f"the time that is fitted runs to {said.pre.end}, after the start on {start}"
                yield promise.placed.issue("error", (*path, "pre"), message, "end it with the start or before")
                break
            if promise.objective.due is not None and start > promise.objective.due:
                message = f"starts on {start}, after the due date {promise.objective.due}"
                yield promise.placed.issue("error", (*path, *key), message)


def _starts(said: Attribution, start: dt.date | None) -> Iterator[tuple[dt.date, Path]]:
    if said.since is not None:
        yield said.since, ("since",)
    for index, unit in enumerate(said.units):
        yield unit.since, ("units", index, "since")
    if said.since is None and not said.units and start is not None and said.agreed:
        yield start, ()


RULES = (
    attribution_has_what_it_needs,
    attribution_keys_are_used,
    attribution_slices_exist,
    exclusions_leave_something_out,
    control_shares_no_roll_out,
    fitting_ends_before_the_start,
)
