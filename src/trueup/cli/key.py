"""`trueup key`: a member's own signing key, and what is signed with it."""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from trueup.ledger.keys import SigningKey
    from trueup.ledger.statement import Statement


class Action(StrEnum):
    """What to do with a key."""

    new = "new"
    show = "show"
    sign = "sign"
    prove = "prove"


def key(
    action: Annotated[
        Action, typer.Argument(help="Make a key, show its public half, sign with it, or prove that you hold it.")
    ],
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The key's file.")],
    what: Annotated[
        str | None,
        typer.Argument(
            metavar="WHAT", help="sign: the file of the statement, or - for input. prove: the text of the server."
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option(metavar="PARTY/MEMBER", help="new: whose key it is; people will see it.")
    ] = None,
    witness: Annotated[bool, typer.Option("--witness", help="new: a key that cosigns checkpoints.")] = False,
) -> None:
    """Make and use a signing key that never leaves your machine.

    The file is encrypted with a passphrase, which is asked for, or read from the variable TRUEUP_PASSPHRASE. `new`
    and `show` print the public key: one line, to be given to whoever verifies. A lost key cannot be made again.

    `sign` shows what a statement says and prints the signature. The server writes the statement; take it from the page
    where you sign.

    `prove` signs the text that the page Settings > Signing keys shows, so that the server takes the key as yours. It
    signs no other text.

    \b
    Examples:
      trueup key new ana.key --name northwind/ana
      trueup key show ana.key
      trueup key sign ana.key statement.json
      trueup key prove ana.key "trueup: I hold this key. eyJtZW1i..."
      trueup key new witness.key --name witness.example/w1 --witness
    """
    if action is Action.new:
        _new(file, name, witness=witness)
    elif action is Action.show:
        _show(file)
    elif action is Action.sign:
        _sign(file, what)
    else:
        _prove(file, what)


def _new(file: Path, name: str | None, *, witness: bool) -> None:
    from trueup.ledger import keyfile
    from trueup.ledger.keys import COSIGNATURE, ED25519, SigningKey
    from trueup.vocabulary import LedgerError

    if name is None:
        raise LedgerError("a key needs a name", do="for example --name northwind/ana")
    made = SigningKey.generate(name, COSIGNATURE if witness else ED25519)
    if file.exists():
        raise LedgerError("there is a file already", where=str(file), do="name another, or move it away")
    keyfile.save(made, file, passphrase(confirm=True))
    typer.echo(made.verifier)
    typer.echo(f"\nThe private key is in {file.absolute()}. Keep a copy in a safe place.", err=True)


def _show(file: Path) -> None:
    from trueup.ledger import keyfile

    typer.echo(keyfile.public(file))


def _sign(file: Path, statement: str | None) -> None:
    from trueup.ledger.statement import Statement, sign
    from trueup.vocabulary import LedgerError

    if statement is None:
        raise LedgerError("say what to sign", do=f"trueup key sign {file} STATEMENT")
    text = sys.stdin.buffer.read() if statement == "-" else Path(statement).read_bytes()
    said = Statement.parse(text.removesuffix(b"\n"))
    typer.echo(_in_words(said), err=True)
    typer.echo(sign(said, unlocked(file)).signature)


def _prove(file: Path, text: str | None) -> None:
    from trueup.ledger import possession
    from trueup.vocabulary import LedgerError

    if text is None:
        raise LedgerError("say what the server asks to be signed", do=f'trueup key prove {file} "TEXT"')
    held = unlocked(file)
    proof = possession.prove(text, held)
    typer.echo(f"the signature that proves {held.verifier}:", err=True)
    typer.echo(proof)


def _in_words(said: Statement) -> str:
    lines = [
        f"{said.party} ({said.member}) signs {said.name} of the book {said.book}",
        f"  digest    {said.digest}",
        *(f"  stands on {name}  {digest}" for name, digest in sorted(said.stands_on.items())),
        f"  at        {said.at}",
    ]
    return "\n".join(lines)


def unlocked(file: Path) -> SigningKey:
    """The key in a file, with the passphrase that is set or asked for."""
    from trueup.ledger import keyfile

    keyfile.public(file)  # a file that is no key is told before anyone types a passphrase
    return keyfile.load(file, passphrase())


def passphrase(*, confirm: bool = False) -> str:
    """The passphrase: from the environment, or typed unseen."""
    given = os.environ.get("TRUEUP_PASSPHRASE")
    if given is not None:
        return given
    asked: str = typer.prompt("Passphrase", hide_input=True, confirmation_prompt=confirm, err=True)
    return asked
