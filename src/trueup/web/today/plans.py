"""What plans need of a seat: a price, a validation, a report, a way to contain a slip."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from django.utils.translation import gettext as _

from trueup.report import words
from trueup.web.delivery.lines import Line
from trueup.web.delivery.summary import StepOf
from trueup.web.parties.access import Actor
from trueup.web.today.needs import Need, Wanted, may


def wanted(actor: Actor, lines: Iterable[Line]) -> list[Wanted]:
    """What this member may do about plans and should."""
    return [each for line in lines for each in (*_steps(actor, line), *_stale(actor, line), *_risk(actor, line))]


def _steps(actor: Actor, line: Line) -> Iterator[Wanted]:
    if not may(actor, "version.propose", line.seats.values()):
        return
    customer = "customer" in line.seats.values()
    for step in line.summary.containments:
        if step.state == "proposed" and line.seats.keys() & {*step.doers, step.by}:
            yield Wanted(partial(_price, line, step), urgent=True)
        if step.state == "costed" and customer and actor.is_at_least("owner"):
            yield Wanted(partial(_validation, line, step), urgent=True)


def _price(line: Line, step: StepOf) -> Need:
    return Need(step.title, _("This containment waits for its price."), _page(line, step), _("Cost it"), urgent=True)


def _validation(line: Line, step: StepOf) -> Need:
    why = _("This containment waits for your validation.")
    return Need(step.title, why, _page(line, step), _("Validate"), urgent=True)


def _stale(actor: Actor, line: Line) -> Iterator[Wanted]:
    if line.stale and may(actor, "progress.report", line.seats.values()):
        yield Wanted(partial(_status, line))


def _status(line: Line) -> Need:
    why = _("Nobody has reported on it since %(day)s.") % {"day": words.day(line.summary.status_date)}
    return Need(line.summary.title, why, f"{line.address}/progress", _("Report progress"))


def _risk(actor: Actor, line: Line) -> Iterator[Wanted]:
    open_ones = [step for step in line.summary.containments if step.state not in ("done", "withdrawn")]
    if line.summary.at_risk and not open_ones and may(actor, "version.propose", line.seats.values()):
        yield Wanted(partial(_slip, line), urgent=True)


def _slip(line: Line) -> Need:
    said = line.summary
    chance = words.share(said.p_met) if said.p_met is not None else "?"
    why = _("Its promise is at risk: P(met) is %(chance)s.") % {"chance": chance}
    return Need(said.title, why, f"{line.address}#ways", _("Contain it"), urgent=True)


def _page(line: Line, step: StepOf) -> str:
    return f"{line.address}/containments/{step.id}"
