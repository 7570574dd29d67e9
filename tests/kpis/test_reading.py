"""Actuals of entered KPIs: rolled up, sliced, rivalled, contested, and read as of a moment."""

from __future__ import annotations

import datetime as dt
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.facts.build import observations
from tests.kpis import oracle
from tests.kpis.worlds import KNOWN, LATER, actual, book, kpi, read, store, values
from trueup.agreements.documents import Attestation, Dispute
from trueup.facts import FactStore
from trueup.vocabulary import Grade, Grain, InputError, Moment, Slice, UnknownName

ALL = Slice()
GRADES = {"customer": Grade.verified, "assay": Grade.attested}
HOWS = ("sum", "mean", "min", "max", "last", "median")


def test_finer_actuals_roll_up_to_the_grain(tmp_path: Path) -> None:
    rows = [actual("k", "2026-01-05", 10.0, n=1), actual("k", "2026-01-20", 20.0, n=3), actual("k", "2026-02-01", 7.0)]
    documents = [kpi("k", aggregate=how) for how in HOWS]
    expected = {"sum": 30.0, "mean": 17.5, "min": 10.0, "max": 20.0, "last": 20.0, "median": 15.0}
    with store(tmp_path, *rows) as facts:
        for how, document in zip(HOWS, documents, strict=True):
            [series] = read(facts, book(document), ("k", ALL))
            assert values(series) == {"2026-01-01": expected[how], "2026-02-01": 7.0}, how


def test_n_and_error_are_carried_only_where_every_actual_has_them(tmp_path: Path) -> None:
    rows = [
        actual("k", "2026-01-05", 10.0, n=10, stderr=1.0),
        actual("k", "2026-01-20", 20.0, n=30, stderr=2.0),
        actual("k", "2026-02-05", 10.0, n=10, stderr=1.0),
        actual("k", "2026-02-20", 20.0),
    ]
    with store(tmp_path, *rows) as facts:
        [mean] = read(facts, book(kpi("k")), ("k", ALL))
        [total] = read(facts, book(kpi("k", aggregate="sum")), ("k", ALL))
    assert mean.n[0] == 40
    assert mean.stderr[0] == pytest.approx(((10 * 1) ** 2 + (30 * 2) ** 2) ** 0.5 / 40)
    assert total.stderr[0] == pytest.approx(5**0.5)
    assert str(mean.n[1]) == str(mean.stderr[1]) == "nan"


def test_an_actual_for_longer_than_the_grain_is_missing_and_says_so(tmp_path: Path) -> None:
    with store(tmp_path, actual("k", "2026-01-01", 5.0, days=90)) as facts:
        [series] = read(facts, book(kpi("k")), ("k", ALL))
    assert len(series) == 0
    assert series.missing[0][1] == "the actual is for a longer time than a period of the grain"


def test_a_missing_actual_keeps_its_reason(tmp_path: Path) -> None:
    rows = [actual("k", "2026-01-01", None, missing_reason="meter broken"), actual("k", "2026-02-01", 3.0)]
    with store(tmp_path, *rows) as facts:
        [series] = read(facts, book(kpi("k")), ("k", ALL))
    assert [(str(period), why) for period, why in series.missing] == [("2026-01-01/2026-02-01", "meter broken")]
    assert values(series) == {"2026-02-01": 3.0}


def test_only_what_had_begun_is_seen(tmp_path: Path) -> None:
    with store(tmp_path, actual("k", "2026-01-31", 1.0), actual("k", "2026-02-01", 2.0)) as facts:
        [series] = read(facts, book(kpi("k")), ("k", ALL), as_of=dt.date(2026, 2, 1))
    assert values(series) == {"2026-01-01": 1.0}


def test_what_did_we_know_then(tmp_path: Path) -> None:
    later = KNOWN + dt.timedelta(days=9)
    with store(tmp_path, actual("k", "2026-01-01", 1.0), actual("k", "2026-01-01", 9.0, recorded_at=later)) as facts:
        [now] = read(facts, book(kpi("k")), ("k", ALL))
        [then] = read(facts, book(kpi("k")), ("k", ALL), known_at=KNOWN)
    assert (now.value[0], then.value[0]) == (9.0, 1.0)


