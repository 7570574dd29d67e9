"""The 18 verdicts, word by word as the reference table has them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.delivery.results import Help, Overall, Own, Word
from trueup.delivery.verdict_table import COINCIDENT, TABLE, word_and_note

RANK: dict[Word, int] = {
    "NOT SATISFIED": 0,
    "SUCCESSFUL DESPITE PROVIDER": 1,
    "SATISFIED": 2,
    "DELIGHTED": 3,
    "SUCCESSFUL": 4,
}
OWN, HELP = st.sampled_from(get_args(Own)), st.sampled_from(get_args(Help))


def reference(folder: Path) -> list[dict[str, str]]:
    with (folder / "alpha_beta_gamma.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_reference_table_row_by_row(shared_reference: Path) -> None:
    rows = reference(shared_reference)
    assert len(rows) == len(TABLE) == 18
    for row in rows:
        key: Any = (row["own_scope"], row["overall"], row["beyond_scope_help"])
        assert word_and_note(*key, credit=True) == (row["verdict"], row["note"]), key


def test_every_combination_has_a_verdict() -> None:
    assert set(TABLE) == {(o, v, h) for o in get_args(Own) for v in get_args(Overall) for h in get_args(Help)}


@given(own=OWN, help=HELP, credit=st.booleans())
def test_a_verdict_is_never_better_for_a_whole_that_is_not_met(own: Own, help: Help, credit: bool) -> None:
    good, _ = word_and_note(own, "met", help, credit=credit)
    bad, note = word_and_note(own, "not_met", help, credit=credit)
    assert RANK[bad] <= RANK[good]
    assert note.endswith("customer not successful")


@given(own=OWN, help=HELP, credit=st.booleans())
def test_help_lifts_no_whole_that_is_not_met(own: Own, help: Help, credit: bool) -> None:
    assert word_and_note(own, "not_met", help, credit=credit)[0] == TABLE[own, "not_met", "none"][0]


@pytest.mark.parametrize(
    ("own", "word"), [("missed", "SUCCESSFUL DESPITE PROVIDER"), ("met", "SUCCESSFUL"), ("exceeded", "SUCCESSFUL")]
)
def test_help_without_credit_is_coincident(own: Own, word: Word) -> None:
    found, note = word_and_note(own, "met", "implemented", credit=False)
    assert found == word
    assert COINCIDENT in note
    assert "Gamma" not in note
    assert "rescued" not in note
