"""Moved goalposts in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.words import counted
from trueup.value.brief import brief, share
from trueup.value.goalposts_lines import days, taken
from trueup.value.results_goalposts import GoalpostMove, Kind
from trueup.vocabulary import Said, listed, said

_NOUNS: tuple[tuple[Kind, str], ...] = (
    ("descoped", "objective taken out"),
    ("target", "weakened target"),
    ("due", "moved due date"),
    ("baseline", "re-cut baseline"),
    ("tolerance", "widened tolerance"),
    ("evidence", "lowered evidence rule"),
    ("worth", "changed worth"),
    ("case", "re-cut business case"),
)
_SEVERAL = {
    "objective taken out": said("objectives taken out"),
    "weakened target": said("weakened targets"),
    "moved due date": said("moved due dates"),
    "re-cut baseline": said("re-cut baselines"),
    "widened tolerance": said("widened tolerances"),
    "lowered evidence rule": said("lowered evidence rules"),
    "changed worth": said("changed worths"),
    "re-cut business case": said("re-cut business cases"),
}
_ONE = {
    "objective taken out": said("objective taken out"),
    "weakened target": said("weakened target"),
    "moved due date": said("moved due date"),
    "re-cut baseline": said("re-cut baseline"),
    "widened tolerance": said("widened tolerance"),
    "lowered evidence rule": said("lowered evidence rule"),
    "changed worth": said("changed worth"),
    "re-cut business case": said("re-cut business case"),
}


def told(
    moves: Sequence[GoalpostMove], first: Fraction, stands: Fraction, put_in: Decimal, currency: str
) -> Iterator[Said]:
    """What stands of the first promise, what was moved, and that what was added is not set off."""
    if not moves:
        yield said("nothing was moved since the first promise")
        return
    if first > 0:
        yield said(
            "of the first promise's {first}, {stands} still stands ({share})",
            first=brief(first, currency),
            stands=brief(stands, currency),
            share=share(stands, first),
        )
    yield _what(moves)
    out = taken(moves)
    if out > 0:
        yield said("{amount} of potential value was taken out of it", amount=brief(out, currency))
    if put_in > 0:
        yield said("{amount} was put in: it stands beside, and is not set off", amount=brief(put_in, currency))


def _what(moves: Sequence[GoalpostMove]) -> Said:
    parts = [_count(noun, found) for kind, noun in _NOUNS if (found := [each for each in moves if each.kind == kind])]
    others = sum(move.kind not in dict(_NOUNS) for move in moves)
    if others:
        parts.append(said("{count} more", count=others))
    later = days([move for move in moves if move.kind == "due"])
    if later:
        return said("{what}; due dates moved by {days} in all", what=listed(parts), days=counted(later, "day"))
    return said("{what}", what=listed(parts))


def _count(noun: str, moves: Sequence[GoalpostMove]) -> Said:
    return said("{count} {noun}", count=len(moves), noun=_ONE[noun] if len(moves) == 1 else _SEVERAL[noun])
