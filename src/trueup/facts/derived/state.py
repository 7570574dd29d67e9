"""The derived tables as a snapshot sees them: what is kept, completed by what the snapshot knows beyond it."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from trueup.facts.derived import cells as definition
from trueup.facts.engine.protocol import Source

if TYPE_CHECKING:
    from trueup.facts.derived.keeper import Keeper, Overlay
    from trueup.facts.derived.layers import Manifest
    from trueup.facts.view import View

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


class Derived:
    """Sources of the cells and of the superseded rows for one view."""

    def __init__(self, keeper: Keeper, manifest: Manifest, view: View) -> None:
        self._keeper, self._manifest, self._view = keeper, manifest, view

    @cached_property
    def _overlay(self) -> Overlay | None:
        return self._keeper.overlay(self._view, self._manifest)

    def holds_at(self, moment: dt.datetime | None) -> bool:
        """Whether everything in the cells was known at the moment; if not, they know too much."""
        latest = max(self._manifest.recorded_at, self._overlay.recorded_at if self._overlay else 0)
        return moment is None or _EPOCH + dt.timedelta(microseconds=latest) <= moment

    def cells(self) -> list[Source]:
        """The layers of cells, oldest first."""
        layers = self._keeper.cell_layers(self._manifest)
        return [*layers, Source(definition.CELLS, tail=self._overlay.cells)] if self._overlay else layers

    def superseded(self) -> Source | None:
        """Row numbers and until when each row was the latest known; None when no row is superseded."""
        files = self._keeper.layers.paths(self._manifest.superseded)
        overlay = self._overlay.superseded if self._overlay else None
        tail = overlay if overlay is not None and overlay.num_rows else None
        return Source(definition.SUPERSEDED, files, tail) if files or tail is not None else None
