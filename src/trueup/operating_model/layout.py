"""Where everything on the layered map stands: bands from the customer down to cash, boxes in columns, links in lanes.

Pure geometry, the same for the same input; a thousand elements take a fraction of a second. A band is set like a
newspaper: columns of even height, groups with a heading. A link leaves its box to the right, runs down the lane beside
the column, crosses over between the bands, and enters the other box from the left: no link runs over a box that is not
its own band's neighbour, and links with the same way lie on one another.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trueup.operating_model.lettering import fitted
from trueup.operating_model.ordering import Ranked, ordered

LETTERS = 11.0
LINE = 13.0
PAD = 5.0
GAP = 4.0
GUTTER = 22.0
HEAD = 18.0
TOP = 24.0
CHANNEL = 34.0
WIDEST = 190.0
LINES = 3
TOGETHER = 4
"""A group of so many boxes at most is not torn apart; a larger one only where that makes the band much lower."""
MUCH = 1.15


@dataclass(frozen=True, slots=True)
class Item:
    """An element to place. `inset`: room for marks at its right; `rank`: its row in its group."""

    id: str
    text: str
    group: str = ""
    heading: str = ""
    rank: int = 0
    inset: float = 0.0


@dataclass(frozen=True, slots=True)
class Box:
    """An element, placed; `lines` is its text as it fits."""

    id: str
    x: float
    y: float
    width: float
    height: float
    lines: tuple[str, ...]

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.x + self.width

    @property
    def middle(self) -> float:
        """Half its height."""
        return self.y + self.height / 2


@dataclass(frozen=True, slots=True)
class Heading:
    """The name of a group over its boxes, its first line at `y`; `again` where the group goes on in the next column."""

    lines: tuple[str, ...]
    x: float
    y: float
    width: float
    again: bool


@dataclass(frozen=True, slots=True)
class Band:
    """A band over the whole width; its boxes in reading order: column by column."""

    name: str
    y: float
    height: float
    boxes: tuple[Box, ...]
    headings: tuple[Heading, ...]

    @property
    def bottom(self) -> float:
        """Its lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Route:
    """A link as a path: `d` of an SVG path element."""

    one: str
    other: str
    d: str


@dataclass(frozen=True, slots=True)
class Layout:
    """The whole map."""

    width: float
    height: float
    bands: tuple[Band, ...]
    routes: tuple[Route, ...]


@dataclass(frozen=True, slots=True)
class _Set:
    """An item with its lines, ready to be put into a column."""

    item: Item
    lines: tuple[str, ...]
    head: float = 0.0
    """How high the heading of its group is."""

    @property
    def height(self) -> float:
        return len(self.lines) * LINE + 2 * PAD - 2


Column = list[tuple[_Set, str]]
"""Each box with the heading that stands over it: "" for none, and a leading space where a group goes on."""


def laid_out(
    bands: Sequence[tuple[str, Sequence[Item]]],
    links: Sequence[tuple[str, str]],
    width: float,
    columns: int,
    fixed: int = 0,
) -> Layout:
    """The map of these bands (name, items), at most `columns` boxes side by side over a width.

    The first `fixed` bands keep the order in which they are given.
    """
    ranked = [[Ranked(each.id, each.group, each.rank) for each in items] for _name, items in bands]
    order = ordered(ranked, links, fixed)
    placed: list[Band] = []
    y = 0.0
    for (name, items), ids in zip(bands, order, strict=True):
        known = {each.id: each for each in items}
        placed.append(_band(name, [known[id] for id in ids], y, width, columns))  # noqa: A001 - what documents say
        y = placed[-1].bottom + CHANNEL
    height = max(y - CHANNEL, 0.0)
    return Layout(width, height, tuple(placed), tuple(_routes(placed, links)))


def _band(name: str, items: Sequence[Item], y: float, width: float, columns: int) -> Band:
    room = min(WIDEST, width / columns - GUTTER)
    ready = [
        _Set(each, fitted(each.text, room - 2 * PAD - each.inset, LETTERS, LINES), _head(_heading(each.heading, room)))
        for each in items
    ]
    filled = _columns(ready, columns)
    pitch = width / max(len(filled), 1)
    wide = min(WIDEST, pitch - GUTTER)
    boxes: list[Box] = []
    headings: list[Heading] = []
    for number, column in enumerate(filled):
        x, at = number * pitch + (pitch - wide) / 2, y + TOP
        for each, heading in column:
            if heading:
                words = _heading(heading, wide)
                headings.append(Heading(words, x, at + HEAD - 6, wide, heading.startswith(" ")))
                at += _head(words)
            drawn = _Set(each.item, fitted(each.item.text, wide - 2 * PAD - each.item.inset, LETTERS, LINES))
            boxes.append(Box(each.item.id, x, at, wide, drawn.height, drawn.lines))
            at += drawn.height + GAP
    lowest = max((box.y + box.height for box in boxes), default=y + TOP + LINE)
    return Band(name, y, lowest + 8 - y, tuple(boxes), tuple(headings))


