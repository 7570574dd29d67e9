"""Actuals are reported by those who may, for what is theirs, once; a correction is a new row with a reason."""

from __future__ import annotations

import pytest

from trueup.vocabulary import FactError, IdempotencyConflict, TrueupError
from trueup.web.documents.books import store_of
from trueup.web.evidence import queries
from trueup.web.evidence.actions.report import preview, report
from trueup.web.evidence.known import known_rows
from trueup.web.evidence.models import Batch
from trueup.web.evidence.rows import Reading
from trueup.web.evidence.sheets import pasted, stated
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import NotFound, Refused

LEAK = "premium_leakage"


def rows(period: str = "2026-10", actual: object = 212000.5, **more: object):
    return stated([{"kpi": LEAK, "period": period, "actual": actual, **more}])


def send(actor, sheets, *, agreement="premium-leakage", key="key-0001", reason="", how="api", reading=None):
    return report(actor, "northwind", agreement, sheets, reading, key=key, how=how, reason=reason)


def known(kpi: str = LEAK, *, corrected: bool = False):
    with store_of("northwind").snapshot() as snapshot:
        return known_rows(snapshot, {kpi}, corrected=corrected)


def refusals(actor, *records, agreement="premium-leakage") -> list[str]:
    with pytest.raises(FactError) as refused:
        send(actor, stated(records), agreement=agreement)
    return [str(each) for each in refused.value.refusals]


def test_each_persona_reports_what_it_may(on_server, acting) -> None:
    may = {("acme", "owner"), ("acme", "editor"), ("northwind", "owner"), ("northwind", "editor")}
    sees = {("acme", "viewer"), ("northwind", "viewer"), ("assay", "owner"), ("assay", "editor")}
    for number, (party, role) in enumerate(sorted(may)):
        period = f"2026-{10 + number % 2}"
        landed = send(acting(party, role), rows(period, provider="acme"), key=f"key-{party}-{role}")
        assert landed.rows == 1
    for party, role in sees:
        with pytest.raises(Refused):
            send(acting(party, role), rows())
    for actor in (acting("sint"), acting("stranger"), None):
        with pytest.raises(NotFound):
            send(actor, rows())
    reporters = {row.reported_by for row in known() if row.period.start.year == 2026 and row.period.start.month > 9}
    assert reporters == {"acme", "northwind"}


def test_a_provider_posts_neither_for_another_nor_for_what_is_not_agreed(on_server, acting) -> None:
    before = len(known("migration_backlog"))
    sint = acting("sint")
    for record, reason in (
        ({"kpi": "migration_backlog", "period": "2026-10", "actual": 1, "provider": "acme"}, "reports for itself only"),
        ({"kpi": "policy_issue_days", "period": "2026-10", "actual": 1}, "no KPI of this agreement"),
        ({"kpi": LEAK, "period": "2026-10", "actual": 1}, "no KPI of this agreement"),
        ({"kpi": "no_such_kpi", "period": "2026-10", "actual": 1}, "no KPI of this agreement"),
        ({"kpi": "migration_backlog", "period": "2026-10", "actual": 1, "project": "legacy"}, "lies outside"),
        ({"kpi": "claim_cycle_days", "period": "2026-10", "actual": 1}, "computed from the table claims"),
        ({"kpi": "migration_backlog", "period": "2999-10", "actual": 1}, "has not begun"),
        ({"kpi": "migration_backlog", "period": "2026-10", "actual": 1, "reported_by": "acme"}, "unknown column"),
    ):
        assert reason in refusals(sint, record, agreement="claims-platform")[0]
    assert len(known("migration_backlog")) == before
    assert not Batch.objects.exists()


def test_a_kpi_of_another_agreement_and_one_that_is_missing_read_the_same(on_server, acting) -> None:
    sint = acting("sint")
    said = [
        refusals(sint, {"kpi": kpi, "period": "2026-10", "actual": 1}, agreement="claims-platform")[0].replace(kpi, "X")
        for kpi in (LEAK, "missing_leakage")
    ]
    assert said[0] == said[1]


def test_what_is_wrong_is_named_by_line_and_nothing_of_it_lands(on_server, acting) -> None:
    text = "month;actual\n2026-10;1,5\nsoon;2\n2026-11;<b>x</b>\n2026-10;3\n"
    with pytest.raises(FactError) as refused:
        send(acting("acme"), pasted(text), reading=Reading(kpi=LEAK), how="pasted")
    said = {(each.line, each.column) for each in refused.value.refusals}
    assert said == {(3, "period"), (4, "actual"), (5, "period")}
    assert not [row for row in known() if row.period.start.month == 10 and row.period.start.year == 2026]


def test_a_decimal_comma_is_read_and_an_unsure_figure_is_not(on_server, acting) -> None:
    acme = acting("acme")
    landed = send(acme, pasted("month\tactual\n2026-10\t1.234,5\n"), reading=Reading(kpi=LEAK), how="pasted")
    assert landed.rows == 1
    assert known()[-1].actual == 1234.5
    with pytest.raises(FactError, match="say which decimal mark"):
        send(acme, pasted("month\tactual\n2026-11\t1.234\n"), reading=Reading(kpi=LEAK), how="pasted", key="key-0002")
    reading = Reading(kpi=LEAK, mark=",")
    send(acme, pasted("month\tactual\n2026-11\t1.234\n"), reading=reading, how="pasted", key="key-0003")
    assert known()[-1].actual == 1234.0


