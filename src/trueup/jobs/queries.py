"""Questions to the facts about ratings, as Narwhals expressions: built here, run by the engine that `facts` opened."""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from trueup.facts import Snapshot
from trueup.jobs.counting import read_counts
from trueup.jobs.keys import known
from trueup.jobs.ratings import MISSING, Labels, Ratings
from trueup.jobs.rows import DAYS, KEYS, SOME, Frame, before, rows_of
from trueup.jobs.survey import Scale, Survey
from trueup.vocabulary import day_of

__all__ = ["read_counts", "read_ratings", "waves_answered"]


def waves_answered(
    snapshot: Snapshot, survey: Survey, *, as_of: dt.date, zone: dt.tzinfo = dt.UTC
) -> dict[str, tuple[dt.date, dt.date]]:
    """The waves that have answers before `as_of`, in order of their first: wave -> days of the first and the last."""
    if not snapshot.has("responses"):
        return {}
    rows = snapshot.frame("responses").filter(nw.col("survey") == nw.lit(survey.id))
    told = before(rows, as_of, zone).group_by("wave").agg(*DAYS)
    found = sorted(snapshot.collect(told).to_pylist(), key=lambda row: (row["first"], row["wave"]))
    return {row["wave"]: (day_of(row["first"], zone), day_of(row["last"], zone)) for row in found}


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
    rows = rows_of(snapshot, survey, wave, as_of, zone).filter(SOME)
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
    """`most` respondents, those with the least checksums."""
    once = rows.group_by("respondent").agg(nw.len().alias("rows")).select("respondent")
    names = snapshot.collect(once)["respondent"].to_pylist()
    if len(names) <= most:
        return sorted(names)
    lots = np.fromiter((zlib.crc32(name.encode()) for name in names), dtype=np.int64, count=len(names))
    near = np.flatnonzero(lots <= np.partition(lots, most - 1)[most - 1])
    return sorted((names[index] for index in near.tolist()), key=lambda name: (zlib.crc32(name.encode()), name))[:most]


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
        first=day_of(extent["min"], zone),
        last=day_of(extent["max"], zone),
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
    parsed = {text: known(text) for text in set(texts)}
    names = sorted({key for found in parsed.values() for key in found})
    return {name: np.array([parsed[text].get(name) for text in texts], dtype=object) for name in names}
