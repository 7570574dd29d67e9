"""`trueup kpis`: the cube."""

from __future__ import annotations

import io
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from trueup.cli.moments import AsOf, BookFolder, KnownAt
from trueup.cli.whole import keep_whole

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pyarrow as pa

    from trueup.scorecard.opened import OpenBook


class Form(StrEnum):
    """How the cube is written."""

    table = "table"
    csv = "csv"
    json = "json"
    parquet = "parquet"


def kpis(
    book: BookFolder = Path("."),
    by: Annotated[
        str,
        typer.Option(
            metavar="AXES", help="kpi, stage, phase, project, provider, segment, and day, week, month, quarter or year."
        ),
    ] = "kpi,month",
    where: Annotated[
        list[str] | None, typer.Option(metavar="DIMENSION=VALUE", help="Only this slice; may be given several times.")
    ] = None,
    kpi: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Only this KPI; may be given several times.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    format: Annotated[Form, typer.Option(help="How the cube is written.")] = Form.table,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write to a file instead of the screen.")] = None,
) -> None:
    """Show the actuals of any KPI by any slice and period.

    Rates are computed anew in every cell, never averaged. What belongs to no stage, project or provider is shown as
    unassigned, so that the slices make up the whole. Each actual has the grade of its weakest evidence.

    \b
    Examples:
      trueup kpis northwind
      trueup kpis northwind --by kpi,month,stage,provider
      trueup kpis northwind --by provider,quarter --kpi claim_cycle_days --where project=claims-2026
      trueup kpis northwind --by kpi,year --as-of 2026-10-01 --known-at 2026-06-30T18:00+02:00
      trueup kpis northwind --by kpi,project,month --format parquet --out cube.parquet
    """
    from trueup.scorecard.opened import open_book

    if format is Form.parquet and out is None and sys.stdout.isatty():
        what = "parquet is not for a screen: name a file with --out, or send it into a file or pipe"
        raise typer.BadParameter(what, param_hint="--format")
    axes = [name.strip() for name in by.split(",") if name.strip()]
    fixed = _where(where or [])
    with open_book(book) as opened:
        table = opened.kpis(axes, where=fixed, kpis=kpi, as_of=as_of, known_at=known_at)
        if not table.num_rows:
            typer.echo(_nothing(opened, book, fixed, kpi), err=True)
            if format is Form.table:
                return
        _written(table, axes, format, out)


def _where(pairs: Sequence[str]) -> dict[str, str]:
    fixed: dict[str, str] = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not value:
            raise typer.BadParameter(f"{pair!r} is no slice: write provider=acme", param_hint="--where")
        if fixed.setdefault(name.strip(), value.strip()) != value.strip():
            what = f"{name.strip()} is given twice, and a slice has one value in each dimension: ask once for each"
            raise typer.BadParameter(what, param_hint="--where")
    return fixed


def _written(table: pa.Table, axes: Sequence[str], format: Form, out: Path | None) -> None:
    if format is Form.table:
        _printed(table, axes, out)
        return
    write = {Form.csv: _csv, Form.json: _json, Form.parquet: _parquet}[format]
    if out is None:
        write(table, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    made = io.BytesIO()
    write(table, made)
    keep_whole(out, made.getvalue())
    typer.echo(_said(table, out))


def _printed(table: pa.Table, axes: Sequence[str], out: Path | None) -> None:
    from rich.console import Console

    from trueup.report.terminal.cube import CubeTable

    shown = CubeTable(table, axes if "kpi" in axes else ["kpi", *axes])
    if out is None:
        Console(highlight=False).print(shown)
        return
    made = io.StringIO()
    Console(file=made, highlight=False, width=200).print(shown)
    keep_whole(out, made.getvalue().encode())
    typer.echo(_said(table, out))


def _said(table: pa.Table, out: Path) -> str:
    from trueup.report import words

    return f"{words.counted(table.num_rows, 'row')}: {out.absolute()}"


def _csv(table: pa.Table, file: BinaryIO) -> None:
    from pyarrow import csv

    csv.write_csv(table, file)


def _json(table: pa.Table, file: BinaryIO) -> None:
    import json

    rows = table.to_pylist()
    file.write((json.dumps(rows, indent=2, ensure_ascii=False, default=lambda day: day.isoformat()) + "\n").encode())


def _parquet(table: pa.Table, file: BinaryIO) -> None:
    from pyarrow import parquet

    parquet.write_table(table, file, compression="zstd")


def _nothing(opened: OpenBook, book: Path, where: Mapping[str, str], kpis: Sequence[str] | None) -> str:
    """Why the cube is empty, and what to do next."""
    from trueup.vocabulary import did_you_mean

    if not opened.book.kpis:
        return "No actuals: the book has no KPI yet. See docs/reference/documents.md, or begin with: trueup init"
    for name, value in where.items():
        found = opened.kpis([name], kpis=kpis)
        known = sorted({row for row in found.column(name).to_pylist() if row is not None})
        if known and value not in known:
            near = did_you_mean(value, known)
            return f"No actuals with {name} {value!r}: {near or 'there are ' + ', '.join(known[:8])}"
    if opened.kpis(["kpi"], kpis=kpis).num_rows:
        return "No actuals in this slice as of then: leave out a --where, or ask for a later --as-of"
    return f"No actuals yet. Bring in what the sources have: trueup load {book}"
