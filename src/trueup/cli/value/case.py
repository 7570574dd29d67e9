"""`trueup value case` and `trueup value network`: the promise in money, and what has to change for it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt
from trueup.vocabulary import Grade

if TYPE_CHECKING:
    from trueup.value.results_case import CaseResult


class Form(StrEnum):
    """How the answer is written."""

    text = "text"
    json = "json"


CaseId = Annotated[
    str | None, typer.Option(metavar="ID", help="The business case; not needed where the book has only one.")
]


def case(
    book: BookFolder = Path("."),
    case: CaseId = None,
    scenario: Annotated[str | None, typer.Option(metavar="ID", help="Only this scenario, beside the case.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Annotated[
        str, typer.Option("--at-grade", metavar="GRADE", help="Evidence that counts: reported, verified or attested.")
    ] = Grade.reported.name,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.text,
    chart: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw promised against come: FILE.svg.")] = None,
) -> None:
    """Reckon a business case: NPV, ROI, IRR and payback by scenario, and what was promised against what came.

    Every figure stands as written and risk-adjusted; where figures are uncertain, with P10, P50, P90 and P(NPV > 0).
    The version that an agreement was agreed on is sealed: what came is always compared with it, whatever was re-cut.

    \b
    Examples:
      trueup value case northwind
      trueup value case northwind --scenario slow --chart case.svg
      trueup value case northwind --at-grade verified --format json
    """
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.value_case import business_case

    if chart is not None and chart.suffix.lower() != ".svg":
        raise typer.BadParameter("name a file that ends in .svg", param_hint="--chart")
    with open_book(book) as opened, opened.values(as_of, known_at=known_at, at_grade=at_grade) as values:
        found = business_case(values, case, scenario)
    _print(found, format)
    if chart is not None:
        _draw(found, chart)
        typer.echo(f"Drawn: {chart.absolute()}", err=format is Form.json)


def _print(found: CaseResult, format: Form) -> None:
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
        return
    from rich.console import Console

    from trueup.report.terminal.business_case import CasePage

    Console(highlight=False).print(CasePage(found))


def _draw(found: CaseResult, file: Path) -> None:
    from trueup.report.picture import svg
    from trueup.value.case_charts import promised_and_came

    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(svg(promised_and_came(found)), encoding="utf-8")


def network(
    book: BookFolder = Path("."),
    case: CaseId = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.text,
    chart: Annotated[Path | None, typer.Option(metavar="FILE", help="Draw it: FILE.svg.")] = None,
) -> None:
    """Show what has to change, by whom, before each benefit can come, and the gaps in it.

    Gaps are benefits that no change leads to, means that lead to nothing, and nodes that nobody owns. Exit status 1:
    there are gaps.

    \b
    Examples:
      trueup value network northwind
      trueup value network northwind --case claims-case --chart network.svg
    """
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.value_case import networks

    if chart is not None and chart.suffix.lower() != ".svg":
        raise typer.BadParameter("name a file that ends in .svg", param_hint="--chart")
    with open_book(book) as opened, opened.values(as_of, known_at=known_at) as values:
        found = networks(values, case)
    if format is Form.json:
        typer.echo("[" + ",\n".join(each.model_dump_json(indent=2) for each in found) + "]")
    else:
        from rich.console import Console

        from trueup.report.terminal.business_case import NetworkPage

        Console(highlight=False).print(*map(NetworkPage, found), sep="\n")
    if chart is not None:
        from trueup.report.picture import svg
        from trueup.value.case_charts import network as drawn

        chart.write_text(svg(drawn(found[0])), encoding="utf-8")
        typer.echo(f"Drawn: {chart.absolute()}", err=format is Form.json)
    if any(each.gaps for each in found):
        raise typer.Exit(1)
