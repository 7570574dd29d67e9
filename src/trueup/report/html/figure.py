"""A chart on the page: drawn when it comes into view, with a description and its numbers in a table behind it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import to_json

from trueup.report.html.markup import Markup, tag
from trueup.report.language import noted, say, separators, spoken


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a chart: `rows` of as many cells as `columns`; `numeric` are right-aligned."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: frozenset[int] = frozenset()


@dataclass(slots=True)
class Charts:
    """The charts of a page. Those of one shape share one specification and differ in their data only."""

    shapes: dict[str, int] = field(default_factory=dict)
    drawn: list[dict[str, Any]] = field(default_factory=list)

    def add(self, spec: dict[str, Any]) -> int:
        """Keep a chart; its number on the page."""
        bare = {key: part for key, part in spec.items() if key != "datasets"}
        shape = json.dumps(bare, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        number = self.shapes.setdefault(shape, len(self.shapes))
        self.drawn.append({"shape": number, "datasets": spec.get("datasets", {})})
        return len(self.drawn) - 1

    def json(self, config: dict[str, Any]) -> Markup:
        """All of it as JSON that may stand inside a script element."""
        shapes, charts, looks = ",".join(self.shapes), to_json(self.drawn).decode(), to_json(config).decode()
        text = f'{{"shapes":[{shapes}],"charts":{charts},"config":{looks}}}'
        return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))

    def figure(
        self, spec: dict[str, Any], caption: str, description: str, table: Table, legend: Markup | None = None
    ) -> Markup:
        """The chart's place on the page, its caption, legend and table."""
        number = self.add(_spoken(spec))
        canvas = tag("div", class_="chart", data_chart=number, role="img", aria_label=f"{caption}. {description}")
        numbers = tag(
            "details", tag("summary", say("The numbers as a table")), data_table(table, caption), class_="numbers"
        )
        return tag("figure", tag("figcaption", caption), canvas, legend, numbers)


def _spoken(spec: dict[str, Any]) -> dict[str, Any]:
    """The chart with the words that stand in it in the reader's language."""
    if spoken().code == "en":
        return spec
    datasets = {name: [_said(row) for row in rows] for name, rows in spec.get("datasets", {}).items()}
    return spec | {"datasets": datasets, "encoding": _titled(spec.get("encoding", {}))}


def _titled(encoding: dict[str, Any]) -> dict[str, Any]:
    """A unit beside the axis, which charts of actuals know in English only."""
    up = encoding.get("y") or {}
    return encoding | {"y": up | {"title": say(up["title"])}} if up.get("title") else encoding


def _said(row: dict[str, Any]) -> dict[str, Any]:
    """`what` names a bar; `label` is a figure, behind a word where it is a target's."""
    told = dict(row)
    if "what" in row:
        told["what"] = say(row["what"])
    word, gap, figure = str(row.get("label", "")).partition(" ")
    if word in {noted("target"), noted("first")}:
        told["label"] = f"{say(word)}{gap}{separators(figure)}"
    elif "what" in row:
        told["label"] = separators(row["label"])
    return told


def data_table(table: Table, caption: str | None = None) -> Markup:
    """A table that scrolls on its own when it is wider than the page."""
    head = tag("tr", [tag("th", name, scope="col", class_=_side(table, i)) for i, name in enumerate(table.columns)])
    body = [tag("tr", _cells(table, row)) for row in table.rows]
    label = tag("caption", caption, class_="unseen") if caption else None
    return tag("div", tag("table", label, tag("thead", head), tag("tbody", body)), class_="scroll", tabindex=0,
               role="region", aria_label=caption)  # fmt: skip


def _cells(table: Table, row: Sequence[str]) -> Iterable[Markup]:
    for index, cell in enumerate(row):
        yield tag("td", cell, class_=_side(table, index))


def _side(table: Table, index: int) -> str | None:
    return "number" if index in table.numeric else None
