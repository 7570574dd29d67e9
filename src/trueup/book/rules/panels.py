"""Rules about KPIs whose actuals a panel gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from trueup.vocabulary import Direction, Issue

if TYPE_CHECKING:
    from trueup.book.draft import Draft, Placed
    from trueup.jobs.survey import Survey
    from trueup.kpis.documents import Kpi, Panel


def panel_can_answer(draft: Draft) -> Iterator[Issue]:
    """A KPI bound to a panel names a survey of the book, an outcome it asks about, and a key it knows people by."""
    surveys = _latest(draft)
    for placed in draft.kpis:
        panel = placed.document.panel
        if panel is None:
            continue
        yield from draft.lost(placed, ("panel", "survey"), "survey", panel.survey, draft.survey_names)
        if panel.survey in surveys:
            yield from _answered(draft, placed, panel, surveys[panel.survey])
        yield from _direction(placed, panel)


def _latest(draft: Draft) -> dict[str, Survey]:
    ordered = sorted((placed.document for placed in draft.surveys), key=lambda survey: survey.version)
    return {survey.id: survey for survey in ordered}


def _answered(draft: Draft, placed: Placed[Kpi], panel: Panel, survey: Survey) -> Iterator[Issue]:
    from trueup.jobs.asked import asked

    job_maps = draft.job_maps_by_id.get(survey.job_map)
    if job_maps:
        yield from draft.lost(placed, ("panel", "outcome"), "outcome", panel.outcome, asked(survey, job_maps[-1]))
    key = (panel.group or "").partition("=")[0]
    if key and key not in survey.frame.keys:
        yield placed.missing(("panel", "group"), "key", key, survey.frame.keys)
    if survey.party is None:
        message = f"the survey {survey.id!r} does not say who asks, so its figures are nobody's word"
        yield placed.issue("soon", ("panel", "survey"), message, "give the survey a party")


def _direction(placed: Placed[Kpi], panel: Panel) -> Iterator[Issue]:
    """An unmet need is better when smaller, satisfaction when greater."""
    expected = Direction.decrease if panel.measure == "opportunity" else Direction.increase
    if panel.measure != "importance" and placed.document.direction not in (expected, Direction.maintain):
        message = f"to {placed.document.direction} {panel.measure} makes customers worse off"
        yield placed.issue("hint", ("direction",), message, f"direction: {expected}")


RULES = (panel_can_answer,)
