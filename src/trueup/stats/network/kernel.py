"""The passes, compiled: activity by activity, all futures of an activity at once, so that they fit vector registers.

Imported only where it pays (choose.py): numba takes longer to load than a small plan takes to simulate. The machine
code is kept between runs beside this file or in the user's cache folder; where neither can be written it is made anew.
Arithmetic and its order are those of wide.py and calendars.py. All in one file: the kept code is made anew when this
file changes, not when another does.
"""
# ruff: noqa: PLR0912, PLR0913, PLR0915, PLR0917, C901 - compiled loops: what other languages would inline stands inline

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numba
import numpy as np

Loop = Callable[..., Any]
TINY = 1e-9


def compiled(function: Loop) -> Loop:
    """Compile on first use, and keep the code where a folder can be written."""
    try:
        kept: Loop = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    except RuntimeError:  # no folder for the cache
        kept = numba.njit(nogil=True, error_model="numpy")(function)
    return kept


@compiled
def work_before(work, rates, c, t):  # type: ignore[no-untyped-def]
    """Calendars.before of one moment."""
    last = work.shape[1] - 1
    if t < 0:
        return t * rates[c, 0]
    if t >= last:
        return work[c, last] + (t - last) * rates[c, 1]
    day = int(t)
    return work[c, day] + (t - day) * (work[c, day + 1] - work[c, day])


@compiled
def first_moment(work, rates, day_at, c, w):  # type: ignore[no-untyped-def]
    """Calendars.first of one amount of work."""
    if w <= TINY:
        return min(w, 0.0) / rates[c, 0]
    last = work.shape[1] - 1
    late = w - work[c, last]
    if late > TINY:
        return last + late / rates[c, 1]
    day = min(day_at[c, int(np.ceil(w - TINY)) - 1] + 1, last)
    while day < last and work[c, day] < w - TINY:
        day += 1
    end = work[c, day]
    rate = end - work[c, day - 1]
    return day - max(end - w, 0.0) / (rate if rate > 0 else 1.0)


@compiled
def last_moment(work, rates, day_at, c, w):  # type: ignore[no-untyped-def]
    """Calendars.last of one amount of work."""
    if w < -TINY:
        return w / rates[c, 0]
    last = work.shape[1] - 1
    late = w - work[c, last]
    if late >= -TINY:
        return last + max(late, 0.0) / rates[c, 1]
    day = min(day_at[c, int(np.floor(w + TINY))], last - 1)
    while day < last - 1 and work[c, day + 1] <= w + TINY:
        day += 1
    begin = work[c, day]
    rate = work[c, day + 1] - begin
    return day + max(w - begin, 0.0) / (rate if rate > 0 else 1.0)


@compiled
def later(work, rates, day_at, c, t, lag):  # type: ignore[no-untyped-def]
    """A moment and a lag after it; c < 0 counts every day."""
    if c < 0 or lag == 0:
        return t + lag
    return first_moment(work, rates, day_at, c, work_before(work, rates, c, t) + lag)


@compiled
def works(tables, c, t, w):  # type: ignore[no-untyped-def]
    """Calendars.before of all moments of `t` into `w`: without branches, so that it fits vector registers."""
    row = tables[0][c]
    last, total, before, after = len(row) - 1, row[-1], tables[1][c, 0], tables[1][c, 1]
    most = last - 1.0
    for s in range(len(w)):
        moment = t[s]
        inside = moment if moment > 0.0 else 0.0
        down = np.floor(inside if inside < most else most)
        day = np.uint32(np.int32(down))
        here = row[day]
        done = here + (moment - down) * (row[day + np.uint32(1)] - here)
        done = done if moment < last else total + (moment - last) * after
        w[s] = done if moment >= 0 else moment * before


