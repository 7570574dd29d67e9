"""Static files that have their home elsewhere: the style of the offline report, and the chart library."""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Iterable, Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

from trueup.report.html import bundle

REPORT = ("tokens.css", "page.css", "agreement.css", "chart.css", "table.css", "print.css", "page.js")
CHARTS = "vega.js"


class ReportFinder(BaseFinder):
    """`report/tokens.css` and its like: a page of the server and the offline report are one design."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(str(resources.files("trueup.report.html")))
        self.storage.prefix = "report"  # type: ignore[attr-defined]

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be set wrong."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Each file's name, and the folder it is in."""
        for name in REPORT:
            yield name, self.storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The file on disk, for the development server."""
        folder, _, name = path.partition("/")
        return _found(self.storage.path(name) if folder == "report" and name in REPORT else None, find_all)


class ChartFinder(BaseFinder):
    """`charts/vega.js`: Vega, Vega-Lite and vega-embed as one script, made here rather than fetched."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.storage = FileSystemStorage(str(settings.HOME / "cache"))
        self.storage.prefix = "charts"  # type: ignore[attr-defined]

    def check(self, **kwargs: Any) -> list[Any]:
        """Nothing can be set wrong."""
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """The script and the same compressed: browsers take the smaller."""
        kept = chart_script()
        yield kept.name, self.storage
        yield f"{kept.name}.gz", self.storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The script on disk, made if need be."""
        return _found(str(chart_script()) if path == f"charts/{CHARTS}" else None, find_all)


def chart_script() -> Path:
    """The script in the server's own cache, with a compressed copy beside it; made anew for a new version of Vega."""
    kept = Path(settings.HOME) / "cache" / CHARTS
    script = bundle.vega().encode()
    if not kept.exists() or kept.stat().st_size != len(script) or not kept.with_name(f"{CHARTS}.gz").exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _replace(kept.with_name(f"{CHARTS}.gz"), gzip.compress(script, 9, mtime=0))
        _replace(kept, script)
    return kept


def _replace(file: Path, content: bytes) -> None:
    """Whole or not at all: another process may start at this moment."""

    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".tmp")
    with os.fdopen(handle, "wb") as out:
        out.write(content)
    Path(name).replace(file)


def _found(path: str | None, find_all: bool) -> Any:
    if find_all:
        return [path] if path else []
    return path or []
