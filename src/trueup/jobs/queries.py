"""Questions to the facts about ratings, as Narwhals expressions: built here, run by the engine that `facts` opened.

Scores need only how often each pair of ratings was given: the engine counts that, and a million answers come back as
a few thousand rows.
"""

from __future__ import annotations

import datetime as dt
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from trueup.facts import Snapshot
from trueup.jobs.ratings import MISSING, Counts, Labels, Ratings, in_order
from trueup.jobs.survey import Scale, Survey

Frame = nw.LazyFrame[Any]
KEYS = "segment_keys"


def waves_answered(
    snapshot: Snapshot, survey: Survey, *, as_of: dt.date, zone: dt.tzinfo = dt.UTC
) -> dict[str, tuple[dt.date, dt.date]]:
    """The waves that have answers before `as_of`, in order of their first: wave -> days of the first and the last."""
    if not snapshot.has("responses"):
        return {}
    rows = snapshot.frame("responses").filter(nw.col("survey") == nw.lit(survey.id))
    told = _before(rows, as_of, zone).group_by("wave").agg(*_DAYS)
    found = sorted(snapshot.collect(told).to_pylist(), key=lambda row: (row["first"], row["wave"]))
    return {row["wave"]: (_day(row["first"], zone), _day(row["last"], zone)) for row in found}


def read_counts(
    snapshot: Snapshot,
    survey: Survey,
    wave: str,
    *,
    as_of: dt.date,
    by: str | None = None,
    where: Mapping[str, str] | None = None,
    zone: dt.tzinfo = dt.UTC,
) -> Counts:
    """How often each pair of ratings was given in a wave, counted by the engine.

    `by` makes a group of each value of that segment key; `where` keeps the respondents whose keys have these values.
    `zone` says when the day `as_of` begins.
    """
    if not snapshot.has("responses"):
        return _counts(survey, wave, by, [], [], zone)
    rows = _rows(snapshot, survey, wave, as_of, zone, by=by, where=where or {})
    counted = snapshot.collect(counted_pairs(rows)).to_pylist()
    people = snapshot.collect(counted_people(_on_scale(rows, survey.scale))).to_pylist()
    return _counts(survey, wave, by, counted, people, zone)


def counted_pairs(rows: Frame) -> Frame:
    """One row a group, outcome and pair of ratings: how many, the sum of their weights and of the squares of those."""
    weight = nw.coalesce(nw.col("weight"), nw.lit(1.0))
    weighed = rows.select("part", "outcome", "importance", "satisfaction", weight=weight, square=weight * weight)
    return weighed.group_by("part", "outcome", "importance", "satisfaction").agg(
        nw.len().cast(nw.Int64).alias("people"),
        nw.col("weight").sum().alias("weight"),
        nw.col("square").sum().alias("square"),
    )


def counted_people(rows: Frame) -> Frame:
    """One row a group: how many respondents it has, and when the first and the last answer came."""
    return rows.group_by("part").agg(nw.col("respondent").n_unique().cast(nw.Int64).alias("people"), *_DAYS)


_SOME = ~nw.col("importance").is_null() | ~nw.col("satisfaction").is_null()
_DAYS = (nw.col("answered_at").min().alias("first"), nw.col("answered_at").max().alias("last"))


def _rows(
    snapshot: Snapshot,
    survey: Survey,
    wave: str,
    as_of: dt.date,
    zone: dt.tzinfo,
    *,
    by: str | None,
    where: Mapping[str, str],
) -> Frame:
    """The latest known rows of a wave, their group in the column `part`."""
    asked = {f"key_{i}": (KEYS, key) for i, key in enumerate(where)}
    pick = {**asked, **({"part": (KEYS, by)} if by else {})}
    rows = snapshot.latest("responses", only={"survey": [survey.id], "wave": [wave]}, pick=pick)
    rows = _before(rows, as_of, zone)
    for name, value in zip(asked, where.values(), strict=True):
        rows = rows.filter(nw.col(name) == nw.lit(value))
    return rows if by else rows.with_columns(part=nw.lit(None).cast(nw.String))


def _before(rows: Frame, as_of: dt.date, zone: dt.tzinfo) -> Frame:
    return rows.filter(nw.col("answered_at") < nw.lit(dt.datetime.combine(as_of, dt.time(), zone)))


def _on_scale(rows: Frame, scale: Scale) -> Frame:
    """The rows that hold a rating, and none that is not on the scale."""
    low, high = nw.lit(scale.low), nw.lit(int(scale.high))
    given = [nw.coalesce(nw.col(name), low) for name in ("importance", "satisfaction")]
    return rows.filter(_SOME, *(each >= low for each in given), *(each <= high for each in given))


def _counts(
    survey: Survey,
    wave: str,
    by: str | None,
    counted: Sequence[Mapping[str, Any]],
    people: Sequence[Mapping[str, Any]],
    zone: dt.tzinfo,
) -> Counts:
    groups = in_order([row["part"] for row in people]) if by else (None,)
    inside = [row for row in counted if row["part"] in groups and _is_on(survey.scale, row)]
    outcomes = tuple(sorted({row["outcome"] for row in inside}))
    side = survey.scale.points + 1
    sums = {name: np.zeros((len(groups), len(outcomes), side, side)) for name in ("people", "weight", "square")}
    group_of, outcome_of = _places(groups), _places(outcomes)
    for row in inside:
        cell = group_of[row["part"]], outcome_of[row["outcome"]], *_cell(survey.scale, row)
        for name, total in sums.items():
            total[cell] = row[name]
    sizes = {row["part"]: row["people"] for row in people}
    return Counts(
        survey=survey.id,
        wave=wave,
        scale=survey.scale,
        by=by,
        groups=groups,
        outcomes=outcomes,
        people=sums["people"].astype(np.int64),
        weight=sums["weight"],
        square=sums["square"],
        respondents=np.array([sizes.get(group, 0) for group in groups], dtype=np.int64),
        out_of_scale=sum(row["people"] for row in counted if not _is_on(survey.scale, row)),
        first=min((_day(row["first"], zone) for row in people), default=None),
        last=max((_day(row["last"], zone) for row in people), default=None),
    )


