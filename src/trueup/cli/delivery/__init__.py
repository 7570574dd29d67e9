"""`trueup delivery`: plans, their progress, and what follows from both. One file a group of verbs."""

from __future__ import annotations

import typer

from trueup.cli.delivery.contain import contain, step
from trueup.cli.delivery.files import export, import_file
from trueup.cli.delivery.futures import simulate
from trueup.cli.delivery.judged import earned, quality, verdict
from trueup.cli.delivery.progress import progress
from trueup.cli.delivery.schedule import schedule

HELP = """See delivery through: whose portion, what verdict, and what would contain a slip.

A plan is a document of the book (kind: plan): activities, each the portion of a party, links, and what was committed.
Progress is reported as facts. Everything else follows from both, as of a moment.

\b
Examples:
  trueup delivery import rollout.xml --to northwind --agreement claims-platform
  trueup delivery progress northwind --activity migrate --percent 40 --by sint
  trueup delivery schedule northwind --why switch-off
  trueup delivery simulate northwind
  trueup delivery verdict northwind
  trueup delivery contain northwind --propose lend-people --by acme

`trueup delivery COMMAND --help` explains each.
"""

delivery = typer.Typer(help=HELP, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
delivery.command("import")(import_file)
for _verb in (export, progress, schedule, simulate, earned, quality, verdict, contain, step):
    delivery.command(_verb.__name__)(_verb)
