"""The timeline: activities by party, what was agreed under what is, and the lines that matter.

A long plan shows the activities that decide: critical, under way, late, or likely to become critical.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from trueup.delivery.charts.frame import end, iso, layer, side, time, words
from trueup.delivery.charts.voice import ENGLISH, Voice
from trueup.delivery.results import DeliveryResult, Scheduled
from trueup.vocabulary.picture import Row, Spec, chart, told

ALL = 60
"""A plan of as many activities is shown whole."""
MOST = 40
LIKELY = 0.25
"""From this criticality on an activity is shown, critical or not."""
HEAD = 2
"""Rows at the top for the words of the lines."""
_MARK = "\N{SECTION SIGN}"


@dataclass(frozen=True, slots=True)
class Shown:
    """The activities on the picture, party by party, and how many the plan has."""

    parties: tuple[tuple[str | None, tuple[Scheduled, ...]], ...]
    every: int

    @property
    def count(self) -> int:
        """How many are on the picture."""
        return sum(len(rows) for _, rows in self.parties)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is left out."""
        return self.count == self.every


def chosen(result: DeliveryResult, *, whole: bool = False) -> Shown:
    """The activities to show: all of a short plan or where `whole`, else those that decide, at most 40."""
    rows: Sequence[Scheduled] = result.activities
    if not whole and len(rows) > ALL:
        rows = sorted(sorted(rows, key=_weight)[:MOST], key=lambda each: (each.start, each.finish))
        rows = [each for each in rows if _weight(each) < _WEIGHTLESS]
    parties: dict[str | None, list[Scheduled]] = {}
    for row in sorted(rows, key=lambda each: (each.start, each.finish, each.activity)):
        parties.setdefault(row.party, []).append(row)
    return Shown(tuple((party, tuple(own)) for party, own in parties.items()), len(result.activities))


_WEIGHTLESS = 4.0


def _weight(row: Scheduled) -> float:
    """The less the more it decides: critical now, late under way, under way, likely to be critical."""
    if row.state == "done":
        return _WEIGHTLESS
    if row.critical:
        return 0
    late = row.baseline_finish is not None and row.finish > row.baseline_finish
    if row.state == "under_way":
        return 1 if late else 2
    return 3 - (row.criticality or 0) if late or (row.criticality or 0) >= LIKELY else _WEIGHTLESS


