"""Moved goalposts: what each version made easier to reach, and what it took out of the promise.

An objective's change of potential value is told apart by replacing its keys one after the other in a fixed order (what
is measured, target, baseline, due, worth, start): the steps add up to the whole, exactly. What one step puts in is
never set off against what another takes out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from trueup.agreements.documents import Agreement, Objective
from trueup.agreements.promise import promise_of
from trueup.agreements.versions import full_potential
from trueup.kpis.documents import Kpi
from trueup.value.results_goalposts import Kind
from trueup.vocabulary import Moment, joined, said


@dataclass(frozen=True, slots=True)
class Changed:
    """One difference between two versions as the book tells it (`book.diff.Change`)."""

    path: str
    words: str
    before: Any
    after: Any
    weakens: bool | None


@dataclass(frozen=True, slots=True)
class Moved:
    """One move, exact; `taken` None where the objective has no worth, or the move is not about value."""

    version: Agreement
    kind: Kind
    objective: str | None
    providers: tuple[str, ...]
    words: str
    weakens: bool | None
    days: int | None
    taken: Fraction | None


@dataclass(frozen=True, slots=True)
class Terms:
    """What potential value is reckoned with: definitions, moment and fiscal year of the book."""

    kpis: Mapping[str, Kpi]
    moment: Moment
    fiscal_year_start: int = 1

    def potential(self, agreement: Agreement, objective: Objective) -> Fraction:
        """Worth of an objective's whole promise in an agreement."""
        kpi = self.kpis[objective.kpi]
        promise = promise_of(agreement, objective, kpi, self.moment, self.fiscal_year_start)
        return full_potential(promise, self.moment.as_of)


_KEYS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("kpi", ("kpi", "slice", "type", "periods")),
    ("target", ("target",)),
    ("baseline", ("baseline",)),
    ("due", ("due",)),
    ("path", ("path",)),
    ("worth", ("value",)),
    ("start", ("from_",)),
    ("tolerance", ("tolerance",)),
    ("evidence", ("evidence",)),
    ("must", ("must",)),
    ("attribution", ("attribution",)),
)
_WHOLE: Mapping[str, Kind] = {
    "go_live": "go_live",
    "scope": "scope",
    "observer": "observer",
    "business_case": "case",
}
_WORTHLESS = ("tolerance", "evidence", "must", "attribution")
"""Kinds that leave the potential value as it is."""
_SAID: Mapping[str, Kind] = {key.rstrip("_"): kind for kind, keys in _KEYS for key in keys}
_OBJECTIVE = re.compile(r"objectives\[([^\]]+)\](?:\.([a-z_]+))?")


def moves(before: Agreement, after: Agreement, changes: Sequence[Changed], terms: Terms) -> Iterator[Moved]:
    """What a version moved, in the order of its objectives, then what is about the whole agreement.

    A move is a change that promises less, or one of baseline, worth, KPI or attribution, whichever way: by them the
    same promise is judged by something else.
    """
    told = _grouped(changes)
    start = Fraction(0)
    for objective in before.objectives:
        still = after.objective(objective.id)
        if still is None:
            yield _descoped(before, after, objective, told, terms)
            continue
        for kind, taken in steps(before, after, objective, still, terms):
            if kind == "go_live":
                start += taken
            else:
                yield from _of_objective(after, objective, kind, told.get((objective.id, kind), []), taken)
    if start and (None, "go_live") not in told:
        yield _moved(after, "go_live", None, after.providers, [_BY_EFFECT], start)
    for (name, kind), heard in told.items():
        if name is None and _is_move(kind, heard):
            yield _moved(after, kind, None, after.providers, heard, start if kind == "go_live" and start else None)


_BY_EFFECT = Changed("effective", said("improvement counts from the day of the new version"), None, None, True)


def _grouped(changes: Sequence[Changed]) -> dict[tuple[str | None, Kind], list[Changed]]:
    """Changes by objective (None: of the whole agreement) and kind."""
    found: dict[tuple[str | None, Kind], list[Changed]] = {}
    for change in changes:
        key = _place(change)
        if key is not None:
            found.setdefault(key, []).append(change)
    return found


def _place(change: Changed) -> tuple[str | None, Kind] | None:
    at = _OBJECTIVE.match(change.path)
    if at is None:
        whole = _WHOLE.get(re.split(r"[.\[]", change.path)[0])
        return None if whole is None else (None, whole)
    if at[2] is None:
        return (at[1], "descoped") if change.after is None else None
    return at[1], _SAID.get(at[2], "other")


def _descoped(
    before: Agreement,
    after: Agreement,
    objective: Objective,
    told: Mapping[tuple[str | None, Kind], list[Changed]],
    terms: Terms,
) -> Moved:
    lost = terms.potential(_same_start(before, after), objective) if objective.value is not None else None
    heard = told.get((objective.id, "descoped"), [])
    return _moved(after, "descoped", objective.id, answering(objective, before), heard, lost)


def _of_objective(
    after: Agreement, objective: Objective, kind: Kind, heard: Sequence[Changed], taken: Fraction
) -> Iterator[Moved]:
    still = after.objective(objective.id)
    assert still is not None
    if _is_move(kind, heard) or taken > 0:
        priced = (objective.value is not None or still.value is not None) and kind not in _WORTHLESS
        yield _moved(after, kind, objective.id, answering(still, after), heard, taken if priced else None)


