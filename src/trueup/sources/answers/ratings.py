"""What a cell says: a rating, that somebody does not know, that a question was passed over, or nothing at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum

from trueup.jobs.anchors import WORDINGS
from trueup.jobs.survey import Anchors, Scale
from trueup.sources.answers.tools import Tool
from trueup.sources.survey_file import Answers
from trueup.vocabulary import did_you_mean

_NUMBER = re.compile(r"[+-]?\d+(?:[.,](\d+))?")
_CODES = {9, 88, 98, 99, 999, -1, -8, -9, -66, -77, -88, -99}
"""Numbers with which people often write that there is no rating: said, never assumed."""


class Kind(IntEnum):
    """What a cell turned out to be."""

    empty = 0
    skipped = 1
    not_known = 2
    rating = 3
    wrong = 4


@dataclass(frozen=True, slots=True)
class Cell:
    """One text of a file, read: the rating, or under what it is counted, or why it is refused."""

    kind: Kind
    rating: int = -1
    words: str = ""


def fold(text: str) -> str:
    """Text without regard to case and spacing."""
    return " ".join(text.split()).casefold()


class Reader:
    """Reads the texts of one of the two ratings."""

    def __init__(self, rating: str, answers: Answers, scale: Scale, tool: Tool) -> None:
        self.scale = scale
        self.points = {fold(word): point for word, point in _worded(rating, scale)}
        self.points |= {fold(word): int(point) for word, point in getattr(answers.anchors, rating).items()}
        self.reasons = dict.fromkeys(tool.not_known, "-")
        self.reasons |= {fold(text): reason for text, reason in answers.reasons.items()}
        self.skipped = {fold(text) for text in (*tool.skipped, *answers.skipped)}
        self.empty = {fold(text) for text in tool.empty}

    def read(self, text: str | None) -> Cell:
        """What a text says."""
        folded = fold(text or "")
        if folded in self.reasons:
            return Cell(Kind.not_known, words=self.reasons[folded])
        if folded in self.skipped:
            return Cell(Kind.skipped)
        if not folded or folded in self.empty:
            return Cell(Kind.empty)
        if folded in self.points:
            return self._on_scale(self.points[folded])
        number = _NUMBER.fullmatch(folded)
        return self._neither(folded) if number is None else self._counted(folded, number[1])

    def _counted(self, text: str, fraction: str | None) -> Cell:
        if fraction is not None and fraction.strip("0"):
            return Cell(Kind.wrong, words="is not a whole number: a rating is a point of the scale, not a mean of some")
        return self._on_scale(int(re.split("[.,]", text)[0]))

    def _on_scale(self, rating: int) -> Cell:
        if self.scale.low <= rating <= self.scale.high:
            return Cell(Kind.rating, rating)
        return Cell(Kind.wrong, words=off_scale(rating, self.scale))

    def _neither(self, folded: str) -> Cell:
        near = did_you_mean(folded, self.points)
        do = near or 'say what it means: anchors: {text: point}, or not_known: ["text"]'
        return Cell(Kind.wrong, words=f"is neither a rating nor words for one; {do}")


def off_scale(rating: int, scale: Scale) -> str:
    """Why a rating that is not on the scale is refused."""
    plain = f"is not on the scale of the survey, {scale.low} to {scale.high}"
    return f'{plain}; if it means "do not know", say so: not_known: ["{rating}"]' if rating in _CODES else plain


def _worded(rating: str, scale: Scale) -> Iterable[tuple[str, int]]:
    """The survey's own words for its points in every language, and those that ship for a scale from 1 to 5."""
    shipped: dict[str, Anchors] = {}
    if (scale.low, scale.points) == (1, 5):
        shipped = {language: words.anchors for language, words in WORDINGS.items()}
    for anchors in (shipped | dict(scale.anchors)).values():
        for point, word in enumerate(getattr(anchors, rating), scale.low):
            yield word, point
