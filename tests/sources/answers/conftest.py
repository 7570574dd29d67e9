"""A book with a survey of three outcomes, and the acts of a person who brings in what was answered elsewhere."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from trueup.scorecard.asked_elsewhere import Elsewhere
from trueup.scorecard.opened import OpenBook, open_book
from trueup.sources.report import LoadedAnswers, LoadReport

BOOK = """
kind: book
id: fable
name: Fable Insurance
currency: EUR
time_zone: Europe/Berlin
parties:
  - {id: fable, name: Fable Insurance, role: customer}
  - {id: acme, name: Acme Software, role: provider}
"""
JOBS = """
kind: job_map
id: claim
job: Recover from an insured loss
executor: policyholder
steps:
  - id: define
    name: Find out what is covered
    outcomes:
      - {id: o1, statement: Minimise the time it takes to find out whether the loss is covered,
         translations: {de: "Die Zeit verringern, bis feststeht, ob der Schaden gedeckt ist"}}
      - {id: o2, statement: Reduce the likelihood that an important letter is lost}
      - {id: o3, statement: Minimise the number of people to explain the loss to - again and again}
"""
SURVEY = """
kind: survey
id: panel
job_map: claim
waves: [{id: 2026-q4, opens: 2026-10-01, closes: 2026-11-01}, {id: 2027-q1, opens: 2027-01-01, closes: 2027-02-01}]
"""


class Panel:
    """The book's folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.write("book.yaml", BOOK)
        self.write("jobs.yaml", JOBS)
        self.write("panel.yaml", SURVEY)

    def write(self, name: str, text: str | bytes) -> Path:
        """Put a file into the folder, or beside it (`../name`)."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())
        return path

    def open(self) -> OpenBook:
        """The book with its facts."""
        return open_book(self.folder)

    def bring(self, text: str | bytes, name: str = "answers.csv", mapping: str = "", **options: Any) -> LoadReport:
        """Import a file of answers."""
        file = self.write(f"../files/{name}", text)
        given: dict[str, Any] = {"survey": "panel", "wave": "2026-q4", "file": file}
        if mapping:
            given["mapping"] = self.write("../files/map.yaml", mapping)
        loading = {key: options.pop(key) for key in ("whole", "dry_run") if key in options}
        with self.open() as opened:
            return opened.import_answers(Elsewhere(**(given | options)), **loading)

    def told(self, text: str | bytes, name: str = "answers.csv", mapping: str = "", **options: Any) -> LoadedAnswers:
        """The account of an import of which nothing was refused."""
        report = self.bring(text, name, mapping, **options)
        assert report.refusals == ()
        return report.answers[0]

    def rows(self) -> list[dict[str, Any]]:
        """The latest known rows, by respondent and outcome."""
        with self.open() as opened, opened.store.snapshot() as snapshot:
            if not snapshot.has("responses"):
                return []
            found = snapshot.collect(snapshot.latest("responses")).to_pylist()
        return sorted(found, key=lambda row: (row["respondent"], row["outcome"]))

    def ratings(self) -> dict[str, tuple[int | None, int | None]]:
        """`respondent outcome` -> importance, satisfaction."""
        return {
            f"{row['respondent']} {row['outcome']}": (row["importance"], row["satisfaction"]) for row in self.rows()
        }

    def moments(self) -> set[dt.datetime]:
        """When somebody answered."""
        return {row["answered_at"] for row in self.rows()}


@pytest.fixture
def panel(tmp_path: Path) -> Panel:
    """A book of its own for each test."""
    return Panel(tmp_path / "fable")
