"""What is kept of a model for pages that say it in a line: as little as they need."""

from __future__ import annotations

from pydantic import BaseModel

from trueup.operating_model.failing import Failing


class Told(BaseModel):
    """How many elements lack something, of how many; and where touchpoints with third parties failed lately."""

    gaps: int
    elements: int
    failing: tuple[Failing, ...]
