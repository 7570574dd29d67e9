"""Plans from the tools in which people keep them: read into the document `plan` and its progress, landed, exported."""

from __future__ import annotations

from trueup.sources.plans.file import Note, PlanFile, PlanReport
from trueup.sources.plans.formats import FORMATS
from trueup.sources.plans.land import Landed, land_plan
from trueup.sources.plans.mspdi import export_mspdi
from trueup.sources.plans.options import Options
from trueup.sources.plans.read import read_plan

__all__ = [
    "FORMATS",
    "Landed",
    "Note",
    "Options",
    "PlanFile",
    "PlanReport",
    "export_mspdi",
    "land_plan",
    "read_plan",
]
