"""Handouts on paper and by mail, and lists as workbooks."""

from __future__ import annotations

import io
from html.parser import HTMLParser

import openpyxl  # type: ignore[import-untyped]

from trueup.jobs.handout import Handout, Item, Sheet
from trueup.report.handouts import as_pages, as_text
from trueup.report.tables import Table
from trueup.report.workbook import as_workbook

SHEET = Sheet("Claims <1>", "en", ("How are you doing?",), "Important?", "Satisfied?", "Don't know", 1,
              (("no", "bad"), ("so so", "fair"), ("yes", "good")))  # fmt: skip
HANDOUTS = [
    Handout("0001-BCD", 2, (Item("o1", "Reduce <b>the</b> time"), Item("o2", "Reduce the cost"))),
    Handout("0002-FGH", 1, (Item("o3", "Reduce the number"),)),
]


def test_a_text_asks_everything_and_names_the_number() -> None:
    first, second = as_text(SHEET, HANDOUTS).split("=" * 72)
    assert first.startswith("Claims <1>  [0001-BCD, 2]\n\nHow are you doing?\n")
    assert "Important?\n  1 = no\n  2 = so so\n  3 = yes\n" in first
    assert "\n  - = Don't know\n" in first
    assert "\n2. Reduce the cost\n   [  ] [  ]\n" in first
    assert "0002-FGH" in second


class Pages(HTMLParser):
    """Counts tags and gathers text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_pages_are_one_a_person_and_run_nothing() -> None:
    found = Pages()
    found.feed(as_pages(SHEET, HANDOUTS))
    assert found.tags.count("section") == 2
    assert {"b", "script", "link", "img"} & set(found.tags) == {"b"}
    assert found.tags.count("b") == 4
    assert "Reduce <b>the</b> time" in found.text
    assert "0002-FGH" in found.text


def test_a_workbook_holds_texts_and_numbers() -> None:
    rows = [("=1+1", 3, None), ("Müller & <Söhne>\x01", 0.5, "  kept ")]
    book = openpyxl.load_workbook(io.BytesIO(as_workbook(Table(("a", "b", "c"), rows))))
    values = [[cell.value for cell in row] for row in book.active.rows]
    assert values == [["a", "b", "c"], ["=1+1", 3, None], ["Müller & <Söhne>\ufffd", 0.5, "  kept "]]
    assert book.active["A2"].data_type == "s"
    assert book.active.freeze_panes == "A2"


def test_the_same_table_is_the_same_workbook() -> None:
    table = Table(("a",), [(1,)])
    assert as_workbook(table) == as_workbook(table)
