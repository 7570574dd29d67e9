"""What a page sent says, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trueup.jobs.survey import Scale

Answer = list[int | None]
"""Importance and satisfaction; a third entry says that it does not apply."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was answered, and at which question something is wrong."""

    answers: Mapping[str, Answer]
    errors: Mapping[str, str]
    touched: bool
    """Whether anything was answered at all."""


def read(sent: Mapping[str, str], outcomes: Sequence[str], scale: Scale) -> Page:
    """The answers of one page. Shown and not answered is missing, and so is what does not apply."""
    answers: dict[str, Answer] = {}
    errors: dict[str, str] = {}
    touched = False
    for outcome in outcomes:
        given = [sent.get(f"{what}-{outcome}", "").strip() for what in ("i", "s")]
        not_mine = bool(sent.get(f"n-{outcome}"))
        touched = touched or not_mine or any(given)
        if not_mine:
            answers[outcome] = [None, None, 1]
        elif any(not _on(scale, each) for each in given):
            told = _("Choose a point from %(low)d to %(high)d, or none.")
            errors[outcome] = told % {"low": scale.low, "high": scale.high}
        else:
            answers[outcome] = [int(each) if each else None for each in given]
    return Page(answers, errors, touched)


def _on(scale: Scale, text: str) -> bool:
    return not text or (text.isascii() and text.isdigit() and len(text) < 4 and scale.low <= int(text) <= scale.high)