def _places(names: Sequence[Any]) -> dict[Any, int]:
    return {name: index for index, name in enumerate(names)}


def _is_on(scale: Scale, row: Mapping[str, Any]) -> bool:
    given = (row["importance"], row["satisfaction"])
    return all(rating is None or scale.low <= rating <= scale.high for rating in given)


def _cell(scale: Scale, row: Mapping[str, Any]) -> tuple[int, int]:
    importance, satisfaction = (
        scale.points if rating is None else rating - scale.low for rating in (row["importance"], row["satisfaction"])
    )
    return importance, satisfaction


def read_ratings(
    snapshot: Snapshot,
    survey: Survey,
    wave: str,
    *,
    as_of: dt.date,
    zone: dt.tzinfo = dt.UTC,
    most: int | None = None,
) -> Ratings:
    """Every respondent's ratings in a wave, as known at the snapshot's moment; or those of `most` picked by lot.

    A respondent with a rating that is not on the scale keeps the others. Who gave none at all is left out. The lot is
    the checksum of the pseudonym: the same people on every engine, every time.
    """
    if not snapshot.has("responses"):
        return _nobody(survey, wave, 0)
    rows = _rows(snapshot, survey, wave, as_of, zone, by=None, where={}).filter(_SOME)
    if most is not None:
        rows = rows.filter(nw.col("respondent").is_in(_by_lot(snapshot, rows, most)))
    table = snapshot.collect(rows.select(*_TAKEN))
    on_scale = table.filter(_inside(table, survey.scale))
    return _pivoted(survey, wave, on_scale, table.num_rows - on_scale.num_rows, zone)


def _inside(table: pa.Table, scale: Scale) -> pa.ChunkedArray:
    low, high = pa.scalar(scale.low, pa.int8()), pa.scalar(int(scale.high), pa.int8())
    given = [pc.fill_null(table[name], low) for name in ("importance", "satisfaction")]
    checks = [pc.and_(pc.greater_equal(each, low), pc.less_equal(each, high)) for each in given]
    return pc.and_(*checks)


def _by_lot(snapshot: Snapshot, rows: Frame, most: int) -> list[str]:
    names = snapshot.collect(rows.select("respondent").unique())["respondent"].to_pylist()
    return sorted(names, key=lambda name: (zlib.crc32(name.encode()), name))[:most]


_TAKEN = (
    "respondent", "customer", KEYS, "outcome", "importance", "satisfaction", "weight", "answered_at",
)  # fmt: skip


def _pivoted(survey: Survey, wave: str, table: pa.Table, out_of_scale: int, zone: dt.tzinfo) -> Ratings:
    if not table.num_rows:
        return _nobody(survey, wave, out_of_scale)
    people, person = _coded(table, "respondent")
    outcomes, outcome = _coded(table, "outcome")
    at = table["answered_at"]
    grids = {}
    for name in ("importance", "satisfaction"):
        grids[name] = np.full((len(people), len(outcomes)), MISSING, dtype=np.int8)
        grids[name][person, outcome] = table[name].fill_null(MISSING).to_numpy()
    row_of = np.zeros(len(people), dtype=np.intp)
    order = np.argsort(at.to_numpy(), kind="stable")
    row_of[person[order]] = order  # what was answered last says who somebody is
    last, extent = table.take(row_of), pc.min_max(at).as_py()
    return Ratings(
        survey=survey.id,
        wave=wave,
        scale=survey.scale,
        respondents=people,
        customers=tuple(last["customer"].to_pylist()),
        outcomes=outcomes,
        importance=grids["importance"],
        satisfaction=grids["satisfaction"],
        weight=last["weight"].fill_null(1.0).to_numpy().astype(np.float64),
        keys=_keys(last[KEYS].to_pylist()),
        out_of_scale=out_of_scale,
        first=_day(extent["min"], zone),
        last=_day(extent["max"], zone),
    )


def _nobody(survey: Survey, wave: str, out_of_scale: int) -> Ratings:
    grid = np.empty((0, 0), dtype=np.int8)
    return Ratings(survey.id, wave, survey.scale, (), (), (), grid, grid, np.empty(0), {}, out_of_scale)


def _coded(table: pa.Table, column: str) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """The column's texts in order, and for each row which of them it has."""
    coded = table[column].combine_chunks().dictionary_encode()
    names = coded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.empty(len(names), dtype=np.intp)
    place[order] = np.arange(len(names))
    return tuple(names[index] for index in order), place[coded.indices.to_numpy()]


def _keys(texts: Sequence[str | None]) -> dict[str, Labels]:
    """What is known of each respondent, by key, as text."""
    parsed = {text: _object(text) for text in set(texts)}
    names = sorted({key for found in parsed.values() for key in found})
    return {name: np.array([parsed[text].get(name) for text in texts], dtype=object) for name in names}


def _object(text: str | None) -> dict[str, str]:
    """Every key of a JSON object that has a value; numbers as they are written, as the engines give them."""
    found = json.loads(text or "{}", parse_int=str, parse_float=str)
    pairs = found.items() if isinstance(found, dict) else ()
    return {key: _text(value) for key, value in pairs if value is not None}


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"))


def _day(at: dt.datetime, zone: dt.tzinfo) -> dt.date:
    return at.astimezone(zone).date()
