"""How signs and small pictures look in a terminal, with plain characters where it cannot show others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import OverflowMethod
from rich.text import Text

from trueup.report.signs import Sign, Tone

_COLOURS: dict[Tone, str] = {"good": "green", "warn": "yellow", "bad": "red", "open": "bright_black"}
_BLOCKS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Pen:
    """What the terminal can show: `ascii` where it has no other characters, `width` in columns."""

    ascii: bool
    width: int

    @property
    def dot(self) -> str:
        """What stands between two facts on a line."""
        return " - " if self.ascii else " · "

    @property
    def cut(self) -> OverflowMethod:
        """How a name that is too long is cut short: with an ellipsis where one can be shown."""
        return "crop" if self.ascii else "ellipsis"

    @property
    def arrow(self) -> str:
        """What stands between where it is and where it should be."""
        return " -> " if self.ascii else " → "

    def glyph(self, sign: Sign) -> Text:
        """The sign's shape in its colour."""
        return Text(sign.ascii if self.ascii else sign.glyph, style=f"bold {_COLOURS[sign.tone]}")

    def word(self, sign: Sign) -> Text:
        """The sign's word in its colour."""
        return Text(sign.word, style=f"bold {_COLOURS[sign.tone]}")

    def sparkline(self, values: Sequence[float], cells: int = 8) -> str:
        """The last `cells` values as a row of blocks; nothing where blocks cannot be shown."""
        last = list(values)[-cells:]
        if self.ascii or len(last) < 2:
            return ""
        low, high = min(last), max(last)
        if low == high:
            return _BLOCKS[3] * len(last)
        return "".join(_BLOCKS[round((value - low) / (high - low) * 7)] for value in last)
