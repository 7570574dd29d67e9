"""The cube on a page: what each seat sees of it, down to the facts; kept views."""

from __future__ import annotations

import csv
import io
from urllib.parse import parse_qs, urlparse

import pytest

from tests.web.seated import MOST, asked, text
from trueup.web.explore.asked import Asked
from trueup.web.explore.cube import placed
from trueup.web.explore.models import SavedView
from trueup.web.ledger.models import Leaf

PAGE = "/explore/northwind"


def rows(client, address):
    return list(csv.DictReader(io.StringIO(client.get(address).content.decode("utf-8-sig"))))


def test_a_customer_sees_the_whole_cube(judged, sign_in):
    page = text(sign_in("northwind").get(PAGE))
    assert "How often targets were kept: Stage × Provider" in page
    assert "Brandt Legal" in page
    assert "what your agreements show" not in page


def test_a_provider_sees_what_its_agreements_show(judged, sign_in):
    client = sign_in("brandt")
    page = text(client.get(PAGE))
    assert "what your agreements show" in page
    assert {row["kpi"] for row in rows(client, f"{PAGE}/cube.csv?last=60")} == {"matter_settled", "settlement_amount"}
    assert {row["kpi"] for row in rows(client, f"{PAGE}/facts.csv")} <= {"matter_settled", "settlement_amount"}
    for other in ("Acme", "Claim cycle time", "Portal uptime", "Sint"):
        assert other not in page


def test_a_provider_never_sees_the_facts_of_another(judged, sign_in):
    for party in ("acme", "sint"):
        found = rows(sign_in(party), f"{PAGE}/facts.csv")
        assert found, party
        assert {row["provider"] for row in found} <= {party, ""}
    everything = rows(sign_in("northwind"), f"{PAGE}/facts.csv")
    assert {"acme", "sint"} <= {row["provider"] for row in everything}


@pytest.mark.parametrize("address", [PAGE, f"{PAGE}/facts", f"{PAGE}/cube.csv", f"{PAGE}/facts.csv"])
def test_to_strangers_there_is_no_such_book(judged, sign_in, address):
    assert sign_in("elsewhere").get(address).status_code == 404
    assert sign_in("elsewhere").get(address.replace("northwind", "nothing")).status_code == 404


def test_each_cell_leads_to_its_facts(judged, sign_in):
    client = sign_in("northwind")
    page = text(client.get(f"{PAGE}?down=kpi&across=month&kpi=portal_uptime&last=60"))
    leads = {part.split('"')[0].replace("&amp;", "&") for part in page.split('<a href="/explore/northwind/facts?')[1:]}
    assert len(leads) == 15
    for lead in leads:
        found = rows(client, f"{PAGE}/facts.csv?{lead}")
        assert len(found) == 1
        assert found[0]["start"] == parse_qs(lead)["month"][0]
        assert found[0]["kpi"] == "portal_uptime"


def test_a_computed_kpi_shows_its_formula_instead(judged, sign_in):
    page = text(sign_in("northwind").get(f"{PAGE}/facts?kpi=claim_cycle_days"))
    assert "Computed" in page
    assert "median(closed_on - received_on) · claims" in page


def test_a_period_that_is_none_is_not_found(judged, sign_in):
    assert sign_in("northwind").get(f"{PAGE}/facts?month=yesterday").status_code == 404


def test_cells_count_what_was_kept():
    def row(stage, actual, attainment, month="2026-01-01"):
        return {
            "kpi": "k",
            "stage": stage,
            "provider": None,
            "month": month,
            "actual": actual,
            "attainment": attainment,
        }

    found = placed([row("a", 1, 1.0), row("a", 2, 0.5), row("a", 3, None), row("b", None, None)], Asked.of({}), "book")
    assert [(each.down, each.across, each.tally.actuals, each.tally.share) for each in found] == [("a", "-", 3, 0.5)]


def test_an_address_that_is_not_understood_shows_the_usual():
    usual = Asked.of({})
    assert Asked.of({"down": "colour", "across": "stage", "last": "-1"}) == usual
    assert (usual.down, usual.across, usual.grain) == ("stage", "provider", "month")


@pytest.mark.parametrize("party", ["northwind", "acme", "assay"])
def test_it_asks_few_questions(judged, sign_in, party):
    assert asked(sign_in(party), PAGE)[1] <= MOST


def test_a_view_is_kept_shared_and_removed(judged, sign_in):
    mine, other = sign_in("northwind"), sign_in("northwind", "viewer")
    answer = mine.post(f"{PAGE}/views", {"name": "Portal", "query": "down=kpi&across=year&evil=1&project=portal-2026"})
    kept = SavedView.objects.get()
    assert answer["Location"] == f"{PAGE}/views/{kept.pk}"
    assert "evil" not in kept.query
    lead = urlparse(other.get(f"{PAGE}/views/{kept.pk}")["Location"])
    assert parse_qs(lead.query)["across"] == ["year"]
    assert other.post(f"{PAGE}/views/{kept.pk}/remove").status_code == 403
    assert sign_in("elsewhere").get(f"{PAGE}/views/{kept.pk}").status_code == 404
    assert mine.post(f"{PAGE}/views/{kept.pk}/remove").status_code == 302
    assert not SavedView.objects.exists()
    assert [leaf.type for leaf in Leaf.objects.order_by("index")][-2:] == ["view.saved", "view.removed"]


def test_a_view_is_seen_by_its_party_and_the_customer_and_the_customers_by_all(judged, sign_in):
    for party in ("acme", "northwind"):
        assert sign_in(party).post(f"{PAGE}/views", {"name": f"of {party}", "query": ""}).status_code == 302
    kept = SavedView.objects.get(name="of acme")
    for party, sees in (("acme", True), ("northwind", True), ("sint", False), ("assay", False)):
        client = sign_in(party)
        assert client.get(f"{PAGE}/views/{kept.pk}").status_code == (302 if sees else 404)
        names = {each["name"] for each in client.get("/api/v1/books/northwind/views").json()["items"]}
        assert names == {"of northwind", *(["of acme"] if sees else [])}


def test_a_view_needs_a_name(judged, sign_in):
    assert sign_in("northwind").post(f"{PAGE}/views", {"name": "  ", "query": ""}).status_code == 422
    assert not SavedView.objects.exists()
