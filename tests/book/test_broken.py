"""Broken books and the exact words said about each: a folder a case, `expected.txt` beside the documents."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from importlib import import_module
from inspect import isfunction
from pathlib import Path

import pytest

from trueup.book import Book, check, validate
from trueup.book.draft import Draft
from trueup.book.load import load
from trueup.book.validate import ABOUT, Rule, rules
from trueup.vocabulary import DocumentError

EVERY = [rule for sort in ("RULES", "SIGNING", "ADVICE") for rule in rules(sort)]
CASES = sorted(folder for folder in (Path(__file__).parent / "broken").iterdir() if folder.is_dir())


HELPERS = {"range_or_number", "stake_in", "slice_exists", "promises", "remarks"}
"""What other modules of rules, or pages, use as well."""


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


@pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.__name__)
def test_every_rule_is_broken_by_some_case(rule: Rule) -> None:
    assert any(list(rule(draft(case))) for case in CASES)


@pytest.mark.parametrize("rule", list(rules("SIGNING")), ids=lambda rule: rule.__name__)
def test_what_a_signature_lacks_is_never_an_error(rule: Rule) -> None:
    assert {issue.level for case in CASES for issue in rule(draft(case))} == {"soon"}


def without(case: Path, kinds: tuple[str, ...]) -> Draft:
    """A case less its documents of these kinds."""
    loaded = load(case)
    return Draft(replace(loaded, entries=tuple(each for each in loaded.entries if each.key[0] not in kinds)))


@pytest.mark.parametrize("module", [name for name, about in ABOUT.items() if about])
def test_rules_that_are_left_out_would_find_nothing(module: str) -> None:
    home = import_module(f"trueup.book.rules.{module}")
    found = [rule for sort in ("RULES", "SIGNING", "ADVICE") for rule in getattr(home, sort, ())]
    assert found
    for case in CASES:
        rest = without(case, ABOUT[module])
        assert not [issue for rule in found for issue in rule(rest)]


def test_every_module_of_rules_is_asked() -> None:
    files = {file.stem for file in Path(validate.__file__ or "").with_name("rules").glob("*.py")}
    assert set(ABOUT) == files - {"__init__", "steps"}


@pytest.mark.parametrize("module", ABOUT)
def test_every_public_rule_of_a_module_is_listed(module: str) -> None:
    home = import_module(f"trueup.book.rules.{module}")
    listed = {rule.__name__ for sort in ("RULES", "SIGNING", "ADVICE") for rule in getattr(home, sort, ())}
    public = {name for name, each in vars(home).items() if isfunction(each) and each.__module__ == home.__name__}
    assert {name for name in public - listed if not name.startswith("_")} <= HELPERS