@compiled
def firsts(tables, c, w, t):  # type: ignore[no-untyped-def]
    """Calendars.first of all of `w` into `t`. Where nobody works half a day, the table of days says it at once."""
    work, rates, day_at, whole = tables
    if not whole[c]:
        for s in range(len(t)):
            t[s] = first_moment(work, rates, day_at, c, w[s])
        return
    days = day_at[c]
    last, total, before, after = work.shape[1] - 1, work[c, -1], rates[c, 0], rates[c, 1]
    for s in range(len(t)):
        done = w[s]
        up = np.ceil(done - TINY)
        inside = up if up > 1.0 else 1.0
        day = days[np.uint32(np.int32((inside if inside < total else total) - 1.0))] + 1.0
        short = up - done
        moment = day - (short if short > 0.0 else 0.0)
        moment = last + (done - total) / after if done - total > TINY else moment
        t[s] = moment if done > TINY else (done if done < 0.0 else 0.0) / before


@compiled
def lasts(tables, c, w, t):  # type: ignore[no-untyped-def]
    """Calendars.last of all of `w` into `t`, as `firsts`."""
    work, rates, day_at, whole = tables
    if not whole[c]:
        for s in range(len(t)):
            t[s] = last_moment(work, rates, day_at, c, w[s])
        return
    days = day_at[c]
    last, total, before, after = work.shape[1] - 1, work[c, -1], rates[c, 0], rates[c, 1]
    for s in range(len(t)):
        done = w[s]
        down = np.floor(done + TINY)
        inside = down if down > 0.0 else 0.0
        day = days[np.uint32(np.int32(inside if inside < total else total))] + 0.0
        over, late = done - down, done - total
        moment = day + (over if over > 0.0 else 0.0)
        moment = last + (late if late > 0.0 else 0.0) / after if late >= -TINY else moment
        t[s] = moment if done >= -TINY else done / before


@compiled
def laters(tables, c, t, lag, spare, found):  # type: ignore[no-untyped-def]
    """`later` of all moments of `t` into `found`; `spare` is scratch."""
    works(tables, c, t, spare)
    for s in range(len(spare)):
        spare[s] += lag
    firsts(tables, c, spare, found)


@compiled
def sooners(tables, c, t, lag, spare, found):  # type: ignore[no-untyped-def]
    """The last moments after which a lag is over by those of `t`, into `found`; `spare` is scratch."""
    works(tables, c, t, spare)
    for s in range(len(spare)):
        spare[s] -= lag
    lasts(tables, c, spare, found)


