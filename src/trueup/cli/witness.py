"""`trueup witness`: see that a log shows everyone the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.key import unlocked

if TYPE_CHECKING:
    from trueup.ledger.keys import VerifierKey


def witness(
    key: Annotated[Path, typer.Option(metavar="FILE", help="The witness's key, made with: trueup key new --witness.")],
    origin: Annotated[list[str], typer.Option(metavar="KEY", help="The public key of a log to be cosigned.")],
    records: Annotated[
        Path, typer.Option(metavar="DIR", help="Where the latest checkpoint of each log is kept. Never lose it.")
    ] = Path("witness"),
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65_535, help="The port (0: any that is free).")] = 9162,
) -> None:
    """Cosign the checkpoints of logs over HTTP, by the tlog-witness protocol of C2SP.

    A witness signs a checkpoint only if it continues the last one it signed. So a log that is rewritten, or that
    shows two parties two histories, gets no signature. A witness that the log's keeper runs proves nothing: let the
    observer run it, or another company. Put a server with TLS in front of it.

    \b
    Examples:
      trueup key new witness.key --name witness.example/w1 --witness
      trueup witness --key witness.key --origin log.example/trueup+5a3f...+AS...=
    """
    from trueup.ledger.keys import COSIGNATURE
    from trueup.ledger.witness.records import Records
    from trueup.ledger.witness.rule import Witness
    from trueup.ledger.witness.server import WitnessServer
    from trueup.vocabulary import LedgerError

    logs = _logs(origin)
    signing = unlocked(key)
    if signing.type != COSIGNATURE:
        raise LedgerError("this key does not cosign", where=str(key), do="make one: trueup key new --witness")
    served = Witness(signing, logs, lambda: dt.datetime.now(dt.UTC))
    with WitnessServer((host, port), served, Records(records)) as server:
        typer.echo(signing.verifier)
        typer.echo(f"\nCosigns {', '.join(sorted(logs))} at http://{host}:{server.server_port}", err=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            typer.echo("stopped", err=True)


def _logs(origins: list[str]) -> dict[str, list[VerifierKey]]:
    from trueup.ledger.keys import VerifierKey

    logs: dict[str, list[VerifierKey]] = {}
    for text in origins:
        key = VerifierKey.parse(text)
        logs.setdefault(key.name, []).append(key)
    return logs
