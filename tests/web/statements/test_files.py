"""A statement as a file: the same for page and API, an invoice only once both sides have signed."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from xml.etree import ElementTree

import pytest

from tests.report.statement.test_ubl import CBC
from tests.value import pressed
from tests.web.seated import text
from tests.web.statements.test_story import AGREEMENT, SLUG, signed
from trueup.web.statements.actions import draw_up


@pytest.fixture
def abroad(monkeypatch):
    """The parties of the story, each with its country."""
    parties = [{**party, "country": "DE" if party["id"] == "gear" else "AT"} for party in pressed.BOOK["parties"]]
    monkeypatch.setitem(pressed.BOOK, "parties", parties)


def test_the_files_of_a_statement(abroad, pressing, acting, sign_in):
    version = draw_up(acting("gear", "editor"), SLUG, AGREEMENT, "2026-Q1")
    page, api = f"/statements/{SLUG}/{version.doc_id}", f"/api/v1/books/{SLUG}/statements/{version.doc_id}/file"
    client = sign_in("gear")
    assert client.get(f"{page}.pdf").content.startswith(b"%PDF-")
    early = client.get(f"{page}.xml")
    assert early.status_code == 422
    assert "is not signed by both sides yet" in text(early)
    signed(acting, version, "mill", "gear")
    invoice = client.get(f"{page}.xml?number=RE-1")
    assert invoice["Content-Disposition"] == f'attachment; filename="{version.doc_id}-gear.xml"'
    root = ElementTree.fromstring(invoice.content)
    assert [each.text for each in root.iter(f"{CBC}PayableAmount")] == ["50.00"]
    assert client.get(f"{api}?form=xml&number=RE-1").content == invoice.content
    rows = list(csv.DictReader(io.StringIO(client.get(f"{page}.csv").content.decode("utf-8-sig"))))
    assert {row["what"]: Decimal(row["amount"]) for row in rows if row["section"] == "sum"}["due"] == 50
    shown = text(client.get(page))
    assert all(f'href="{page}.{form}' in shown for form in ("pdf", "csv", "xml?party=gear"))
    assert client.get(f"{api}?form=docx").status_code == 422
    for stranger in ("cog", None):
        assert sign_in(stranger).get(f"{page}.pdf").status_code in (302, 404)
