"""Reporting what a panel says of KPIs, when its wave is over: the word of the party that asks."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from trueup.jobs.reporting import Reported
from trueup.scorecard.panel_reports import reported
from trueup.vocabulary.digest import digest
from trueup.web.assessments.state import today
from trueup.web.documents.books import open_book
from trueup.web.evidence.actions.land import Landed, Sent, land
from trueup.web.parties.access import Actor
from trueup.web.surveys.access import Asking, asking


def report(actor: Actor | None, book: str, survey: str, wave: str) -> tuple[tuple[Reported, ...], Landed]:
    """Land what a wave says of each KPI that is bound to the survey, as observations of who asks.

    Said again without a change, nothing happens. Raises NotFound, Refused, UnknownName, InputError where the wave is
    still open or no KPI takes its actuals from it.
    """
    place = asking(actor, book, survey, role="editor", scope="write")
    with open_book(book).panels(today(place.zone, timezone.now())) as panels:
        rows = reported(panels, survey, wave)
    return rows, land(_sent(place, wave, rows))


def _sent(place: Asking, wave: str, rows: Sequence[Reported]) -> Sent:
    said = [row.row() for row in rows]
    asked = digest([{name: str(value) for name, value in row.items()} for row in said])
    return Sent(
        book=place.book,
        agreement="",
        key=f"panel/{place.id}/{wave}/{asked[:32]}",
        asked=asked,
        seat=place.seat.local_id,
        member=place.actor.member,
        how="survey",
        reason="",
        corrections=0,
        unchanged=0,
        columns=_columns(said),
    )


def _columns(rows: Sequence[dict[str, object]]) -> dict[str, list[object]]:
    from trueup.facts.tables import OBSERVATIONS

    names = [*(column.name for column in OBSERVATIONS.columns), "source_ref"]
    return {name: [row.get(name) for row in rows] for name in names}
