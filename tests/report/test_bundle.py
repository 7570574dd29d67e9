"""The chart library is built once and kept; a cache that cannot be written is no error."""

from __future__ import annotations

from pathlib import Path

import pytest

from trueup.report.html import bundle


@pytest.fixture
def built(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Counts builds instead of doing them."""
    calls: list[str] = []

    def build() -> str:
        calls.append("built")
        return "/* a library */"

    monkeypatch.setattr(bundle, "_build", build)
    return calls


def test_it_is_built_once_and_then_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: list[str]):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert bundle.vega() == bundle.vega() == "/* a library */"
    assert built == ["built"]
    assert [path.suffix for path in (tmp_path / "trueup").iterdir()] == [".js"]


def test_another_version_is_built_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: list[str]):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    bundle.vega()
    monkeypatch.setattr(bundle, "_version", lambda: "another")
    bundle.vega()
    assert built == ["built", "built"]


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: list[str]):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    monkeypatch.setenv("XDG_CACHE_HOME", str(blocked))
    assert bundle.vega() == "/* a library */"
    assert built == ["built"]


def test_the_real_library_draws_and_can_stand_in_a_page():
    script = bundle._build()
    assert "window.vegaEmbed" in script
    assert "</script" not in script.lower()
