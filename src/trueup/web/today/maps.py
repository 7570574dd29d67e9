"""What operating models say to a customer: what they lack, and where touchpoints with third parties fail."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trueup.web.operating_model.lines import Line
from trueup.web.today.needs import Need, Wanted


def wanted(lines: Iterable[Line]) -> list[Wanted]:
    """What there is to see."""
    return [each for line in lines for each in _of(line)]


def _of(line: Line) -> Iterator[Wanted]:
    if line.failing:
        yield Wanted(partial(_failing, line))
    if line.gaps:
        yield Wanted(partial(_gaps, line))


def _failing(line: Line) -> Need:
    worst = line.failing[0]
    failed, n = sum(each.failed for each in line.failing), sum(each.n for each in line.failing)
    why = ngettext(
        "Third parties: %(failed)d of %(n)d touchpoint failed in the last 30 days, most at %(where)s (%(party)s).",
        "Third parties: %(failed)d of %(n)d touchpoints failed in the last 30 days, most at %(where)s (%(party)s).",
        n,
    )
    said = {"failed": failed, "n": n, "where": worst.name, "party": worst.party_name}
    element = urlencode({"element": worst.interaction})
    return Need(line.title, why % said, f"{line.address}?{element}#map", _("See where"))


def _gaps(line: Line) -> Need:
    why = ngettext(
        "%(n)d of %(of)d elements lacks something between job and cash.",
        "%(n)d of %(of)d elements lack something between job and cash.",
        line.gaps,
    )
    said = {"n": line.gaps, "of": line.elements}
    return Need(line.title, why % said, f"{line.address}?gap=any#gaps", _("See the gaps"))
