"""`trueup verify`: believe nothing, compute everything."""

from __future__ import annotations

import json
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from trueup.bundle.report import Check, Report


class Form(StrEnum):
    """How the findings are written."""

    text = "text"
    json = "json"


def verify(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The bundle.")],
    key: Annotated[
        list[str] | None,
        typer.Option(metavar="KEY", help="A public key that you were given elsewhere: it must have signed here."),
    ] = None,
    format: Annotated[Form, typer.Option(help="How the findings are written.")] = Form.text,
) -> None:
    """Verify a bundle: its bytes, digests, signatures and proofs, and the verdict computed again.

    Needs nothing but the file: no server, no book, no network. Exits 1 if anything fails, and says what and where.
    What is not there to be proved is listed as missing, and is no failure.

    Signatures are only worth as much as the keys. Give those of the log and of the other parties, as you know them,
    with --key; without it they are taken from the bundle, and whoever wrote it may have made them up.

    \b
    Examples:
      trueup verify claims.bundle
      trueup verify claims.bundle --key log.example/trueup+5a3f...+AS...=
      trueup verify claims.bundle --format json
    """
    from trueup.bundle.verify import verify_bundle
    from trueup.ledger.keys import VerifierKey

    trusted = [VerifierKey.parse(each) for each in key or ()]
    report = verify_bundle(file.read_bytes(), trusted)
    typer.echo(_json(report) if format is Form.json else _text(report))
    raise typer.Exit(int(not report.holds))


def _json(report: Report) -> str:
    manifest = report.manifest and report.manifest.model_dump(mode="json", exclude={"sections"})
    found = {"holds": report.holds, "verdict": report.verdict, "bundle": manifest}
    return json.dumps({**found, "checks": [asdict(check) for check in report.checks]}, indent=2, ensure_ascii=False)


SIGNS = {"holds": "ok", "fails": "FAILS", "missing": "missing", "note": "note"}


def _text(report: Report) -> str:
    return "\n".join([*_head(report), *(_line(check) for check in report.checks), "", _end(report)])


def _head(report: Report) -> list[str]:
    manifest = report.manifest
    if manifest is None:
        return []
    known = f", as known at {manifest.known_at}" if manifest.known_at else ""
    asked = f"as of {manifest.as_of}{known}, on evidence of at least grade {manifest.grade}"
    return [f"{manifest.agreement}, book {manifest.book}, {asked}", ""]


def _line(check: Check) -> str:
    return f"{SIGNS[check.state]:<8}{check}"


def _end(report: Report) -> str:
    if not report.holds:
        count = len(report.failures)
        return f"Does not hold: {count} check{'s' if count != 1 else ''} failed. Believe nothing in it."
    missing = sum(check.state == "missing" for check in report.checks)
    rest = f" {missing} thing{'s are' if missing != 1 else ' is'} not proved: see `missing`." if missing else ""
    return f"Holds: {(report.verdict or '').replace('_', ' ')}.{rest}"
