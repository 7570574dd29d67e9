"""Sources as documents, and documents that sources make."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from tests.sources.conftest import Desk
from trueup.book import yaml
from trueup.book.book import Book
from trueup.sources.documents import Source
from trueup.sources.fields import Constant, Switch
from trueup.sources.generated import Block, Gather, Leaf, read_pattern
from trueup.vocabulary import SourceError

SHOWN = b"""
kind: source
id: it-portfolio
read: {csv: data/performance_metrics_*.csv, encoding: utf-8, null: ["", "N/A", "TBD", "...", "1970-01-01"]}
facts:
  observations:
    kpi: "{unique_investment_identifier}/{metric_id}"
    period: {date: actual_result_date, format: "%Y-%m-%d"}
    actual: actual_result
    project: unique_investment_identifier
    reported_by: agency
    claim: metric_status
documents:
  kpi: {id: "{unique_investment_identifier}/{metric_id}", name: metric_description, unit: unit_of_measure,
        direction: {from: performance_measurement_condition, over target: increase, under target: decrease}}
  targets: {kpi: metric_id, period: 2014, target: target_2014}
"""


def document(text: bytes) -> Source:
    return Source.model_validate(yaml.read(text, "source.yaml")[0][0].data)


def test_the_mapping_of_the_design_is_a_source() -> None:
    source = document(SHOWN)
    assert source.read[0].missing == {"": None, "N/A": None, "TBD": None, "...": None, "1970-01-01": None}
    assert [table for table, _ in source.facts.mappings] == ["observations", "targets"]
    assert [part.kind for part in source.documents] == ["kpi"]


def test_a_stored_source_reads_back_the_same() -> None:
    source = document(SHOWN + b"max_refused: 0.25\nwith: {other: {sql: 'sqlite:///x.db', table: t, cursor: id}}\n")
    assert Source.model_validate(source.body).digest == source.digest


WRONG = [
    ("read: {csv: a, excel: b}", "names csv and excel: exactly one of"),
    ("read: {encoding: utf-8}", "names no place"),
    ("read: {sql: 'sqlite://'}", "names either a `table` or a `query`"),
    ("read: {csv: a, cursor: id}", "belong to a read with `sql`"),
    ("read: {csv: a, delimiter: '::'}", "is one character, or `whitespace`"),
    ("read: {csv: a, numbers: {decimal: '.', thousands: '.'}}", "cannot both be '.'"),
    ("read: [{csv: a}, {csv: b, numbers: {decimal: ','}}]", "write numbers differently"),
    ("read: [{csv: a}, {sql: 'sqlite://', table: t}]", "reads a database together with something else"),
]


@pytest.mark.parametrize(("line", "words"), WRONG)
def test_a_wrong_read_is_refused(line: str, words: str) -> None:
    text = f"kind: source\nid: x\n{line}\nland: {{table: t}}\n"
    with pytest.raises(ValidationError) as caught:
        document(text.encode())
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("", "a source that lands nothing has no use"),
        ("facts: {observations: {kpi: a, actual: b}}", "needs `period`, `reported_by`"),
        ("facts: {targets: {kpi: a, period: 2014}}", "needs `target`"),
        ("facts: {observations: {kpi: a, period: true, actual: b, reported_by: c}}", "a period is a column, a year"),
        ("facts: {observations: {kpi: a, period: {date: d, grain: moth}, actual: b, reported_by: c}}", "unknown grain"),
        (
            "facts: {observations: {kpi: a, period: {start: d}, actual: b, reported_by: c}}",
            "{start: column, end: column}",
        ),
        ("facts: {targets: {each: [{perod: 2014, target: a}], kpi: a}}", "unknown key 'perod'"),
        ("facts: {targets: {rows: more, kpi: a, period: 2014, target: b}}", "no read is called 'more'"),
        ("land: {table: t, where: 'a ='}", "a text in 'quotes' or a number is expected"),
        ("documents: {plan: {id: a}}", "cannot make documents of kind 'plan'"),
        ("documents: {kpi: {name: a}}", "`id` is needed"),
        ("documents: {kpi: {id: a, nmae: b}}", "did you mean 'name'"),
        ("documents: {agreement: {id: a, objectives: {each: {kip: b}}}}", "agreement.objectives: unknown key 'kip'"),
        ("documents: {agreement: {id: a, providers: {each: b, in: c}}}", "both or neither"),
        ("documents: {agreement: {id: a, versions: {in: b, by: c}}}", "set: {effective"),
    ],
)
def test_a_wrong_mapping_is_refused(part: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        document(f"kind: source\nid: x\nread: {{csv: a}}\n{part}\n".encode())
    assert words in str(caught.value)


def test_words_of_a_closed_list_are_constants() -> None:
    raw = {
        "id": "i",
        "direction": "increase",
        "grain": {"from": "g", "m": "month"},
        "aggregate": "last",
        "stage": "service",
    }
    keys = dict(read_pattern("kpi", raw).block.keys)
    assert keys["direction"] == Leaf(Constant("increase"))
    assert keys["aggregate"] == Leaf(Constant("last"))
    assert isinstance(keys["grain"], Leaf)
    assert isinstance(keys["grain"].field, Switch)
    assert keys["stage"] != Leaf(Constant("service"))


def test_a_shape_mirrors_the_document() -> None:
    raw = {
        "id": "i",
        "objectives": {"each": {"id": "o", "value": {"per_unit": "v", "per": "month"}}, "in": "x", "by": "k"},
    }
    objectives = dict(read_pattern("agreement", raw).block.keys)["objectives"]
    assert isinstance(objectives, Gather)
    assert isinstance(objectives.item, Block)
    value = dict(objectives.item.keys)["value"]
    assert isinstance(value, Block)
    assert dict(value.keys)["per"] == Leaf(Constant("month"))


PROJECTS = """
project,title,owner,start,goal,unit,sense,weight
p1,One &amp; all,North,01/02/2025,5,Days,Under,1
p1,One &amp; all,North,01/02/2025,9,percent,Over,2
p2,Two,South,01/03/2025,,Days,Under,1
"""
CONTRACTS = "project,vendor,paid\np1,Acme Ltd.,1.5\np1,Sint & Co,0.5\np1,ACME LTD,2\np3,Nobody,1\n"
HISTORY = "project,day,reason\np1,2025-06-01,scope grew\np1,2025-04-01,typing error\np1,2025-09-01,later still\n"
PORTFOLIO = """
read: {csv: data/projects.csv, unescape: true}
with:
  contracts: {csv: data/contracts.csv}
  history: {csv: data/history.csv}
