"""A draft as UBL 2.1 Invoice or CreditNote by EN 16931 (CEN 16931-3-2): the core, without any national rules.

Every line is one unit (C62): a line that takes off has the quantity -1, since a price may not be negative (BR-27). The
VAT category is O, not subject to VAT, with its reason (BR-O-10): Trueup knows of no tax and makes none up.
"""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from trueup.report.statement.draft import Draft, DraftLine, Side

CUSTOMIZATION = "urn:cen.eu:en16931:2017"
_NAMES = "urn:oasis:names:specification:ubl:schema:xsd:"
_CAC, _CBC = f"{{{_NAMES}CommonAggregateComponents-2}}", f"{{{_NAMES}CommonBasicComponents-2}}"
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
NOT_SUBJECT = "Not subject to VAT: none is stated in the agreement"


def as_ubl(draft: Draft) -> bytes:
    """The XML, in UTF-8."""
    kind = "CreditNote" if draft.credit else "Invoice"
    register_namespace("cac", _CAC[1:-1])
    register_namespace("cbc", _CBC[1:-1])
    register_namespace("", f"{_NAMES}{kind}-2")
    root = Element(f"{{{_NAMES}{kind}-2}}{kind}")
    _head(root, draft, kind)
    _party(root, "AccountingSupplierParty", draft.seller)
    _party(root, "AccountingCustomerParty", draft.buyer)
    _text(_part(root, "PaymentTerms"), "Note", f"As agreed in {draft.agreement}")
    _tax(root, draft)
    _totals(root, draft)
    for number, line in enumerate(draft.lines, 1):
        _line(root, draft, kind, number, line)
    indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode").encode() + b"\n"


def _head(root: Element, draft: Draft, kind: str) -> None:
    _text(root, "CustomizationID", CUSTOMIZATION)
    _text(root, "ID", draft.number)
    _text(root, "IssueDate", draft.on.isoformat())
    _text(root, f"{kind}TypeCode", "381" if draft.credit else "380")
    for note in draft.notes:
        _text(root, "Note", note)
    _text(root, "DocumentCurrencyCode", draft.currency)
    period = _part(root, "InvoicePeriod")
    _text(period, "StartDate", draft.period.start.isoformat())
    _text(period, "EndDate", (draft.period.end - dt.timedelta(days=1)).isoformat())
    _text(_part(root, "ContractDocumentReference"), "ID", draft.agreement)


def _party(root: Element, role: str, side: Side) -> None:
    party = _part(_part(root, role), "Party")
    _text(_part(party, "PartyIdentification"), "ID", side.id)
    _text(_part(party, "PartyName"), "Name", side.name)
    _text(_part(_part(party, "PostalAddress"), "Country"), "IdentificationCode", side.country)
    _text(_part(party, "PartyLegalEntity"), "RegistrationName", side.name)


def _tax(root: Element, draft: Draft) -> None:
    total = _part(root, "TaxTotal")
    _amount(total, "TaxAmount", Decimal(0), draft)
    subtotal = _part(total, "TaxSubtotal")
    _amount(subtotal, "TaxableAmount", draft.total, draft)
    _amount(subtotal, "TaxAmount", Decimal(0), draft)
    _category(subtotal, "TaxCategory", reason=True)


def _category(root: Element, name: str, *, reason: bool = False) -> None:
    category = _part(root, name)
    _text(category, "ID", "O")
    if reason:
        _text(category, "TaxExemptionReason", NOT_SUBJECT)
    _text(_part(category, "TaxScheme"), "ID", "VAT")


def _totals(root: Element, draft: Draft) -> None:
    totals = _part(root, "LegalMonetaryTotal")
    for name in ("LineExtensionAmount", "TaxExclusiveAmount", "TaxInclusiveAmount", "PayableAmount"):
        _amount(totals, name, draft.total, draft)


def _line(root: Element, draft: Draft, kind: str, number: int, line: DraftLine) -> None:
    part = _part(root, f"{kind}Line")
    _text(part, "ID", str(number))
    quantity = _text(part, "CreditedQuantity" if draft.credit else "InvoicedQuantity", "-1" if line.amount < 0 else "1")
    quantity.set("unitCode", "C62")
    _amount(part, "LineExtensionAmount", line.amount, draft)
    item = _part(part, "Item")
    if line.description:
        _text(item, "Description", line.description)
    _text(item, "Name", line.name)
    _category(item, "ClassifiedTaxCategory")
    _amount(_part(part, "Price"), "PriceAmount", abs(line.amount), draft)


def _part(parent: Element, name: str) -> Element:
    return SubElement(parent, f"{_CAC}{name}")


def _text(parent: Element, name: str, text: str) -> Element:
    found = SubElement(parent, f"{_CBC}{name}")
    found.text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)
    return found


def _amount(parent: Element, name: str, amount: Decimal, draft: Draft) -> None:
    _text(parent, name, f"{amount:.2f}").set("currencyID", draft.currency)
