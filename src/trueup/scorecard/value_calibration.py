"""Was it right? Every forecast of a book against what came: `trueup.open(path).calibration()` and its twins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from trueup.scorecard.assess import Assessment
from trueup.scorecard.calibration.readers import READERS
from trueup.scorecard.calibration.replay import moments
from trueup.scorecard.calibration.sight import Past, Progress, Sight
from trueup.scorecard.values import Values
from trueup.value.calibration.issued import Told
from trueup.value.calibration.report import KINDS, Asked, calibration
from trueup.value.results_calibration import Calibration, Kind, ladder_result
from trueup.vocabulary import Grade, InputError, did_you_mean

REPLAYED: frozenset[Kind] = frozenset(("forecast", "p_hit"))


def calibrate(
    values: Values,
    past: Past,
    *,
    kinds: Collection[str] = (),
    by: str | None = None,
    since: dt.date | None = None,
    progress: Progress | None = None,
    issued: Iterable[Told] = (),
) -> Calibration:
    """Hold everything that was forecast and promised against what is known now.

    `past` opens the book as it was known at an earlier instant, to replay what would have been said then. `issued` is
    what was really issued, where that was kept; it is scored beside what is replayed. Without `kinds`, all of them.
    InputError for a kind or a key that there is not.
    """
    wanted = _wanted(kinds)
    sight = Sight(values, past, progress or _silent, since)
    told = [each for each in (*issued, *_read(sight, wanted)) if each[0].kind in wanted]
    asked = Asked(
        book=values.book.definition.id,
        as_of=values.moment.as_of,
        seed=values.seed,
        known_at=values.moment.known_at,
        grade=values.grade,
        since=since,
        by=by,
    )
    months = len(moments(sight)) if REPLAYED & wanted else 0
    return calibration(told, ladder_result(_bare(values).ladder.places), asked, months)


def evidence(values: Values) -> Values:
    """The same values on all evidence: the grade of what came is asked of each actual, not of the series."""
    return values if values.grade is Grade.reported else replace(values, grade=Grade.reported)


def _read(sight: Sight, wanted: frozenset[str]) -> Iterator[Told]:
    everything = replace(sight, values=evidence(sight.values))
    for reader, kinds in READERS.items():
        if wanted & set(kinds):
            yield from reader(everything)


def _bare(values: Values) -> Assessment:
    return Assessment(values.book, values.snapshot, values.moment, Grade.reported, values.seed, bare=True)


def _wanted(kinds: Collection[str]) -> frozenset[str]:
    for kind in kinds:
        if kind not in KINDS:
            do = did_you_mean(kind, KINDS) or f"one of: {', '.join(KINDS)}"
            raise InputError(f"there is no kind of forecast {kind!r}", do=do)
    return frozenset(kinds or KINDS)


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody is watching."""
