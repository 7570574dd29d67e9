"""The choice of moves as whole numbers: tasks, waits between them, choices, resources. No plan, no solver.

Time is in units of one grid, counted over the hours at which anyone works: task times are positions between them, so
that position p is both the end of unit p - 1 and the beginning of unit p. Where a task's own calendar leaves some of
those units out, `Runs` say where its units of work lie; None means that it leaves out none.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FS, SS, FF, SF = 0, 1, 2, 3


@dataclass(frozen=True, slots=True)
class Run:
    """Inputs from `low` to `high` (both in) become `to`, `to` + slope, ...: slope 1 or 0."""

    low: int
    high: int
    to: int
    slope: int = 1


Runs = tuple[Run, ...]
"""A rising function of whole numbers, piece by piece; the pieces adjoin."""


@dataclass(frozen=True, slots=True)
class Task:
    """Work of `length` units that starts at `earliest` or later and is done at `floor_finish` or later.

    `begin` takes the number of its units that lie behind to the position at which the next begins, `end` to the
    position at which the last of them ended. `needs` is an amount by resource, `rate` what a unit of length costs.
    """

    id: str
    length: int
    earliest: int = 0
    floor_finish: int = 0
    begin: Runs | None = None
    end: Runs | None = None
    needs: Mapping[int, int] = field(default_factory=dict)
    rate: int = 0


@dataclass(frozen=True, slots=True)
class Wait:
    """`after` starts (FS, SS) or finishes (FF, SF) at `lag` or more after `before` finishes (FS, FF) or starts.

    `led_by` takes units off the lag, by choice; any choice in `dropped_by` ends the wait. `images` take a position to
    that of the lag's end, by the set of leading choices taken, where the lag's calendar is not the axis.
    """

    before: int
    after: int
    kind: int = FS
    lag: int = 0
    led_by: tuple[tuple[int, int], ...] = ()
    dropped_by: tuple[int, ...] = ()
    images: Mapping[frozenset[int], Runs] | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """What may be taken or left: units off tasks, tasks left out, resources needed while a task runs; its price."""

    id: str
    price: int = 0
    shortens: tuple[tuple[int, int], ...] = ()
    empties: tuple[int, ...] = ()
    adds: tuple[tuple[int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Terms:
    """Penalty and bonus in the problem's money. `overdue` takes the finish to units overdue, `units` make a day."""

    penalty: int = 0
    overdue: Runs = ()
    units: int = 1
    bonus: int = 0
    bonus_by: int = -1


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything there is to decide. `floor`: the whole is not done before; `horizon`: it is done by then for certain.

    `excludes` are pairs of choices; of two that are `alike`, the first is taken first. Choices and tasks are named by
    their place. `ordered` are pairs of tasks of which the second may not be over before the first begins, though a lead
    would let it: people go from the first to the second, never back.
    """

    tasks: tuple[Task, ...]
    waits: tuple[Wait, ...] = ()
    choices: tuple[Choice, ...] = ()
    excludes: tuple[tuple[int, int], ...] = ()
    alike: tuple[tuple[int, int], ...] = ()
    capacity: tuple[int, ...] = ()
    ordered: tuple[tuple[int, int], ...] = ()
    floor: int = 0
    horizon: int = 0
    terms: Terms = Terms()
