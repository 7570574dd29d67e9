"""The rules of tests/engines.py and the page made from them, tried on small suites of their own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.engines import engine_of
from tests.engines_table import PAGE, Question, page, questions
from tests.spark.cluster import ROOT

SUITE = """
import pytest

@pytest.mark.not_on({mark})
def test_divides(request, engine_url):
    {body}
"""
CANNOT = '"duckdb", raises=ZeroDivisionError, why="cannot divide"'


def run(pytester: pytest.Pytester, body: str, mark: str = CANNOT) -> dict[str, int]:
    """Outcomes of a suite with one question, on DuckDB."""
    pytester.makepyfile(SUITE.format(mark=mark, body=body))
    result = pytester.runpytest_subprocess("-p", "tests.engines", "-k", "duckdb")
    outcomes = result.parseoutcomes()
    outcomes.pop("deselected", None)
    return outcomes


@pytest.fixture(autouse=True)
def _our_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


def test_the_expected_failure_is_expected(pytester: pytest.Pytester) -> None:
    assert run(pytester, "1 / 0") == {"xfailed": 1}


def test_an_engine_that_learns_it_breaks_the_suite(pytester: pytest.Pytester) -> None:
    assert run(pytester, "pass") == {"failed": 1}


def test_another_failure_than_the_expected_breaks_the_suite(pytester: pytest.Pytester) -> None:
    assert run(pytester, "{}['missing']") == {"failed": 1}


def test_other_engines_must_answer(pytester: pytest.Pytester) -> None:
    assert run(pytester, "1 / 0", CANNOT.replace("duckdb", "sail")) == {"failed": 1}


@pytest.mark.parametrize(
    "mark", ['"oracle", raises=OSError, why="is"', '"sail", why="no exception"', '"sail", raises=OSError']
)
def test_a_mark_must_be_complete(pytester: pytest.Pytester, mark: str) -> None:
    pytester.makepyfile(SUITE.format(mark=mark, body="pass"))
    result = pytester.runpytest_subprocess("-p", "tests.engines")
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*not_on names engines of*"])


def test_the_page_says_who_cannot_and_why() -> None:
    asked = Question("facts", "Opening balance", {"duckdb", "sail"}, {"sail": "no ordered first() (`AnalysisError`)"})
    assert "| Opening balance | yes | no | not asked | sail: no ordered first() (`AnalysisError`) |" in page([asked])


def test_the_committed_page_is_what_the_tests_say(request: pytest.FixtureRequest) -> None:
    """Where all tests run, they are known already; where some do, a process of its own collects all."""
    if _all_are_collected(request.config):
        asked = [(engine, item) for item in request.session.items if (engine := engine_of(item))]
        assert PAGE.read_text(encoding="utf-8") == page(questions(asked)), "write it: make docs"
        return
    check = [sys.executable, "-m", "tests.engines_table", "--check"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr or done.stdout


def _all_are_collected(config: pytest.Config) -> bool:
    asked = [Path(config.invocation_params.dir, each) for each in config.args]
    chosen = ("keyword", "markexpr", "deselect", "ignore", "ignore_glob", "lf")
    return asked == [ROOT / "tests"] and not any(config.getoption(name, None) for name in chosen)
