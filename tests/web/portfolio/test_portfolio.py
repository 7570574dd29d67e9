"""The page of all agreements: who sees what, narrowed, ordered, as a file; fast with a thousand."""

from __future__ import annotations

import csv
import io
import json

import pyarrow.parquet as pq
import pytest

from tests.web.portfolio.thousand import thousand
from tests.web.seated import MOST, asked, text


def test_a_customer_sees_every_agreement_with_its_verdict(judged, sign_in):
    page = text(sign_in("northwind").get("/agreements"))
    assert page.count("<tr>") == 2 * (1 + 9), "a head and nine agreements, in the list and behind the picture"
    assert 'href="/agreements/northwind/claims-platform"' in page
    assert "3.86 M EUR" in page


def test_a_provider_sees_its_own_only(judged, sign_in):
    page = text(sign_in("brandt").get("/agreements"))
    assert "/agreements/northwind/mueller" in page
    for other in ("claims-platform", "contact-centre", "fraud-detection", "portal", "premium-leakage"):
        assert other not in page


@pytest.mark.parametrize("party", ["elsewhere"])
def test_a_stranger_is_told_what_to_do(judged, sign_in, party):
    page = text(sign_in(party).get("/agreements"))
    assert "There is no agreement yet." in page
    assert "northwind/" not in page


def test_nobody_is_asked_to_sign_in(judged, sign_in):
    answer = sign_in(None).get("/agreements?verdict=failed")
    assert answer.status_code == 302
    assert answer["Location"] == "/accounts/login/?next=/agreements%3Fverdict%3Dfailed"


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("verdict=failed", {"contact-centre", "policy-rollout"}),
        ("provider=brandt", {"mueller"}),
        ("project=claims-2026", {"claims-platform"}),
        ("text=premium", {"premium-leakage"}),
        ("phase=implementation", {"claims-platform", "policy-rollout"}),
        ("verdict=failed&provider=acme", {"contact-centre"}),
        ("text=no+such+thing", set()),
    ],
)
def test_filters_narrow_page_and_file_alike(judged, sign_in, query, ids):
    client = sign_in("northwind")
    rows = list(csv.DictReader(io.StringIO(client.get(f"/agreements.csv?{query}").content.decode("utf-8-sig"))))
    assert {row["agreement"] for row in rows} == ids
    page = text(client.get(f"/agreements?{query}"))
    assert all((f'<th scope="row"><a href="/agreements/northwind/{name}">' in page) for name in ids)
    assert page.count('<th scope="row"><a') == len(ids)


def test_columns_order_the_rows_both_ways(judged, sign_in):
    client = sign_in("northwind")

    def costs(order: str) -> list[float]:
        file = client.get(f"/agreements.csv?sort={order}").content.decode("utf-8-sig")
        return [float(row["cost"]) for row in csv.DictReader(io.StringIO(file))]

    assert costs("cost") == sorted(costs("cost"))
    assert costs("-cost") == sorted(costs("cost"), reverse=True)
    assert 'aria-sort="descending"><a href="?sort=cost"' in text(client.get("/agreements?sort=-cost"))


def test_a_grade_is_read_at_that_grade(judged, sign_in):
    page = text(sign_in("northwind").get("/agreements?grade=attested"))
    assert page.count("unproven") > text(sign_in("northwind").get("/agreements")).count("unproven")
    assert sign_in("northwind").get("/agreements?grade=hearsay").status_code == 422


def test_it_exports_parquet_with_types(judged, sign_in):
    table = pq.read_table(io.BytesIO(sign_in("northwind").get("/agreements.parquet").content))
    assert table.num_rows == 9
    assert str(table.schema.field("p_success").type) == "double"


def test_a_thousand_agreements_take_no_more_questions(judged, sign_in):
    few = asked(sign_in("northwind"), "/agreements")[1]
    thousand(judged, 1000)
    answer, many = asked(sign_in("northwind"), "/agreements")
    assert many <= few <= MOST
    page = text(answer)
    assert "1000 of 1,000 agreements" in page
    assert page.count('<th scope="row"><a') == 50
    assert "Page 1 of 20" in page
    points = json.loads(page.split('id="charts">')[1].split("</script>")[0])["charts"][0]["datasets"]["points"]
    assert len(points) > 500
    last = text(sign_in("northwind").get("/agreements?page=20&sort=title"))
    assert "Investment 0999" in last


def test_hostile_titles_stay_text(judged, sign_in):
    thousand(judged, 3, title="<script>alert(1)</script>\"'")
    page = text(sign_in("northwind").get("/agreements"))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page
