"""Keeps the derived tables in step with the lake, and completes them for a snapshot that knows more."""

# ruff: noqa: S608 - the relations are the session's own names

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa

from trueup.facts.derived import cells as definition
from trueup.facts.derived.corrected import Corrected
from trueup.facts.derived.layers import Layers, Manifest
from trueup.facts.engine import sql
from trueup.facts.engine.duckdb import DuckDBEngine
from trueup.facts.engine.protocol import Source
from trueup.facts.tables import OBSERVATIONS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from trueup.facts.engine.duckdb import DuckDBSession
    from trueup.facts.view import View

_MOST_LAYERS = 6
_MUCH_LARGER = 5
NAME = OBSERVATIONS.name


@dataclass(frozen=True, slots=True)
class Overlay:
    """What rows behind the manifest change: cells as they are now, rows superseded, and the latest recording."""

    cells: pa.Table
    superseded: pa.Table
    recorded_at: int


class Keeper:
    """Derived tables of one store. Always DuckDB in this process, whatever engine asks the questions."""

    def __init__(self, root: Path) -> None:
        self.layers = Layers(root / "derived")
        self.corrected = Corrected(root)
        self._engine = DuckDBEngine(root / "spill")

    def refresh(self, view: View) -> Manifest | None:
        """Bring the derived tables up to the view, which must be the lake's alone. Call under the drain lock."""
        record = view.tail.record
        before = self.layers.manifest(record.store)
        if before is not None and before.seq >= record.seq:
            return before
        if NAME not in record.tables:
            return None
        with self._session() as session:
            change = self._computed(session, view, before)
        manifest = self._next(before, change, store=record.store, seq=record.seq)
        self.layers.set_manifest(manifest)
        return manifest

    def rebuild(self, view: View) -> Manifest | None:
        """Throw the derived tables away and build them from the rows."""
        self.layers.clear()
        self.corrected.clear()
        return self.refresh(view)

    def overlay(self, view: View, manifest: Manifest) -> Overlay | None:
        """What the view's rows from the manifest on change; None when they change nothing."""
        if not view.has_rows(NAME, since=manifest.seq):
            return None
        with self._session() as session:
            return self._computed(session, view, manifest)

    @contextmanager
    def _session(self) -> Iterator[DuckDBSession]:
        session = self._engine.session()
        try:
            yield session
        finally:
            session.close()

    def _computed(self, session: DuckDBSession, view: View, before: Manifest | None) -> Overlay:
        rows = session.relation(view.source(NAME))
        if before is None:
            definition.read_all(session.cursor, rows)
        else:
            definition.read_touched(session.cursor, rows, self._cells(session, before), before.seq)
        superseded = definition.superseded(session.cursor)
        made = definition.cells(session.cursor)
        return Overlay(made, superseded, definition.latest_recording(session.cursor) or 0)

    def _cells(self, session: DuckDBSession, manifest: Manifest) -> str:
        return f"({sql.layered([session.relation(layer) for layer in self.cell_layers(manifest)], definition.KEY)})"

    def cell_layers(self, manifest: Manifest) -> list[Source]:
        """The layers of cells, oldest first; one without rows when there are none."""
        files = self.layers.paths(manifest.cells)
        return [Source(definition.CELLS, (file,)) for file in files] or [Source(definition.CELLS)]

    def _next(self, before: Manifest | None, change: Overlay, *, store: str, seq: int) -> Manifest:
        old = before or Manifest(store, 0, 0, (), ())
        added = replace(
            old,
            seq=seq,
            recorded_at=max(old.recorded_at, change.recorded_at),
            cells=old.cells + self.layers.write("cells", change.cells),
            superseded=old.superseded + self.layers.write("superseded", change.superseded),
        )
        return self._merged(added)

    def merge(self, store: str) -> None:
        """One layer each, which is the fastest to read. Call under the drain lock."""
        before = self.layers.manifest(store)
        if before is None:
            return
        cells = self._merged_cells(before) if len(before.cells) > 1 else before.cells
        superseded = self._merged_superseded(before) if len(before.superseded) > 1 else before.superseded
        if (cells, superseded) != (before.cells, before.superseded):
            self.layers.set_manifest(replace(before, cells=cells, superseded=superseded))

    def _merged(self, manifest: Manifest) -> Manifest:
        """Fewer files once there are many: the new layers become one, and now and then one with the oldest."""
        if len(manifest.cells) > _MOST_LAYERS:
            keep = self._layers_to_keep(manifest.cells)
            merged = self._merged_cells(replace(manifest, cells=manifest.cells[keep:]))
            manifest = replace(manifest, cells=manifest.cells[:keep] + merged)
        if len(manifest.superseded) > _MOST_LAYERS:
            manifest = replace(manifest, superseded=self._merged_superseded(manifest))
        return manifest

    def _layers_to_keep(self, names: tuple[str, ...]) -> int:
        """1 while the oldest layer is much larger than the rest, so that it is not rewritten all the time."""
        oldest, *rest = (self.layers.rows(name) for name in names)
        return 1 if sum(rest) * _MUCH_LARGER < oldest else 0

    def _merged_cells(self, manifest: Manifest) -> tuple[str, ...]:
        with self._session() as session:
            merged = session.cursor.sql(f"FROM {self._cells(session, manifest)} ORDER BY kpi, period_start")
            return self.layers.write("cells", merged.to_arrow_table().cast(definition.CELLS))

    def _merged_superseded(self, manifest: Manifest) -> tuple[str, ...]:
        with self._session() as session:
            files = session.relation(Source(definition.SUPERSEDED, self.layers.paths(manifest.superseded)))
            merged = session.cursor.sql(f"SELECT seq, min(until) AS until FROM {files} GROUP BY seq ORDER BY seq")
            return self.layers.write("superseded", merged.to_arrow_table().cast(definition.SUPERSEDED))

    def close(self) -> None:
        """Let go of the engines."""
        self._engine.close()
        self.corrected.close()