documents:
  - party: {id: "{owner|slug}", name: owner, role: customer}
  - party: {rows: contracts, where: "project <> 'p3'", id: "{vendor|slug}", name: vendor, role: provider}
  - kpi:
      id: "{project}/{unit|slug}"
      where: goal is not null
      name: title
      unit: unit
      direction: {from: sense, under: decrease, over: increase}
      bounds: [null, null]
      entered: true
  - agreement:
      id: project
      where: goal is not null
      title: title
      customer: "{owner|slug}"
      effective: {date: start, format: "%d/%m/%Y"}
      providers: {each: "{vendor|slug}", in: contracts, by: project}
      objectives:
        each:
          id: "{unit|slug}"
          kpi: "{project}/{unit|slug}"
          target: goal
          weight: weight
          from: effective
          due: 2026-01-01
      costs:
        - {what: {value: set up}, amount: 10, date: 2025-02-01}
        - {each: {what: vendor, amount: {number: paid, in: million}, per: year}, in: contracts, by: project}
      versions:
        in: history
        by: project
        where: not reason like 'typing%'
        set: {effective: day, why: reason}
"""


def test_documents_of_several_files(desk: Desk, table: Callable[[Any, str], Any]) -> None:
    desk.write("data/projects.csv", PROJECTS)
    desk.write("data/contracts.csv", CONTRACTS)
    desk.write("data/history.csv", HISTORY)
    desk.source(PORTFOLIO)
    report = desk.load()
    assert not report.refusals
    book = Book.load(desk.folder, desk.rows("documents").to_pylist())
    versions = book.agreement("p1")
    first, last = versions.first, versions.latest
    assert [(v.version, str(v.effective), v.why) for v in versions] == [
        (1, "2025-02-01", None),
        (2, "2025-06-01", "scope grew"),
        (3, "2025-09-01", "later still"),
    ]
    assert first.title == "One & all"
    assert first.providers == ("acme-ltd", "sint-co")
    assert [(o.id, str(o.target), str(o.weight)) for o in last.objectives] == [
        ("days", "5", "1"),
        ("percent", "9", "2"),
    ]
    assert [(c.what, int(c.amount)) for c in first.costs] == [
        ("set up", 10),
        ("Acme Ltd.", 1_500_000),
        ("Sint & Co", 500_000),
        ("ACME LTD", 2_000_000),
    ]
    assert book.kpi("p1/percent").latest.unit.name == "%"
    assert {"north", "south", "acme-ltd", "sint-co"} <= set(book.parties)
    told = table(report, "agreement documents")
    assert (told.read, told.passed, told.mapped, told.documents) == (3, 1, 2, 3)
    assert desk.load().landed == 0


def test_a_document_that_is_not_valid_refuses_its_rows(desk: Desk) -> None:
    desk.write(
        "data/k.csv", "id,name,unit,sense\nk1,One,day,down\nk2,Two,day,sideways\nk 3,Three,day,down\nk4,,day,down\n"
    )
    desk.source("""
    read: {csv: data/k.csv}
    documents:
      kpi: {id: id, name: name, unit: unit, direction: {from: sense, down: decrease, else: keep}, entered: true}
    """)
    report = desk.load()
    assert [(one.line, one.column) for one in report.refusals] == [
        (3, "kpi k2: direction"),
        (4, "kpi k 3: id"),
        (5, "kpi k4: name"),
    ]
    assert [row["id"] for row in desk.rows("documents").to_pylist()] == ["k1"]


def test_rows_that_differ_from_the_first_are_told(desk: Desk) -> None:
    desk.write("data/p.csv", "vendor\nAcme Ltd\nACME Ltd.\n")
    desk.source("""
    read: {csv: data/p.csv}
    documents: {party: {id: "{vendor|slug}", name: vendor, role: provider}}
    """)
    assert "party: 1 rows say another thing of a document than its first, which counts" in desk.load().notices


def test_documents_that_would_break_the_book_do_not_land(desk: Desk) -> None:
    desk.write("data/a.csv", "id,who\na1,fabel\n")
    desk.source("""
    read: {csv: data/a.csv}
    documents: {agreement: {id: id, title: id, customer: who, effective: 2026-01-01}}
    """)
    with pytest.raises(SourceError, match="its documents do not fit the book") as caught:
        desk.load()
    assert "there is no party 'fabel' (did you mean 'fable'?)" in str(caught.value)
    assert desk.rows("documents").num_rows == 0


def test_a_document_that_changes_lands_again(desk: Desk) -> None:
    desk.source("""
    read: {csv: data/p.csv}
    documents: {party: {id: id, name: name, role: provider}}
    """)
    desk.write("data/p.csv", "id,name\nz,Zed\n")
    desk.load()
    desk.write("data/p.csv", "id,name\nz,Zed & Sons\n")
    assert desk.load().landed == 1
    assert "Zed & Sons" in desk.rows("documents").to_pylist()[0]["body"]
