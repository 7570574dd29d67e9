"""`trueup jobs`: job maps, what customers say of them, and what follows. One file a group of verbs, a line each."""

from __future__ import annotations

import typer

from trueup.cli.jobs.maps import map_

HELP = """Ask customers how they are doing: their jobs, by their own measures.

A job map is a document of the book (kind: job_map): a job that customers try to get done, its steps, and the outcomes
by which they judge each step. A survey (kind: survey) says who is asked about which of them, and when. Answers are
facts.

\b
Examples:
  trueup jobs map northwind

`trueup jobs COMMAND --help` explains each.
"""

jobs = typer.Typer(help=HELP, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
jobs.callback(help=HELP)(lambda: None)
jobs.command("map")(map_)
