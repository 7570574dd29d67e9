"""Calibration for programs: the same answer as on the page."""

# No `from __future__ import annotations` here: the library reads the annotations of functions from elsewhere.

import datetime as dt
from typing import Annotated, Literal, Optional

from ninja import Field, Query, Router, Schema

from trueup.value.results_calibration import CalibrationResult
from trueup.web.calibration import queries
from trueup.web.parties.access import ActorRequest

router = Router()
LINES = Annotated[bool, Query(description="every forecast one by one, too")]


class CalibrationRead(Schema):
    """The calibration of a book as one's seat reads it."""

    book: str = Field(description="the slug of the book")
    state: Literal["done", "under_way", "refused", "none"] = Field(
        description="none: nothing was computed yet; refused: `problem` says why it could not be"
    )
    computed_at: Optional[dt.datetime]  # noqa: UP045 - read at run time
    problem: Optional[str]  # noqa: UP045
    result: Optional[CalibrationResult]  # noqa: UP045


@router.get("/books/{book}/calibration", response=CalibrationRead, summary="How often forecasts were right")
def calibration(request: ActorRequest, book: str, lines: LINES = False) -> CalibrationRead:
    """Every forecast, P(hit), target, commitment and business case against what came, and the forecast ladder.

    A provider reads of its own agreements, improvements are their own party's alone. Computed in the background.
    """
    seen = queries.seen(request.actor, book)
    result = seen.found
    if result is not None and not lines:
        result = result.model_copy(update={"lines": ()})
    state: Literal["done", "under_way", "refused", "none"] = "done" if result is not None else "none"
    if result is None and seen.problem:
        state = "refused"
    elif result is None and seen.going is not None:
        state = "under_way"
    return CalibrationRead(
        book=book, state=state, computed_at=seen.computed_at, problem=seen.problem or None, result=result
    )
