"""Texts that no spreadsheet runs, and what they were before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.vocabulary.spreadsheet import marked, neutral, unmarked


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\r=1", "\n=1", " =1+1", "\u00a0=1", "=cmd|' /C calc'!A0",
     "\N{FULLWIDTH EQUALS SIGN}1", "-2 days", "\ufeff=1"],
)  # fmt: skip
def test_what_begins_like_a_formula_is_text(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "Müller", "a=b", "-5", "+3.5", "-1e5", "12 %", "'quoted", "5 - 3"])
def test_what_is_harmless_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@given(st.text(st.sampled_from("='-+@ a1\t"), max_size=6))
def test_a_marked_text_can_be_read_back(text: str) -> None:
    assert unmarked(marked(text)) == text
    assert marked(text) in (text, f"'{text}")


def test_an_apostrophe_of_the_text_itself_stays() -> None:
    assert unmarked("'s-Hertogenbosch") == "'s-Hertogenbosch"
    assert unmarked(neutral("=1+1")) == "=1+1"