def test_a_snapshot_of_another_moment_is_refused(tmp_path: Path) -> None:
    from trueup.scorecard.reading import read_series

    with store(tmp_path, actual("k", "2026-01-01", 1.0)) as facts, facts.snapshot() as snapshot:
        with pytest.raises(InputError, match="known_at"):
            read_series(book(kpi("k")), snapshot, [("k", ALL)], Moment(LATER, KNOWN))
        with pytest.raises(UnknownName, match="did you mean 'cycle'"):
            read_series(book(kpi("cycle")), snapshot, [("cylce", ALL)], Moment(LATER))


def test_the_kpis_stage_stands_for_actuals_without_one(tmp_path: Path) -> None:
    rows = [actual("k", "2026-01-01", 1.0), actual("k", "2026-01-02", 3.0, stage="people")]
    with store(tmp_path, *rows) as facts:
        of = book(kpi("k", stage="service", aggregate="sum"))
        service, people, other = read(facts, of, *(("k", Slice(stage=s)) for s in ("service", "people", "inbound")))
    assert (values(service), values(people), values(other)) == ({"2026-01-01": 1.0}, {"2026-01-01": 3.0}, {})


def test_rival_figures_are_never_added(tmp_path: Path) -> None:
    rows = [
        actual("k", "2026-01-01", 5.0, reported_by="acme", provider="acme", recorded_at=KNOWN + dt.timedelta(days=5)),
        actual("k", "2026-01-01", 8.0, reported_by="customer", provider="acme"),
        actual("k", "2026-01-01", 2.0, reported_by="sint", provider="sint"),
    ]
    with store(tmp_path, *rows) as facts:
        whole, acme = read(facts, book(kpi("k", aggregate="sum")), ("k", ALL), ("k", Slice(provider="acme")))
    assert values(whole) == {"2026-01-01": 10.0}  # the customer's 8 and Sint's 2: complementary slices do add up
    assert (whole.grade[0], whole.by[0]) == (Grade.reported, "sint")
    assert (acme.value[0], acme.grade[0], acme.by[0]) == (8.0, Grade.verified, "customer")


def test_an_observer_without_a_stake_attests(tmp_path: Path) -> None:
    rows = [actual("k", f"2026-0{m}-01", 1.0, reported_by=who) for m, who in enumerate(("assay", "biased", "who"), 1)]
    with store(tmp_path, *rows) as facts:
        [series] = read(facts, book(kpi("k")), ("k", ALL))
    assert list(series.grade) == [Grade.attested, Grade.reported, Grade.reported]


def _attestation(by: str = "assay", day: int = 15, **evidence: Any) -> Attestation:
    covered = {"kpi": "k", "period": "2026-01-01/2026-02-01"} | evidence
    at = f"2026-01-{day:02d}T00:00:00+00:00"
    body = {"kind": "attestation", "id": "att", "by": by, "at": at, "statement": "seen", "evidence": [covered]}
    return Attestation.model_validate(body)


@pytest.mark.parametrize(
    ("attestation", "grade"),
    [
        (_attestation(), Grade.attested),
        (_attestation("customer"), Grade.verified),
        (_attestation("sint"), Grade.reported),
        (_attestation("biased"), Grade.reported),
        (_attestation(slice={"provider": "acme"}), Grade.attested),
        (_attestation(slice={"provider": "sint"}), Grade.reported),
        (_attestation(reported_by="acme"), Grade.attested),
        (_attestation(reported_by="customer"), Grade.reported),
        (_attestation(period="2026-01-01/2026-01-02"), Grade.reported),
        (_attestation(day=1), Grade.reported),
    ],
)
def test_an_attestation_covers_what_it_speaks_of(tmp_path: Path, attestation: Attestation, grade: Grade) -> None:
    made = KNOWN + dt.timedelta(days=4)
    rows = [actual("k", f"2026-01-0{d}", 1.0, provider="acme", reported_by="acme", recorded_at=made) for d in (1, 2)]
    with store(tmp_path, *rows) as facts:
        [series] = read(facts, book(kpi("k"), attestation), ("k", ALL))
    assert series.grade[0] == grade


