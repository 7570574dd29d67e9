"""Which engine a setting means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from trueup.vocabulary import EngineError

if TYPE_CHECKING:
    from pathlib import Path

    from trueup.facts.engine.protocol import Engine


def engine_for(setting: str | None, root: Path) -> Engine:
    """DuckDB for None or "duckdb", Spark Connect for "sc://host:port". Raises EngineError for anything else."""
    if setting in (None, "", "duckdb"):
        from trueup.facts.engine.duckdb import DuckDBEngine

        return DuckDBEngine(root / "spill")
    if setting is not None and setting.startswith("sc://"):
        from trueup.facts.engine.spark import SparkEngine

        return SparkEngine(setting)
    raise EngineError(
        f"no engine is called {setting!r}", do="leave TRUEUP_ENGINE unset for DuckDB, or give sc://host:port"
    )