def timeline(
    result: DeliveryResult,
    shown: Shown,
    voice: Voice = ENGLISH,
    link: Callable[[str], str] | None = None,
) -> Spec:
    """Bars: past, ahead, critical, each to the end of its last day; the baseline thin below, promises as ticks.

    `link` gives the address behind an activity.
    """
    keys = [*(f"{_MARK}{number}" for number in range(HEAD)), *_keys(shown, voice)]
    step = 22 if shown.count <= ALL else 15
    datasets = {**_bars(result, shown, voice, link), **_lines(result, shown, voice)}
    low = {"height": 3, "yOffset": step * 0.36}
    span = {"x": time("a"), "x2": {"field": "b"}, "y": _rows(keys)}
    linked = told({**span, **({"href": {"field": "href", "type": "nominal"}} if link else {})})
    upright: Row = {"y": None}
    layers = [
        layer("status", "rule", "status", upright),
        layer("committed", "rule", "committed", upright),
        layer("spans", "bar", "portion", span, height=step * 0.16),
        layer("agreed", "bar", "agreed", told(span), **low),
        *(layer(name, "bar", name, linked, height=step * 0.45) for name in ("past", "ahead", "critical")),
        layer("moments", "point", "moment", linked, filled=True, shape="diamond"),
        layer("promises", "tick", "promise-tick", told({}), thickness=2, height=step * 0.7, orient="vertical"),
        words("status", "status-words", step // 2),
        words("committed", "committed-words", step // 2 + step),
    ]
    spec = chart(len(keys) * step, layers, {"x": time("a"), "y": _rows(keys)}, datasets)
    return spec | {"padding": {"left": 4, "right": 4, "top": 4, "bottom": 4}}


def _keys(shown: Shown, voice: Voice) -> Iterator[str]:
    for party, rows in shown.parties:
        yield f"{_MARK}{party or ''}{_MARK}{voice.party(party)}"
        for row in rows:
            yield _key(row)


def _key(row: Scheduled) -> str:
    return f"{row.activity}{_MARK}{row.name.replace(_MARK, ' ')}"


def _rows(keys: list[str]) -> Row:
    """The label is what stands after the last mark of a key; a party's stands out."""
    party, parts = f"indexof(datum.value, '{_MARK}') === 0", f"split(datum.value, '{_MARK}')"
    axis = {
        "labelExpr": f"{party} && {parts}.length < 3 ? '' : peek({parts})",
        "labelLimit": {"expr": "width < 520 ? 112 : 250"},
        "labelFontWeight": {"condition": {"test": party, "value": 700}, "value": 400},
        "labelFontSize": 12 if len(keys) <= 2 * ALL else 10,
        "domain": False,
        "ticks": False,
    }
    return {"field": "row", "type": "nominal", "title": None, "axis": axis,
            "scale": {"domain": keys, "paddingInner": 0, "paddingOuter": 0}}  # fmt: skip


def _bars(
    result: DeliveryResult, shown: Shown, voice: Voice, link: Callable[[str], str] | None
) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {name: [] for name in _BARS}
    low = min(row.start for _, rows in shown.parties for row in rows)
    for party, rows in shown.parties:
        key = f"{_MARK}{party or ''}{_MARK}{voice.party(party)}"
        whole = [row for row in result.activities if row.party == party]
        start, finish = max(min(row.start for row in whole), low), max(row.finish for row in whole)
        found["spans"].append({"row": key, "a": iso(start), "b": end(finish)})
        for row in rows:
            more: Row = {"row": _key(row), "t": _told(row, voice)}
            more |= {"href": link(row.activity)} if link else {}
            for name, each in _of(row, result.status_date):
                found[name].append(more | each)
    return found


_BARS = ("spans", "agreed", "past", "ahead", "critical", "moments", "promises")


def _of(row: Scheduled, status: dt.date) -> Iterator[tuple[str, Row]]:
    """The marks of one activity. What happened stands left of the status date, what is forecast right of it."""
    if row.baseline_start is not None and row.baseline_finish is not None:
        yield "agreed", {"a": iso(row.baseline_start), "b": end(row.baseline_finish)}
    if row.committed_finish is not None:
        yield "promises", {"a": end(row.committed_finish)}
    if row.duration == 0:
        yield "moments", {"a": iso(row.finish)}
        return
    if row.state != "to_do":
        known = row.finish if row.state == "done" else min(status, row.finish)
        yield "past", {"a": iso(row.start), "b": end(max(known, row.start))}
    if row.state != "done":
        start = row.start if row.state == "to_do" else max(row.start, min(status, row.finish))
        begin = iso(start) if row.state == "to_do" else end(start)
        yield ("critical" if row.critical else "ahead"), {"a": begin, "b": max(end(row.finish), begin)}


def _told(row: Scheduled, voice: Voice) -> str:
    say, day = voice.say, voice.day
    parts = [say("{name}: {start} to {finish}", name=row.name, start=day(row.start), finish=day(row.finish))]
    if row.baseline_finish is not None:
        parts.append(say("agreed {day}", day=day(row.baseline_finish)))
    if row.committed_finish is not None:
        parts.append(say("promised {day}", day=day(row.committed_finish)))
    if row.state != "to_do":
        parts.append(say("{percent} % done", percent=voice.number(row.percent)))
    if row.critical:
        parts.append(say("critical"))
    elif row.total_float is not None:
        parts.append(say("{days} days of float", days=voice.number(round(row.total_float, 1))))
    return ", ".join(parts)


def _lines(result: DeliveryResult, shown: Shown, voice: Voice) -> dict[str, list[Row]]:
    """The day up to which all is known, and the day that was promised, each in words."""
    rows = [row for _, own in shown.parties for row in own]
    days = [row.finish for row in rows] + [result.committed_finish or result.finish]
    low, high = min(row.start for row in rows).toordinal(), max(days).toordinal()

    def line(day: dt.date, text: str) -> list[Row]:
        return [{"a": end(day), "words": text, "side": side(day.toordinal(), low, high)}]

    known = voice.say("known until {day}", day=voice.day(result.status_date))
    promised = result.committed_finish
    return {
        "status": line(result.status_date, known),
        "committed": line(promised, voice.say("promised {day}", day=voice.day(promised))) if promised else [],
    }