@compiled
def forward_lanes(net, duration, wait, at, lanes, begin, finish, spare, last):  # type: ignore[no-untyped-def]
    """Futures `at` to `at + lanes` into `begin` and `finish` (n, lanes), and the last finish into `last` (futures,).

    `spare` (3, lanes) is scratch, and so is `begin` where no link asks when something begins: it may have one row then.
    """
    (order, indptr, before, kind, lag, lag_calendar, calendar, work, rates, day_at, straight, base, least) = net[:13]
    started, finished, bounded, tables = net[13], net[14], net[15], (work, rates, day_at, net[16])
    floor, done, found = spare[0], spare[1, :lanes], spare[2, :lanes]
    waits, keeps = wait.shape[0] > 0, begin.shape[0] == len(order)
    for i in order:
        start_i, finish_i = begin[i if keeps else 0], finish[i]
        if np.isfinite(finished[i]):
            known = started[i] if np.isfinite(started[i]) else finished[i]
            for s in range(lanes):
                start_i[s] = known
                finish_i[s] = finished[i]
                last[at + s] = max(last[at + s], finished[i])
            continue
        for s in range(lanes):
            start_i[s] = base[i]
        if bounded[i]:
            for s in range(lanes):
                floor[s] = least[i]
        for k in range(indptr[i], indptr[i + 1]):
            b, gap, c = before[k], lag[k], lag_calendar[k]
            target = start_i if kind[k] < 2 else floor
            clock = straight or c < 0 or gap == 0
            from_start = kind[k] == 1 or kind[k] == 3
            if from_start and np.isfinite(started[b]):
                since = started[b] + gap if clock else later(work, rates, day_at, c, started[b], gap)
                for s in range(lanes):
                    target[s] = since if since > target[s] else target[s]
                continue
            source = begin[b] if from_start else finish[b]
            if clock:
                for s in range(lanes):
                    moment = source[s] + gap
                    target[s] = moment if moment > target[s] else target[s]
            else:
                laters(tables, c, source[:lanes], gap, done, found)
                for s in range(lanes):
                    target[s] = found[s] if found[s] > target[s] else target[s]
        length = duration[i, at : at + lanes]
        if straight:
            if bounded[i]:
                for s in range(lanes):
                    moment = floor[s] - length[s]
                    start_i[s] = moment if moment > start_i[s] else start_i[s]
            if waits:
                for s in range(lanes):
                    start_i[s] = start_i[s] + wait[i, at + s]
            if bounded[i] and not waits:
                for s in range(lanes):
                    moment = start_i[s] + length[s]
                    finish_i[s] = floor[s] if floor[s] > moment else moment
                    last[at + s] = max(last[at + s], finish_i[s])
            else:
                for s in range(lanes):
                    moment = start_i[s] + length[s]
                    finish_i[s] = moment
                    last[at + s] = moment if moment > last[at + s] else last[at + s]
            continue
        c = calendar[i]
        works(tables, c, start_i[:lanes], done)
        if bounded[i]:
            works(tables, c, floor[:lanes], found)
            for s in range(lanes):
                moment = found[s] - length[s]
                done[s] = moment if moment > done[s] else done[s]
        if waits:
            for s in range(lanes):
                done[s] = done[s] + wait[i, at + s]
        if keeps:
            lasts(tables, c, done, found)
        for s in range(lanes):
            done[s] = done[s] + length[s]
        firsts(tables, c, done, finish_i[:lanes])
        if waits:
            for s in range(lanes):
                start_i[s] = found[s]
        elif bounded[i]:
            for s in range(lanes):
                at_once = floor[s] if floor[s] > start_i[s] else start_i[s]
                moment = floor[s] if floor[s] > finish_i[s] else finish_i[s]
                finish_i[s] = moment if length[s] > 0 else at_once
                begun = found[s] if found[s] > start_i[s] else start_i[s]
                start_i[s] = begun if length[s] > 0 else at_once
        else:
            for s in range(lanes):
                finish_i[s] = finish_i[s] if length[s] > 0 else start_i[s]
                begun = found[s] if found[s] > start_i[s] else start_i[s]
                start_i[s] = begun if length[s] > 0 else start_i[s]
        for s in range(lanes):
            last[at + s] = finish_i[s] if finish_i[s] > last[at + s] else last[at + s]


@compiled
def late_lanes(net, out, i, length, latest, end, at, lanes, begin, finish, begin_i, finish_i, spare):  # type: ignore[no-untyped-def]
    """The latest begin and finish of one activity, those that wait for it being known; `spare` is scratch."""
    kind, lag, lag_calendar, calendar, work, rates, day_at, straight = net[3:11]
    started, finished, tables = net[13], net[14], (work, rates, day_at, net[16])
    done, found = spare[1, :lanes], spare[2, :lanes]
    outptr, links, after = out
    for s in range(lanes):
        by = end[at + s]
        finish_i[s] = latest[i] if latest[i] < by else by
    limited = False
    for place in range(outptr[i], outptr[i + 1]):
        k = links[place]
        gap, c = lag[k], lag_calendar[k]
        from_start = kind[k] == 1 or kind[k] == 3
        if np.isfinite(finished[after[k]]) or (from_start and np.isfinite(started[i])):
            continue
        if from_start and not limited:
            limited = True
            for s in range(lanes):
                begin_i[s] = np.inf
        target = begin_i if from_start else finish_i
        source = begin[after[k]] if kind[k] < 2 else finish[after[k]]
        if straight or c < 0 or gap == 0:
            for s in range(lanes):
                moment = source[s] - gap
                target[s] = moment if moment < target[s] else target[s]
        else:
            sooners(tables, c, source[:lanes], gap, done, found)
            for s in range(lanes):
                target[s] = found[s] if found[s] < target[s] else target[s]
    if not limited and straight:
        for s in range(lanes):
            moment = finish_i[s] - length[s]
            begin_i[s] = moment
            finish_i[s] = moment + length[s]
        return
    if not limited:
        for s in range(lanes):
            begin_i[s] = np.inf
    if straight:
        for s in range(lanes):
            moment = finish_i[s] - length[s]
            begin_i[s] = moment if moment < begin_i[s] else begin_i[s]
            finish_i[s] = begin_i[s] + length[s]
        return
    c = calendar[i]
    works(tables, c, finish_i[:lanes], done)
    for s in range(lanes):
        done[s] = done[s] - length[s]
    lasts(tables, c, done, found)
    for s in range(lanes):
        moment = found[s] if length[s] > 0 else finish_i[s]
        begin_i[s] = moment if moment < begin_i[s] else begin_i[s]
    works(tables, c, begin_i[:lanes], done)
    for s in range(lanes):
        done[s] = done[s] + length[s]
    lasts(tables, c, done, found)
    for s in range(lanes):
        moment = found[s] if found[s] < finish_i[s] else finish_i[s]
        finish_i[s] = moment if length[s] > 0 else begin_i[s]


