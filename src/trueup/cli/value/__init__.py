"""`trueup value`: what was caused, what is worth improving, what is owed, what was promised. A line a verb."""

from __future__ import annotations

import typer

from trueup.cli.value.attribute import attribute
from trueup.cli.value.calibration import calibration
from trueup.cli.value.case import case, network
from trueup.cli.value.deal import deal
from trueup.cli.value.goalposts import goalposts
from trueup.cli.value.payments import payments
from trueup.cli.value.settle import settle
from trueup.cli.value.statement import statement
from trueup.cli.value.worth import worth

HELP = """Make the money side stand up: what a provider caused, what is worth improving, what is owed.

\b
Examples:
  trueup value attribute northwind
  trueup value worth northwind
  trueup value settle northwind --agreement claims-platform
  trueup value deal northwind --agreement claims-platform
  trueup value payments northwind
  trueup value case northwind
  trueup value network northwind
  trueup value goalposts northwind
  trueup value calibration northwind

`trueup value COMMAND --help` explains each.
"""

value = typer.Typer(help=HELP, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
value.command("attribute")(attribute)
value.command("payments")(payments)
value.command("calibration")(calibration)
value.command("worth")(worth)
value.command("settle")(settle)
value.command("statement")(statement)
value.command("case")(case)
value.command("network")(network)
value.command("goalposts")(goalposts)
value.command("deal")(deal)
