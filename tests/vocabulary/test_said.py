"""Sentences are their English text, and keep their parts through pickling, copying and stored JSON."""

from __future__ import annotations

import copy
import datetime as dt
import json
import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from trueup.vocabulary import Day, Figure, Period, Said, Sentence, Slice, digest, in_parts, joined, listed, said
from trueup.vocabulary.result import Result
from trueup.vocabulary.said import packed, unpacked

AUGUST = Period.parse("2026-08-01/2026-09-01")
FOUND = said(
    "{actual} in {period}, due {day}, {count} of {what}",
    actual=said("{number} days", number=Figure("1,234.5")),
    period=AUGUST,
    day=dt.date(2026, 12, 31),
    count=3,
    what="{Claims} of <Acme>",
)
TEXT = "1,234.5 days in 2026-08, due 2026-12-31, 3 of {Claims} of <Acme>"


class Told(Result):
    """A result with sentences."""

    reasons: tuple[Sentence, ...]
    note: Sentence | None = None


def parts_of(text: str) -> object:
    """All that a text carries, to compare: equal texts may carry different parts."""
    if not isinstance(text, Said):
        return (type(text), text)
    return (
        text.template,
        {name: parts_of(each) if isinstance(each, str) else each for name, each in text.parts.items()},
    )


def test_a_sentence_is_its_english_text():
    assert FOUND == TEXT
    assert {FOUND: 1}[TEXT] == 1
    assert f"{FOUND}" == str(FOUND) == TEXT
    assert json.dumps(FOUND) == json.dumps(TEXT)
    assert digest([FOUND]) == digest([TEXT])


def test_a_sentence_without_places_is_said_as_it_stands():
    assert said("no objective is agreed") == "no objective is agreed"


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda each: pickle.loads(pickle.dumps(each))])
def test_copies_keep_the_parts(again):
    assert parts_of(again(FOUND)) == parts_of(FOUND)


def test_published_json_is_english_text_and_stored_json_keeps_the_parts():
    told = Told(reasons=(FOUND, "as a person wrote it"), note=FOUND)
    assert json.loads(told.model_dump_json()) == {"reasons": [TEXT, "as a person wrote it"], "note": TEXT}
    again = Told.model_validate_json(in_parts(told))
    assert again == told
    assert [parts_of(each) for each in again.reasons] == [parts_of(each) for each in told.reasons]
    assert json.loads(again.model_dump_json()) == json.loads(told.model_dump_json())


def test_the_schema_of_a_sentence_is_text():
    assert Told.model_json_schema()["properties"]["reasons"]["items"] == {"type": "string"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"said": "{a.__class__}", "with": {"a": "x"}},
        {"said": "{a!r}", "with": {"a": "x"}},
        {"said": "{a:>9}", "with": {"a": "x"}},
        {"said": "fine"},
        {},
        3,
        None,
    ],
)
def test_stored_json_that_is_no_sentence_is_refused(wrong):
    with pytest.raises(ValidationError):
        Told.model_validate_json(json.dumps({"reasons": [wrong]}))


def test_lists_are_joined_in_english():
    assert joined(["a", "b"], "; ") == "a; b"
    assert [listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"]), listed([])] == [
        "a",
        "a and b",
        "a, b and c",
        "",
    ]


def test_a_day_is_written_out_as_far_as_it_must_be():
    assert said("{day}", day=Day(dt.date(2026, 3, 2))) == "2 March 2026"
    assert said("{day}", day=Day(dt.date(2026, 3, 2), year=False)) == "2 March"


def test_what_fills_a_place_with_a_capital_begins_with_one():
    assert said("{Reason}.", Reason=said("eBay is late")) == "EBay is late."
    assert said("{Reason}.", Reason="") == "."


WHOLE = st.one_of(
    st.text(),
    st.integers(),
    st.dates(),
    st.text("0123456789,.").map(Figure),
    st.builds(Day, st.dates(), st.booleans()),
    st.builds(Slice, stage=st.none() | st.text(), provider=st.none() | st.text()),
    st.dates(max_value=dt.date(2100, 1, 1)).map(lambda day: Period(day, day + dt.timedelta(days=40))),
)


def both(one, other):
    """A sentence of two pieces."""
    return said("{one}: {other}", one=one, other=other)


NESTED = st.builds(both, WHOLE | st.builds(both, WHOLE, WHOLE), WHOLE | st.builds(both, WHOLE, WHOLE))


@given(WHOLE | NESTED)
def test_packing_loses_nothing(piece):
    whole = said("of {piece}", piece=piece)
    assert parts_of(unpacked(json.loads(json.dumps(packed(whole))))) == parts_of(whole)