@compiled
def backward(net, out, duration, latest, end, at, lanes, begin, finish):  # type: ignore[no-untyped-def]
    """Latest begin and finish of futures `at` to `at + lanes`, each (n, lanes), all over by `end` (futures,)."""
    order, spare = net[0], np.empty((3, lanes))
    for place in range(len(order) - 1, -1, -1):
        i = order[place]
        length = duration[i, at : at + lanes]
        late_lanes(net, out, i, length, latest, end, at, lanes, begin, finish, begin[i], finish[i], spare)


@compiled
def last_finish(net, duration, wait, width, keeps, total):  # type: ignore[no-untyped-def]
    """When all is over in each future, into `total` (futures,), `width` futures at a time."""
    n, futures = duration.shape
    begin, finish, spare = np.empty((n if keeps else 1, width)), np.empty((n, width)), np.empty((3, width))
    for at in range(0, futures, width):
        lanes = min(width, futures - at)
        forward_lanes(net, duration, wait, at, lanes, begin, finish, spare, total)


@compiled
def outcomes(net, out, duration, group, width, keeps, close, total, by_group, hits, share):  # type: ignore[no-untyped-def]
    """Wide.outcomes, `width` futures at a time; `share` may have no rows: then it is not asked for.

    `keeps` says whether links ask when something begins, and whether they ask when something finishes late: if not,
    one row is enough for it, and the rest of the cache is free.
    """
    order, calendar, tables, straight, finished = net[0], net[6], (net[7], net[8], net[9], net[16]), net[10], net[14]
    n, futures = duration.shape
    begin, finish, spare = np.empty((n if keeps[0] else 1, width)), np.empty((n, width)), np.empty((3, width))
    late_begin, late = np.empty((n, width)), np.empty((n if keeps[1] else 1, width))
    nothing, latest = np.empty((0, 0)), np.full(n, np.inf)
    for at in range(0, futures, width):
        lanes = min(width, futures - at)
        forward_lanes(net, duration, nothing, at, lanes, begin, finish, spare, total)
        for i in range(n):
            if group[i] >= 0:
                row = by_group[group[i]]
                for s in range(lanes):
                    row[at + s] = finish[i, s] if finish[i, s] > row[at + s] else row[at + s]
        for place in range(n - 1, -1, -1):
            i = order[place]
            late_i, finish_i, length = late[i if keeps[1] else 0], finish[i], duration[i, at : at + lanes]
            late_lanes(net, out, i, length, latest, total, at, lanes, late_begin, late, late_begin[i], late_i, spare)
            if np.isfinite(finished[i]):
                continue
            count = 0
            if straight:
                for s in range(lanes):
                    slack = late_i[s] - finish_i[s]
                    finish_i[s] = slack
                    count += 1 if slack <= close else 0
            else:
                works(tables, calendar[i], late_i[:lanes], spare[1, :lanes])
                works(tables, calendar[i], finish_i[:lanes], spare[2, :lanes])
                for s in range(lanes):
                    slack = spare[1, s] - spare[2, s]
                    finish_i[s] = slack
                    count += 1 if slack <= close else 0
            hits[i] += count
            if share.shape[0] > 0:
                share_i = share[i, at : at + lanes]
                for s in range(lanes):
                    share_i[s] = 1.0 if finish_i[s] <= close else length[s] / (length[s] + finish_i[s])
