"""What an amendment changes about attribution, in words."""

from __future__ import annotations

from typing import Any

import pytest
import yaml as pyyaml

from tests.book.conftest import AGREEMENT
from tests.book.test_diff import KPIS
from trueup.agreements.documents import Agreement
from trueup.book.diff import diff

INK, WAX, GLUE = {"segment": "ink"}, {"segment": "wax"}, {"project": "glue"}


def words(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What an amendment says that changes the attribution of the one objective."""
    both = []
    for version, attribution in ((1, before), (2, after)):
        body = pyyaml.safe_load(AGREEMENT) | {"version": version}
        body["objectives"][0]["attribution"] = attribution
        both.append(Agreement.model_validate(body))
    found = diff(*both, KPIS)
    assert {change.weakens for change in found} <= {None}
    return [change.words for change in found]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"control": INK}, {"control": GLUE}, "the control of setup time changed from segment ink to project glue"),
        ({}, {"control": INK}, "the control of setup time is segment ink now"),
        ({"control": INK}, {}, "the control of setup time removed (it was segment ink)"),
        ({"method": "none"}, {"method": "synthetic_did"},
         "the attribution of setup time changed from none to synthetic did"),
        ({"pool": [INK, WAX]}, {"pool": [WAX, GLUE]},
         "the pool of controls of setup time: project glue added; segment ink removed"),
        ({}, {"exclude": [{"slice": INK, "why": "sold in May"}]},
         "left out of the controls of setup time: segment ink (sold in May) added"),
        ({"since": "2026-03-01"}, {"since": "2026-04-01"},
         "the start from which setup time is attributed moved later by 31 days, from 2026-03-01 to 2026-04-01"),
        ({}, {"treated": [INK]}, "what setup time counts as reached: segment ink added"),
        ({}, {"units": [{"slice": INK, "since": "2026-03-01"}]},
         "the units that setup time reaches: segment ink from 2026-03-01 added"),
        ({}, {"events": [{"on": "2026-05-01", "what": "a flood"}]},
         "noted beside setup time: a flood on 2026-05-01"),
        ({"events": [{"on": "2026-05-01", "what": "a flood"}]}, {}, "no longer noted beside setup time: a flood"),
        ({"impact": "level"}, {"impact": "level_slope"},
         "attribution impact of setup time changed from level to level_slope"),
    ],
)  # fmt: skip
def test_says_in_words_what_changed(before: dict[str, Any], after: dict[str, Any], expected: str) -> None:
    assert words(before, after) == [expected]
