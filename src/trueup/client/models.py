"""Operating models through the client: the map, a trace, the gaps, what hangs on what, 7-S, the ArchiMate file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from trueup.client.results import Answer
from trueup.client.transport import Transport
from trueup.operating_model.results import Hanging, Map, SevenResult, Trace
from trueup.operating_model.results_gaps import Gaps

ROOT = "/api/v1"


class ModelRow(Answer):
    """An operating model in a list. Counts are None until it was mapped."""

    book: str
    id: str
    title: str
    version: int
    elements: int | None
    jobs: int | None
    complete: int | None
    interactions: int | None
    third: int | None
    gaps: int | None


class Mapped(Answer):
    """What was computed of a model: `computed_at` is None, and so is `result`, until it was mapped."""

    book: str
    id: str
    version: int
    computed_at: dt.datetime | None
    out_of_date: bool


class ModelMap(Mapped):
    """The model with what is measured of it."""

    result: Map | None


class ModelGaps(Mapped):
    """What it lacks."""

    result: Gaps | None


class ModelSevens(Mapped):
    """The 7-S profile of each party."""

    result: tuple[SevenResult, ...] | None


class BroughtModel(Answer):
    """What was read of an ArchiMate file into a draft; `kept` things have no word here and stay as they are."""

    file: str
    model: str
    elements: dict[str, int]
    links: int
    parties: int
    kept: int
    elsewhere: int


class ModelCalls:
    """What a client asks of operating models."""

    transport: Transport

    def models(self) -> Iterator[ModelRow]:
        """Every operating model in force that the member's party sees."""
        return map(ModelRow.of, self.transport.pages(f"{ROOT}/models"))

    def model(self, book: str, id: str) -> ModelMap:
        """Its layers, elements and links, with what is measured of them."""
        return ModelMap.of(self._of_model(book, id))

    def trace(self, book: str, id: str, element: str) -> Trace:
        """What an element hangs on and what hangs on it; by its id or name."""
        return Trace.model_validate(self._of_model(book, id, "/trace", element=element), extra="ignore")

    def gaps(self, book: str, id: str) -> ModelGaps:
        """Six kinds of gaps, each with its exact list."""
        return ModelGaps.of(self._of_model(book, id, "/gaps"))

    def what_if(self, book: str, id: str, of: str) -> Hanging:
        """Which jobs and how much cash hang on an element or a party; by its id or name."""
        return Hanging.model_validate(self._of_model(book, id, "/what-if", of=of), extra="ignore")

    def seven_s(self, book: str, id: str) -> ModelSevens:
        """Strategy, structure, systems, shared values, skills, style, staff: by party, with dates."""
        return ModelSevens.of(self._of_model(book, id, "/seven-s"))

    def archimate(self, book: str, id: str) -> bytes:
        """The model as a file of the ArchiMate exchange format."""
        return self.transport.send("GET", _model(book, id, "/archimate")).content

    def bring_model(self, book: str, id: str, file: Path | str, *, key: str | None = None) -> BroughtModel:
        """Write an ArchiMate file down as one's draft of a model; what was read, and what was kept as it is."""
        path = Path(file)
        sent = {"files": {"file": (path.name, path.read_bytes())}}
        made = self.transport.change("POST", _model(book, id, "/archimate"), key=key, **sent)
        return BroughtModel.of(made)

    def _of_model(self, book: str, id: str, part: str = "", **named: str) -> Any:
        return self.transport.get(_model(book, id, part), **named)


def _model(book: str, id: str, part: str) -> str:
    return f"{ROOT}/books/{quote(book, safe='')}/models/{quote(id)}{part}"
