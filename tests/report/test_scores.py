"""Scores on a screen, in files and on a page."""

from __future__ import annotations

import io
from typing import Any

import numpy as np
import pytest
from rich.console import Console

from tests.jobs.build import job_map, ratings, survey
from trueup.jobs.outcome_score import Asking
from trueup.jobs.results import Scores
from trueup.jobs.score import scores_by
from trueup.report.html.scores import render
from trueup.report.score_table import score_table
from trueup.report.terminal.jobs.scores import ScoreTable
from trueup.vocabulary import Grade


def _found(**more: Any) -> tuple[Scores, ...]:
    rng = np.random.default_rng(2)
    first = np.where(rng.random((60, 3)) < (0.9, 0.5, 0.3), 5, 2)
    second = np.where(rng.random((60, 3)) < (0.2, 0.5, 0.8), 4, 1)
    people = ratings(first, second)
    labels = np.array(["a"] * 56 + ["b"] * 4, dtype=object)
    asking = Asking(survey(**more), job_map("o0", "o1", "o2", "never"), Grade.reported, 1)
    groups = scores_by(asking, people.counts(labels, "k"), people, labels)
    return (*scores_by(asking, people.counts(), people, None), *groups)


def _shown(scores: Scores, width: int, rows: int = 200) -> str:
    out = io.StringIO()
    Console(file=out, width=width).print(ScoreTable(scores, rows))
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 100, 140])
def test_the_screen_says_rank_interval_and_band(width: int) -> None:
    everybody, *_ = _found(anonymous=False)
    shown = _shown(everybody, width)
    assert "60 people" in shown
    assert f"{everybody.scores[0].opportunity.value:.2f}" in shown  # type: ignore[union-attr]
    assert "overserved" in shown
    assert max(map(len, shown.splitlines())) <= width
    assert "too wide to tell bands" in " ".join(shown.split())


def test_a_long_list_says_where_the_rest_is() -> None:
    assert "2 of 4 outcomes; all of them: --format csv" in _shown(_found(anonymous=False)[0], 100, 2)


def test_what_is_hidden_is_nowhere() -> None:
    found = _found(anonymous=True)
    assert [each.hidden is not None for each in found] == [False, True, True]
    assert "nothing is shown of fewer" in " ".join(_shown(found[2], 100).split())
    table = score_table(found)
    assert {row[2] for row in table.rows} == {None}
    page = render("Book", found)
    assert "nothing is shown of fewer" in page


def test_files_have_a_row_an_outcome_and_group() -> None:
    table = score_table(_found(anonymous=False))
    assert len(table.rows) == 12
    assert all(len(row) == len(table.columns) for row in table.rows)
    first = dict(zip(table.columns, table.rows[0], strict=True))
    assert first["opportunity_low"] < first["opportunity"] < first["opportunity_high"]
    assert first["group"] is None
    assert first["grade"] == "reported"


def test_the_page_escapes_what_people_wrote() -> None:
    everybody, *_ = _found(anonymous=False)
    told = everybody.scores[0].model_copy(update={"statement": "<script>alert(1)</script>"})
    page = render("<Book>", [everybody.model_copy(update={"scores": (told, *everybody.scores[1:])})])
    assert "<script>alert" not in page
    assert "&lt;Book&gt;" in page