def test_a_correction_says_why_and_leaves_what_it_corrects(on_server, acting) -> None:
    acme, leaves = acting("acme"), Leaf.objects.count()
    with pytest.raises(FactError, match="1 of the rows corrects"):
        send(acme, rows("2026-09", 230000))
    assert not Batch.objects.exists()
    landed = send(acme, rows("2026-09", 230000), reason="the October run")
    assert (landed.rows, landed.corrections, landed.reason) == (1, 1, "the October run")
    assert Leaf.objects.count() == leaves + 1
    assert Leaf.objects.latest("index").subject == "agreement/premium-leakage"
    september = [row.actual for row in known(corrected=True) if str(row.period).startswith("2026-09")]
    assert september == [252650.0, 230000.0]
    found = queries.evidence(acme, "northwind", "premium-leakage")
    actual = found.measures[0].actuals[0]
    assert actual.row.actual == 230000.0
    assert actual.sending is not None
    assert actual.sending.reason == "the October run"
    assert [old.row.actual for old in actual.before] == [252650.0]


def test_the_whole_sheet_again_lands_only_what_is_new(on_server, acting) -> None:
    acme = acting("acme")
    sheet = "month\tactual\n2026-08\t{}\n2026-10\t200000\n"
    august = next(row.actual for row in known() if str(row.period).startswith("2026-08"))
    landed = send(acme, pasted(sheet.format(august)), reading=Reading(kpi=LEAK), how="pasted")
    assert (landed.rows, landed.unchanged, landed.corrections) == (1, 1, 0)
    again = send(acme, pasted(sheet.format(august)), reading=Reading(kpi=LEAK), how="pasted", key="key-0002")
    assert (again.rows, again.leaf) == (0, None)


def test_sent_twice_under_one_key_it_is_answered_twice_and_lands_once(on_server, acting) -> None:
    acme = acting("acme")
    first, second = (send(acme, rows("2026-09", 230000), reason="why") for _ in range(2))
    assert second.already
    assert not first.already
    assert (first.digest, first.leaf, first.rows) == (second.digest, second.leaf, second.rows)
    assert Batch.objects.count() == 1
    assert len([row for row in known(corrected=True) if row.actual == 230000]) == 1
    with pytest.raises(IdempotencyConflict):
        send(acme, rows("2026-09", 240000), reason="why")
    with pytest.raises(IdempotencyConflict):
        send(acme, rows("2026-09", 230000), reason="another reason")
    other = send(acting("northwind"), rows("2026-09", 231000, provider="acme"), key="key-0001")
    assert other.rows == 1, "keys are a seat's own"


def test_an_actual_beside_one_of_its_part_is_refused(on_server, acting) -> None:
    said = refusals(acting("northwind"), {"kpi": LEAK, "period": "2026-09", "actual": 1})
    assert "both would be counted" in said[0]
    landed = send(acting("northwind"), rows("2026-09", 1, provider="acme"))
    assert landed.rows == 1


def test_the_customer_reports_for_the_whole_book(on_server, acting) -> None:
    record = {"kpi": "quote_days", "period": "2026-10", "actual": 3, "provider": "acme"}
    assert send(acting("northwind"), stated([record]), agreement=None).rows == 1
    for party in ("acme", "assay", "stranger"):
        with pytest.raises(NotFound):
            send(acting(party), stated([record]), agreement=None)


def test_a_missing_actual_says_why_it_is_missing(on_server, acting) -> None:
    acme = acting("acme")
    nothing = {"kpi": LEAK, "period": "2026-10", "n": 1, "actual": ""}
    assert "give a missing_reason" in refusals(acme, nothing)[0]
    record = {"kpi": LEAK, "period": "2026-10", "actual": None, "missing_reason": "invoices <b>late</b>"}
    assert send(acme, stated([record, {"kpi": LEAK, "period": "2026-11", "actual": 2}])).rows == 2
    assert known()[-2].missing_reason == "invoices <b>late</b>"


def test_bounds_counts_and_units_are_kept(on_server, acting) -> None:
    acme = acting("acme")
    uptime = {"kpi": "portal_uptime", "period": "2026-10"}
    assert "above the KPI's bound" in refusals(acme, {**uptime, "actual": 101}, agreement="portal")[0]
    assert "whole number" in refusals(acme, {**uptime, "actual": 99, "n": 1.5}, agreement="portal")[0]
    assert "negative" in refusals(acme, {**uptime, "actual": 99, "stderr": -1}, agreement="portal")[0]
    assert "in per cent, and the KPI in EUR" in refusals(acme, {"kpi": LEAK, "period": "2026-10", "actual": "9 %"})[0]
    in_percent = pasted("kpi;month;actual\nportal_uptime;2026-10;99,5 %\n")
    assert send(acme, in_percent, agreement="portal", how="pasted").rows == 1
    assert known("portal_uptime")[-1].actual == 99.5


@pytest.mark.parametrize("key", ["", "short", "x" * 201, "has space", "slash/slash", "ünïcode-key"])
def test_a_key_is_plain(on_server, acting, key: str) -> None:
    with pytest.raises(TrueupError, match="idempotency key"):
        send(acting("acme"), rows(), key=key)


def test_a_preview_changes_nothing(on_server, acting) -> None:
    acme, leaves = acting("acme"), Leaf.objects.count()
    sheet = pasted("month\tactual\n2026-09\t1,5\n2026-10\t2,5\n")
    made = preview(acme, "northwind", "premium-leakage", sheet, Reading(kpi=LEAK), key="key-0001")
    assert [line.kind for line in made.lines] == ["correction", "new"]
    assert made.lines[0].before is not None
    assert made.lines[0].before.actual == 252650.0
    assert (Leaf.objects.count(), Batch.objects.count()) == (leaves, 0)
