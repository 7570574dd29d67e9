"""`trueup horizons wins`: what key individuals want, sealed to the party that wrote it. A line a verb."""

from __future__ import annotations

import typer

from trueup.cli.horizons.wins.keys import key, rekey
from trueup.cli.horizons.wins.looking import erase, list_wins, read
from trueup.cli.horizons.wins.writing import add

HELP = """Keep what a key individual personally wants, sealed to your own party.

A win is no document and no fact: it lies encrypted in BOOK/sealed/PARTY, and no command loads, bundles, exports or
imports it. Your party's key file opens it; keep that file outside of the book. Whoever holds file and passphrase reads
every win of the party; each look by these commands is written into a log beside. It cannot show looks by other means.

\b
Examples:
  trueup horizons wins key northwind --party acme --file ~/acme.wins.key
  trueup horizons wins add northwind claims-people --party acme
  trueup horizons wins list northwind
  trueup horizons wins read northwind --key ~/acme.wins.key
  trueup horizons wins erase northwind 3f9a12c4
  trueup horizons wins rekey northwind --key ~/acme.wins.key --to ~/acme-2027.wins.key
"""

wins = typer.Typer(help=HELP, add_completion=False, rich_markup_mode=None, no_args_is_help=True)
wins.command("key")(key)
wins.command("add")(add)
wins.command("list")(list_wins)
wins.command("read")(read)
wins.command("erase")(erase)
wins.command("rekey")(rekey)
