"""What a version of a business case changes, in words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.value.cases import DRIVEN, case
from trueup.book.diff import diff

Edit = Callable[[dict[str, Any]], None]


def put(*keys: Any, to: Any) -> Edit:
    def edit(document: dict[str, Any]) -> None:
        place: Any = document
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = to

    return edit


@pytest.mark.parametrize(
    ("edit", "words", "weakens"),
    [
        (put("rate", to="0.1"), "discount rate changed from 8 % to 10 %", None),
        (put("benefits", 0, "risk", to="0.2"), "risk factor of Handlers' time changed from 0.1 to 0.2", None),
        (put("benefits", 0, "inputs", "hours", to=1), "hours of Handlers' time changed from 2 to 1", None),
        (put("benefits", 0, "inputs", "hours", to={"pert": [1, 2, 3]}),
         "hours of Handlers' time changed from 2 to pert [1, 2, 3]", None),
        (put("benefits", 1, "objective", to=None), "no objective measures errors any more (it was errors)", True),
        (put("benefits", 1, "objective", to="other"), "errors is measured by objective other now, not by errors", None),
        (lambda made: made["benefits"].pop(1), "benefit errors removed", True),
        (lambda made: made["costs"].pop(0), "cost licence removed", None),
        (lambda made: made["costs"].append({"id": "cloud", "flows": [0, 1, 1, 1]}), "cost cloud added", None),
        (put("scenarios", to=[]), "scenario Slow take-up removed (handlers.adoption [0.2, 0.5, 0.8], handlers.hours 1, "
                                  "rate 0.1)", None),
        (put("network", to=[{"id": "app", "kind": "enabler", "title": "The application"}]),
         "The application added to the network", None),
        (put("title", to="Slower claims"), "title changed from Faster claims to Slower claims", None),
    ],
)  # fmt: skip
def test_in_words(edit: Edit, words: str, weakens: bool | None) -> None:
    after = copy.deepcopy(DRIVEN) | {"version": 2, "on": "2026-05-01"}
    edit(after)
    (found,) = diff(case(), case(after))
    assert (str(found.words), found.weakens) == (words, weakens)
