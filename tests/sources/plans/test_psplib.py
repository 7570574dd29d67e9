from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from trueup.delivery.schedule import schedule
from trueup.sources.plans import read_plan
from trueup.vocabulary import SourceError

Write = Callable[[str, str], Path]
INSTANCE = """
    ****************************************
    file with basedata            : tiny.bas
    initial value random generator: 1
    ****************************************
    PRECEDENCE RELATIONS:
    jobnr.    #modes  #successors   successors
       1        1          2           2   3
       2        1          1           4
       3        1          1           4
       4        1          0
    ****************************************
    REQUESTS/DURATIONS:
    jobnr. mode duration  R 1  R 2
    ----------------------------------------
      1      1     0       0    0
      2      1     8       4    0
      3      1     4       2    3
      4      1     0       0    0
    ****************************************
    RESOURCEAVAILABILITIES:
      R 1  R 2
       5    3
    ****************************************
"""


def test_an_instance_is_a_plan_whose_every_day_is_worked(write: Write) -> None:
    read = read_plan(write("tiny.sm", INSTANCE))
    assert schedule(read.plan).finish == 8.0
    assert [(each.id, str(each.duration), dict(each.needs)) for each in read.plan.activities[1:3]] == [
        ("2", "8d", {"R1": Decimal(4)}),
        ("3", "4d", {"R1": Decimal(2), "R2": Decimal(3)}),
    ]
    assert [(each.id, each.capacity) for each in read.plan.resources] == [("R1", 5), ("R2", 3)]
    assert [str(link) for link in read.plan.activities[3].after] == ["2", "3"]


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [
        ("   2        1          1           4", "   2        3          1           4", "has 3 modes"),
        (
            "   2        1          1           4",
            "   2        1          2           4",
            "says 2 successors and lists 1",
        ),
        ("   2        1          1           4", "   2        1          1           9", "unknown successor 9"),
        ("  3      1     4       2    3\n", "", "job 3 has no duration"),
        ("REQUESTS/DURATIONS:", "", "no section REQUESTS/DURATIONS"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(write: Write, old: str, new: str, what: str) -> None:
    assert old in INSTANCE
    with pytest.raises(SourceError, match=what):
        read_plan(write("tiny.sm", INSTANCE.replace(old, new)))
