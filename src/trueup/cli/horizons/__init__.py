"""`trueup horizons`: the five levels at which a relationship holds. One file a group of verbs, a line each."""

from __future__ import annotations

import typer

from trueup.cli.horizons.answering import answer, effort
from trueup.cli.horizons.proposing import propose
from trueup.cli.horizons.show import history, list_, show
from trueup.cli.horizons.wins import wins

HELP = """Show whether all five horizons of a relationship hold, in their natural order.

The five: the corporation, its business users, the technology organisation, the technology team, and a few key
individuals. A document (kind: stakeholders) says what each is judged by. Answers and efforts are facts.

\b
Examples:
  trueup horizons show northwind
  trueup horizons history northwind --format csv

`trueup horizons COMMAND --help` explains each.
"""

horizons = typer.Typer(help=HELP, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
horizons.command("show")(show)
horizons.command("history")(history)
horizons.command("list")(list_)
horizons.command("propose")(propose)
horizons.command("answer")(answer)
horizons.command("effort")(effort)
horizons.add_typer(wins, name="wins")
