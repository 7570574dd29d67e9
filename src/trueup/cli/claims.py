"""`trueup claims`: what publishers say of themselves, recomputed."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt

if TYPE_CHECKING:
    from trueup.scorecard.model import ClaimConflict, Claims


class Form(StrEnum):
    """How the comparison is written."""

    table = "table"
    json = "json"


def claims(
    book: BookFolder = Path("."),
    as_of: AsOf = None,
    known_at: KnownAt = None,
    limit: Annotated[int, typer.Option(min=0, help="How many conflicts to list (0: all).")] = 20,
    format: Annotated[Form, typer.Option(help="How the comparison is written.")] = Form.table,
) -> None:
    """Compare what publishers claim of their own results with the recomputation.

    A claim (Met, Not Met, a printed figure) is kept as it was published. Trueup judges the same actual by the target
    in force at its date, counts where both agree, and explains every conflict by a class.

    \b
    Examples:
      trueup claims us-it-portfolio
      trueup claims us-it-portfolio --limit 0 --format json
    """
    from trueup.scorecard.opened import open_book

    with open_book(book) as opened:
        found = opened.claims(as_of, known_at=known_at)
    if format is Form.json:
        typer.echo(found.model_dump_json(indent=2))
    else:
        _print(found, limit)


def _print(found: Claims, limit: int) -> None:
    total = found.agree + found.conflict
    if not total and not found.not_comparable:
        typer.echo("No claims are known of then: no source of this book maps `claim`, or none was loaded by that day.")
        typer.echo("See docs/reference/sources.md, and: trueup load")
        return
    share = f"{found.agree / total:.2%} of the comparable" if total else "none comparable"
    typer.echo(f"{found.agree:,} claims agree with the recomputation ({share})")
    typer.echo(f"{found.conflict:,} conflict")
    typer.echo(f"{found.not_comparable:,} cannot be compared")
    for reason, count in sorted(found.by_class.items(), key=lambda pair: -pair[1]):
        typer.echo(f"  {count:>7,}  {reason}")
    shown = found.conflicts if limit == 0 else found.conflicts[:limit]
    for each in shown:
        typer.echo(f"\n{_conflict(each)}")
    if len(shown) < len(found.conflicts):
        typer.echo(f"\n... and {len(found.conflicts) - len(shown):,} more conflicts: --limit 0 lists all")


def _conflict(each: ClaimConflict) -> str:
    """Two lines: what is claimed where, and what was found."""
    where = f", {each.slice}" if each.slice.bound else ""
    place = f" ({each.source_ref})" if each.source_ref else ""
    return (
        f"{each.kpi}{where}, {each.period}: claims {each.claim!r}{place}\n"
        f"    {each.actual:g} against {each.target} is {each.recomputed}: {each.reason}"
    )