def _dispute(counter: float | None, answer: dict[str, Any] | None = None, **evidence: Any) -> Dispute:
    at = "2026-02-01T00:00:00+00:00"
    about = {"kpi": "k", "period": "2026-01-01/2026-02-01"} | evidence
    body = {"kind": "dispute", "id": "d", "by": "customer", "at": at, "evidence": about, "reason": "wrong"}
    if answer:
        body["answer"] = {"by": "assay", "at": "2026-03-01T00:00:00+00:00", **answer}
    return Dispute.model_validate(body | ({} if counter is None else {"counter": counter}))


@pytest.mark.parametrize(
    ("dispute", "value", "low", "high"),
    [
        (_dispute(20.0), 14.0, 14.0, 20.0),
        (_dispute(4.0, slice={"provider": "acme"}), 14.0, 8.0, 14.0),
        (_dispute(None), 14.0, 14.0, 14.0),
        (_dispute(20.0, {"finding": "rejected"}), 14.0, 14.0, 14.0),
        (_dispute(20.0, {"finding": "upheld"}), 20.0, 20.0, 20.0),
        (_dispute(20.0, {"finding": "settled", "actual": 17}), 17.0, 17.0, 17.0),
        (_dispute(20.0, period="2025-01-01/2025-02-01"), 14.0, 14.0, 14.0),
    ],
)
def test_a_dispute_shows_both_sides_until_it_is_answered(
    tmp_path: Path, dispute: Dispute, value: float, low: float, high: float
) -> None:
    rows = [actual("k", "2026-01-01", 10.0, provider="acme"), actual("k", "2026-01-02", 4.0, provider="sint")]
    with store(tmp_path, *rows) as facts:
        [series] = read(facts, book(kpi("k", aggregate="sum"), dispute), ("k", ALL))
        before = read(facts, book(kpi("k", aggregate="sum"), dispute), ("k", ALL), known_at=KNOWN)[0]
    assert (series.value[0], series.low[0], series.high[0]) == pytest.approx((value, low, high))
    assert (before.value[0], bool(before.disputed.any())) == (14.0, False)


def test_a_dispute_without_a_figure_shows_the_rivals(tmp_path: Path) -> None:
    rows = [actual("k", "2026-01-01", 10.0), actual("k", "2026-01-01", 6.0, reported_by="acme")]
    with store(tmp_path, *rows) as facts:
        [series] = read(facts, book(kpi("k"), _dispute(None)), ("k", ALL))
    assert (series.value[0], series.low[0], series.high[0]) == (10.0, 6.0, 10.0)


def test_a_ratio_divides_sums_at_every_slice(tmp_path: Path) -> None:
    rows = [
        *(actual("bad", f"2026-0{m}-01", 1.0, provider=p) for m in (1, 2) for p in ("acme", "sint")),
        actual("all", "2026-01-01", 10.0, provider="acme"),
        actual("all", "2026-01-01", 100.0, provider="sint"),
        actual("all", "2026-02-01", 0.0, provider="acme"),
        actual("all", "2026-03-01", 5.0, provider="acme"),
    ]
    documents = [kpi(name, unit="count", aggregate="sum") for name in ("bad", "all")]
    rate = kpi("rate", unit="%", aggregate="ratio(bad, all)")
    with store(tmp_path, *rows) as facts:
        whole, acme = read(facts, book(rate, *documents), ("rate", ALL), ("rate", Slice(provider="acme")))
    assert values(whole) == pytest.approx({"2026-01-01": 100 * 2 / 110})  # not the mean of 10 % and 1 %
    assert values(acme) == pytest.approx({"2026-01-01": 10.0})
    assert [why for _, why in acme.missing] == ["all is 0", "no actual of bad"]
    assert whole.n[0] == 110


def test_fiscal_quarters_begin_with_the_fiscal_year(tmp_path: Path) -> None:
    rows = [actual("k", f"2026-{m:02d}-01", 1.0) for m in range(1, 13)]
    with store(tmp_path, *rows) as facts:
        of = book(kpi("k", grain="quarter", aggregate="sum"), kpi("k2"), fiscal_year_start=2)
        [series] = read(facts, of, ("k", ALL))
    assert values(series) == {
        "2025-11-01": 1.0,
        "2026-02-01": 3.0,
        "2026-05-01": 3.0,
        "2026-08-01": 3.0,
        "2026-11-01": 2.0,
    }


