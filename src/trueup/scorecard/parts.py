"""Parts of the answer about a plan, as JSON by a published schema: what `trueup delivery ... --format json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import create_model

from trueup.delivery.results import Frontier
from trueup.scorecard.model import Delivery
from trueup.vocabulary import UnknownName, did_you_mean
from trueup.vocabulary.result import Result

_HEAD = ("plan", "title", "agreement", "project", "version", "grade", "status_date", "start", "finish",
         "committed_finish", "complete")  # fmt: skip
PARTS: Mapping[str, tuple[str, ...]] = {
    "schedule": ("baseline", "baseline_finish", "activities", "critical_chain"),
    "simulate": ("simulation", "insufficient"),
    "earned": ("budget", "earned", "curve"),
    "quality": ("quality",),
    "verdict": ("overall", "verdicts", "containments", "clocks"),
}


def shape(part: str) -> type[Result]:
    """The model of a part: `schedule`, `simulate`, `earned`, `quality`, `verdict`, `contain` or `all` of it."""
    if part == "all":
        return Delivery
    if part == "contain":
        return Frontier
    if part not in PARTS:
        names = ("all", *PARTS, "contain")
        raise UnknownName(f"no part is called {part!r}", do=did_you_mean(part, names) or f"parts: {', '.join(names)}")
    fields: dict[str, Any] = {
        name: (Delivery.model_fields[name].annotation, Delivery.model_fields[name]) for name in (*_HEAD, *PARTS[part])
    }
    return create_model(f"Delivery{part.title()}", __base__=Result, __doc__=f"What `{part}` says of a plan.", **fields)


def in_json(found: object, part: str) -> str:
    """A part of what has been found, as JSON; `found` has its names."""
    model = shape(part)
    return model(**{name: getattr(found, name) for name in model.model_fields}).model_dump_json(indent=2)
