"""The layered map as SVG: bands, boxes that are links, and the links between them, quiet until one is chosen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.translation import gettext as _

from trueup.operating_model.layout import LETTERS, LINE, PAD, Band, Box, Heading, Item, Layout, Route, laid_out
from trueup.operating_model.parts import KINDS, PART_OF, Kind
from trueup.operating_model.results import ElementResult, LinkResult, Map
from trueup.report.html.markup import Markup, tag
from trueup.web.operating_model import words
from trueup.web.operating_model.sight import Sight

WIDTH, COLUMNS = 904.0, 6
AS_WRITTEN = 2
"""Jobs and interactions stand in the order of the document: the customer's way through time."""
MARK = 13.0
"""How wide a mark of something measured is."""
_KPI = tag("path", d="M0 8l3-4 3 2 4-5", class_="kpi")
_COST = (tag("circle", cx=5, cy=5, r=4, class_="cost"), tag("path", d="M5 3v4", class_="cost"))
RANKS = {"direct": 0, "control": 1, "execute": 2}


def drawn(found: Map, sight: Sight, named: str) -> Markup:
    """The map as one picture; `named` is the id of its heading on the page."""
    elements = {each.id: each for each in found.elements if each.id in sight.drawn}
    layout = laid_out(
        [(kind, _items(kind, elements, found)) for kind in KINDS],
        [_downward(each) for each in found.links],
        WIDTH,
        COLUMNS,
        AS_WRITTEN,
    )
    return tag(
        "svg",
        *(_ground(band, layout) for band in layout.bands),
        tag("g", *_routes(layout, sight, elements), class_="links", aria_hidden="true"),
        *(_band(band, elements, found.names, sight) for band in layout.bands),
        viewBox=f"0 0 {layout.width:g} {layout.height:g}",
        class_="map tracing" if sight.lit else "map",
        role="group",
        aria_labelledby=named,
    )


def _downward(link: LinkResult) -> tuple[str, str]:
    """From what hangs to what it hangs on: a whole hangs on its parts."""
    return (link.target, link.source) if link.kind == PART_OF else (link.source, link.target)


def _items(kind: Kind, elements: Mapping[str, ElementResult], found: Map) -> list[Item]:
    groups = _GROUPS[kind](elements, found) if kind in _GROUPS else {}
    items = []
    for each in elements.values():
        if each.kind == kind:
            group, heading = groups.get(each.id, ("", ""))
            rank = RANKS.get(each.level or "", 3)
            items.append(Item(each.id, each.name, group, heading, rank, MARK * len(_marks(each))))
    place = {name: number for number, name in enumerate(elements)}
    return sorted(items, key=lambda item: place.get(item.group, -1)) if kind == "interaction" else items


def _by_job(elements: Mapping[str, ElementResult], found: Map) -> dict[str, tuple[str, str]]:
    """Each interaction under the first job that leads to it."""
    groups: dict[str, tuple[str, str]] = {}
    for link in found.links:
        job = elements.get(link.source)
        if job is not None and job.kind == "job" and link.kind != PART_OF:
            groups.setdefault(link.target, (job.id, job.name))
    return groups


def _by_whole(elements: Mapping[str, ElementResult], found: Map) -> dict[str, tuple[str, str]]:
    """Each job beside those that are parts of the same."""
    return {each.id: (each.part_of[0] if each.part_of else each.id, "") for each in elements.values()}


def _by_competency(elements: Mapping[str, ElementResult], found: Map) -> dict[str, tuple[str, str]]:
    return {each.id: (each.competency or "", each.competency or "") for each in elements.values()}


_GROUPS = {"job": _by_whole, "interaction": _by_job, "component": _by_competency}


def _ground(band: Band, layout: Layout) -> Markup:
    return tag("rect", x=0, y=f"{band.y:g}", width=f"{layout.width:g}", height=f"{band.height:g}", rx=6, class_="band")


def _routes(layout: Layout, sight: Sight, elements: Mapping[str, ElementResult]) -> list[Markup]:
    """Those on the trace last, above the others with which they share a lane."""
    lit = {each: each.one in sight.lit and each.other in sight.lit for each in layout.routes}
    return [_route(each, sight, elements) for each in sorted(layout.routes, key=lambda each: lit[each])]


def _route(route: Route, sight: Sight, elements: Mapping[str, ElementResult]) -> Markup:
    part = " part" if elements[route.one].kind == elements[route.other].kind else ""
    lit = " lit" if route.one in sight.lit and route.other in sight.lit else ""
    return tag("path", d=route.d, class_=f"link{part}{lit}", data_a=route.one, data_b=route.other)


