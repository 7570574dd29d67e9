"""Was it right? Every forecast of a book against what came: `trueup.open(path).calibration()` and its twins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace

from trueup.scorecard.assess import ladder_of
from trueup.scorecard.calibration.kept import Results, issued, unlike
from trueup.scorecard.calibration.readers import READERS
from trueup.scorecard.calibration.replay import moments
from trueup.scorecard.calibration.sight import Past, Progress, Sight
from trueup.scorecard.values import Values
from trueup.value.calibration.issued import Issued, Told
from trueup.value.calibration.report import KINDS, Asked, calibration
from trueup.value.results_calibration import CalibrationResult, Kind, LadderResult, ladder_result
from trueup.vocabulary import Grade, InputError, did_you_mean

REPLAYED: frozenset[str] = frozenset(("forecast", "p_hit"))


@dataclass(frozen=True, eq=False)
class Gathered:
    """Everything that was issued, with what came: gathered once, and answered for as many readers as there are."""

    values: Values
    told: tuple[Told, ...]
    ladder: LadderResult
    months: int
    since: dt.date | None


def calibrate(
    values: Values,
    past: Past,
    *,
    kinds: Collection[str] = (),
    by: str | None = None,
    since: dt.date | None = None,
    progress: Progress | None = None,
) -> CalibrationResult:
    """Hold everything that was forecast and promised against what is known now. As `gather` and `answer`."""
    return answer(gather(values, past, kinds=kinds, since=since, progress=progress), by=by)


def gather(
    values: Values,
    past: Past,
    *,
    kinds: Collection[str] = (),
    since: dt.date | None = None,
    progress: Progress | None = None,
    results: Results = (),
) -> Gathered:
    """Everything that was issued, and what came.

    `past` opens the book as it was known at an earlier instant, to replay what would have been said then. `results`
    are what was really issued, where that was kept: it goes before what is replayed. Without `kinds`, all of them.
    InputError for a kind that there is not.
    """
    wanted = _wanted(kinds)
    sight = Sight(evidence(values), past, progress or _silent, since)
    kept = [each for each in issued(sight, results) if each[0].kind in wanted]
    read = [each for each in _read(sight, wanted) if each[0].kind in wanted]
    ladder = ladder_of(values.book, values.snapshot, values.moment, seed=values.seed)
    return Gathered(
        values=values,
        told=(*kept, *unlike(read, kept)),
        ladder=ladder_result(ladder.places),
        months=len(moments(sight)) if REPLAYED & wanted else 0,
        since=since,
    )


def answer(
    found: Gathered,
    *,
    by: str | None = None,
    by_kind: Mapping[Kind, str] | None = None,
    shows: Callable[[Issued], bool] = lambda issued: True,
) -> CalibrationResult:
    """The calibration of what `shows` lets through, told apart `by` one key, or each kind by its own.

    InputError for a key that there is not.
    """
    values = found.values
    asked = Asked(
        book=values.book.definition.id,
        as_of=values.moment.as_of,
        seed=values.seed,
        known_at=values.moment.known_at,
        grade=values.grade,
        since=found.since,
        by=by,
        by_kind=by_kind or {},
    )
    told = [each for each in found.told if shows(each[0])]
    return calibration(told, found.ladder, asked, found.months)


def evidence(values: Values) -> Values:
    """The same values on all evidence: the grade of what came is asked of each actual, not of the series."""
    return values if values.grade is Grade.reported else replace(values, grade=Grade.reported)


def _read(sight: Sight, wanted: frozenset[str]) -> Iterator[Told]:
    for reader, kinds in READERS.items():
        if wanted & set(kinds):
            yield from reader(sight)


def _wanted(kinds: Collection[str]) -> frozenset[str]:
    for kind in kinds:
        if kind not in KINDS:
            do = did_you_mean(kind, KINDS) or f"one of: {', '.join(KINDS)}"
            raise InputError(f"there is no kind of forecast {kind!r}", do=do)
    return frozenset(kinds or KINDS)


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody is watching."""
