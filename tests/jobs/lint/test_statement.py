from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.jobs.lint.corpus import BAD, GOOD, JOBS, NAMES
from trueup.jobs.lint import CODES, lint, lint_job, parse
from trueup.jobs.lint.codes import JOB_CODES
from trueup.jobs.lint.words import DIRECTIONS, METRICS


def found(statement: str) -> tuple[str, ...]:
    return tuple(f"{each.code} {each.words}" for each in lint(statement, names=NAMES))


def test_there_are_many_statements() -> None:
    assert len(GOOD) + len(BAD) >= 60
    assert len({*GOOD, *(statement for statement, *_ in BAD)}) == len(GOOD) + len(BAD)


@pytest.mark.parametrize("statement", GOOD)
def test_a_good_statement_is_left_alone(statement: str) -> None:
    assert found(statement) == ()


@pytest.mark.parametrize("case", BAD, ids=lambda case: case[0])
def test_a_bad_statement_is_told_what_is_wrong_and_where(case: tuple[str, ...]) -> None:
    statement, *expected = case
    assert found(statement) == tuple(expected)


@pytest.mark.parametrize("case", JOBS, ids=lambda case: case[0])
def test_a_job_is_verb_object_and_clarifier(case: tuple[str, ...]) -> None:
    job, kind, *expected = case
    said = lint_job(job, names=NAMES, kind=kind)  # type: ignore[arg-type]
    assert [f"{each.code} {each.words}" for each in said] == expected


OF_A_MAP = {"no_step", "duplicate", "count", "language"}


def test_every_code_of_a_text_is_found_in_some_text() -> None:
    said = {each.partition(" ")[0] for case in (*BAD, *JOBS) for each in case[1:]} - {case[1] for case in JOBS}
    assert said == {code.name for code in CODES} - OF_A_MAP


def test_the_example_of_a_code_has_it() -> None:
    for code in CODES:
        if code.example:
            look = lint_job if code.name in JOB_CODES else lint
            assert code.name in {each.code for each in look(code.example, names=["QuoteDesk"])}, code


@pytest.mark.parametrize(
    ("statement", "parts"),
    [
        (
            "Minimise the time it takes to find a carrier when goods are ready",
            ("Minimise", "time", "find a carrier", "when goods are ready"),
        ),
        ("Increase the likelihood that it fits", ("Increase", "likelihood", "it fits", None)),
        ("Minimize the number of errors during the night", ("Minimize", "number", "errors", "during the night")),
        ("Reduce the cost to repair a pump at sea", ("Reduce", "cost", "repair a pump", "at sea")),
        ("Minimize the amount of time needed to park", ("Minimize", "amount of time", "park", None)),
        ("Maximize the wear of the tyres while driving", ("Maximize", "wear", "the tyres", "while driving")),
        ("Find out when it opens", (None, None, None, None)),
    ],
)
def test_parts(statement: str, parts: tuple[str | None, ...]) -> None:
    said = parse(statement)
    pieces = (said.direction, said.metric, said.object, said.context)
    assert tuple(piece and piece.text for piece in pieces) == parts
    assert all(statement[piece.start : piece.end] == piece.text for piece in pieces if piece)


@pytest.mark.parametrize(
    ("kind", "statement", "code"),
    [
        ("emotional", "Minimize the likelihood of feeling lost", "feeling"),
        ("social", "Increase the likelihood of being seen as proud", "feeling"),
        ("consumption", "Minimize the time it takes to install the software", "technology"),
        ("consumption", "Minimize the time it takes to install QuoteDesk", "solution"),
    ],
)
def test_what_has_its_place_in_such_jobs(kind: str, statement: str, code: str) -> None:
    assert code in {each.code for each in lint(statement, names=NAMES)}
    assert code not in {each.code for each in lint(statement, names=NAMES, kind=kind)}  # type: ignore[arg-type]


def test_a_stop_word_is_said_once() -> None:
    said = lint("Minimize the time it takes to open the portal", names=["portal"])
    assert [each.code for each in said] == ["solution"]


def test_what_to_do_instead_depends_on_the_first_word() -> None:
    (down, *_), (up, *_) = lint("Avoid the delay of a train"), lint("Ensure the arrival of a train")
    assert "Minimize" in down.suggestion
    assert "Maximize" in up.suggestion


ODD = st.text(st.characters(codec="utf-8"), max_size=120)
SPICE = st.lists(st.sampled_from([*sorted(DIRECTIONS), *sorted(METRICS), "the", "and", "/", "of", "when", "portal"]))


@given(st.one_of(ODD, SPICE.map(" ".join), st.tuples(ODD, SPICE.map(" ".join), ODD).map("".join)))
def test_any_text_can_be_looked_at_and_spans_lie_within_it(text: str) -> None:
    for remark in (*lint(text, names=NAMES), *lint_job(text, names=NAMES)):
        assert 0 <= remark.start <= remark.end <= len(text)
        assert text[remark.start : remark.end] == remark.words
        assert remark.message
        assert remark.suggestion


NOUNS = st.sampled_from(["parcel", "letter", "loss", "carrier", "truck", "invoice", "tree", "sheet of paper"])
DOING = st.sampled_from(["lost", "read", "opened", "sent back", "weighed"])
METRIC = st.sampled_from(sorted(METRICS - {"numbers", "amounts"}))


@st.composite
def statements(draw: st.DrawFn) -> str:
    direction = draw(st.sampled_from(sorted(DIRECTIONS))).title()
    noun, doing = draw(NOUNS), draw(DOING)
    rest = draw(
        st.sampled_from(
            [f"it takes to find a {noun}", f"that a {noun} is {doing}", f"of each {noun}", f"to get a {noun} {doing}"]
        )
    )
    context = draw(st.sampled_from(["", " when it rains", " while driving", " during the night", " at the gate"]))
    return f"{direction} the {draw(METRIC)} {rest}{context}"


@given(statements())
def test_what_the_grammar_makes_has_nothing_wrong(statement: str) -> None:
    parts = parse(statement)
    assert parts.direction is not None
    assert parts.metric is not None
    assert parts.object is not None
    assert found(statement) == ()
