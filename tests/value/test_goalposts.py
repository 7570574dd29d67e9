"""Moved goalposts: every kind of move, its money step by step, and that nothing is set off."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.agreements.documents import Agreement
from trueup.book.diff import diff
from trueup.kpis.documents import Kpi
from trueup.value.goalposts import Changed, Moved, Terms, moves, put_in, standings, steps
from trueup.vocabulary import Moment

KPIS = {
    name: Kpi.model_validate(
        {"id": name, "name": name, "unit": unit, "direction": way, "grain": "month", "entered": True}
    )
    for name, unit, way in (("cycle", "day", "decrease"), ("calls", "count", "decrease"), ("name", "%", "increase"))
}
TERMS = Terms(KPIS, Moment(dt.date(2026, 9, 1)))
CYCLE: dict[str, Any] = {
    "id": "cycle-time", "kpi": "cycle", "baseline": {"actual": 12}, "target": 2, "path": "step", "from": "2026-01-01",
    "due": "2026-12-31", "tolerance": "0.5", "evidence": "attested", "accountable": ["acme"],
    "value": {"per_unit": 1000, "per": "month", "until": "2028-01-01"},
}  # fmt: skip
CALLS: dict[str, Any] = {
    "id": "calls", "kpi": "calls", "baseline": {"actual": 4}, "target": 2, "path": "step", "from": "2026-01-01",
    "due": "2026-06-30", "value": {"per_unit": 500, "per": "month", "until": "2027-01-01"},
}  # fmt: skip
PLAIN: dict[str, Any] = {"id": "image", "kpi": "name", "baseline": {"actual": 40}, "target": 60, "due": "2026-12-31"}
BASE: dict[str, Any] = {
    "id": "claims", "title": "Claims", "customer": "northwind", "providers": ["acme", "sint"], "observer": "assay",
    "effective": "2026-01-01", "go_live": {"planned": "2026-03-01"}, "objectives": [CYCLE, CALLS, PLAIN],
    "scope": [{"id": "portal", "title": "Portal"}],
}  # fmt: skip


def agreement(*objectives: dict[str, Any], **changes: Any) -> Agreement:
    """Version 2, in force from the same day, with other objectives or keys."""
    shown = {"objectives": list(objectives)} if objectives else {}
    return Agreement.model_validate({**BASE, "version": 2, "why": "because", **shown, **changes})


FIRST = Agreement.model_validate(BASE)


def moved(after: Agreement, before: Agreement = FIRST) -> list[Moved]:
    kpis = {name: _Versions(kpi) for name, kpi in KPIS.items()}
    told = [
        Changed(change.path, change.words, change.before, change.after, change.weakens)
        for change in diff(before, after, kpis)  # type: ignore[arg-type]
    ]
    return list(moves(before, after, told, TERMS))


class _Versions:
    """A KPI as the book has it."""

    def __init__(self, latest: Kpi) -> None:
        self.latest = latest


@pytest.mark.parametrize(
    ("change", "kind", "words", "weakens"),
    [
        ({"target": 4}, "target", "target of cycle weakened from 2 to 4 days", True),
        ({"tolerance": 1}, "tolerance", "tolerance of cycle widened from 0.5 to 1 day", True),
        ({"evidence": "reported"}, "evidence", "evidence for cycle lowered from attested to reported", True),
        ({"must": False}, "must", "cycle is no longer a must-have", True),
        ({"baseline": {"actual": 15}}, "baseline", "baseline of cycle moved from 12 to 15 days", True),
        ({"value": {**CYCLE["value"], "per_unit": 800}}, "worth", "worth of a unit of cycle lowered from 1000 to 800",
         True),
    ],
)  # fmt: skip
def test_each_kind_is_told_in_the_words_of_the_book(
    change: dict[str, Any], kind: str, words: str, weakens: bool
) -> None:
    (found,) = moved(agreement({**CYCLE, **change}, CALLS, PLAIN))
    assert (found.kind, found.objective, found.words) == (kind, "cycle-time", words)
    assert found.providers == ("acme",)
    assert found.weakens is weakens


def test_what_is_strengthened_is_no_move() -> None:
    after = agreement({**CYCLE, "target": 1, "tolerance": 0}, CALLS, PLAIN)
    assert moved(after) == []
    assert put_in(FIRST, after, TERMS) == 1000 * (Fraction(1, 31) + 12)


def test_an_objective_taken_out_takes_all_it_promised() -> None:
    (calls,) = moved(agreement(CYCLE, PLAIN))
    # 2 calls fewer at 500 a month: the last day of June, and six months
    assert (calls.kind, calls.taken, calls.providers) == ("descoped", 1000 * (Fraction(1, 30) + 6), ("acme", "sint"))
    (image,) = moved(agreement(CYCLE, CALLS))
    assert (image.kind, image.taken) == ("descoped", None)


def test_a_weaker_target_hidden_behind_a_higher_worth_shows_both() -> None:
    """Half as much improvement at twice the money: nothing lost in all, and still 5,000 a month was taken out."""
    after = agreement({**CYCLE, "target": 7, "value": {**CYCLE["value"], "per_unit": 2000}}, CALLS, PLAIN)
    months = Fraction(1, 31) + 12
    assert [(found.kind, found.taken) for found in moved(after)] == [
        ("target", 5000 * months),
        ("worth", -5000 * months),
    ]


def test_a_due_date_later_in_days_and_money() -> None:
    (found,) = moved(agreement({**CYCLE, "due": "2027-01-31"}, CALLS, PLAIN))
    assert (found.kind, found.days) == ("due", 31)
    assert found.taken == 10_000 * (Fraction(1, 31) + 12 - Fraction(1, 31) - 11)


def test_what_is_about_the_whole_agreement() -> None:
    after = agreement(observer=None, scope=[], go_live={"planned": "2026-03-11"})
    kinds = {(found.kind, found.days) for found in moved(after)}
    assert kinds == {("go_live", 10), ("observer", None), ("scope", None)}


def test_go_live_that_happened_is_no_move() -> None:
    counting = {**CYCLE, "from": "go_live"}
    before = Agreement.model_validate({**BASE, "objectives": [counting]})
    after = agreement(counting, go_live={"planned": "2026-03-01", "actual": "2026-04-01"})
    assert moved(after, before) == []


def test_improvement_that_counts_from_the_new_version_is_a_move() -> None:
    counting = {**CYCLE, "from": "effective", "path": "linear"}
    before = Agreement.model_validate({**BASE, "objectives": [counting]})
    (found,) = moved(agreement(counting, effective="2026-06-01"), before)
    assert found.kind == "go_live"
    assert str(found.words) == "improvement counts from the day of the new version"
    assert found.taken > 0


def test_another_kpi_is_one_step() -> None:
    (found,) = moved(agreement({**CYCLE, "kpi": "calls", "target": 11}, CALLS, PLAIN))
    assert found.kind == "kpi"


NUMBERS = st.integers(0, 12).map(Decimal)
DAYS = st.dates(dt.date(2026, 2, 1), dt.date(2027, 12, 1))


@given(NUMBERS, st.integers(1, 3000), DAYS, st.sampled_from(["linear", "step"]))
@settings(max_examples=60)
def test_steps_add_up_to_the_whole_and_nothing_is_set_off(
    target: Decimal, per_unit: int, due: dt.date, path: str
) -> None:
    changed = {**CYCLE, "target": target, "due": due, "path": path, "value": {**CYCLE["value"], "per_unit": per_unit}}
    after = agreement(changed, CALLS, PLAIN)
    was, now = FIRST.objectives[0], after.objectives[0]
    parts = [taken for _, taken in steps(FIRST, after, was, now, TERMS)]
    whole = TERMS.potential(FIRST, was) - TERMS.potential(after, now)
    assert sum(parts, Fraction(0)) == whole
    out = sum((found.taken for found in moved(after) if found.taken is not None and found.taken > 0), Fraction(0))
    assert out - put_in(FIRST, after, TERMS) == whole


def test_a_worse_baseline_hides_no_weaker_target() -> None:
    """From 15 to 5 is ten days better, as from 12 to 2 was; of the first promise, seven of ten still stand."""
    after = agreement({**CYCLE, "baseline": {"actual": 15}, "target": 5}, CALLS, PLAIN)
    (cycle, *_) = standings(FIRST, after, TERMS)
    assert cycle.stands / cycle.first == Fraction(7, 10)
    assert {found.kind for found in moved(after)} == {"baseline", "target"}
    dearer = agreement({**CYCLE, "target": 7, "value": {**CYCLE["value"], "per_unit": 9000}}, CALLS, PLAIN)
    (cycle, *_) = standings(FIRST, dearer, TERMS)
    assert cycle.stands / cycle.first == Fraction(1, 2)


def test_what_stands_is_never_more_than_was_promised_first() -> None:
    after = agreement({**CYCLE, "target": 7}, {**CALLS, "target": 1}, PLAIN)
    cycle, calls, image = standings(FIRST, after, TERMS)
    assert (cycle.first, cycle.stands) == (10_000 * (Fraction(1, 31) + 12), 5_000 * (Fraction(1, 31) + 12))
    assert calls.stands == calls.first == 1000 * (Fraction(1, 30) + 6)
    assert (image.first, image.stands, image.removed) == (0, 0, False)
    gone = next(iter(standings(FIRST, agreement(CALLS), TERMS)))
    assert (gone.stands, gone.removed) == (0, True)
