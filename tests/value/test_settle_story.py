"""The dispute whose money is held and later released: in Python and on the command line."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.value import pressed
from trueup.book import Book, write
from trueup.cli import run
from trueup.scorecard.opened import open_book
from trueup.scorecard.value_check import check_statement
from trueup.scorecard.value_settle import draw_up, settlement, settlements
from trueup.value.results_statement import Settlements
from trueup.value.statement import Statement
from trueup.vocabulary import InputError, MoneyError

MAY = ("2026-05-01", "2026-05-01T10:00:00+00:00")
JULY = ("2026-07-20", "2026-07-20T10:00:00+00:00")
SECOND = {
    "kind": "attestation", "id": "q2", "by": "lens", "at": "2026-07-10T09:00:00Z", "agreement": "press",
    "evidence": [{"kpi": "renewed", "period": "2026-04-01/2026-07-01"}], "statement": "Counted.",
}  # fmt: skip
FACTS = {
    "observations": [
        *pressed.FACTS["observations"],
        {"kpi": "renewed", "period": "2026-Q2", "actual": 10, "reported_by": "mill"},
    ]
}
INVOICES = [
    {"agreement": "press", "period": "2026-Q1", "kind": "invoiced", "amount": 30, "currency": "EUR", "payee": "gear",
     "payer": "mill", "what": "licence", "ref": f"R-{month}", "dated": dt.date(2026, month, 28)}
    for month in (1, 2, 3)
]  # fmt: skip


def stated(folder: Path, moment: tuple[str, str], period: str, *, correct: bool = False, file: str = "") -> Statement:
    """The statement of a period, put into the book where a file is named."""
    with open_book(folder) as book, book.values(moment[0], known_at=moment[1]) as values:
        found, _ = draw_up(values, None, period, correct=correct)
    if file:
        (folder / file).write_text(write.write(found), encoding="utf-8")
    return found


def listed(folder: Path, moment: tuple[str, str]) -> Settlements:
    with open_book(folder) as book, book.values(moment[0], known_at=moment[1]) as values:
        return settlements(values)


@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    """The provider claims 15 contracts where 13 are attested; in June the observer sides with it."""
    documents = (pressed.agreement(), pressed.ATTESTED, pressed.DISPUTED, pressed.ANSWERED, SECOND)
    return pressed.write(tmp_path, *documents, facts=FACTS)


def test_what_is_in_dispute_is_held(disputed):
    found = stated(disputed, MAY, "2026-Q1")
    assert (found.fee, found.held, found.invoiced, found.due) == (140, 40, 90, 50)
    assert [(line.clause, line.amount) for line in found.clauses] == [("base", 100), ("share", 40)]
    assert (found.counted, found.claimed) == (1300, 1500)
    assert found.invoiced_from == "terms"


def test_the_next_statement_releases_it(disputed):
    stated(disputed, MAY, "2026-Q1", file="q1.yaml")
    found = stated(disputed, JULY, "2026-Q2", file="q2.yaml")
    (line,) = found.corrections
    assert (line.statement, line.fee_before, line.fee, line.held_before, line.held) == (
        "press-2026-q1",
        140,
        180,
        40,
        0,
    )
    assert line.words == "the dispute of Contracts renewed in 2026-Q1 was upheld by Lens Audit"
    assert (found.fee, found.true_up, found.corrected, found.due) == (100, 10, 40, 50)
    after = listed(disputed, JULY)
    assert [each.state for each in after.periods] == ["corrected", "settled", "open"]
    assert (after.totals.fee, after.totals.held, after.totals.due) == (280, 0, 100)
    assert after.periods[0].notes == ("corrected by press-2026-q2: the fee is 180.00 now, 0.00 is held",)


def test_or_a_correction_of_the_statement_does(disputed):
    stated(disputed, MAY, "2026-Q1", file="q1.yaml")
    found = stated(disputed, JULY, "2026-Q1", correct=True, file="q1-c1.yaml")
    assert (found.id, found.corrects, found.number) == ("press-2026-q1-c1", "press-2026-q1", 2)
    assert (found.fee, found.invoiced, found.due, found.held) == (180, 140, 40, 0)
    # what a correction has settled is not settled again
    assert stated(disputed, JULY, "2026-Q2").corrections == ()


def test_every_statement_can_be_recomputed_from_its_own_moment(disputed):
    first = stated(disputed, MAY, "2026-Q1", file="q1.yaml")
    second = stated(disputed, JULY, "2026-Q2", file="q2.yaml")
    with open_book(disputed) as book:
        assert check_statement(book, first).equal
        assert check_statement(book, second).equal
        forged = first.model_copy(update={"fee": Decimal(150), "true_up": Decimal(60), "due": Decimal(60)})
        wrong = check_statement(book, forged)
    assert not wrong.equal
    assert [(each.path, each.stated, each.recomputed) for each in wrong.differences] == [
        ("fee", "150", "140"),
        ("true_up", "60", "50"),
        ("due", "60", "50"),
    ]


def test_invoices_that_are_known_count_and_one_that_pays_a_statement_does_not(tmp_path):
    late = {"recorded_at": "2026-06-01T12:00:00+00:00"}
    paid = {**INVOICES[0], **late, "ref": "press-2026-q1", "amount": 80}
    facts = {**FACTS, "payments": [*INVOICES[:2], {**INVOICES[2], **late}, paid]}
    pressed.write(tmp_path, pressed.agreement(), pressed.ATTESTED, SECOND, facts=facts)
    found = stated(tmp_path, MAY, "2026-Q1", file="q1.yaml")
    assert (found.invoiced_from, found.invoiced, found.due) == ("payments", 60, 80)
    assert [line.ref for line in found.invoices] == ["R-1", "R-2"]
    # the third invoice became known later, and is taken off; the one that pays the statement settles it
    (line,) = stated(tmp_path, JULY, "2026-Q2").corrections
    assert (line.invoiced_before, line.invoiced, line.amount) == (60, 90, -30)
    assert line.words == "by evidence that became known after 2026-05-01"


def refused(folder: Path, period: str, moment: tuple[str, str] = MAY, **how: Any) -> str:
    with pytest.raises((InputError, MoneyError)) as raised:
        stated(folder, moment, period, **how)
    return str(raised.value)


def test_bad_input_says_what_to_do(disputed):
    assert (
        refused(disputed, "2026-Q2") == "2026-Q2 has not ended: it ends on 2026-07-01\n  settle it from 2026-07-01 on"
    )
    assert (
        refused(disputed, "2025-Q4")
        == "2025-Q4 is not a settlement period that has begun\n  there are: 2026-Q1, 2026-Q2"
    )
    assert refused(disputed, "2026-02-01/2026-05-01") == (
        "2026-02-01/2026-05-01 is not a settlement period: it overlaps 2026-Q1, 2026-Q2\n"
        "  settle one of them: 2026-Q1, 2026-Q2"
    )
    assert refused(disputed, "soon") == "'soon' is not a period\n  write it as 2026-Q3, 2026-07, 2026 or start/end"
    assert refused(disputed, "2026-Q1", correct=True) == (
        "2026-Q1 is not settled yet: there is nothing to correct\n  leave out: --correct"
    )
    stated(disputed, MAY, "2026-Q1", file="q1.yaml")
    assert refused(disputed, "2026-Q1") == (
        "2026-Q1 is settled already, by statement 1 (press-2026-q1)\n"
        "  what changed since shows on the next statement; draw up a correction of this one with: --correct"
    )


def test_a_settlement_before_attestation_says_what_is_missing_and_what_holds(tmp_path):
    pressed.write(tmp_path, pressed.agreement())
    assert refused(tmp_path, "2026-Q1") == (
        "agreement press: 2026-Q1 cannot be settled yet: Contracts renewed, 2026-Q1: waits for attestation\n"
        "  until then the provisional fee holds: 90.00 EUR"
    )
    pressed.write(tmp_path, pressed.agreement({"grade": "verified"}), facts={})
    with open_book(tmp_path) as book, book.values(MAY[0]) as values:
        assert settlement(values, None, "2026-Q1").state == "ready"


def test_an_agreement_without_pricing_is_not_settled(tmp_path):
    pressed.write(tmp_path, {key: value for key, value in pressed.agreement().items() if key != "pricing"})
    assert refused(tmp_path, "2026-Q1") == (
        "agreement press: the agreement does not say how fees follow value\n  add pricing: {share: ...}"
    )


def test_on_the_command_line(disputed, capsys):
    base = ["value", "settle", str(disputed), "--as-of", MAY[0], "--known-at", MAY[1]]
    assert run([*base, "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(each["label"], each["state"]) for each in found["periods"]] == [("2026-Q1", "ready"), ("2026-Q2", "open")]
    out = disputed / "q1.yaml"
    assert run([*base, "--period", "2026-Q1", "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "20 % × (1,300.00 − 1,000.00 − 100.00)" in printed
    assert Book.load(disputed).statement("press-2026-q1").latest.due == 50
    assert run(["value", "settle", str(disputed), "--check", "press-2026-q1"]) == 0
    assert "gives the same" in capsys.readouterr().out
    out.write_text(out.read_text().replace("held: 40", "held: 0"), encoding="utf-8")
    assert run(["value", "settle", str(disputed), "--check", str(out)]) == 1
    assert "held" in capsys.readouterr().out
