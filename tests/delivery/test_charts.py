"""Results of a plan as pictures: what is drawn, what is left out, and the words beside the promise."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from tests.delivery import made
from trueup.delivery import charts
from trueup.delivery.charts.timeline import ALL, MOST

VOICE = charts.Voice(names=made.PARTIES)


def rows(spec: dict, *names: str) -> list[dict]:
    return [row for name in names for row in spec["datasets"].get(name, [])]


@pytest.mark.parametrize("count", [10, 60])
def test_a_short_plan_is_shown_whole(count: int) -> None:
    result = made.result(count)
    shown = charts.chosen(result)
    assert shown.is_whole
    spec = charts.timeline(result, shown, VOICE)
    drawn = {row["row"] for row in rows(spec, "past", "ahead", "critical", "moments")}
    assert len(drawn) == count
    assert len(rows(spec, "spans")) == 3


def test_a_long_plan_shows_what_decides() -> None:
    result = made.result(300)
    shown = charts.chosen(result)
    assert 0 < shown.count <= MOST < ALL < shown.every == 300
    assert all(row.state != "done" for _, own in shown.parties for row in own)
    critical = {row.activity for _, own in shown.parties for row in own if row.critical}
    assert len(critical) == min(MOST, sum(each.critical for each in result.activities))
    assert charts.chosen(result, whole=True).is_whole


def test_what_happened_ends_at_the_status_date_and_the_rest_begins_after_it() -> None:
    result = made.result(60)
    spec = charts.timeline(result, charts.chosen(result), VOICE)
    after = (result.status_date + dt.timedelta(days=1)).isoformat()
    under_way = {f"{each.activity}" for each in result.activities if each.state == "under_way" and each.duration}
    past = {row["row"].split("\N{SECTION SIGN}")[0]: row for row in rows(spec, "past")}
    ahead = {row["row"].split("\N{SECTION SIGN}")[0]: row for row in rows(spec, "ahead", "critical")}
    assert under_way
    for name in under_way:
        assert past[name]["b"] == ahead[name]["a"] == after


def test_a_bar_ends_at_the_end_of_its_last_day_and_leads_to_why() -> None:
    result = made.result(10)
    spec = charts.timeline(result, charts.chosen(result), VOICE, lambda activity: f"?why={activity}")
    last = result.activities[-1]
    bar = next(row for row in rows(spec, "critical") if row["href"] == f"?why={last.activity}")
    assert bar["b"] == (last.finish + dt.timedelta(days=1)).isoformat()
    assert "critical" in bar["t"]


def test_the_promise_stands_in_words_with_how_many_keep_it() -> None:
    result = made.result(10)
    assert result.simulation is not None
    spec = charts.finish(result.simulation, result.start, result.committed_finish, VOICE)
    assert rows(spec, "line-0")[0]["words"] == "promised 30 Nov 2026: 24 % keep it"
    assert [rows(spec, f"line-{n}")[0]["words"] for n in (1, 2)] == ["half by 11 Dec 2026", "80 % by 4 Jan 2027"]


def test_the_bar_that_the_promise_falls_into_is_cut_and_no_share_is_lost() -> None:
    result = made.result(10)
    assert result.simulation is not None
    spec = charts.finish(result.simulation, result.start, result.committed_finish, VOICE)
    limit = (result.committed_finish - result.start).days + 1  # type: ignore[operator]
    instant = dt.datetime.combine(result.start, dt.time()) + dt.timedelta(days=limit)
    assert max(row["b"] for row in rows(spec, "kept")) == min(row["a"] for row in rows(spec, "late"))
    assert instant.isoformat() == min(row["a"] for row in rows(spec, "late"))
    area = sum(
        row["s"] * (dt.datetime.fromisoformat(row["b"]) - dt.datetime.fromisoformat(row["a"])).total_seconds() / 86400
        for row in rows(spec, "kept", "late")
    )
    assert area == pytest.approx(sum(each.share for each in result.simulation.finish_bins), rel=1e-6)


def test_without_a_promise_nothing_is_late() -> None:
    result = made.result(10)
    assert result.simulation is not None
    spec = charts.finish(result.simulation, result.start, None, VOICE)
    assert "late" not in spec["datasets"]
    assert "promised" not in json.dumps(spec)


def test_costs_say_the_budget() -> None:
    result = made.result(10)
    assert result.simulation is not None
    spec = charts.cost(result.simulation, result.budget, "EUR", VOICE)
    assert rows(spec, "line-0")[0]["words"] == "budget 1,030,000 EUR: 61 % keep it"


def test_earned_value_ends_at_the_status_date_and_its_names_stand_at_the_ends() -> None:
    result = made.result(10)
    spec = charts.curve(result, "EUR", VOICE)
    assert max(row["d"] for row in rows(spec, "ev")) <= result.status_date.isoformat()
    assert [rows(spec, f"{name}-end")[0]["words"] for name in ("pv", "ev", "ac")] == [
        "planned value", "earned value", "actual cost",
    ]  # fmt: skip


def test_the_slip_is_laid_to_parties_by_their_names_gains_on_the_other_side() -> None:
    result = made.result(10)
    assert result.simulation is not None
    spec = charts.slip(result.simulation, VOICE)
    assert [row["row"] for row in rows(spec, "gain")] == ["Acme Software"]
    assert {row["row"] for row in rows(spec, "loss")} == {"Sint Systems", "Northwind Insurance"}
    assert sum(row["v"] for row in rows(spec, "rows")) == pytest.approx(result.simulation.slip)


def test_the_most_critical_come_first_and_not_too_many() -> None:
    result = made.result(60)
    assert result.simulation is not None
    names = {each.activity: each.name for each in result.activities}
    values = [row["v"] for row in rows(charts.criticality(result.simulation, names, VOICE), "rows")]
    assert values == sorted(values, reverse=True)
    assert len(values) == 12


def test_the_frontier_names_each_way_and_tells_which_keep_the_promise() -> None:
    found = made.frontier(4)
    spec = charts.frontier(found, made.COMMITTED, "EUR", VOICE)
    assert [row["words"] for row in rows(spec, "points")] == ["A 48 %", "B 66 %", "C 84 %", "D 95 %"]
    assert len(rows(spec, "reaching")) == sum(each.reaches for each in found.candidates)
    assert rows(spec, "without")[0]["v"] == 0
    assert rows(spec, "committed")[0]["words"] == "promised 30 Nov 2026"


@pytest.mark.parametrize(("number", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
def test_ways_are_lettered(number: int, name: str) -> None:
    assert charts.letter(number) == name


def test_every_chart_can_be_drawn() -> None:
    """Vega-Lite compiles and Vega draws each of them, as pages do."""
    import vl_convert

    result = made.result(60)
    assert result.simulation is not None
    specs = [
        charts.timeline(result, charts.chosen(result), VOICE),
        charts.finish(result.simulation, result.start, result.committed_finish, VOICE),
        charts.cost(result.simulation, result.budget, "EUR", VOICE),
        charts.curve(result, "EUR", VOICE),
        charts.slip(result.simulation, VOICE),
        charts.criticality(result.simulation, {}, VOICE),
        charts.frontier(made.frontier(), made.COMMITTED, "EUR", VOICE),
    ]
    for spec in specs:
        assert "<path" in vl_convert.vegalite_to_svg(spec | {"width": 600})


def test_another_language_says_it_otherwise() -> None:
    words = {"promised {day}": "zugesagt {day}", "{promise}: {share} keep it": "{promise}: {share} halten sie"}
    german = charts.Voice(say=lambda text, **values: words.get(text, text).format(**values))
    result = made.result(10)
    assert result.simulation is not None
    spec = charts.finish(result.simulation, result.start, result.committed_finish, german)
    assert rows(spec, "line-0")[0]["words"] == "zugesagt 30 Nov 2026: 24 % halten sie"
