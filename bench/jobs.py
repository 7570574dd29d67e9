"""Jobs: scores with intervals, and segments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import jobs_scores

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(*, full: bool, runs: int) -> Iterator[tuple[str, str]]:
    """Yields the sections of the page. Raises BenchError."""
    yield from jobs_scores.run(full=full, runs=runs)