def _is_move(kind: Kind, heard: Sequence[Changed]) -> bool:
    either_way = kind in ("baseline", "worth", "kpi", "attribution") and bool(heard)
    return either_way or any(change.weakens for change in heard)


def _moved(
    version: Agreement,
    kind: Kind,
    objective: str | None,
    providers: tuple[str, ...],
    heard: Sequence[Changed],
    taken: Fraction | None,
) -> Moved:
    weakens = [change.weakens for change in heard]
    return Moved(
        version=version,
        kind=kind,
        objective=objective,
        providers=providers,
        words=joined([change.words for change in heard], "; ") if len(heard) != 1 else heard[0].words,
        weakens=True if True in weakens else (None if None in weakens or not weakens else False),
        days=_days(kind, heard),
        taken=taken,
    )


def _days(kind: Kind, heard: Sequence[Changed]) -> int | None:
    """By how many days a due date or a planned go-live moved later."""
    if kind not in ("due", "start", "go_live"):
        return None
    for change in heard:
        if isinstance(change.before, str) and isinstance(change.after, str):
            try:
                return (dt.date.fromisoformat(change.after) - dt.date.fromisoformat(change.before)).days
            except ValueError:
                return None
    return None


def answering(objective: Objective, agreement: Agreement) -> tuple[str, ...]:
    """The providers that answer for an objective: those accountable, or all where none is."""
    named = tuple(party for party in objective.accountable if party in agreement.providers)
    return named or agreement.providers


def steps(
    before: Agreement, after: Agreement, was: Objective, now: Objective, terms: Terms
) -> Iterator[tuple[Kind, Fraction]]:
    """What each kind of change takes out of an objective's potential value; negative: what it puts in.

    A written path goes with the target or the due date that moved it. Both sides have the later version's actual
    go-live: a date that happened is not a promise.
    """
    base, objective = _same_start(before, after), was
    for kind, keys in _with_path(was, now):
        changed = {key: getattr(now, key) for key in keys if getattr(now, key) != getattr(objective, key)}
        if changed:
            replaced = objective.model_copy(update=changed)
            yield kind, terms.potential(base, objective) - terms.potential(base, replaced)
            objective = replaced
    if (base.go_live, base.effective) != (after.go_live, after.effective):
        moved = terms.potential(base, objective) - terms.potential(after, objective)
        if moved:
            yield "go_live", moved


def _with_path(was: Objective, now: Objective) -> Iterator[tuple[Kind, tuple[str, ...]]]:
    if was.kpi != now.kpi:
        yield "kpi", tuple(type(now).model_fields)
        return
    mover = next((key for key in ("target", "due") if getattr(was, key) != getattr(now, key)), "path")
    for kind, keys in _KEYS:
        if kind == mover and mover != "path":
            yield kind, (*keys, "path")
        elif kind != "path" or mover == "path":
            yield kind, keys


def _same_start(before: Agreement, after: Agreement) -> Agreement:
    actual = after.go_live.actual or before.go_live.actual
    return before.model_copy(update={"go_live": before.go_live.model_copy(update={"actual": actual})})


def put_in(before: Agreement, after: Agreement, terms: Terms) -> Fraction:
    """Potential value that a version put in: new objectives, and every step of `steps` that added; never negative."""
    found = Fraction(0)
    for objective in after.objectives:
        was = before.objective(objective.id)
        if was is None:
            found += max(terms.potential(after, objective), Fraction(0))
        else:
            found -= sum(
                (min(taken, Fraction(0)) for _, taken in steps(before, after, was, objective, terms)), Fraction(0)
            )
    return found


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of one objective of the first promise, exact."""

    objective: Objective
    providers: tuple[str, ...]
    first: Fraction
    stands: Fraction
    due_moved: int | None
    removed: bool


def standings(first: Agreement, current: Agreement, terms: Terms) -> Iterator[Standing]:
    """For each objective of the first promise, its potential value then, and the part that is promised still.

    Never more than the first, and never more for a worse baseline or a higher worth of a unit: what was added
    elsewhere, or raised later, does not stand in for what was taken out. A disbenefit that was agreed to gains nothing,
    and counts as 0.
    """
    base = _same_start(first, current)
    for objective in first.objectives:
        still = current.objective(objective.id)
        promised = max(terms.potential(base, objective), Fraction(0))
        now = _at_most(current, objective, still, terms) if still is not None else Fraction(0)
        yield Standing(
            objective=objective,
            providers=answering(objective, first),
            first=promised,
            stands=min(promised, max(now, Fraction(0))),
            due_moved=None if still is None or None in (still.due, objective.due) else _later(objective, still),
            removed=still is None,
        )


def _at_most(current: Agreement, was: Objective, now: Objective, terms: Terms) -> Fraction:
    """What is promised now, by the baseline and the worth of then or of now, whichever makes it the least."""
    if was.kpi != now.kpi:
        return Fraction(0)
    return min(
        terms.potential(current, now.model_copy(update={"baseline": baseline, "value": value}))
        for baseline in (was.baseline, now.baseline)
        for value in (was.value, now.value)
    )


def _later(was: Objective, now: Objective) -> int:
    assert was.due is not None
    assert now.due is not None
    return (now.due - was.due).days
