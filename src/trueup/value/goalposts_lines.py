"""Moved goalposts added up: by agreement, by provider, by month. What was put in is never set off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import get_args

from trueup.value.results_goalposts import By, GoalpostMove, Goalposts, GroupLine, Kind, KindTotal, Stands
from trueup.vocabulary import InputError, Said, did_you_mean, said

_COLUMNS: Mapping[str, tuple[Kind, ...]] = {
    "descoped": ("descoped",),
    "targets": ("target",),
    "due": ("due",),
    "baselines": ("baseline",),
}


def read_by(text: str) -> By:
    """What a line is. InputError for anything but agreement, provider or month."""
    for each in get_args(By):
        if each == text:
            found: By = each
            return found
    near = did_you_mean(text, get_args(By)) or "one of agreement, provider, month"
    raise InputError(f"there are no goalposts by {text!r}", do=near)


def taken(moves: Iterable[GoalpostMove]) -> Decimal:
    """Potential value taken out, added up; what was put in is left out."""
    return sum((move.taken for move in moves if move.taken is not None and move.taken > 0), Decimal(0))


def days(moves: Iterable[GoalpostMove]) -> int:
    """Days by which dates moved later, added up; earlier ones are left out."""
    return sum(move.days for move in moves if move.days is not None and move.days > 0)


def kinds(moves: Sequence[GoalpostMove]) -> tuple[KindTotal, ...]:
    """By kind, the most value first, then the most moves."""
    found = []
    for kind in get_args(Kind):
        own = [move for move in moves if move.kind == kind]
        if own:
            found.append(KindTotal(kind=kind, count=len(own), days=days(own), taken=taken(own)))
    return tuple(sorted(found, key=lambda each: (-each.taken, -each.count)))


@dataclass(frozen=True, slots=True)
class _Heap:
    """The moves and standings that belong to one line."""

    moves: list[GoalpostMove]
    stands: list[Stands]


def lines(agreements: Sequence[Goalposts], by: By, names: Mapping[str, str]) -> tuple[GroupLine, ...]:
    """A line for each agreement, provider or month in which something was promised or moved.

    By provider a move counts for each that answers for its objective, whole: such lines do not add up. `names` are what
    people call the parties.
    """
    heaps = {"agreement": _by_agreement, "provider": _by_provider, "month": _by_month}[by](agreements)
    made = [_line(key, heap, names, agreements, by) for key, heap in heaps.items()]
    return tuple(made if by == "month" else sorted(made, key=lambda line: (-line.taken, -line.moves, line.key)))


def note(by: By) -> Said | None:
    """How lines are to be read."""
    if by == "provider":
        return said("a move counts for each provider that answers for its objective: the lines do not add up")
    return None


def _by_agreement(agreements: Sequence[Goalposts]) -> dict[str, _Heap]:
    return {each.id: _Heap([*each.moves], [*each.objectives]) for each in agreements}


def _by_provider(agreements: Sequence[Goalposts]) -> dict[str, _Heap]:
    found: dict[str, _Heap] = {}
    for agreement in agreements:
        for provider in agreement.providers:
            own = [move for move in agreement.moves if provider in move.providers]
            stands = [each for each in agreement.objectives if provider in each.providers]
            heap = found.get(provider, _Heap([], []))
            found[provider] = _Heap([*heap.moves, *own], [*heap.stands, *stands])
    return found


def _by_month(agreements: Sequence[Goalposts]) -> dict[str, _Heap]:
    moves = sorted((move for each in agreements for move in each.moves), key=lambda move: move.on)
    found: dict[str, _Heap] = {}
    for move in moves:
        heap = found.setdefault(f"{move.on:%Y-%m}", _Heap([], []))
        heap.moves.append(move)
    return found


def _line(key: str, heap: _Heap, names: Mapping[str, str], agreements: Sequence[Goalposts], by: By) -> GroupLine:
    first = sum((each.first for each in heap.stands), Decimal(0))
    stands = sum((each.stands for each in heap.stands), Decimal(0))
    counted = {column: sum(move.kind in kinds for move in heap.moves) for column, kinds in _COLUMNS.items()}
    titles = {each.id: each.title for each in agreements}
    return GroupLine(
        key=key,
        name=titles.get(key, key) if by == "agreement" else names.get(key, key),
        agreements=len({move.agreement for move in heap.moves}),
        moves=len(heap.moves),
        **counted,
        others=len(heap.moves) - sum(counted.values()),
        days=days(move for move in heap.moves if move.kind == "due"),
        taken=taken(heap.moves),
        first=None if by == "month" else first,
        stands=None if by == "month" else stands,
        share=None if by == "month" or not first else float(stands / first),
    )