def test_nothing_at_all_is_an_empty_series(tmp_path: Path) -> None:
    with store(tmp_path) as facts:
        [series] = read(facts, book(kpi("k")), ("k", ALL))
    assert (len(series), series.missing, series.grain) == (0, (), Grain.month)


_days = st.integers(0, 120).map(lambda day: dt.date(2025, 1, 1) + dt.timedelta(days=day))
_rows = st.lists(
    st.builds(
        lambda start, days, value, n, provider, project, by, known: actual(
            "k", start, value, days, n=n, provider=provider, project=project, reported_by=by,
            recorded_at=KNOWN + dt.timedelta(hours=known),
        ),
        _days,
        st.sampled_from([1, 7, 31, 90]),
        st.one_of(st.none(), st.integers(-9, 9).map(float)),
        st.sampled_from([None, 0, 1, 5]),
        st.sampled_from([None, "acme", "sint"]),
        st.sampled_from([None, "x"]),
        st.sampled_from(["customer", "acme", "assay"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip


def _unique(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One row a (key, moment): the order of arrival decides between equals, and that is not what is tested here."""
    names = ("period_start", "period_end", "provider", "project", "reported_by", "recorded_at")
    return list({tuple(row[name] for name in names): row for row in rows}.values())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    _rows,
    st.sampled_from(HOWS),
    st.sampled_from(list(Grain)),
    _days,
    st.sampled_from([None, 0, 1, 2]),
    st.booleans(),
    st.randoms(),
)
def test_every_roll_up_agrees_with_plain_python(
    rows: list[dict[str, Any]], how: str, grain: Grain, as_of: dt.date, hours: int | None, drained: bool, random: Any
) -> None:
    """Through log and lake, from rows and maintained cells, in any order of arrival, sent once or twice, known then."""
    rows = _unique(rows)
    known_at = None if hours is None else KNOWN + dt.timedelta(hours=hours)
    known = [row for row in rows if known_at is None or row["recorded_at"] <= known_at]
    slices = [ALL, Slice(provider="acme"), Slice(project="x"), Slice(provider="sint", project="x")]
    expected = [oracle.actuals(known, "k", where, grain, how, as_of, GRADES) for where in slices]
    shuffled = random.sample(rows, len(rows))
    half = len(rows) // 2
    with tempfile.TemporaryDirectory() as folder, FactStore.open(Path(folder)) as facts:
        for key, part in (("a", shuffled[:half]), ("b", shuffled[half:]), ("a", shuffled[:half])):
            if part:
                facts.append({"observations": observations(*part)}, key=key, source="test")
            if drained:
                facts.drain()
        of = book(kpi("k", aggregate=how, grain=grain))
        found = read(facts, of, *(("k", s) for s in slices), as_of=as_of, known_at=known_at)
    for series, answer in zip(found, expected, strict=True):
        assert values(series) == pytest.approx({str(day): value for day, value in answer.items()})


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_rows)
def test_slices_and_the_unassigned_add_up_to_the_whole(rows: list[dict[str, Any]]) -> None:
    from trueup.scorecard.cube import cube

    of = book(kpi("k", aggregate="sum", unit="count"))
    with (
        tempfile.TemporaryDirectory() as folder,
        store(Path(folder), *_unique(rows)) as facts,
        facts.snapshot() as snapshot,
    ):
        whole = cube(of, snapshot, ["kpi", "month"], {}, Moment(LATER)).to_pylist()
        parts = cube(of, snapshot, ["kpi", "month", "provider", "project"], {}, Moment(LATER)).to_pylist()
    sums: dict[str, float] = {}
    for row in parts:
        if row["actual"] is not None:
            sums[row["month"]] = sums.get(row["month"], 0.0) + row["actual"]
    assert sums == pytest.approx({row["month"]: row["actual"] for row in whole if row["actual"] is not None})
