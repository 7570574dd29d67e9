"""How often each pair of ratings was given, counted by the engine: what a million answers come down to.

Groups are counted by the whole text of what is known of a respondent where there are few such texts, and named here:
reading a key of a JSON text once for each text is cheaper than once for each row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import narwhals.stable.v2 as nw
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from trueup.facts import Snapshot
from trueup.jobs.keys import value_of
from trueup.jobs.ratings import Counts, in_order
from trueup.jobs.rows import DAYS, KEYS, PART, SOME, Frame, on_scale, rows_of
from trueup.jobs.survey import Scale, Survey
from trueup.vocabulary import day_of

TEXTS = 500
"""Different texts of keys up to which groups are counted by text."""


@dataclass(frozen=True)
class _Groups:
    """The column whose values make groups (None: all are one), and the group of each of its values."""

    column: str | None
    group_of: Mapping[str | None, str | None]

    @property
    def names(self) -> tuple[str | None, ...]:
        return in_order(list(self.group_of.values())) if self.column else (None,)


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
        return _made(survey, wave, by, _nothing(), {}, _Groups(None, {}), zone)
    column = None if by is None else KEYS if _few_texts(snapshot, survey, wave) else PART
    picked = by if column == PART else None
    rows = rows_of(snapshot, survey, wave, as_of, zone, by=picked, where=where)
    pairs = snapshot.collect(counted_pairs(rows, column))
    groups = _groups(pairs, column, by)
    return _made(survey, wave, by, pairs, _people(snapshot, rows, groups, pairs, survey.scale), groups, zone)


def _few_texts(snapshot: Snapshot, survey: Survey, wave: str) -> bool:
    rows = snapshot.frame("responses").filter(nw.col("survey") == nw.lit(survey.id), nw.col("wave") == nw.lit(wave))
    texts = rows.group_by(KEYS).agg(nw.len().alias("rows")).select(nw.len().alias("texts"))
    return int(snapshot.collect(texts)["texts"][0].as_py()) <= TEXTS


def _groups(pairs: pa.Table, column: str | None, by: str | None) -> _Groups:
    if column is None:
        return _Groups(None, {})
    heard = pairs.filter(pa.array(~_neither(pairs)))
    values = heard[column].unique().to_pylist()
    return _Groups(column, {each: value_of(each, by or "") if column == KEYS else each for each in values})


def counted_pairs(rows: Frame, column: str | None) -> Frame:
    """One row a group, outcome and pair of ratings.

    How many, the sum of their weights and of the squares of those, and when the first and the last answer came.
    """
    names = ([column] if column else []) + ["outcome", "importance", "satisfaction"]
    weight = nw.coalesce(nw.col("weight"), nw.lit(1.0))
    taken = rows.select(*names, "answered_at", weight=weight, square=weight * weight)
    many = nw.len().cast(nw.Int64).alias("people")
    return taken.group_by(*names).agg(many, nw.col("weight").sum(), nw.col("square").sum(), *DAYS)


def _people(snapshot: Snapshot, rows: Frame, groups: _Groups, pairs: pa.Table, scale: Scale) -> dict[str | None, int]:
    """How many respondents each group has; ratings are looked at again only where some do not count.

    Grouped, not made unique: engines would number the rows of each respondent for that.
    """
    if not np.all(_inside(pairs, scale)):
        rows = on_scale(rows, scale)
    elif np.any(_neither(pairs)):
        rows = rows.filter(SOME)
    many = nw.len().cast(nw.Int64).alias("people")
    if groups.column is None:
        told = snapshot.collect(rows.group_by("respondent").agg(nw.len().alias("rows")).select(many))
        return {None: int(told["people"][0].as_py())}
    once = rows.group_by(groups.column, "respondent").agg(nw.len().alias("rows"))
    named = once.with_columns(**{PART: _named(groups)}).group_by(PART, "respondent").agg(nw.len().alias("rows"))
    told = snapshot.collect(named.group_by(PART).agg(many))
    return dict(zip(told[PART].to_pylist(), told["people"].to_pylist(), strict=True))


def _neither(pairs: pa.Table) -> NDArray[np.bool_]:
    """Which pairs hold no rating at all: an outcome that was shown and not answered."""
    found: NDArray[np.bool_] = pc.and_(*(pc.is_null(pairs[name]) for name in _RATINGS)).to_numpy()
    return found


def _named(groups: _Groups) -> nw.Expr:
    """The group of a row, from the value of the column that makes them."""
    if groups.column == PART:
        return nw.col(PART)
    found: nw.Expr = nw.lit(None).cast(nw.String)
    for group in (each for each in groups.names if each is not None):
        texts = [text for text, other in groups.group_of.items() if other == group]
        found = nw.when(nw.col(KEYS).is_in(texts)).then(nw.lit(group)).otherwise(found)
    return found


def _made(
    survey: Survey,
    wave: str,
    by: str | None,
    pairs: pa.Table,
    people: Mapping[str | None, int],
    groups: _Groups,
    zone: dt.tzinfo,
) -> Counts:
    inside = _inside(pairs, survey.scale)
    counted = pairs.filter(pa.array(inside & ~_neither(pairs)))
    outcomes = tuple(sorted(set(counted["outcome"].to_pylist())))
    names = groups.names
    place = {value: names.index(group) for value, group in groups.group_of.items()}
    group = _codes(counted[groups.column], place) if groups.column else np.zeros(counted.num_rows, np.intp)
    where = (group, _codes(counted["outcome"], {name: i for i, name in enumerate(outcomes)}))
    cell = (*where, *(_points(counted[name], survey.scale) for name in _RATINGS))
    side = survey.scale.points + 1
    ends = {"min": pc.min(counted["first"]).as_py(), "max": pc.max(counted["last"]).as_py()}
    sums = [_summed(counted, name, cell, (len(names), len(outcomes), side, side)) for name in _SUMS]
    return Counts(
        survey=survey.id,
        wave=wave,
        scale=survey.scale,
        by=by,
        groups=names,
        outcomes=outcomes,
        people=sums[0].astype(np.int64),
        weight=sums[1],
        square=sums[2],
        respondents=np.array([people.get(name, 0) for name in names], dtype=np.int64),
        out_of_scale=int(pairs["people"].to_numpy()[~inside].sum()),
        first=None if not ends["min"] else day_of(ends["min"], zone),
        last=None if not ends["max"] else day_of(ends["max"], zone),
    )


_RATINGS = ("importance", "satisfaction")
_SUMS = ("people", "weight", "square")


def _nothing() -> pa.Table:
    """No pairs. Made where it is asked: PyArrow imports pandas, where it is installed, at its first conversion."""
    columns = (
        {"outcome": pa.string()}
        | {name: pa.int8() for name in _RATINGS}
        | {"people": pa.int64()}
        | {name: pa.float64() for name in ("weight", "square")}
        | {name: pa.timestamp("us", "UTC") for name in ("first", "last")}
    )
    return pa.schema(columns).empty_table()


def _inside(pairs: pa.Table, scale: Scale) -> NDArray[np.bool_]:
    """Which pairs have no rating that is not on the scale."""
    found = np.ones(pairs.num_rows, dtype=bool)
    for name in _RATINGS:
        rating = pairs[name].cast(pa.int64()).fill_null(scale.low).to_numpy()
        found &= (rating >= scale.low) & (rating <= int(scale.high))
    return found


def _points(ratings: pa.ChunkedArray, scale: Scale) -> NDArray[np.intp]:
    missing = scale.low + scale.points
    found: NDArray[np.intp] = ratings.cast(pa.int64()).fill_null(missing).to_numpy().astype(np.intp) - scale.low
    return found


def _codes(column: pa.ChunkedArray, place: Mapping[str | None, int]) -> NDArray[np.intp]:
    coded = column.combine_chunks().dictionary_encode(null_encoding="encode")
    places = np.array([place[value] for value in coded.dictionary.to_pylist()] or [0], dtype=np.intp)
    found: NDArray[np.intp] = places[coded.indices.to_numpy()]
    return found


def _summed(
    counted: pa.Table, name: str, cell: Sequence[NDArray[np.intp]], shape: tuple[int, ...]
) -> NDArray[np.float64]:
    found = np.zeros(shape)
    np.add.at(found, tuple(cell), counted[name].to_numpy().astype(np.float64))
    return found