def _heading(text: str, width: float) -> tuple[str, ...]:
    """The lines of a heading; none for a group without one."""
    return fitted(text, width, LETTERS, 2) if text.strip() else ()


def _head(lines: Sequence[str]) -> float:
    return HEAD + LINE * (len(lines) - 1) if lines else 0.0


def _columns(items: Sequence[_Set], most: int) -> list[Column]:
    """The items in at most `most` columns of a height as low as keeps small groups together."""
    if not items:
        return []
    groups = _grouped(items)
    heights = [_height(group) for group in groups]
    small = (height for height, group in zip(heights, groups, strict=True) if len(group) <= TOGETHER)
    least = max(sum(heights) / most, *(each.head + each.height + GAP for each in items), *small)
    torn, low = _fitting(groups, least, most, tear=True)
    whole, high = _fitting(groups, least, most, tear=False)
    return whole if high <= MUCH * low else torn


def _fitting(groups: Sequence[Sequence[_Set]], limit: float, most: int, *, tear: bool) -> tuple[list[Column], float]:
    """The lowest columns of at least that height of which there are not too many."""
    while len(filled := _filled(groups, limit, tear=tear)) > most:
        limit += LINE / 2
    return filled, limit


def _grouped(items: Sequence[_Set]) -> list[list[_Set]]:
    """Neighbours of one group with a heading together; who has none stands alone."""
    found: list[list[_Set]] = []
    for each in items:
        last = found[-1][-1].item if found else None
        if last is not None and each.item.heading and last.group == each.item.group:
            found[-1].append(each)
        else:
            found.append([each])
    return found


def _height(group: Sequence[_Set]) -> float:
    return group[0].head + sum(each.height + GAP for each in group)


def _filled(groups: Sequence[Sequence[_Set]], limit: float, *, tear: bool) -> list[Column]:
    """Columns no higher than the limit; `tear`: a large group may go on in the next, but never with one box alone."""
    columns: list[Column] = [[]]
    used = 0.0
    for group in groups:
        fits = used + _height(group) <= limit
        whole = len(group) <= TOGETHER or (not tear and _height(group) <= limit)
        if used and not fits and (whole or used + _height(group[:2]) > limit):
            columns.append([])
            used = 0.0
        heading = group[0].item.heading
        for each in group:
            needed = each.height + GAP + (each.head if heading else 0.0)
            if used and used + needed > limit:
                columns.append([])
                used, heading = 0.0, f" {group[0].item.heading}" if group[0].item.heading else ""
                needed = each.height + GAP + (each.head if heading else 0.0)
            columns[-1].append((each, heading))
            used, heading = used + needed, ""
    return columns


def _routes(bands: Sequence[Band], links: Iterable[tuple[str, str]]) -> Iterator[Route]:
    at: Mapping[str, tuple[Band, Box]] = {box.id: (band, box) for band in bands for box in band.boxes}
    for one, other in links:
        if one in at and other in at:
            yield Route(one, other, _path(*at[one], *at[other]))


def _path(upper: Band, start: Box, lower: Band, end: Box) -> str:
    """Out to the right, down the lane, over to the other lane between the bands, down, and in from the left."""
    if upper is lower:
        return _within(start, end)
    out, into, r = start.right + 6, end.x - 6, 4
    half = (upper.bottom + lower.y) / 2
    return (
        f"M{start.right:g} {start.middle:g}h{6 - r}q{r} 0 {r} {r}V{upper.bottom:g}"
        f"C{out:g} {half:g} {into:g} {half:g} {into:g} {lower.y:g}V{end.middle - r:g}q0 {r} {r} {r}h{6 - r}"
    )


def _within(start: Box, end: Box) -> str:
    """A part of something in the same band: an arc from side to side."""
    if abs(start.x - end.x) < 1:
        far = start.x - 10
        return f"M{start.x:g} {start.middle:g}C{far:g} {start.middle:g} {far:g} {end.middle:g} {end.x:g} {end.middle:g}"
    one, other = (start.right, end.x) if start.x < end.x else (start.x, end.right)
    half = (one + other) / 2
    return f"M{one:g} {start.middle:g}C{half:g} {start.middle:g} {half:g} {end.middle:g} {other:g} {end.middle:g}"
