from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trueup.jobs.job_map import JobMap
from trueup.jobs.lint import lint_map
from trueup.jobs.lint.likeness import distance, duplicates


def job_map(**keys: Any) -> JobMap:
    made = {"id": "m", "job": "Send goods to a customer on time", "executor": "clerk"} | keys
    return JobMap.model_validate(made)


def step(*statements: str, **keys: Any) -> dict[str, Any]:
    outcomes = [{"id": f"o{number}", "statement": statement} for number, statement in enumerate(statements)]
    return {"id": "define", "name": "Find out", "outcomes": outcomes} | keys


def said(made: JobMap, *parties: str) -> set[tuple[tuple[str | int, ...], str]]:
    return {(path, remark.code) for path, _, remark in lint_map(made, parties) if remark.code != "count"}


FINE = "Minimize the time it takes to find a carrier"


def test_each_text_is_looked_at_where_it_stands() -> None:
    made = job_map(
        job="Shipping goods with care",
        steps=[step(FINE, "Find a carrier")],
        related=[{"job": "Recover", "outcomes": [{"id": "r", "statement": "Minimize"}]}],
        financial=[{"id": "f", "statement": "The cost of a ton"}],
    )
    assert said(made) == {
        (("job",), "job_verb"),
        (("steps", 0, "outcomes", 1, "statement"), "job_step"),
        (("related", 0, "job"), "job_object"),
        (("related", 0, "outcomes", 0, "statement"), "no_metric"),
        (("financial", 0, "statement"), "missing_direction"),
    }


def test_names_come_from_the_stop_list_and_from_the_parties() -> None:
    opened, called = "Minimize the time it takes to open QuoteDesk", "Minimize the time it takes to call Acme"
    made = job_map(stop_list=["quotedesk"], steps=[step(opened, called)])
    first, second = (("steps", 0, "outcomes", number, "statement") for number in (0, 1))
    assert said(made) == {(first, "solution")}
    assert said(made, "Acme") == {(first, "solution"), (second, "solution")}


def test_outcomes_of_a_step_that_is_none_of_the_eight_are_linked_to_none() -> None:
    made = job_map(steps=[step(FINE, id="haggle")])
    assert said(made) == {(("steps", 0, "name"), "no_step")}
    assert said(job_map(steps=[step(FINE, id="haggle", kind="confirm")])) == set()
    assert said(job_map(steps=[step(id="haggle")])) == set()


def test_a_duplicate_names_the_other() -> None:
    twin = "Minimise the time it takes to find the carrier"
    made = job_map(steps=[step(FINE, "Minimize the cost of a carrier", twin)])
    ((path, text, remark),) = (each for each in lint_map(made) if each[2].code == "duplicate")
    assert (path, text) == (("steps", 0, "outcomes", 2, "statement"), twin)
    assert (remark.start, remark.end) == (0, len(twin))
    assert "'o0'" in remark.message
    assert FINE in remark.message


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        (FINE, FINE.upper(), True),
        ("Minimize the time it takes to organise a carrier", "Reduce the time it takes to organize a carrier", True),
        ("Minimize the likelihood that the weight is misread",
         "Minimize the likelihood that the weight is misjudged", False),
        (FINE, "Minimize the cost it takes to find a carrier", False),
        ("Increase the number of carriers that answer", "Reduce the number of carriers that answer", False),
        ("Minimize the number of calls to the colleague in a warehouse",
         "Minimize the number of calls to the colleagues in a warehouse", True),
        ("Minimize the time it takes to find a price", "Minimize the time it takes to find a place", False),
    ],
)  # fmt: skip
def test_likeness_is_of_what_is_measured_not_of_the_frame(first: str, second: str, same: bool) -> None:
    assert list(duplicates([first, second])) == ([(1, 0)] if same else [])


def naive(first: str, second: str) -> int:
    """Levenshtein's distance as it is defined."""
    if not first or not second:
        return len(first) + len(second)
    change = naive(first[1:], second[1:]) + (first[0] != second[0])
    return min(change, naive(first[1:], second) + 1, naive(first, second[1:]) + 1)


@given(st.text("abc", max_size=5), st.text("abc", max_size=5), st.integers(0, 6))
def test_the_distance_is_levenshteins(first: str, second: str, most: int) -> None:
    exact, found = naive(first, second), distance(first, second, most)
    assert found == exact if exact <= most else found > most


def test_how_much_there_usually_is() -> None:
    notes = [
        (path, remark.severity, remark.message) for path, _, remark in lint_map(job_map()) if remark.code == "count"
    ]
    assert notes == [
        (("steps",), "note", "0 outcomes of the core job; usual are between 50 and 150"),
        (("related",), "note", "0 related jobs; usual are between 5 and 20"),
        (("emotional",), "note", "0 emotional and social jobs; usual are between 5 and 25"),
    ]
    usual = job_map(
        steps=[step(*(f"Minimize the number of parcels of sort {number}" for number in range(50)))],
        related=[{"job": f"Sort parcels of sort {number}"} for number in range(5)],
        emotional=[{"job": f"Feel sure of sort {number}"} for number in range(3)],
        social=[{"job": f"Be seen as {number}"} for number in range(2)],
    )
    assert [remark for _, _, remark in lint_map(usual) if remark.code == "count"] == []


GERMAN = "Die Zeit verringern, die es braucht, um einen Spediteur in QuoteDesk zu finden"


def test_another_language_has_no_grammar_here() -> None:
    made = job_map(
        job="Waren pünktlich versenden",
        language="de",
        stop_list=["QuoteDesk"],
        steps=[step(GERMAN, GERMAN.replace("einen", "einem"))],
    )
    statement = ("steps", 0, "outcomes", 0, "statement")
    again = ("steps", 0, "outcomes", 1, "statement")
    assert said(made) == {
        (("language",), "language"), (statement, "solution"), (again, "solution"), (again, "duplicate"),
    }  # fmt: skip


def test_a_translation_into_english_is_looked_at() -> None:
    outcome = {"id": "o", "statement": "Die Zeit", "translations": {"en": "Find a carrier"}}
    made = job_map(language="de", steps=[step() | {"outcomes": [outcome]}])
    assert (("steps", 0, "outcomes", 0, "translations", "en"), "job_step") in said(made)
