"""Broken books and the exact words said about each: a folder a case, `expected.txt` beside the documents."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from trueup.book import Book, check
from trueup.book.draft import Draft
from trueup.book.load import load
from trueup.book.validate import RULES, SIGNING, Rule
from trueup.vocabulary import DocumentError

CASES = sorted(folder for folder in (Path(__file__).parent / "broken").iterdir() if folder.is_dir())


@cache
def draft(case: Path) -> Draft:
    """Read once: every rule is held against every case."""
    return Draft(load(case))


def test_there_are_many_cases() -> None:
    assert len(CASES) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_says_what_is_wrong_and_where(case: Path) -> None:
    assert "\n".join(map(str, check(case))) + "\n" == (case / "expected.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_book_loads_exactly_when_nothing_is_an_error(case: Path) -> None:
    issues = check(case)
    if any(issue.level == "error" for issue in issues):
        with pytest.raises(DocumentError) as raised:
            Book.load(case)
        assert list(raised.value.issues) == issues
    else:
        assert Book.load(case).definition.id == "mill"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_rule_is_broken_by_some_case(rule: Rule) -> None:
    assert any(list(rule(draft(case))) for case in CASES)


@pytest.mark.parametrize("rule", SIGNING, ids=lambda rule: rule.__name__)
def test_what_a_signature_lacks_is_never_an_error(rule: Rule) -> None:
    assert {issue.level for case in CASES for issue in rule(draft(case))} == {"soon"}
