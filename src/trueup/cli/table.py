"""The commands of `trueup`: a line each. Add yours here; its module is imported when it is run."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """A command: its name, where its function is ("module:function"), what it does, and under which heading."""

    name: str
    function: str
    help: str
    heading: str


WRITE, FEED, ASK = "Write the book", "Bring in facts", "Ask"
PROVE = "Prove it"
TOGETHER = "Work together"
DELIVER = "See it through"

TABLE: tuple[Entry, ...] = (
    Entry("init", "trueup.cli.book:init", "Write a starter book into an empty folder.", WRITE),
    Entry("check", "trueup.cli.book:check", "Find everything that is wrong in a book, with file and line.", WRITE),
    Entry("schema", "trueup.cli.book:schema", "Print the JSON Schema of documents, for editors.", WRITE),
    Entry("load", "trueup.cli.load:load", "Bring in what the sources of a book have.", FEED),
    Entry("kpis", "trueup.cli.kpis:kpis", "Show the actuals of any KPI by any slice and period.", ASK),
    Entry("claims", "trueup.cli.claims:claims", "Compare what publishers claim with the recomputation.", ASK),
    Entry("assess", "trueup.cli.assess:assess", "Judge a book: promise against proof, value against cost.", ASK),
    Entry("delivery", "trueup.cli.delivery:delivery", "Whose portion, what verdict, what contains a slip.", DELIVER),
    Entry("jobs", "trueup.cli.jobs:jobs", "How customers are doing: jobs, unmet needs, shifts.", ASK),
    Entry("value", "trueup.cli.value:value", "What was caused, what is worth it, what is owed.", ASK),
    Entry("horizons", "trueup.cli.horizons:horizons", "Whether all five levels of a relationship hold.", ASK),
    Entry("model", "trueup.cli.model:model", "What jobs rest on, down to the money.", ASK),
    Entry("serve", "trueup.web.commands.serve:serve", "Serve the web application.", TOGETHER),
    Entry("import-book", "trueup.web.commands.move:import_book", "Bring a book from a folder to the server.", TOGETHER),
    Entry("export-book", "trueup.web.commands.move:export_book", "Write a book of the server to a folder.", TOGETHER),
    Entry("ledger", "trueup.web.proofs.commands:ledger", "Look after the log of a server.", TOGETHER),
    Entry("backup", "trueup.web.backup.commands:backup", "Write the whole server into one file.", TOGETHER),
    Entry("restore", "trueup.web.backup.commands:restore", "Make a server from a backup, verified.", TOGETHER),
    Entry("bundle", "trueup.cli.bundle:bundle", "Write one file that proves an agreement, offline.", PROVE),
    Entry("verify", "trueup.cli.verify:verify", "Verify a bundle: signatures, proofs, and the verdict again.", PROVE),
    Entry("key", "trueup.cli.key:key", "Make and use a signing key of your own.", PROVE),
    Entry("witness", "trueup.cli.witness:witness", "Cosign the checkpoints of logs, for those who trust you.", PROVE),
)
