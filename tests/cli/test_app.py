from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.book.conftest import AGREEMENT, BOOK, KPI
from tests.pages import verbs
from trueup.cli import run
from trueup.cli.table import TABLE

HEAVY = "duckdb deltalake pyarrow narwhals numpy scipy pydantic yaml sqlglot sqlalchemy python_calamine vl_convert rich"
BROKEN = Path(__file__).parents[1] / "book" / "broken"


def python(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, timeout=120)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], []])
def test_help_imports_nothing_heavy(arguments: list[str]) -> None:
    code = (
        f"import sys; from trueup.cli import run; run({arguments!r}); "
        f"print('loaded:', sorted(set({HEAVY.split()!r}) & set(sys.modules)), file=sys.stderr)"
    )
    assert python(code).stderr.endswith("loaded: []\n")


def test_help_lists_every_command_under_its_heading(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out
    for entry in TABLE:
        assert entry.heading in shown
        assert any(line.split()[:1] == [entry.name] for line in shown.splitlines())


@pytest.mark.parametrize("entry", TABLE, ids=lambda entry: entry.name)
def test_every_command_exists_and_teaches(entry: object, capsys: pytest.CaptureFixture[str]) -> None:
    name, function, summary, _ = entry  # type: ignore[misc]
    module, _, attribute = function.partition(":")
    assert callable(getattr(import_module(module), attribute))
    assert run([name, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Examples:" in shown
    assert f"trueup {name}" in shown
    assert summary.endswith(".")


@pytest.mark.parametrize(("name", "verb"), [(entry.name, verb) for entry in TABLE for verb in verbs(entry)])
def test_every_verb_of_a_group_teaches(name: str, verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([name, verb, "--help"]) == 0
    shown = capsys.readouterr().out
    assert "Examples:" in shown
    assert f"trueup {name} {verb} " in shown


def test_prints_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"trueup {version('trueup')}\n"


def test_runs_as_a_module() -> None:
    done = subprocess.run([sys.executable, "-m", "trueup", "--version"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("trueup ")


def test_a_misspelt_command_suggests_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["chek"]) == 2
    assert "did you mean 'check'?" in capsys.readouterr().err


def test_an_error_of_ours_is_a_message_and_exit_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "x").write_text("mine")
    assert run(["init", str(tmp_path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"trueup: {tmp_path} is not empty\n")


def test_a_file_that_cannot_be_written_is_a_message_and_exit_2(
    northwind: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    page = tmp_path / "file" / "page.html"
    assert run(["assess", str(northwind), "--as-of", "2026-10-01", "--html", str(page)]) == 2
    said = capsys.readouterr().err
    assert said.startswith(f"trueup: {tmp_path / 'file'}")
    assert said.count("\n") == 1


def test_a_process_with_duckdb_ends_at_once_with_its_code_and_its_output() -> None:
    code = (
        "import atexit, sys, duckdb; atexit.register(print, 'last words'); "
        f"sys.argv = ['trueup', 'check', {str(BROKEN / 'key-missing')!r}]; from trueup.cli import main; main()"
    )
    done = python(code)
    assert (done.returncode, done.stderr) == (1, "")
    assert done.stdout.splitlines()[-2:] == ["1 error, 0 soon, 0 hints", "last words"]


def test_check_prints_the_issues_and_counts_them(capsys: pytest.CaptureFixture[str]) -> None:
    case = BROKEN / "everything-at-once"
    assert run(["check", str(case)]) == 1
    expected = (case / "expected.txt").read_text(encoding="utf-8")
    assert capsys.readouterr().out == f"{expected}6 errors, 0 soon, 0 hints\n"


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--strict"], 1)])
def test_strict_fails_on_what_cannot_be_signed(options: list[str], code: int) -> None:
    assert run(["check", str(BROKEN / "nothing-to-sign-yet"), *options]) == code


def test_level_hides_what_is_less_serious(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(BROKEN / "verifies-itself"), "--level", "soon"]) == 0
    assert capsys.readouterr().out == "0 errors, 0 soon, 1 hint\n"


def test_check_as_json_is_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", str(BROKEN / "kpi-unknown"), "--format", "json"]) == 1
    (issue,) = json.loads(capsys.readouterr().out)
    assert (issue["level"], issue["file"], issue["line"]) == ("error", "agreement.yaml", 11)
    assert (issue["path"], issue["suggestion"]) == ("objectives[0].kpi", "did you mean 'setup_time'?")


def test_init_then_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["init", str(tmp_path / "mine")]) == 0
    assert run(["check", str(tmp_path / "mine")]) == 0
    assert capsys.readouterr().out.endswith(f"{tmp_path / 'mine'}: nothing is wrong\n")


def test_schema_prints_or_writes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["schema", "kpi"]) == 0
    assert json.loads(capsys.readouterr().out)["properties"]["kind"]["const"] == "kpi"
    assert run(["schema", "--out", str(tmp_path / "s")]) == 0
    names = {path.name for path in (tmp_path / "s").iterdir()}
    assert {"document.schema.json", "book.schema.json", "kpi.schema.json", "agreement.schema.json"} <= names


SOURCE = """\
kind: source
id: jobs
read: {csv: jobs.csv}
documents: {party: {id: "{party}", name: party, role: {value: provider}}}
"""


def test_check_sees_the_documents_that_sources_have_landed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agreement = AGREEMENT.replace("providers: [gear]", "providers: [gear, forge]")
    (tmp_path / "all.yaml").write_text("---\n".join((BOOK, KPI, agreement, SOURCE)))
    (tmp_path / "jobs.csv").write_text("party\nforge\n")
    assert run(["check", str(tmp_path)]) == 0
    assert "there is no party 'forge' yet" in capsys.readouterr().out
    assert run(["load", str(tmp_path)]) == 0
    capsys.readouterr()
    assert run(["check", str(tmp_path)]) == 0
    assert "forge" not in capsys.readouterr().out


def test_check_of_a_book_without_facts_loads_no_engine() -> None:
    code = (
        f"import sys; from trueup.cli import run; run(['check', {str(BROKEN / 'key-missing')!r}]); "
        "print(sorted({'duckdb', 'deltalake', 'pyarrow'} & set(sys.modules)), file=sys.stderr)"
    )
    assert python(code).stderr == "[]\n"