def _band(band: Band, elements: Mapping[str, ElementResult], names: Mapping[str, str], sight: Sight) -> Markup:
    name = f"{words.word(words.BANDS, band.name)} · {len(band.boxes)}"
    return tag(
        "g",
        tag("text", name, x=10, y=f"{band.y + 15:g}", class_="band-name", aria_hidden="true"),
        *(_heading(each) for each in band.headings),
        *(_box(box, elements[box.id], names, sight) for box in band.boxes),
        role="group",
        aria_label=name,
    )  # fmt: skip


def _heading(of: Heading) -> Markup:
    lines = [tag("tspan", line, x=f"{of.x:g}", y=f"{of.y + at * LINE:g}") for at, line in enumerate(of.lines)]
    return tag("text", *lines, class_="group again" if of.again else "group", aria_hidden="true")


def _box(box: Box, element: ElementResult, names: Mapping[str, str], sight: Sight) -> Markup:
    chosen = sight.chosen is not None and sight.chosen.id == box.id
    return tag(
        "a",
        tag("title", words.described(element, names)),
        tag("rect", x=f"{box.x:g}", y=f"{box.y:g}", width=f"{box.width:g}", height=f"{box.height:g}", rx=3),
        tag("text", *_lines(box)),
        *_measured(box, element),
        *_gap(box, element),
        class_=" ".join(_classes(element, sight)),
        href=f"{sight.at(element=box.id, find='')}#chosen",
        data_id=box.id,
        aria_label=words.described(element, names),
        aria_current="true" if chosen else None,
    )


def _classes(element: ElementResult, sight: Sight) -> Iterator[str]:
    yield from ("box", element.kind)
    if element.third:
        yield "third"
    if sight.chosen is not None and sight.chosen.id == element.id:
        yield "chosen"
    if element.id in sight.lit:
        yield "lit"
    if sight.inside is not None and element.id not in sight.inside:
        yield "outside"


def _lines(box: Box) -> Iterator[Markup]:
    for number, line in enumerate(box.lines):
        yield tag("tspan", line, x=f"{box.x + PAD:g}", y=f"{box.y + PAD - 1 + LETTERS * 0.8 + number * LINE:g}")


def _gap(box: Box, element: ElementResult) -> Iterator[Markup]:
    """An open ring on the edge where a link is missing."""
    if element.gaps:
        up = "cash_flow_without_job" in element.gaps
        edge = box.y if up else box.y + box.height
        yield tag("circle", cx=f"{box.x + box.width / 2:g}", cy=f"{edge:g}", r=3, class_="gap")


def _measured(box: Box, element: ElementResult) -> Iterator[Markup]:
    for number, mark in enumerate(reversed(_marks(element))):
        x = box.right - PAD - (number + 1) * MARK + 3
        yield tag("g", mark, transform=f"translate({x:g} {box.middle - 5:g})", class_="mark", aria_hidden="true")


def _marks(element: ElementResult) -> list[Markup]:
    """Small marks, each with a shape of its own: a filled bar (failed touchpoints), a line (KPI), a coin (cost)."""
    found, marks = element.measures, []
    touched = found.touchpoints
    if touched is not None and touched.share is not None:
        marks.append(tag("g", *_share(touched.share)))
    if any(each.actual is not None for each in found.kpis):
        marks.append(_KPI)
    if element.cost is not None:
        marks.append(tag("g", *_COST))
    return marks


def _share(share: float) -> Iterator[Markup]:
    high = 10 * share
    yield tag("rect", x=2, y=0, width=6, height=10, class_="of")
    yield tag("rect", x=2, y=f"{10 - high:.2f}", width=6, height=f"{high:.2f}", class_="failed")


def legend() -> list[tuple[Markup, str]]:
    """What the shapes mean."""
    box, upper = (tag("rect", x=2, y=y, width=22, height=high, rx=2) for y, high in ((2, 9), (1, 7)))
    ring = tag("circle", cx=13, cy=8, r=2.6, class_="gap")
    return [
        (_key(tag("g", box, class_="box third")), _("with a third party")),
        (_key(tag("g", upper, ring, class_="box")), _("a gap: a link is missing there")),
        (_key(_sample(*_share(0.4))), _("failed touchpoints")),
        (_key(_sample(_KPI)), _("a KPI with an actual")),
        (_key(_sample(*_COST)), _("a stated cost")),
    ]


def _key(drawn: Markup) -> Markup:
    return tag("svg", drawn, viewBox="0 0 26 14", class_="map key", aria_hidden="true")


def _sample(*marks: Markup) -> Markup:
    return tag("g", *marks, transform="translate(8 2)", class_="mark")
