"""Periods between two cells that name months and years, and gathered items of which only some belong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sources.conftest import Desk
from trueup.vocabulary import DocumentError

SPANS = """
read: {csv: data/spans.csv}
facts:
  observations: {kpi: {value: k}, period: PERIOD, actual: v, reported_by: {value: fable}}
"""


@pytest.mark.parametrize(
    ("first", "last", "start", "end"),
    [
        ("2019-11", "2021-03", "2019-11-01", "2021-04-01"),
        ("2019-11", "2021", "2019-11-01", "2021-04-01"),  # the fiscal year 2021 ends in March 2021
        ("2019", "2019", "2018-04-01", "2019-04-01"),
        ("2019-Q1", "2019-Q2", "2019-01-01", "2019-07-01"),
        ("2019-01-05", "2019-01-31", "2019-01-05", "2019-02-01"),
        ("2019-01-05T08:00", "2019-01", "2019-01-05", "2019-02-01"),
        ("2016-2018", "2019-02", "2015-04-01", "2019-03-01"),
    ],
)
def test_through_a_month_or_a_year_is_through_its_end(desk: Desk, first: str, last: str, start: str, end: str) -> None:
    desk.source(SPANS.replace("PERIOD", "{start: a, through: b}"))
    desk.write("data/spans.csv", f"a,b,v\n{first},{last},1\n")
    report = desk.load()
    assert report.refusals == ()
    assert desk.actuals() == [("k", start, end, 1.0)]


def test_until_a_month_is_until_it_begins(desk: Desk) -> None:
    desk.source(SPANS.replace("PERIOD", "{start: a, end: b}"))
    desk.write("data/spans.csv", "a,b,v\n2019-11,2020-01,1\n")
    desk.load()
    assert desk.actuals() == [("k", "2019-11-01", "2020-01-01", 1.0)]


@pytest.mark.parametrize(
    ("first", "last", "reason"),
    [
        ("2018-13", "2019-01", "is not an ISO date"),
        ("2019-03", "2019-01", "ends before it has begun"),
        ("soon", "2019-01", "is not a date"),
        ("", "2019-01", "is missing"),
        ("2019-01", "", "is missing"),
    ],
)
def test_a_span_that_is_none_is_refused(desk: Desk, first: str, last: str, reason: str) -> None:
    desk.source(SPANS.replace("PERIOD", "{start: a, through: b}"))
    desk.write("data/spans.csv", f"a,b,v\n{first},{last},1\n")
    (refusal,) = desk.load().refusals
    assert refusal.reason.startswith(reason)


def test_years_through_years_in_one_cell(desk: Desk) -> None:
    desk.source(SPANS.replace("PERIOD", "a"))
    desk.write("data/spans.csv", "a,v\n2016-2019,1\n2019-2016,2\n")
    (refusal,) = desk.load().refusals
    assert refusal.line == 3
    assert desk.actuals() == [("k", "2015-04-01", "2019-04-01", 1.0)]


CONTRACTS = """
read: {csv: data/contracts.csv}
with: {provided: {csv: data/provided.csv}, prices: {csv: data/prices.csv}}
documents:
  agreement:
    id: id
    title: id
    customer: payer
    effective: 2026-01-01
    providers: {each: who, in: provided, by: id, except: customer}
    prices: {each: {what: what, amount: amount}, in: prices, by: id, unique: what}
"""


def _contracts(desk: Desk, text: str = CONTRACTS) -> dict[str, Any]:
    desk.write("data/contracts.csv", "id,payer\nc1,fable\n")
    desk.write("data/provided.csv", "id,who\nc1,acme\nc1,fable\n")
    desk.write("data/prices.csv", "id,what,amount\nc1,job,100\nc1,home,50\nc1,job,120\n")
    desk.source(text)
    desk.load()
    return desk.rows("documents").to_pylist()[0]


def test_a_customer_who_also_provides_is_not_its_own_provider(desk: Desk) -> None:
    body = _contracts(desk)["body"]
    assert '"providers":["acme"]' in body
    assert '"prices":[{"amount":"100","what":"job"},{"amount":"50","what":"home"}]' in body


def test_unique_names_a_key_of_what_is_gathered(desk: Desk) -> None:
    with pytest.raises(DocumentError, match="`unique: whom` is no key of what is gathered: what, amount"):
        _contracts(desk, CONTRACTS.replace("unique: what", "unique: whom"))


def test_a_template_says_which_part_is_missing_not_which_is_there(desk: Desk) -> None:
    desk.source(SPANS.replace("PERIOD", "a").replace("{value: k}", '"{project}/{metric}"'))
    desk.write("data/spans.csv", "a,project,metric,v\n2019,p1,,1\n")
    (refusal,) = desk.load().refusals
    assert refusal.reason == "is missing: empty"


def test_reasons_are_counted_the_commonest_first(desk: Desk) -> None:
    desk.source(SPANS.replace("PERIOD", "a"))
    desk.write("data/spans.csv", "a,v\n2019,x\n2020,y\nnever,1\n")
    assert [(each.column, each.rows) for each in desk.load().reasons] == [("actual", 2), ("period", 1)]
