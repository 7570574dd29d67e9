"""What a dirty text is read as, or why it is not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any, get_args

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sources.staging import staged, values
from trueup.sources.mapping.compile import Want
from trueup.sources.reading import Numbers
from trueup.vocabulary import SourceError


def read(text: str, raw: Any = "c", want: Want = "number", **options: Any) -> tuple[Any, str | None]:
    return values(staged(pa.table({"c": [text]}), **options), raw, want)[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("42", 42.0),
        (" 42.50 ", 42.5),
        ("1,234,567.8", 1234567.8),
        ("12,34,567", 1234567.0),
        ("£2,013.02", 2013.02),
        ("US$ 5", 5.0),
        ("5 EUR", 5.0),
        ("-47%", -47.0),
        ("(1,234)", -1234.0),
        ("7-", -7.0),
        ("−3", -3.0),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("\u00a05\u00a0", 5.0),
    ],
)
def test_numbers_as_people_write_them(text: str, number: float) -> None:
    assert read(text) == (number, None)


@pytest.mark.parametrize(
    "text", ["abc", "1,5", "1 234", "12 34", "5 apples", "nan", "inf", "1e999", "1.2.3", "--5", "=1+1", "1_000"]
)
def test_what_is_no_number_is_refused(text: str) -> None:
    value, error = read(text)
    assert value is None
    assert error is not None
    assert "is not a number" in error


def test_a_decimal_comma_is_suggested() -> None:
    assert 'numbers: {decimal: ","}' in str(read("1,5")[1])


@pytest.mark.parametrize(
    ("text", "number"), [("1,5", 1.5), ("1.234,5", 1234.5), ("-0,25", -0.25), ("12 %", 12.0), ("3.000", 3000.0)]
)
def test_decimal_commas(text: str, number: float) -> None:
    assert read(text, numbers=Numbers(decimal=",")) == (number, None)


def test_grouping_by_spaces_and_apostrophes() -> None:
    assert read("1\u202f234,5", numbers=Numbers(decimal=",", thousands=" ")) == (1234.5, None)
    assert read("1'234.5", numbers=Numbers(thousands="'")) == (1234.5, None)


FEW = settings(max_examples=25, deadline=None)


@FEW
@given(st.integers(-(10**12), 10**12), st.integers(0, 2))
def test_a_number_written_in_any_way_is_the_same_number(units: int, places: int) -> None:
    exact = Decimal(units).scaleb(-places)
    english = f"{exact:,.{places}f}"
    german = english.translate(str.maketrans(",.", ".,"))
    assert read(english)[0] == float(exact)
    assert read(german, numbers=Numbers(decimal=","))[0] == float(exact)
    assert read(f"£{english}")[0] == float(exact)


@pytest.mark.parametrize(
    ("text", "formats", "day"),
    [
        ("2014-02-28", (), dt.date(2014, 2, 28)),
        ("2025-03-31 00:00:00", (), dt.date(2025, 3, 31)),
        ("2011-10-11T13:42:22.688+02:00", (), dt.date(2011, 10, 11)),
        ("2014-07-01T22:30:00Z", (), dt.date(2014, 7, 2)),
        ("2014-07-01 11:30:00-11", (), dt.date(2014, 7, 2)),
        ("2014-07-01T23:30", (), dt.date(2014, 7, 1)),
        ("2014-07-01T00:00:00.000-05:00", (), dt.date(2014, 7, 1)),
        ("2014-07-02T00:30:00+13:00", (), dt.date(2014, 7, 1)),
        ("02/07/2014 00:30 +1300", ("%d/%m/%Y", "%d/%m/%Y %H:%M %z"), dt.date(2014, 7, 1)),
        ("02/07/2014", ("%d/%m/%Y", "%d/%m/%Y %H:%M %z"), dt.date(2014, 7, 2)),
        ("1393540200", ("unix",), dt.date(2014, 2, 27)),
        ("1393542600", ("unix",), dt.date(2014, 2, 28)),
        ("28/02/2014", ("%d/%m/%Y",), dt.date(2014, 2, 28)),
        ("2/28/2014", ("%m/%d/%Y",), dt.date(2014, 2, 28)),
        ("28-Feb-14", ("%d/%m/%Y", "%d-%b-%y"), dt.date(2014, 2, 28)),
        ("2025-03-31 00:00:00", ("%Y-%m-%d", "%d/%m/%Y"), dt.date(2025, 3, 31)),
        ("41698", ("excel",), dt.date(2014, 2, 28)),
        ("1393545600", ("unix",), dt.date(2014, 2, 28)),
        ("2019-11", ("%Y-%m",), dt.date(2019, 11, 1)),
    ],
)
def test_dates(text: str, formats: tuple[str, ...], day: dt.date) -> None:
    raw = {"date": "c"} | ({"format": list(formats)} if formats else {})
    assert read(text, raw, "day") == (day, None)


@pytest.mark.parametrize(
    ("text", "formats", "words"),
    [
        ("28/02/2014", (), 'say how it is written, e.g. format: "%d/%m/%Y"'),
        ("30/02/2014", ("%d/%m/%Y",), "is not a date written %d/%m/%Y"),
        ("2018-13", ("%Y-%m",), "is not a date written %Y-%m"),
        ("soon", (), "is not a date"),
        ("0014-02-28", (), "outside the years 1900 to 2200"),
        ("2014-02-30", (), "is not an ISO date"),
    ],
)
def test_what_is_no_date_is_refused(text: str, formats: tuple[str, ...], words: str) -> None:
    raw = {"date": "c"} | ({"format": list(formats)} if formats else {})
    assert words in str(read(text, raw, "day")[1])


def test_a_moment_without_offset_is_in_the_zone() -> None:
    berlin, _ = read("2014-07-01 10:00:00", {"time": "c"}, "time")
    assert berlin == dt.datetime(2014, 7, 1, 8, tzinfo=dt.UTC)
    york, _ = read("07/01/2014 10:00", {"time": "c", "format": "%m/%d/%Y %H:%M", "zone": "America/New_York"}, "time")
    assert york == dt.datetime(2014, 7, 1, 14, tzinfo=dt.UTC)
    stated, _ = read("2014-07-01T10:00:00Z", {"time": "c"}, "time")
    assert stated == dt.datetime(2014, 7, 1, 10, tzinfo=dt.UTC)
    formats = ["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M %z"]
    offset, _ = read("01/07/2014 10:00 +1300", {"time": "c", "format": formats}, "time")
    assert offset == dt.datetime(2014, 6, 30, 21, tzinfo=dt.UTC)
    bare, _ = read("01/07/2014 10:00", {"time": "c", "format": formats}, "time")
    assert bare == berlin
    assert "is not an ISO 8601 moment" in str(read("July", {"time": "c"}, "time")[1])


def test_a_switch_matches_raw_texts_without_case_and_spacing() -> None:
    raw = {"from": "c", "over target": "increase", "Under*": "decrease"}
    assert read("Over  Target ", raw, "text") == ("increase", None)
    assert read("UNDER the target", raw, "text") == ("decrease", None)
    assert read("", raw, "text") == (None, None)
    assert "is none of: over target, Under*" in str(read("sideways", raw, "text")[1])
    assert read("sideways", raw | {"else": "keep"}, "text") == ("sideways", None)
    assert read("sideways", raw | {"else": "maintain"}, "text") == ("maintain", None)


def test_a_switch_to_numbers() -> None:
    raw = {"from": "c", "red": 1, "green": 5, "none": None}
    assert read("Green", raw) == (5.0, None)
    assert read("none", raw) == (None, None)


def test_templates_slugs_and_identifiers() -> None:
    assert read("Ärger & Söhne GmbH", "{c|slug}", "id") == ("arger-sohne-gmbh", None)
    assert "{column|slug} makes one" in str(read("Acme Inc.", "c", "id")[1])
    assert read("", "a/{c}", "text") == (None, None)


def test_scales_choices_and_constants() -> None:
    assert read("9.505207", {"number": "c", "in": "million"}) == (9505207.0, None)
    assert read("", {"first": ["c", 7]}) == (7.0, None)
    assert read("1.50", {"number": "c", "in": "thousand"}, "decimal")[0] == Decimal("1500.0000")
    assert read("3", "c", "integer") == (3, None)
    assert read("3.5", "c", "integer")[1] == "is not a whole number"
    assert read("9007199254740993", "c", "integer") == (9007199254740993, None)
    assert read("{}", "c", "json") == ("{}", None)
    assert read("{", "c", "json")[1] == "is not JSON"


def test_least_and_greatest() -> None:
    stage = staged(pa.table({"a": ["2014-01-01", ""], "b": ["2013-01-01", "2012-01-01"]}))
    found = values(stage, {"least": ["a", "b", "2020-01-01"]}, "day")
    assert [value for value, _ in found] == [dt.date(2013, 1, 1), dt.date(2012, 1, 1)]


def test_declared_nulls_are_missing_whatever_their_case() -> None:
    missing = {"N/A": None, "Exempt*": "withheld"}
    stage = staged(pa.table({"c": ["n/a", "Exempt  under\nSection 43", " ", "5"]}), missing=missing)
    assert values(stage, "c", "number") == [(None, None), (None, None), (None, None), (5.0, None)]


def test_a_column_is_found_by_any_spelling_and_a_wrong_one_is_named() -> None:
    stage = staged(pa.table({"Actual Result Met/Not Met": ["Met"]}))
    for name in ("Actual Result Met/Not Met", "actual result  met/not met", "actual_result_met_not_met"):
        assert values(stage, name, "text") == [("Met", None)]
    with pytest.raises(SourceError, match="did you mean 'actual_result_met_not_met'"):
        values(stage, "actual_result_met_or_not_met", "text")


def test_look_ups() -> None:
    stage = staged(pa.table({"id": ["a", "b", "c"]}))
    other = pa.table({"key": ["a", "a", "b"], "day": ["2014-02-01", "2014-01-01", ""], "kind": ["x", "y", "x"]})
    staged(other, stage=stage, read="other")
    by = {"in": "other", "by": {"id": "key"}}
    assert [v for v, _ in values(stage, {"look_up": "day", **by}, "text")] == ["2014-02-01", None, None]
    assert [v for v, _ in values(stage, {"look_up": "day", **by, "pick": "last"}, "text")] == ["2014-01-01", None, None]
    found = values(stage, {"look_up": {"date": "day"}, **by, "pick": "min"}, "day")
    assert [v for v, _ in found] == [dt.date(2014, 1, 1), None, None]
    only_y = {"look_up": "day", **by, "where": "kind = 'y'"}
    assert [v for v, _ in values(stage, only_y, "text")] == ["2014-01-01", None, None]
    with pytest.raises(SourceError, match="no read is called 'othr'"):
        values(stage, {"look_up": "day", "in": "othr", "by": "id"}, "text")


@FEW
@given(st.lists(st.text(), min_size=1), st.sampled_from(get_args(Want)))
def test_no_text_whatsoever_breaks_a_query(texts: list[str], want: Any) -> None:
    clean = [text.encode("utf-8", "ignore").decode() for text in texts]
    found = values(staged(pa.table({"c": clean}), missing={"*x_%'": "odd"}), "c", want)
    assert len(found) == len(texts)


@FEW
@given(st.text(min_size=1).filter(lambda s: "{" not in s and "}" not in s and "|" not in s and "\x00" not in s))
def test_no_header_whatsoever_breaks_a_query(header: str) -> None:
    name = header.encode("utf-8", "ignore").decode().strip()
    if name:
        assert values(staged(pa.table({name: ["5"]})), "{" + name + "}", "text") == [("5", None)]
