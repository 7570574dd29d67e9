"""The published schema of the scorecard, and the real thing beside it."""

from __future__ import annotations

import contextlib
import copy
import io
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from trueup.cli import run
from trueup.scorecard.schema import parts, schema


@pytest.fixture(scope="module")
def printed(northwind: Path) -> Any:
    """What `trueup assess --format json` prints."""
    with contextlib.redirect_stdout(io.StringIO()) as output:
        assert run(["assess", str(northwind), "--as-of", "2026-10-01", "--format", "json"]) == 0
    return json.loads(output.getvalue())


def complaints(card: Any) -> list[str]:
    validator = Draft202012Validator(schema(), format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(card)]


def test_is_a_schema_of_2020_12():
    Draft202012Validator.check_schema(schema())


def test_what_is_printed_keeps_it(printed: Any):
    assert complaints(printed) == []


def test_every_part_of_it_was_printed(printed: Any):
    """The test above means something for a part only if there is one: claims, disputes, signals, forecasts ..."""
    assert len(printed["agreements"]) == 9
    assert printed["strengths"]
    assert printed["claims"]["conflicts"]
    objectives = [objective for agreement in printed["agreements"] for objective in agreement["objectives"]]
    for name in ("forecast", "limits", "signals", "latest", "value", "path", "points"):
        assert any(objective[name] for objective in objectives), name


def test_a_name_that_it_does_not_know_is_a_complaint(printed: Any):
    other = copy.deepcopy(printed)
    other["agreements"][0]["objectives"][0]["atainment"] = other["agreements"][0]["objectives"][0].pop("attainment")
    assert len(complaints(other)) == 2


@pytest.mark.parametrize("name", list(parts(schema())))
def test_every_name_says_what_it_means(name: str):
    part = parts(schema())[name]
    assert part["description"]
    assert [key for key, stated in part["properties"].items() if not stated.get("description")] == []


def test_it_names_no_place():
    assert "$id" not in schema()
    assert (schema()["title"], schema()["$schema"]) == ("Scorecard", "https://json-schema.org/draft/2020-12/schema")


def test_the_command_prints_and_writes_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert run(["schema", "scorecard"]) == 0
    assert json.loads(capsys.readouterr().out) == schema()
    assert run(["schema", "--out", str(tmp_path)]) == 0
    assert json.loads((tmp_path / "scorecard.schema.json").read_text(encoding="utf-8")) == schema()
