"""`trueup delivery contain` and `step`: find the moves that save a plan, propose them, and take each further step."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli import let_pandas_in
from trueup.cli.delivery.asking import AsOf, AtGrade, Believe, BookFolder, Form, Grade, KnownAt, PlanId, assessed, show
from trueup.cli.moments import day, progress_bar

if TYPE_CHECKING:
    from decimal import Decimal

    from trueup.delivery.assess import PlanAssessment
    from trueup.delivery.results import Frontier

_DAY = {"parser": day, "metavar": "DATE"}


class State(StrEnum):
    """The step to take."""

    costed = "costed"
    validated = "validated"
    in_progress = "in_progress"
    done = "done"
    withdrawn = "withdrawn"


def contain(  # noqa: PLR0913, PLR0917 - each is an option of the command line
    book: BookFolder = Path("."),
    plan: PlanId = None,
    deadline: Annotated[
        dt.date | None, typer.Option(help="The last day to reach (default: the committed one).", **_DAY)
    ] = None,
    budget: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="What the whole may cost (default: the committed budget).")
    ] = None,
    probability: Annotated[
        float, typer.Option(min=0, max=1, metavar="P", help="How likely the whole shall be met, 0 to 1.")
    ] = 0.8,
    time_limit: Annotated[float, typer.Option(min=1, metavar="SECONDS", help="How long to search.")] = 60,
    propose: Annotated[
        str | None, typer.Option(metavar="ID", help="Write the chosen moves into the book as a containment.")
    ] = None,
    by: Annotated[str | None, typer.Option(metavar="PARTY", help="Who proposes it.")] = None,
    choose: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Which set of moves (default: the cheapest that does it).")
    ] = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="What people shall call it.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    at_grade: Grade = AtGrade.reported,
    believe: Believe = None,
    format: Annotated[Form, typer.Option(help="How the answer is written.")] = Form.table,
) -> None:
    """Find the sets of moves, on anybody's portion, that bring a plan back inside its commitments.

    The moves are those of the plan: help, crash, overlap, resequence, descope. A solver finds the cheapest sets; each
    is then simulated, and those remain that no other beats in cost, finish and probability together. Where none is
    enough, you read which day can be reached, and at which price. Needs trueup[delivery].

    --propose writes the first step into containments/ID.yaml. `trueup delivery step` takes the next ones.

    \b
    Examples:
      trueup delivery contain northwind policy-plan --as-of 2026-02-02
      trueup delivery contain northwind policy-plan --as-of 2026-02-02 --deadline 2026-06-12 --probability 0.5
      trueup delivery contain northwind policy-plan --as-of 2026-02-02 --propose write-faster --by sint
    """
    if propose is not None and by is None:
        raise typer.BadParameter("say who proposes it: --by PARTY", param_hint="--by")
    let_pandas_in()
    with assessed(book, plan, as_of, known_at, at_grade, believe) as found:
        with progress_bar() as bar:
            frontier = found.frontier(
                deadline=deadline,
                budget=amount(budget, "--budget"),
                wanted=probability,
                time_limit=time_limit,
                progressed=bar,
            )
        _print(found, frontier, format)
        if propose is not None:
            from trueup.scorecard.containing import chosen, proposal
            from trueup.scorecard.put import put

            picked = chosen(frontier, choose, probability)
            made = proposal(found.current, propose, picked, by or "", found.moment.as_of, title)
            file = put(book, made, "containments")
            typer.echo(f"\nProposed: {file}", err=format is Form.json)
            typer.echo(f"Next: trueup delivery step {book} {propose} costed --pays MOVE=PARTY", err=format is Form.json)


def _print(found: PlanAssessment, frontier: Frontier, format: Form) -> None:
    if format is Form.json:
        typer.echo(frontier.model_dump_json(indent=2))
        return
    from trueup.report.terminal.delivery.frontier import FrontierTable

    show(FrontierTable(found, frontier))


def step(
    book: Annotated[Path, typer.Argument(metavar="BOOK", help="The folder of the book.")],
    containment: Annotated[str, typer.Argument(metavar="ID", help="The containment's id.")],
    state: Annotated[State, typer.Argument(metavar="STATE", help="costed, validated, in_progress, done or withdrawn.")],
    on: Annotated[dt.date | None, typer.Option(help="The day on which it was taken (default: today).", **_DAY)] = None,
    cost: Annotated[
        str | None, typer.Option(metavar="AMOUNT", help="costed: the price agreed (default: what the moves cost).")
    ] = None,
    pays: Annotated[
        list[str] | None, typer.Option(metavar="MOVE=PARTY", help="costed: who pays for a move; for each one.")
    ] = None,
    why: Annotated[str | None, typer.Option(metavar="TEXT", help="Why; needed where it is withdrawn.")] = None,
) -> None:
    """Take a containment one step further: costed, validated by the customer, in progress, done, or withdrawn.

    Each step is a version of the document, and none is ever changed. At validation the forecast with and without the
    moves is frozen into it, as of that day: what was predicted will stand beside what came true, and help earns credit
    only if it was forecast to matter. Signatures are given on a server; a folder takes documents at their word.

    \b
    Examples:
      trueup delivery step northwind write-faster costed --pays lend-analysts=northwind --pays rule-by-rule=northwind
      trueup delivery step northwind write-faster validated --on 2026-02-09
      trueup delivery step northwind write-faster withdrawn --why "Northwind declined."
    """
    from trueup.scorecard.containing import Agreed, next_step
    from trueup.scorecard.opened import open_book
    from trueup.scorecard.put import put

    agreed = Agreed(amount(cost, "--cost"), _pairs(pays or []), why)
    with open_book(book) as opened:
        before = opened.book.containment(containment).latest
        taken = on or opened.moment().as_of
        with opened.plan(before.plan, taken, iterations=0) as found:
            after = next_step(before, state.value, taken, agreed, found)
        file = put(book, after, "containments")
    typer.echo(_said(after, file))


def _said(after: object, file: Path) -> str:
    from trueup.delivery.documents import Containment
    from trueup.report import words

    assert isinstance(after, Containment)
    lines = [f"{after.id} is {words.plain(after.state)} since {words.day(after.on)}: {file}"]
    if after.state == "validated" and after.forecast is not None:
        chance, without = after.forecast.with_, after.forecast.without
        lines.append(
            f"frozen: met with probability {words.share(float(chance.met))} with it, "
            f"{words.share(float(without.met))} without; half of the futures finish by "
            f"{words.day(chance.finish_p50)} instead of {words.day(without.finish_p50)}"
        )
    return "\n".join(lines)


def amount(text: str | None, option: str) -> Decimal | None:
    """Money as people write it on the command line."""
    from decimal import Decimal, InvalidOperation

    try:
        found = None if text is None else Decimal(text)
    except InvalidOperation:
        found = Decimal("nan")
    if found is not None and not found.is_finite():
        raise typer.BadParameter(f"{text!r} is not an amount: write 125000 or 12.50", param_hint=option)
    return found


def _pairs(given: list[str]) -> dict[str, str]:
    found = {}
    for pair in given:
        move, equals, party = pair.partition("=")
        if not equals or not party:
            raise typer.BadParameter(f"{pair!r}: write MOVE=PARTY, as in lend=northwind", param_hint="--pays")
        found[move.strip()] = party.strip()
    return found
