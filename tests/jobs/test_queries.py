from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from tests.jobs.build import DAY, answer, answered_at, answers, survey
from trueup.facts import FactStore
from trueup.jobs.queries import read_counts, read_ratings, waves_answered

if TYPE_CHECKING:
    from pathlib import Path

    from trueup.facts import Snapshot

pytestmark = pytest.mark.engine
LATER = dt.date(2027, 1, 1)
SURVEY = survey()


def _told(store: FactStore, *rows: dict[str, Any], key: str = "a", recorded_at: dt.datetime | None = None) -> None:
    store.append({"responses": answers(*rows)}, key=key, source="s", recorded_at=recorded_at)


def _history(store: FactStore) -> None:
    """Two waves, another survey, a correction, a zero, skips, and a rating that is not on the scale."""
    north, south = {"region": "north", "size": 3}, {"region": "south"}
    rows = [
        answer("a", "x", 5, 2, keys=north, weight=2.0, customer="acme"),
        answer("a", "y", None, None, keys=north, customer="acme"),
        answer("b", "x", 4, None, keys=south, answered_at=answered_at(2)),
        answer("b", "y", 7, 3, keys=south),
        answer("c", "x", 3, 3, answered_at=answered_at(9)),
        answer("d", "x", None, None, keys=south),
        answer("a", "x", 1, 1, wave="w2", answered_at=answered_at(100)),
        answer("a", "x", 2, 2, survey="other"),
    ]
    _told(store, *rows, recorded_at=answered_at(110))
    _told(store, answer("c", "x", 4, 4, answered_at=answered_at(9)), key="b", recorded_at=answered_at(120))
    store.drain()


@pytest.fixture
def asked(tmp_path: Path, engine_url: str) -> Any:
    with FactStore.open(tmp_path, engine=engine_url) as store:
        _history(store)
        with store.snapshot() as snapshot:
            yield snapshot


def test_joint_rating_counts_by_a_segment_key(asked: Snapshot) -> None:
    counts = read_counts(asked, SURVEY, "w1", as_of=LATER, by="region")
    assert counts.groups == ("north", "south", None)
    assert counts.outcomes == ("x",)
    assert counts.respondents.tolist() == [1, 1, 1]
    assert np.argwhere(counts.people).tolist() == [[0, 0, 4, 1], [1, 0, 3, 5], [2, 0, 3, 3]]
    assert counts.weight[0, 0, 4, 1] == 2.0
    assert counts.square[0, 0, 4, 1] == 4.0
    assert counts.out_of_scale == 1
    assert (counts.first, counts.last) == (DAY, DAY + dt.timedelta(days=9))


def test_ratings_of_respondents_counted_are_the_joint_rating_counts(asked: Snapshot) -> None:
    ratings = read_ratings(asked, SURVEY, "w1", as_of=LATER)
    assert ratings.respondents == ("a", "b", "c")
    assert ratings.customers == ("acme", None, None)
    assert ratings.importance.tolist() == [[5], [4], [4]]
    assert ratings.satisfaction.tolist() == [[2], [-1], [4]]
    assert ratings.weight.tolist() == [2.0, 1.0, 1.0]
    assert {key: labels.tolist() for key, labels in ratings.keys.items()} == {
        "region": ["north", "south", None],
        "size": ["3", None, None],
    }
    assert ratings.out_of_scale == 1
    engine = read_counts(asked, SURVEY, "w1", as_of=LATER)
    assert np.array_equal(ratings.counts().people[0, 0, :-1], engine.people[0, 0, :-1])
    assert ratings.counts().respondents.tolist() == engine.respondents.tolist()


def test_only_respondents_of_whom_a_key_is_known(asked: Snapshot) -> None:
    counts = read_counts(asked, SURVEY, "w1", as_of=LATER, where={"region": "north", "size": "3"})
    assert counts.respondents.tolist() == [1]
    assert counts.people.sum() == 1
    assert read_counts(asked, SURVEY, "w1", as_of=LATER, where={"region": "east"}).respondents.tolist() == [0]


def test_waves_that_have_answers(asked: Snapshot) -> None:
    waves = waves_answered(asked, SURVEY, as_of=LATER)
    assert list(waves) == ["w1", "w2"]
    assert waves["w1"] == (DAY, DAY + dt.timedelta(days=9))


def test_answers_before_a_day_begins_in_the_zone(asked: Snapshot) -> None:
    assert read_counts(asked, SURVEY, "w1", as_of=DAY).respondents.tolist() == [0]
    assert read_counts(asked, SURVEY, "w1", as_of=DAY + dt.timedelta(days=1)).respondents.tolist() == [1]
    far = ZoneInfo("Pacific/Kiritimati")  # 14 hours ahead: noon in UTC is the next day there
    assert read_counts(asked, SURVEY, "w1", as_of=DAY + dt.timedelta(days=1), zone=far).respondents.tolist() == [0]
    assert waves_answered(asked, SURVEY, as_of=LATER, zone=far)["w1"][0] == DAY + dt.timedelta(days=1)


def test_a_correction_counts_from_when_it_was_known(tmp_path: Path, engine_url: str) -> None:
    with FactStore.open(tmp_path, engine=engine_url) as store:
        _history(store)
        for known_at, rating in ((answered_at(115), 3), (None, 4)):
            with store.snapshot(known_at) as snapshot:
                found = read_ratings(snapshot, SURVEY, "w1", as_of=LATER)
                assert found.importance[2, 0] == rating


def test_where_nobody_has_answered_there_is_nothing(tmp_path: Path, engine_url: str) -> None:
    with FactStore.open(tmp_path, engine=engine_url) as store, store.snapshot() as snapshot:
        assert waves_answered(snapshot, SURVEY, as_of=LATER) == {}
        assert read_counts(snapshot, SURVEY, "w1", as_of=LATER).outcomes == ()
        assert read_ratings(snapshot, SURVEY, "w1", as_of=LATER).shape == (0, 0)
