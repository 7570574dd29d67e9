"""The child process: what happens when it is missing something, hangs, or dies."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from trueup.sources.plans.java import child, launch
from trueup.sources.plans.java.launch import Asked, ask
from trueup.vocabulary import InputError, SourceError

FILES = [Asked(Path("a.mpp"), "mpp"), Asked(Path("b.mpx"), "mpx")]


def pretend(monkeypatch: pytest.MonkeyPatch, folder: Path, program: str) -> None:
    """Another program in the child's place."""
    path = folder / "child.py"
    path.write_text("import sys, json, time, os\n" + program)
    monkeypatch.setattr(launch.child, "__file__", str(path))


@pytest.mark.parametrize(
    ("missing", "what", "do"),
    [
        ("java", "needs Java", "install a Java runtime"),
        ("jpype", "not installed", r"pip install 'trueup\[plans\]'"),
        ("mpxj", "not installed", r"pip install 'trueup\[plans\]'"),
    ],
)
def test_what_is_missing_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, missing: str, what: str, do: str
) -> None:
    pretend(
        monkeypatch, tmp_path, f'for line in sys.stdin: print(json.dumps({{"missing": "{missing}"}}), flush=True)\n'
    )
    with pytest.raises(InputError, match=rf"(?s){what}.*{do}"):
        ask(FILES)


def test_a_child_that_hangs_is_ended_and_what_it_answered_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pretend(monkeypatch, tmp_path, 'print(json.dumps({"read": {"ok": 1}}), flush=True)\ntime.sleep(600)\n')
    first, second = ask(FILES, seconds=2)
    assert first == {"ok": 1}
    assert isinstance(second, SourceError)
    assert "b.mpx: reading it took longer than 2 seconds" in str(second)


def test_a_child_that_dies_is_an_error_of_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pretend(
        monkeypatch,
        tmp_path,
        'print(json.dumps({"read": {}}), flush=True)\nprint("{half", end="", flush=True)\nos._exit(134)\n',
    )
    first, second = ask(FILES)
    assert first == {}
    assert isinstance(second, SourceError)
    assert "the reader died with status 134" in str(second)


def test_a_file_that_cannot_be_read_says_why_and_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pretend(monkeypatch, tmp_path, 'for line in sys.stdin: print(json.dumps({"broken": "bad unit"}), flush=True)\n')
    first, second = ask(FILES)
    assert "a.mpp: it cannot be read as mpp: bad unit\n  open it in its tool" in str(first)
    assert "another language than English" in str(second)


def test_the_child_imports_nothing_of_trueup() -> None:
    lines = Path(child.__file__).read_text().splitlines()
    assert not [line for line in lines if line.strip().startswith(("import trueup", "from trueup"))]
    assert "jpype" not in sys.modules
