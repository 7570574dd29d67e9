"""The page to sign: what stands on it, and that nothing on it is ever markup."""

from __future__ import annotations

import io
import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.statement.made import one_provider
from tests.report.statement.test_ubl import two_providers
from trueup.report.language import Language, speaking
from trueup.report.statement.files import as_file
from trueup.report.statement.pdf import as_pdf, page
from trueup.value.results_statement import Settled
from trueup.vocabulary import InputError


def _words(data: bytes) -> str:
    from pypdf import PdfReader

    text = "\n".join(each.extract_text() for each in PdfReader(io.BytesIO(data)).pages)
    return " ".join(text.split())


def test_the_page_says_every_figure_and_what_it_rests_on() -> None:
    data = as_pdf(one_provider())
    text = _words(data)
    for shown in (
        "Statement 3, 2026-Q3", "New claims platform", "Acme & Sons <Software>", "To be paid by Northwind Insurance",
        "52,345.67 EUR", "20 % x 250,000", "57,345.67", "−5,000.00", "112,345.67", "2,400.00",
        "up to 262,000.00 EUR in dispute", "ab" * 32, "1 / 1",
    ):  # fmt: skip
        assert shown in text, shown
    assert b"pdfaid" in data, "PDF/A"
    assert "Draft" not in text


def test_it_is_a4_and_the_same_bytes_each_time() -> None:
    from pypdf import PdfReader

    data = as_pdf(two_providers())
    assert data == as_pdf(two_providers())
    box = PdfReader(io.BytesIO(data)).pages[0].mediabox
    assert [round(float(side) / 72 * 25.4) for side in (box.width, box.height)] == [210, 297]


def test_several_providers_have_a_table_and_who_pays_back_is_said() -> None:
    found = two_providers()
    text = _words(as_pdf(found))
    assert "−20,120.50" in text
    assert "Correction of Q2 2026" in text
    back = found.model_copy(update={"due": Decimal("-5")})
    assert page(back)["due"] == {"what": "To be credited to Northwind Insurance", "amount": "5.00 EUR"}


def test_a_period_without_a_statement_is_a_draft() -> None:
    found = one_provider(state="provisional", statement=None, number=None)
    unknown = found.model_copy(update={"due": None, "fee": None, "true_up": None})
    text = _words(as_pdf(unknown))
    assert "Settlement of 2026-Q3" in text
    assert "Draft: no statement has been drawn up for this period." in text
    assert "Nothing is owed yet" in text
    assert "Draft: not signed by both sides yet." in _words(as_pdf(one_provider(state="ready")))


def test_it_speaks_the_readers_language() -> None:
    german = {"Fee": "Vergütung", "To be paid by {party}": "Zu zahlen von {party}"}
    with speaking(Language("de", lambda text: german.get(text, text))):
        text = _words(as_pdf(one_provider()))
    assert "Zu zahlen von Northwind Insurance" in text
    assert "112.345,67" in text


@settings(max_examples=12, deadline=None)
@given(st.text(max_size=40))
def test_no_text_of_a_person_is_markup(text: str) -> None:
    found = one_provider(title=text + ' #panic("x") $ * _ @a <b> \\ `c` //', customer_name=text)
    assert as_pdf(found).startswith(b"%PDF-")


def test_names_in_any_script_are_set() -> None:
    assert as_pdf(one_provider(title="新しい請求 العربية")).startswith(b"%PDF-")


def test_the_data_of_the_page_is_plain() -> None:
    assert json.loads(json.dumps(page(two_providers()))) == page(two_providers())


def test_another_form_is_refused() -> None:
    with pytest.raises(InputError, match="a statement has no form 'docx'"):
        as_file(one_provider(), "docx", {})


def _csv(found: Settled) -> str:
    return as_file(found, "csv", {}).decode("utf-8-sig")


def test_the_table_has_every_figure_and_no_spreadsheet_runs_it() -> None:
    import csv

    found = two_providers().model_copy(update={"title": "x"})
    rows = list(csv.DictReader(io.StringIO(_csv(found))))
    clauses = [Decimal(row["amount"]) for row in rows if row["section"] == "clause"]
    sums = {row["what"]: Decimal(row["amount"]) for row in rows if row["section"] == "sum"}
    assert sum(clauses) == sums["fee"] == found.fee
    assert sums["due"] == found.due == sums["fee"] - sums["invoiced"] + sums["corrected"]
    parts = [Decimal(row["amount"]) for row in rows if (row["section"], row["what"]) == ("part", "due")]
    assert sum(parts) == found.due
    hostile = one_provider()
    bad = hostile.clauses[0].model_copy(update={"arithmetic": "=cmd|' /C calc'!A0"})
    assert "'=cmd|" in _csv(hostile.model_copy(update={"clauses": (bad, *hostile.clauses[1:])}))
