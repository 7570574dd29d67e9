"""Vega, Vega-Lite and vega-embed as one script, built once and kept in the user's cache."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from pathlib import Path


def vega() -> str:
    """The script that draws the charts (sets window.vegaEmbed); about 900 kB. The first build takes seconds.

    It is kept in `$XDG_CACHE_HOME/trueup` (or the platform's own cache folder) under its version; a cache that cannot
    be written is no error.
    """
    kept = folder() / f"vega-{_version()}.js"
    with contextlib.suppress(OSError):
        return kept.read_text(encoding="utf-8")
    script = _build()
    with contextlib.suppress(OSError):
        _keep(kept, script)
    return script


def folder() -> Path:
    """Where this user's caches are."""
    given = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    if given:
        return Path(given) / "trueup"
    home = Path.home()
    return (home / "Library" / "Caches" if sys.platform == "darwin" else home / ".cache") / "trueup"


def _version() -> str:
    from importlib.metadata import version

    return version("vl-convert-python")


def _build() -> str:
    import vl_convert

    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")
    if "</script" in script.lower():
        raise RuntimeError("the chart library contains </script and cannot be put into a page")
    return script


def _keep(path: Path, script: str) -> None:
    """Whole or not at all: another process may read it at this moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(script)
    Path(name).replace(path)
