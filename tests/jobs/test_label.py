from __future__ import annotations

import pytest

from trueup.jobs.label import label, labels


@pytest.mark.parametrize(
    ("statement", "short"),
    [
        ("Minimise the time it takes to find out whether the loss is covered", "find out whether the loss is covered"),
        ("Minimise the likelihood that a proof has to be sent again", "a proof has to be sent again"),
        ("Minimise the time it takes to learn of a delay when abroad", "learn of a delay when abroad"),
        ("Die Zeit, bis man von einer Verzögerung erfährt", "Die Zeit, bis man von einer Verzögerung erfährt"),
        ("", ""),
    ],
)
def test_a_label_leaves_out_what_most_statements_begin_with(statement: str, short: str) -> None:
    assert label(statement, 60) == short


def test_a_label_keeps_to_its_letters() -> None:
    found = label("Minimise the time it takes to find out whether the loss is covered", 20)
    assert found == "find out whether th…"
    assert len(found) == 20


def test_no_two_rows_of_a_picture_have_one_name() -> None:
    """Two metrics of one thing, and statements that are alike as far as there is room."""
    about = "report the loss to somebody who can decide about it at once"
    found = labels(
        [
            "Minimise the time it takes to report the loss",
            "Minimise the effort it takes to report the loss",
            f"Minimise the time it takes to {about} and alone",
            f"Minimise the time it takes to {about} and together",
        ]
    )
    assert len(set(found.values())) == len(found)
