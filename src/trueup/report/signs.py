"""Verdicts and statuses as signs: a word, a tone, and a shape that tells them apart without colour."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trueup.agreements.results import Status, Verdict

Tone = Literal["good", "warn", "bad", "open"]
Shape = Literal["rise", "tick", "diamond", "fall", "cross", "ring"]


@dataclass(frozen=True, slots=True)
class Sign:
    """How one verdict looks: `glyph` in a terminal, `ascii` in a poor one, `shape` as a path on a page."""

    word: str
    tone: Tone
    shape: Shape
    glyph: str
    ascii: str


# Paths in a box from -1 to 1, y downwards: Vega's custom symbols and the page's own sprites draw the same ones.
SHAPES: dict[Shape, str] = {
    "rise": "M0,-0.95L1,0.8L-1,0.8Z",
    "tick": "M-1,0.1L-0.62,-0.28L-0.28,0.06L0.6,-0.84L1,-0.44L-0.28,0.86Z",
    "diamond": "M0,-1L1,0L0,1L-1,0Z",
    "fall": "M0,0.95L1,-0.8L-1,-0.8Z",
    "cross": "M-1,-0.6L-0.6,-1L0,-0.4L0.6,-1L1,-0.6L0.4,0L1,0.6L0.6,1L0,0.4L-0.6,1L-1,0.6L-0.4,0Z",
    "ring": "M0,-1A1,1,0,1,1,0,1A1,1,0,1,1,0,-1ZM0,-0.55A0.55,0.55,0,1,0,0,0.55A0.55,0.55,0,1,0,0,-0.55Z",
}

VERDICTS: dict[Verdict, Sign] = {
    "failing": Sign("failing", "bad", "fall", "▼", "v"),
    "failed": Sign("failed", "bad", "cross", "✗", "x"),
    "at_risk": Sign("at risk", "warn", "diamond", "◆", "!"),
    "unproven": Sign("unproven", "open", "ring", "○", "?"),
    "succeeding": Sign("succeeding", "good", "rise", "▲", "^"),
    "succeeded": Sign("succeeded", "good", "tick", "✓", "+"),
}

STATUSES: dict[Status, Sign] = {
    "off_track": Sign("off track", "bad", "fall", "▼", "v"),
    "missed": Sign("missed", "bad", "cross", "✗", "x"),
    "at_risk": Sign("at risk", "warn", "diamond", "◆", "!"),
    "unmeasured": Sign("unmeasured", "open", "ring", "○", "?"),
    "on_track": Sign("on track", "good", "rise", "▲", "^"),
    "met": Sign("met", "good", "tick", "✓", "+"),
}
