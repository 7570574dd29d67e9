"""`trueup jobs`: job maps, what customers say of them, and what follows. One file a group of verbs, a line each."""

from __future__ import annotations

import typer

from trueup.cli.jobs.bringing import import_
from trueup.cli.jobs.building import survey
from trueup.cli.jobs.exporting import export
from trueup.cli.jobs.handing import form
from trueup.cli.jobs.lint import lint
from trueup.cli.jobs.maps import map_
from trueup.cli.jobs.reporting import report
from trueup.cli.jobs.roadmap import roadmap
from trueup.cli.jobs.score import score
from trueup.cli.jobs.segments import place_, segments
from trueup.cli.jobs.shifts import shifts

HELP = """Ask customers how they are doing: their jobs, by their own measures.

A job map is a document of the book (kind: job_map): a job that customers try to get done, its steps, and the outcomes
by which they judge each step. A survey (kind: survey) says who is asked about which of them, and when. Answers are
facts.

\b
Examples:
  trueup jobs map northwind
  trueup jobs lint northwind
  trueup jobs score northwind --by region
  trueup jobs segments northwind
  trueup jobs shifts northwind
  trueup jobs roadmap northwind

`trueup jobs COMMAND --help` explains each.
"""

jobs = typer.Typer(help=HELP, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
jobs.command("map")(map_)
jobs.command("lint")(lint)
jobs.command("import")(import_)
jobs.command("score")(score)
jobs.command("segments")(segments)
jobs.command("type")(place_)
jobs.command("survey")(survey)
jobs.command("form")(form)
jobs.command("export")(export)
for _verb in (shifts, roadmap, report):
    jobs.command(_verb.__name__)(_verb)
