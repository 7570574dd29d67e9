from __future__ import annotations

import pytest

from tests.horizons.wins.written import PLAIN, win
from trueup.horizons.wins import Win
from trueup.vocabulary import InputError

SECRET = "quetzalcoatl"


def test_a_win_is_what_was_written_without_its_edges():
    found = win(win="  He wants\r\nto rest.  ")
    assert found.win == "He wants\nto rest."
    assert Win.of(found.plain) == found


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"person": "  "}, "person says nothing"),
        ({"win": ""}, "win: "),
        ({"win": SECRET * 400}, "win: "),
        ({"win": SECRET + "\0"}, "win: holds control characters"),
        ({"influence": SECRET}, "influence: "),
        ({"response": None}, "response: "),
        ({"current": SECRET}, "current: "),
        ({"fulfilled": 1.5}, "fulfilled: "),
        ({"fulfilled": float("nan")}, "fulfilled: "),
        ({"fulfilled": SECRET}, "fulfilled: "),
        ({"step": ""}, "by is the day of a step"),
        ({"by": SECRET}, "by: "),
        ({SECRET: "a line of the text that looks like a key"}, "a key has no meaning"),
        ({"person": "lone \ud800"}, "person: "),
    ],
)
def test_what_is_wrong_is_said_by_its_key_and_never_repeated(wrong: dict, told: str):
    with pytest.raises(InputError) as refused:
        Win.of({**PLAIN, **wrong})
    assert told in str(refused.value)
    chain, error = [], refused.value
    while error is not None:
        chain.append(f"{error!r} {error}")
        error = error.__cause__ or error.__context__
    assert SECRET not in " ".join(chain)


def test_every_key_that_is_missing_is_named():
    with pytest.raises(InputError) as refused:
        Win.of({})
    assert all(name in str(refused.value) for name in ("person", "win", "influence", "response", "current", "desired"))
