"""Measure first: the published answer to a published case, through every door."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client as Browser

from tests.stories.worth import DRILL, EVPI, GOFERBROKE, SELL, SURVEY
from trueup.cli import run
from trueup.scorecard.opened import open_book
from trueup.scorecard.value_worth import worths

Found = dict[str, Any]


def told_as_published(found: Found) -> None:
    """EVPI 142.5, survey 53, drill 100, sell 90 (thousand dollars), each within three standard errors."""
    options = {each["id"]: each for each in found["options"]}
    (survey,) = found["measuring"]
    assert found["answer"] == "measure first"
    assert found["words"].startswith("Measure first: Seismic survey")
    assert abs(found["evpi"]["worth"] - EVPI) < 3 * found["evpi"]["stderr"]
    assert abs(survey["worth"] - SURVEY) < 3 * survey["stderr"]
    assert survey["net"] == pytest.approx(survey["worth"] - 30_000, abs=0.011)
    assert abs(options["drill"]["net"]["expected"] - DRILL) < 3 * options["drill"]["net"]["stderr"]
    assert options["sell"]["net"]["expected"] == SELL
    assert options["sell"]["net"]["p_worth"] == 1
    assert found["best"]["options"] == ["drill"]
    assert found["best"]["proven"]
    assert any("more likely not worth it" in reason for reason in found["reasons"])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "book.yaml").write_text(GOFERBROKE, encoding="utf-8")
    return tmp_path


def test_in_python(book: Path) -> None:
    with open_book(book) as opened, opened.values("2026-01-01") as values:
        found = worths(values)
    told_as_published(json.loads(found.model_dump_json())["parties"][0]["improvements"][0])


def test_at_the_command_line(book: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    asked = ["value", "worth", str(book), "--as-of", "2026-01-01"]
    assert run([*asked, "--format", "json"]) == 0
    written = capsys.readouterr().out
    told_as_published(json.loads(written)["parties"][0]["improvements"][0])
    assert run([*asked, "--format", "json"]) == 0
    assert capsys.readouterr().out == written, "same seed, same bytes"
    assert run([*asked, "--chart", str(tmp_path / "worth.html"), "--draws", "5000"]) == 0
    text = capsys.readouterr().out
    assert "Measure first: Seismic survey" in " ".join(text.split())
    assert "pays" in text
    assert "Seismic survey" in (tmp_path / "worth.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--improvement", "lend"], "there is no improvement 'lend' in the book"),
        (["--party", "drill"], "there is no party 'drill' in the book"),
        (["--budget", "much"], "'much' is not an amount of money"),
        (["--draws", "100"], "greater than or equal to 5000"),
        (["--chart", "worth.doc"], "name a file that ends in .svg or .html"),
    ],
)
def test_what_cannot_be_asked_is_said(
    book: Path, options: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["value", "worth", str(book), *options]) != 0
    assert told in " ".join(capsys.readouterr().err.split())


@pytest.mark.django_db
def test_on_a_server(book: Path, home: Path, member: Callable[..., Any]) -> None:
    from trueup.web.documents.actions import import_book
    from trueup.web.worth.computing import compute

    owner = member("goferbroke")
    import_book(book, seats={"goferbroke": owner.party_id})
    assert compute("goferbroke") == 1
    browser = Browser()
    browser.force_login(owner.user)
    read = json.loads(browser.get("/api/v1/books/goferbroke/worth/goferbroke:land").content)
    told_as_published(read["result"])
    page = browser.get("/worth/goferbroke/goferbroke:land").content.decode()
    assert "Measure first: Seismic survey" in page
