"""The pictures of a job map, each with its numbers in a table behind it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from trueup.jobs import charts, shift_charts
from trueup.jobs.results import Outlook, Scores, Segment, Shift, Shifts
from trueup.jobs.segments import charts as segment_charts
from trueup.report import words
from trueup.report.html.figure import Charts, Table
from trueup.report.html.markup import Markup
from trueup.report.language import say
from trueup.web.jobs.words import bands, changed, measured


def landscape(found: Scores, on: Charts) -> Markup | None:
    """Importance against satisfaction."""
    if not any(each.opportunity for each in found.scores):
        return None
    told = _("Importance across, satisfaction up, 0 to 10 each, with 95 % intervals. Low and right is what is open.")
    return on.figure(charts.landscape(found, say), _("Opportunity landscape"), told, _scores(found))


def opportunities(found: Scores, on: Charts) -> Markup | None:
    """The highest opportunities with their intervals."""
    if not any(each.opportunity for each in found.scores):
        return None
    told = _("Opportunity of each outcome, 0 to 20, with its 95 % interval; lines at 10, 12 and 15.")
    return on.figure(charts.opportunities(found, say), _("Opportunities"), told, _scores(found))


def arrows(found: Shifts, shifts: Sequence[Shift], on: Charts) -> Markup | None:
    """What changed between two waves."""
    if not any(each.difference for each in shifts):
        return None
    told = _("Opportunity in wave %(before)s as an open point, in wave %(after)s as an arrow.") % {
        "before": found.before,
        "after": found.after,
    }
    rows = [
        (each.statement, measured(each.before), measured(each.after), changed(each), _p(each.p),
         _answer(each.notable))
        for each in shifts
    ]  # fmt: skip
    columns = (_("Outcome"), _("before"), _("after"), _("difference"), "p", _("notable"))
    return on.figure(shift_charts.arrows(shifts, say), _("Shifts"), told, _table(columns, rows))


def outlook(found: Sequence[Outlook], on: Charts) -> Markup | None:
    """Where outcomes are heading."""
    if not any(each.opportunity for each in found):
        return None
    told = _("What each opportunity may be at the next wave: 95 % of them should lie in the band.")
    rows = [
        (each.statement, measured(each.opportunity), "" if each.p_unmet is None else words.share(each.p_unmet),
         _answer(each.becoming))
        for each in found
    ]  # fmt: skip
    columns = (_("Outcome"), _("next wave"), _("P(unmet)"), _("becomes an unmet need"))
    return on.figure(shift_charts.outlook(found, say), _("Outlook"), told, _table(columns, rows))


def needs(segment: Segment, on: Charts) -> Markup | None:
    """What a segment needs beyond the others."""
    if not any(each.opportunity and each.difference for each in segment.needs):
        return None
    told = _("Opportunity within the segment with its interval; of everybody else as an open point.")
    rows = [
        (each.statement, measured(each.opportunity), measured(each.difference), _answer(each.notable))
        for each in segment.needs
    ]
    columns = (_("Outcome"), _("opportunity"), _("more than others"), _("notable"))
    caption = _("What segment %(number)d needs") % {"number": segment.id}
    return on.figure(segment_charts.needs_chart(segment, say), caption, told, _table(columns, rows))


def _scores(found: Scores) -> Table:
    rows = [
        ("" if each.rank is None else str(each.rank), each.statement, measured(each.importance),
         measured(each.satisfaction), measured(each.opportunity), bands(each.bands), _over(each.p_over),
         _rating(each.mean_importance), _rating(each.mean_satisfaction), str(each.n))
        for each in found.scores
    ]  # fmt: skip
    columns = (_("Rank"), _("Outcome"), _("importance"), _("satisfaction"), _("opportunity"), _("band"), "P(> 10)",
               _("mean importance"), _("mean satisfaction"), "n")  # fmt: skip
    return Table(columns, rows, frozenset({0, 2, 3, 4, 6, 7, 8, 9}))


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    return Table(columns, rows, frozenset(range(1, len(columns))))


def _over(chances: dict[str, float]) -> str:
    return words.share(chances["10"]) if "10" in chances else ""


def _rating(mean: float | None) -> str:
    return "" if mean is None else words.number(round(mean, 2))


def _p(value: float | None) -> str:
    return "" if value is None else words.number(round(value, 4))


def _answer(is_so: bool) -> str:
    return pgettext("answer", "yes") if is_so else pgettext("answer", "no")
