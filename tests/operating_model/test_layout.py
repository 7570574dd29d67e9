"""The layered map: nothing overlaps, groups stay together, few links cross, the same again for the same input."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from trueup.operating_model.layout import GUTTER, LINE, Band, Item, Layout, laid_out
from trueup.operating_model.lettering import CUT, fitted, width_of
from trueup.operating_model.ordering import Ranked, crossings, ordered

NAMES = st.lists(st.sampled_from(["Ask", "for", "an", "offer", "Wertermittlungsgutachten", "by", "telephone", "WWW"]),
                 min_size=1, max_size=9).map(" ".join)  # fmt: skip


def overlapping(layout: Layout) -> list[tuple[str, str]]:
    boxes = [box for band in layout.bands for box in band.boxes]
    for band in layout.bands:
        for heading in band.headings:
            under = min(box.y for box in band.boxes if box.x == heading.x and box.y > heading.y)
            assert heading.y + (len(heading.lines) - 1) * LINE < under, "a heading runs into its boxes"
    return [
        (one.id, two.id)
        for at, one in enumerate(boxes)
        for two in boxes[at + 1 :]
        if one.x < two.right and two.x < one.right and one.y < two.y + two.height and two.y < one.y + one.height
    ]


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(st.lists(st.tuples(NAMES, st.integers(0, 3)), max_size=25), min_size=1, max_size=5),
    columns=st.integers(1, 7),
    seed=st.integers(0, 9),
)
def test_boxes_never_overlap_and_lie_in_their_bands(
    names: list[list[tuple[str, int]]], columns: int, seed: int
) -> None:
    bands = [
        (str(row), [Item(f"{row}-{at}", text, f"g{group}", group * "Group with a long name ", inset=12.0 * group)
                    for at, (text, group) in enumerate(items)])
        for row, items in enumerate(names)
    ]  # fmt: skip
    draw = random.Random(seed)
    ids = [[item.id for item in items] for _, items in bands]
    links = [(draw.choice(one), draw.choice(two)) for one, two in pairwise(ids) if one and two for _ in range(20)]
    found = laid_out(bands, links, 900.0, columns)
    assert found == laid_out(bands, links, 900.0, columns)
    assert overlapping(found) == []
    assert sorted(box.id for band in found.bands for box in band.boxes) == sorted(name for row in ids for name in row)
    for band in found.bands:
        assert all(band.y < box.y and box.y + box.height <= band.bottom for box in band.boxes)
        assert all(box.x >= GUTTER / 2 and box.right + GUTTER / 2 <= 900.001 for box in band.boxes)
        assert len({box.x for box in band.boxes}) <= columns
    assert all(one.bottom < two.y for one, two in pairwise(found.bands))
    assert len(found.routes) == len(links)


@settings(max_examples=40, deadline=None)
@given(st.permutations(range(9)), st.permutations(range(9)), st.integers(0, 8))
def test_order_keeps_groups_and_is_never_worse_than_as_written(one: list[int], two: list[int], shift: int) -> None:
    bands = [[Ranked(f"a{n}", f"g{n // 3}") for n in one], [Ranked(f"b{n}", f"h{n // 3}", n % 2) for n in two]]
    links = [(f"a{n}", f"b{(n + shift) % 9}") for n in range(9)]
    for row in ordered(bands, links):
        groups = [int(name[1:]) // 3 for name in row]
        assert sum(before != after for before, after in pairwise(groups)) == 2, "three groups, each in one piece"


def test_a_tangle_that_need_not_be_is_undone() -> None:
    """Three chains, written down crosswise."""
    bands = [[Ranked(f"{row}{n}") for n in order] for row, order in (("a", "012"), ("b", "210"), ("c", "120"))]
    links = [(f"{one}{n}", f"{two}{n}") for one, two in ("ab", "bc") for n in "012"]
    below = {one: [two] for one, two in links}
    assert crossings([[each.id for each in band] for band in bands], below) > 0
    assert crossings(ordered(bands, links), below) == 0


def test_crossings_are_counted_as_pairs() -> None:
    draw = random.Random(4)
    upper, lower = [f"u{n}" for n in range(8)], [f"l{n}" for n in range(8)]
    links = sorted({(draw.choice(upper), draw.choice(lower)) for _ in range(25)})
    at = {name: n for row in (upper, lower) for n, name in enumerate(row)}
    pairs = sum((at[a] - at[c]) * (at[b] - at[d]) < 0 for n, (a, b) in enumerate(links) for c, d in links[n + 1 :])
    below: dict[str, list[str]] = {}
    for one, two in links:
        below.setdefault(one, []).append(two)
    assert crossings([upper, lower], below) == pairs


def test_small_groups_are_not_torn_apart_and_large_ones_say_that_they_go_on() -> None:
    small = [Item(f"{group}{n}", "Name", group, f"Group {group}") for group in "abcd" for n in range(3)]
    (band,) = laid_out([("one", small)], [], 900.0, 3).bands
    assert [heading.again for heading in band.headings] == [False] * 4
    large = [Item(str(n), "Name", "a", "Group a") for n in range(40)]
    (band,) = laid_out([("one", large)], [], 900.0, 3).bands
    assert [heading.again for heading in band.headings] == [False, True, True]


def test_an_empty_band_and_no_band() -> None:
    found = laid_out([("one", []), ("two", [Item("x", "X")])], [("x", "nowhere")], 900.0, 6)
    assert [len(band.boxes) for band in found.bands] == [0, 1]
    assert found.routes == ()
    assert isinstance(found.bands[0], Band)
    assert laid_out([], [], 900.0, 6) == Layout(900.0, 0.0, (), ())


@given(NAMES, st.floats(30, 200), st.integers(1, 3))
def test_text_fits_and_a_cut_shows(text: str, width: float, most: int) -> None:
    lines = fitted(text, width, 11.0, most)
    assert len(lines) <= most
    assert all(width_of(line, 11.0) <= width for line in lines)
    assert " ".join(lines) == text or CUT in "".join(lines)


def test_bands_whose_order_means_something_keep_it() -> None:
    bands = [[Ranked(f"{row}{n}") for n in order] for row, order in (("a", "012"), ("b", "210"), ("c", "120"))]
    links = [(f"{one}{n}", f"{two}{n}") for one, two in ("ab", "bc") for n in "012"]
    assert ordered(bands, links, fixed=2) == (("a0", "a1", "a2"), ("b2", "b1", "b0"), ("c2", "c1", "c0"))
