"""How wide words are on the map, so that they fit their boxes before any browser has drawn them.

The widths are those of common sans-serif faces, in parts of the size of the letters, rounded up.
"""

from __future__ import annotations

from collections.abc import Iterator

NARROW, WIDE = frozenset("iIjlft.,:;'|!()[]- "), frozenset("mwMW@%—…")
CUT = "…"


def width_of(text: str, size: float) -> float:
    """How wide a text is, in the unit of `size`."""
    return sum(_part(letter) for letter in text) * size


def _part(letter: str) -> float:
    if letter in NARROW:
        return 0.34
    if letter in WIDE:
        return 0.9
    return 0.67 if letter.isupper() or ord(letter) > 0x2000 else 0.57


def fitted(text: str, width: float, size: float, most: int) -> tuple[str, ...]:
    """The text in at most `most` lines of that width; what does not fit is cut, and the cut is shown."""
    lines = list(_wrapped(text.split(), width, size))
    if len(lines) > most:
        lines[most - 1 :] = [" ".join(lines[most - 1 :])]
    return tuple(_cut(line, width, size) for line in lines) or ("",)


def _wrapped(words: list[str], width: float, size: float) -> Iterator[str]:
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and width_of(longer, size) > width:
            yield line
            longer = word
        line = longer
    if line:
        yield line


def _cut(line: str, width: float, size: float) -> str:
    if width_of(line, size) <= width:
        return line
    while line and width_of(line + CUT, size) > width:
        line = line[:-1]
    return line.rstrip() + CUT
