"""What surveys need of a seat: people to be invited, answers to be waited for, answers to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial

from django.utils.translation import gettext as _

from trueup.report import words
from trueup.web.parties.access import Actor
from trueup.web.surveys.queries import SurveyRow, WaveRow
from trueup.web.today.needs import Need, Wanted


def wanted(actor: Actor, lines: Iterable[tuple[SurveyRow, WaveRow]]) -> list[Wanted]:
    """What this member may do about the surveys of its party and should."""
    if not actor.is_at_least("editor"):
        return []
    return [each for row, wave in lines for each in _of_wave(row, wave)]


def _of_wave(row: SurveyRow, wave: WaveRow) -> Iterator[Wanted]:
    if wave.state != "closed" and not wave.rates.asked:
        yield Wanted(partial(_invite, row, wave), urgent=wave.state == "open")
    elif wave.state == "open":
        yield Wanted(partial(_open, row, wave))
    elif wave.state == "closed":
        yield Wanted(partial(_closed, row, wave))


def _invite(row: SurveyRow, wave: WaveRow) -> Need:
    said = {"wave": wave.id, "day": words.day(wave.times.wave.opens)}
    why = (
        _("Wave %(wave)s is open, and nobody is invited yet.")
        if wave.state == "open"
        else _("Wave %(wave)s opens on %(day)s, and nobody is invited yet.")
    )
    href = f"{row.address}/waves/{wave.id}/invite"
    return Need(row.title, why % said, href, _("Invite people"), urgent=wave.state == "open")


def _open(row: SurveyRow, wave: WaveRow) -> Need:
    why = _("Wave %(wave)s closes on %(day)s. %(finished)d of %(asked)d have answered: %(share)s.")
    return Need(row.title, why % _numbers(wave), f"{row.address}#wave-{wave.id}", _("See how it goes"))


def _closed(row: SurveyRow, wave: WaveRow) -> Need:
    why = _("Wave %(wave)s is closed. %(finished)d of %(asked)d have answered: %(share)s.")
    return Need(row.title, why % _numbers(wave), f"{row.address}#wave-{wave.id}", _("See how it went"))


def _numbers(wave: WaveRow) -> dict[str, object]:
    found = wave.rates
    share = words.share(found.response) if found.response is not None else "?"
    day = words.day(wave.times.wave.closes)
    return {"wave": wave.id, "day": day, "finished": found.finished, "asked": found.asked, "share": share}
