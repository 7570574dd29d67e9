"""What the five horizons say to a seat: a lapse, effort out of order, an answer that is asked, a level that ages."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trueup.report import words
from trueup.web.horizons.lines import Line
from trueup.web.horizons.words import horizon
from trueup.web.today.needs import Need, Wanted


def wanted(lines: Iterable[Line]) -> list[Wanted]:
    """What there is to do, a lapse first of all."""
    return [Wanted(partial(_TELL[line.what], line), urgent=line.what == "lapsed") for line in lines]


def _lapsed(line: Line) -> Need:
    do = _("See what lapsed")
    return Need(_title(line), words.sentence(line.said), f"{line.standing.address}#history", do, urgent=True)


def _disordered(line: Line) -> Need:
    return Need(_title(line), words.sentence(line.said), f"{line.standing.address}#effort", _("See the order"))


def _asked(line: Line) -> Need:
    n = len(line.criteria)
    why = ngettext(
        "%(n)d criterion waits for an answer of your side.", "%(n)d criteria wait for an answer of your side.", n
    )
    first = f"{line.standing.address}#{line.criteria[0].id}"
    return Need(_title(line), why % {"n": n}, first, pgettext("do", "Answer"))


def _ageing(line: Line) -> Need:
    assert line.level is not None, "a level that ages"
    assert line.level.stale_on is not None, "the day on which it does"
    said = {"level": horizon(line.level.horizon), "day": words.day(line.level.stale_on)}
    why = _("%(level)s: what was answered holds until %(day)s.") % said
    return Need(_title(line), why, f"{line.standing.address}#{line.level.horizon}", _("Answer again"))


def _title(line: Line) -> str:
    return line.standing.place.document.name


_TELL = {"lapsed": _lapsed, "disordered": _disordered, "asked": _asked, "ageing": _ageing}
