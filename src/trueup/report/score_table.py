"""Scores as a table: one row an outcome and group, for CSV and Parquet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from trueup.jobs.results import Measured, Score, Scores
from trueup.report.tables import Table

OVER = ("10", "12", "15")
FIGURES = ("importance", "satisfaction", "opportunity")
_ENDS = ("", "_low", "_high")


def score_table(found: Sequence[Scores]) -> Table:
    """Every score of every group; what is hidden has no row. Columns: docs/reference/scores.md."""
    places = sorted({place for scores in found for score in scores.scores for place in score.p_rank}, key=int)
    columns = (
        *("survey", "wave", "group", "rank", "outcome", "statement", "job", "kind", "step"),
        *(f"{name}{end}" for name in FIGURES for end in _ENDS),
        *("mean_importance", "mean_satisfaction", "n", "n_both"),
        *(f"p_over_{limit}" for limit in OVER),
        *(f"p_rank_{place}" for place in places),
        *("bands", "overserved", "hinge_bias", "grade", "insufficient"),
    )
    return Table(columns, [tuple(_row(scores, score, places)) for scores in found for score in scores.scores])


def _row(scores: Scores, score: Score, places: Sequence[str]) -> Iterator[Any]:
    yield from (scores.survey, scores.wave, scores.group, score.rank, score.outcome, score.statement)
    yield from (score.job, score.kind, score.step)
    for figure in (score.importance, score.satisfaction, score.opportunity):
        yield from _interval(figure)
    yield from (score.mean_importance, score.mean_satisfaction, score.n, score.n_both)
    yield from (score.p_over.get(limit) for limit in OVER)
    yield from (score.p_rank.get(place) for place in places)
    yield from (" or ".join(score.bands) or None, score.overserved, score.hinge_bias)
    yield from (scores.sample.grade, score.insufficient)


def _interval(of: Measured | None) -> tuple[float | None, float | None, float | None]:
    return (None, None, None) if of is None else (of.value, of.low, of.high)
