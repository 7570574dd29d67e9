"""`trueup jobs segments` and `trueup jobs type`: groups that share unmet needs, and where a new customer belongs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli import let_pandas_in
from trueup.cli.jobs.asking import Form
from trueup.cli.jobs.score import SurveyId, Wave
from trueup.cli.moments import AsOf, BookFolder, KnownAt
from trueup.vocabulary import InputError

if TYPE_CHECKING:
    from trueup.jobs.ratings import Ratings
    from trueup.jobs.results import Placement, Segmentation, TypingTool
    from trueup.jobs.segments import Found
    from trueup.jobs.survey import Scale
    from trueup.scorecard.panels import Panels

Seed = Annotated[int | None, typer.Option(min=0, help="With the same seed anyone gets the same segments.")]


def segments(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    survey: SurveyId = None,
    wave: Wave = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    seed: Seed = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
    assign: Annotated[
        Path | None, typer.Option(metavar="FILE.csv", help="Write the segment of each respondent, too.")
    ] = None,
    chart: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw what sets the largest segment apart, too.")
    ] = None,
) -> None:
    """Find groups of customers that share unmet needs, or say why there are none to be trusted.

    Latent classes; their number is chosen by BIC and by whether the groups come back when the respondents are drawn
    again. People who differ by degree only are no groups. Needs the extra trueup[segments].

    \b
    Examples:
      trueup jobs segments northwind
      trueup jobs segments northwind --wave 2026-h1 --format json > segments.json
      trueup jobs segments northwind --assign respondents.csv
    """
    from trueup.scorecard.opened import open_book

    let_pandas_in()  # StepMix imports it
    with open_book(book) as opened, opened.panels(as_of, known_at=known_at, seed=seed) as panels:
        _may_be_told(panels, survey, assign)
        people, found = panels.segmented(survey, wave)
    _shown(found.result, format)
    if assign is not None:
        _assigned(people, found, assign)
        typer.echo(f"The segment of each respondent: {assign.absolute()}", err=format is not Form.table)
    if chart is not None:
        _drawn(found.result, chart)
        typer.echo(f"The chart: {chart.absolute()}", err=format is not Form.table)


def _assigned(people: Ratings, found: Found, file: Path) -> None:
    from trueup.report.tables import Table, as_csv

    chances = [round(chance, 4) for chance in found.probability.tolist()]
    segments = [segment or None for segment in found.segment.tolist()]
    rows = list(zip(found.respondents, people.customers, segments, chances, strict=True))
    file.write_bytes(as_csv(Table(("respondent", "customer", "segment", "probability"), rows)))


def place_(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    answers: Annotated[
        str | None, typer.Option(metavar="OUTCOME=RATING,...", help="The ratings; without them you are asked.")
    ] = None,
    survey: SurveyId = None,
    wave: Wave = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    seed: Seed = None,
    tool: Annotated[
        Path | None, typer.Option("--from", metavar="FILE", help="What `segments --format json` wrote: saves the time.")
    ] = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
) -> None:
    """Place a new customer in a segment by a few questions, or say that it is not sure.

    \b
    Examples:
      trueup jobs type northwind
      trueup jobs type northwind --answers o4=5,o7=2
      trueup jobs type northwind --from segments.json --answers o4.importance=5,o4.satisfaction=2
    """
    from trueup.jobs.segments import place
    from trueup.scorecard.opened import open_book

    let_pandas_in()  # StepMix imports it
    with open_book(book) as opened, opened.panels(as_of, known_at=known_at, seed=seed) as panels:
        asked = panels.survey(survey, wave)
        found = _read(tool) if tool else panels.segments(asked.id, wave)
    if found.typing is None:
        raise InputError(found.refused or "there are no segments", where="segments")
    given = _parsed(answers) if answers is not None else _asked(found.typing, asked.scale)
    _told(found, place(found.typing, given, asked.scale), format)


def _may_be_told(panels: Panels, survey: str | None, assign: Path | None) -> None:
    if assign is not None and panels.survey(survey).anonymous:
        raise InputError(
            "the survey is anonymous: who is in which segment is not told",
            where="--assign", do="leave it out; `trueup jobs score --by segment` shows what each segment says",
        )  # fmt: skip


def _shown(found: Segmentation, format: Form) -> None:
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
        return
    from rich.console import Console

    from trueup.report.terminal.jobs.segments import SegmentTable

    Console(highlight=False).print(SegmentTable(found))


def _drawn(found: Segmentation, file: Path) -> None:
    from trueup.jobs.segments.charts import needs_chart, stability_chart
    from trueup.report.picture import svg

    file.write_text(svg(needs_chart(found.segments[0]) if found.segments else stability_chart(found)), encoding="utf-8")


def _read(file: Path) -> Segmentation:
    from pydantic import ValidationError

    from trueup.jobs.results import Segmentation

    try:
        return Segmentation.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise InputError(
            f"{file} does not hold segments", where="--from", do="write it: trueup jobs segments --format json"
        ) from error


def _parsed(answers: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for pair in answers.split(","):
        name, equals, rating = pair.partition("=")
        if not equals or not rating.strip().isdigit():
            raise typer.BadParameter(f"{pair!r} is no rating: write o4=5", param_hint="--answers")
        found[name.strip()] = int(rating)
    return found


def _asked(tool: TypingTool, scale: Scale) -> dict[str, int]:
    """The answers of whoever sits at the terminal; an empty line leaves a question out."""
    from trueup.jobs.segments.tool import keys

    ends = f"{scale.low} to {int(scale.high)}, empty: not known"
    found = {}
    for key, question in zip(keys(tool), tool.questions, strict=True):
        while True:
            text = typer.prompt(f"{question.asks} of: {question.statement} ({ends})", default="", show_default=False)
            if not text or (text.isdigit() and scale.low <= int(text) <= int(scale.high)):
                break
        if text:
            found[key] = int(text)
    return found


def _told(found: Segmentation, placed: Placement, format: Form) -> None:
    if format is Form.json:
        typer.echo(placed.model_dump_json(indent=2))
        return
    typer.echo(placed.words)
    for segment, chance in zip(found.segments, placed.probabilities, strict=True):
        typer.echo(f"  {100 * chance:3.0f} %  {segment.id}  {segment.name}")
