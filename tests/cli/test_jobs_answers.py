"""Answers on the command line: built, brought in, and taken out without loss."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trueup.cli import run
from trueup.facts.tables import RESPONSES, field_of
from trueup.scorecard.opened import open_book

BOOK = "kind: book\nid: fable\nname: Fable\ncurrency: EUR\ntime_zone: Europe/Berlin\n" \
       "parties: [{id: fable, name: Fable, role: customer}, {id: acme, name: Acme, role: provider}]\n"  # fmt: skip
OUTCOMES = [f"o{n}" for n in range(1, 5)]
MAP = (
    "kind: job_map\nid: claim\njob: Recover\nexecutor: policyholder\nsteps:\n  - id: define\n    name: Define\n"
    "    outcomes:\n"
    + "".join(
        f"      - {{id: {name}, statement: Minimise the time it takes to {what}}}\n"
        for name, what in zip(OUTCOMES, ("begin", "understand terms", "collect papers", "hear of delays"), strict=True)
    )
)
SURVEY = "kind: survey\nid: panel\njob_map: claim\nanonymous: false\nscale: {low: 0, high: 10, top: [9, 10]}\n" \
         "waves: [{id: w1, opens: 2026-01-01, closes: 2027-01-01}]\n"  # fmt: skip


def book(folder: Path, *documents: str) -> Path:
    folder.mkdir(parents=True)
    for number, text in enumerate((BOOK, *documents)):
        (folder / f"{number}.yaml").write_text(text)
    return folder


ratings = st.one_of(st.none(), st.integers(0, 10))
names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=6).filter(
    lambda text: "@" not in text and text == text.strip()
)
moments = st.datetimes(dt.datetime(2026, 1, 2), dt.datetime(2026, 12, 30), timezones=st.just(dt.UTC))
about = st.fixed_dictionaries(
    {
        "customer": st.one_of(st.none(), names),
        "weight": st.one_of(st.none(), st.floats(0, 1e6)),
        "answered_at": moments,
        "keys": st.dictionaries(st.sampled_from(["region", "role"]), names),
    }
)
rated = st.dictionaries(st.sampled_from(OUTCOMES), st.tuples(ratings, ratings), min_size=1)
panels = st.dictionaries(names, st.tuples(about, rated), min_size=1, max_size=4)


def rows(panel: dict[str, tuple[dict[str, Any], dict[str, tuple[int | None, int | None]]]]) -> list[dict[str, Any]]:
    return [
        {
            "survey": "panel", "wave": "w1", "respondent": who, "customer": known["customer"],
            "segment_keys": json.dumps(known["keys"], ensure_ascii=False, sort_keys=True) if known["keys"] else None,
            "outcome": outcome, "importance": importance, "satisfaction": satisfaction, "weight": known["weight"],
            "answered_at": known["answered_at"],
        }
        for who, (known, said) in panel.items()
        for outcome, (importance, satisfaction) in said.items()
    ]  # fmt: skip


def stored(folder: Path) -> list[tuple[Any, ...]]:
    with open_book(folder) as opened, opened.store.snapshot() as snapshot:
        found = snapshot.collect(snapshot.latest("responses")).to_pylist()
    return sorted(tuple(row[column.name] for column in RESPONSES.columns) for row in found)


@pytest.mark.parametrize("form", [["--as", "long"], ["--as", "wide"]])
@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(panel=panels)
def test_what_is_taken_out_can_be_brought_in(form: list[str], tmp_path_factory: Any, panel: Any) -> None:
    """Zeros, skips, weights, moments, names that look like formulas: all of it, in both layouts."""
    place = tmp_path_factory.mktemp("round")
    first, second = (book(place / name, MAP, SURVEY) for name in ("first", "second"))
    schema = pa.schema([field_of(column) for column in RESPONSES.columns])
    given_rows = rows(panel)
    with open_book(first) as opened:
        opened.store.append({"responses": pa.Table.from_pylist(given_rows, schema)}, key="k", source="test")
    file = place / "answers.csv"
    wide = ["--wide"] if "wide" in form else []
    assert run(["jobs", "export", str(first), *wide, "--to", str(file)]) == 0
    assert run(["jobs", "import", str(second), str(file), "--survey", "panel", "--wave", "w1", *form]) == 0
    assert stored(second) == stored(first)
    assert len(stored(first)) == len(given_rows)


def test_parquet_keeps_types_and_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = (book(tmp_path / name, MAP, SURVEY) for name in ("first", "second"))
    file = tmp_path / "a.csv"
    file.write_text(
        "respondent,answered_at,outcome,importance,satisfaction\nann,2026-02-01,o1,0,\nann,2026-02-01,o2,,\n"
    )
    assert run(["jobs", "import", str(first), str(file), "--survey", "panel", "--wave", "w1", "--as", "long"]) == 0
    out = tmp_path / "a.parquet"
    assert run(["jobs", "export", str(first), "--format", "parquet", "--to", str(out)]) == 0
    assert run(["jobs", "import", str(second), str(out), "--survey", "panel", "--wave", "w1", "--as", "long"]) == 0
    assert stored(second) == stored(first)
    assert [row[6:8] for row in stored(second)] == [(0, None), (None, None)]
    told = capsys.readouterr().out
    assert "1 rating in 2 pairs" in told
    assert "panel, wave w1: 1 respondents, 2 rows" in told


def test_an_import_that_is_refused_says_why_and_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = book(tmp_path / "fable", MAP, SURVEY)
    file = tmp_path / "a.csv"
    file.write_text("respondent,answered_at,imp_o1,sat_o1\nann,2026-02-01,11,2\nbob,2026-02-01,3,2\n")
    asked = ["jobs", "import", str(folder), str(file), "--survey", "panel", "--wave", "w1"]
    assert run(asked) == 1
    told = capsys.readouterr().out
    assert "refused: responses: line 2, column imp_o1: is not on the scale of the survey, 0 to 10 (got '11')" in told
    assert told.splitlines()[-1].startswith("Nothing was landed: 1 row refused.")
    assert run([*asked, "--without-refused"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Landed 1, known already 0, refused 1."
    file.write_text("respondent,answered_at,imp_o1,sat_o1\n")
    assert run(asked) == 1
    assert "the file holds no answers to panel, wave w1: nothing to land" in capsys.readouterr().out
    file.write_text("respondent,answered_at,imp_o1,sat_o1\ncy,2026-02-01,3,2\n")
    assert run([*asked, "--format", "json", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["answers"][0]["respondents"] == 1


def test_an_anonymous_survey_keeps_the_few_to_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = book(tmp_path / "fable", MAP, SURVEY.replace("anonymous: false", "minimum_group: 3"))
    file = tmp_path / "a.csv"
    line = "{},2026-02-01,{},acme,3,2\n"
    head = "respondent,answered_at,key:region,customer,imp_o1,sat_o1\n"
    file.write_text(head + line.format("a", "north") + line.format("b", "north"))
    asked = ["jobs", "import", str(folder), str(file), "--survey", "panel", "--wave", "w1"]
    assert run(asked) == 0
    capsys.readouterr()
    assert run(["jobs", "export", str(folder)]) != 0
    assert "there are 2 of the 3 respondents that it takes" in capsys.readouterr().err
    file.write_text(head + "".join(line.format(f"p{n}", "south" if n else "east") for n in range(4)))
    assert run(asked) == 0
    assert run(["jobs", "export", str(folder), "--to", str(tmp_path / "out.csv")]) == 0
    text = (tmp_path / "out.csv").read_text()
    assert "acme" not in text
    assert "east" not in text


def test_a_survey_is_made_in_one_step_and_the_book_is_clean(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = book(tmp_path / "fable", MAP)
    made = ["jobs", "survey", str(folder), "--party", "fable", "--opens", "2026-10-01", "--size", "400"]
    assert run([*made, "--minutes", "0.5", "--languages", "en,de", "--key", "region,role"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[:5] == [
        "How are you doing? Recover (claim-panel, wave 2026-q4)",
        "  4 outcomes; 6 forms of at most 2 (4 blocks, two on each form): 50% of the people rate each outcome",
        "  about 0.4 minutes a person, all of them would take 1",
        "  330 people must answer (165 an outcome) for a typical opportunity to be known within 1",
        "  there are 400 to ask: if all of them answer, it is known within 0.8",
    ]
    with open_book(folder) as opened:
        found = opened.book.survey("claim-panel").latest
    assert (found.party, found.forms.see, found.languages, found.frame.keys) == (
        "fable",
        2,
        ("en", "de"),
        ("region", "role"),
    )
    assert (found.waves[0].opens, found.waves[0].closes) == (dt.date(2026, 10, 1), dt.date(2026, 10, 29))
    assert run(["check", str(folder)]) == 0
    assert run(made) != 0
    assert "the book has a survey 'claim-panel' already" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("option", "told"),
    [
        (["--outcome", "o9"], "the job map claim has no outcome 'o9'"),
        (["--languages", "fr"], "a form has no words in 'fr'\n  languages: en, de"),
        (["--party", "fabel"], "there is no party 'fabel'\n  did you mean 'fable'?"),
        (["--minutes", "0.1"], "0.1 minutes are too short for 2 outcomes"),
        (["--closes", "2026-01-01", "--opens", "2026-02-01"], "wave 2026-q1 closes before it opens"),
    ],
)
def test_a_survey_that_cannot_be_made_is_explained(
    option: list[str], told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = book(tmp_path / "fable", MAP)
    assert run(["jobs", "survey", str(folder), *option]) != 0
    assert told in capsys.readouterr().err
    assert not (folder / "surveys").exists()


def test_a_list_of_forms_is_filled_in_and_comes_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from openpyxl import load_workbook  # type: ignore[import-untyped]

    folder = book(tmp_path / "fable", MAP, SURVEY.replace("job_map: claim", "job_map: claim\nforms: {see: 2}"))
    asked = ["jobs", "form", str(folder), "--people", "3", "--seed", "5"]
    file = tmp_path / "list.xlsx"
    assert run([*asked, "--format", "xlsx", "--to", str(file)]) == 0
    filled = load_workbook(file)
    for row in (2, 3):
        for column, said in ((5, 7), (6, "-" if row == 3 else 0)):
            filled.active.cell(row, column).value = said
    filled.save(file)
    brought = ["jobs", "import", str(folder), str(file), "--survey", "panel", "--wave", "w1", "--as", "long"]
    capsys.readouterr()
    assert run([*brought, "--on", "2026-03-01"]) == 0
    told = capsys.readouterr().out
    assert "4 rows left aside: no answer at all" in told
    assert "1 not known (-)" in told
    assert [row[6:8] for row in stored(folder)] == [(7, 0), (7, None)]
    assert run([*asked, "--format", "txt"]) == 0
    assert stored(folder)[0][2] in capsys.readouterr().out


def test_forms_of_a_wave_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = book(tmp_path / "fable", MAP, SURVEY)
    assert run(["jobs", "form", str(folder), "--wave", "w2"]) != 0
    assert "the survey panel has no wave 'w2'\n  waves: w1" in capsys.readouterr().err
    assert run(["jobs", "form", str(folder), "--format", "html", "--to", str(tmp_path / "a" / "f.html")]) == 0
    assert (tmp_path / "a" / "f.html").read_text().count("<section>") == 1


def test_a_source_with_answers_tells_them_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = "kind: source\nid: kept\nread: {csv: a.csv}\nanswers: {survey: panel, wave: w1, not_known: [kA]}\n"
    folder = book(tmp_path / "fable", MAP, SURVEY, source)
    (folder / "a.csv").write_text("respondent,answered_at,imp_o1,sat_o1\nann,2026-02-01,3,kA\n")
    assert run(["load", str(folder)]) == 0
    told = capsys.readouterr().out
    assert "answers to panel, wave w1, read as wide:" in told
    assert "1 not known (kA)" in told
