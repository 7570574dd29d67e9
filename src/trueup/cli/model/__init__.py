"""`trueup model`: what a customer's jobs rest on, down to the money. A line a verb."""

from __future__ import annotations

import typer

from trueup.cli.model.files import export, import_file
from trueup.cli.model.showing import gaps, seven_s, show, trace, what_if

HELP = """Trace a customer's jobs down to the money: interactions, decisions, components, capabilities, cash flows.

An operating model is a document of the book (kind: operating_model): elements in five layers and what hangs on what.
An element hangs on those of the next kind that links lead to, and a whole hangs on its parts.

\b
Examples:
  trueup model show mortgage
  trueup model trace mortgage "Ask for an offer"
  trueup model gaps mortgage
  trueup model what-if mortgage credit-scoring
  trueup model seven-s mortgage
  trueup model import homes.xml --into mortgage
  trueup model export mortgage -o mortgage.xml

`trueup model COMMAND --help` explains each.
"""

model = typer.Typer(help=HELP, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
model.command("show")(show)
model.command("trace")(trace)
model.command("gaps")(gaps)
model.command("what-if")(what_if)
model.command("seven-s")(seven_s)
model.command("import")(import_file)
model.command("export")(export)
