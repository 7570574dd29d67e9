"""The typer application: it lists every command and imports only the one that runs."""

from __future__ import annotations

from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

from trueup.cli.table import TABLE, Entry

_ENTRIES = {entry.name: entry for entry in TABLE}

HELP = """Promise against proof: is the customer succeeding, by a definition agreed on beforehand, and is it worth it?

A book is a folder of YAML documents: what was agreed. Facts are what happened. Everything else follows from both.

\b
Begin with:
  trueup init mybook      write a small, commented book
  trueup check mybook     see what is wrong or missing in it

`trueup COMMAND --help` explains a command, with examples.
"""


class LazyGroup(TyperGroup):
    """Shows commands from the table; loads the module of a command when it is run."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names of all commands, in the order of the table."""
        return list(_ENTRIES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """A command with its name and help only: enough to be listed and completed."""
        entry = _ENTRIES.get(cmd_name)
        return entry and TyperCommand(entry.name, help=entry.help, rich_help_panel=entry.heading)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command to run, loaded; an unknown name is answered with the nearest."""
        if args[0] in _ENTRIES:
            return args[0], loaded(_ENTRIES[args[0]]), args[1:]
        from trueup.vocabulary import did_you_mean

        near = did_you_mean(args[0], _ENTRIES)
        return ctx.fail(f"there is no command {args[0]!r}" + (f": {near}" if near else ""))

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Every command under its heading."""
        width = max(len(name) for name in _ENTRIES)
        for heading in dict.fromkeys(entry.heading for entry in TABLE):
            rows = [(entry.name.ljust(width), entry.help) for entry in TABLE if entry.heading == heading]
            with formatter.section(heading):
                formatter.write_dl(rows)


def loaded(entry: Entry) -> Any:
    """The command of an entry; its attribute is a function, or a group of commands of its own."""
    module, _, function = entry.function.partition(":")
    found = getattr(import_module(module), function)
    if isinstance(found, typer.Typer):
        group = typer.main.get_command(found)
        group.name = entry.name
        return group
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(entry.name)(found)
    return typer.main.get_command(single)


app = typer.Typer(cls=LazyGroup, rich_markup_mode=None, no_args_is_help=True)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"trueup {version('trueup')}")
        raise typer.Exit


@app.callback(help=HELP)
def _root(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Options that come before a command."""
