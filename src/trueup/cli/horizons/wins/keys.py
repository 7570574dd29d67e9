"""`key` and `rekey`: the key of a party, and another in its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trueup.cli.key import passphrase
from trueup.cli.moments import BookFolder

if TYPE_CHECKING:
    from trueup.horizons.wins import PrivateKey, PublicKey, Sealed

Party = Annotated[str, typer.Option(metavar="PARTY", help="Your party, by its id in the book.")]
KeyFile = Annotated[Path, typer.Option("--key", metavar="FILE", help="The key file of your party.")]


def key(
    book: BookFolder,
    party: Party,
    file: Annotated[Path, typer.Option(metavar="FILE", help="Where the private half goes: outside of the book.")],
    ask: Annotated[
        str, typer.Option(metavar="TEXT", help="Whom to ask where a win may break the rules (compliance).")
    ] = "",
) -> None:
    """Make the key of your party. The private half goes into a file of its own, locked with a passphrase.

    The passphrase is asked for, or read from TRUEUP_PASSPHRASE. Only that file opens the wins: a lost key cannot be
    made again, and what was sealed to it can then only be erased. The public half stays in the book: with it, everybody
    who has the folder can seal a win to you, and nobody can open one.

    \b
    Examples:
      trueup horizons wins key northwind --party acme --file ~/acme.wins.key
      trueup horizons wins key northwind --party acme --file ~/acme.wins.key --ask "Ines, compliance, ext. 204"
    """
    from trueup.cli.horizons.wins.folder import PUBLIC, holding
    from trueup.horizons.wins import PrivateKey
    from trueup.vocabulary import LedgerError

    here = holding(book, party)
    if (here.place / PUBLIC).exists():
        raise LedgerError("the party has a key already", where=str(here.place / PUBLIC), do="use rekey for another")
    _known(book, party)
    made = PrivateKey.generate(party)
    _save(made, file, book)
    here.state(made.public, " ".join(ask.split()))
    _told(made.public, file)


def rekey(
    book: BookFolder,
    key: KeyFile,
    to: Annotated[Path, typer.Option(metavar="FILE", help="Where the new private half goes.")],
) -> None:
    """Seal every win of your party to a new key: all of them, or none where one does not open.

    Then take the old key file away: with it, an older copy of the folder still opens. Run it again if it was
    interrupted: it goes on with the new key that is there.

    \b
    Examples:
      trueup horizons wins rekey northwind --key ~/acme.wins.key --to ~/acme-2027.wins.key
    """
    from trueup.cli.horizons.wins.folder import holding, note, replace

    old = unlocked(key)
    here = holding(book, old.party)
    contact = here.contact()
    new = unlocked(to) if to.exists() else _saved(old.party, to, book)
    anew = [(file, _resealed(file, old, new)) for file in here.files()]
    for file, sealed in anew:
        if sealed is not None:
            note(here.place, sealed.place.win, "rekeyed")
            replace(file, sealed.text)
    here.state(new.public, contact)
    _told(new.public, to)
    typer.echo(f"{len(anew)} sealed to it. Take {key} away, and older copies of the folder.", err=True)


def _resealed(file: Path, old: PrivateKey, new: PrivateKey) -> Sealed | None:
    """The win sealed to the new key; None where it is already. Raises LedgerError for one that does not open."""
    from trueup.cli.horizons.wins.folder import parsed
    from trueup.horizons.wins import open_sealed, seal
    from trueup.vocabulary import LedgerError

    sealed = parsed(file)
    if sealed.key == new.public.id:
        return None
    try:
        return seal(open_sealed(sealed, old).win, sealed.place, new.public)[0]
    except LedgerError as wrong:
        do = "erase it if its key is lost, then run this again; no win was changed"
        raise LedgerError(wrong.what, where=str(file), do=do) from None


def unlocked(file: Path) -> PrivateKey:
    """The private key in a file, with the passphrase that is set or asked for. Raises LedgerError."""
    from trueup.horizons.wins import keyfile
    from trueup.vocabulary import LedgerError

    try:
        content = file.read_bytes()
    except OSError:
        raise LedgerError("there is no key file", where=str(file), do="name it with --key") from None
    keyfile.public(content)  # a file that is no key is told before anyone types a passphrase
    return keyfile.unlocked(content, passphrase())


def _saved(party: str, file: Path, book: Path) -> PrivateKey:
    from trueup.horizons.wins import PrivateKey

    made = PrivateKey.generate(party)
    _save(made, file, book)
    return made


def _save(made: PrivateKey, file: Path, book: Path) -> None:
    """Raises LedgerError for a file that is there, or that would travel with the book."""
    from trueup.horizons.wins import keyfile
    from trueup.ledger.keyfile import write_new
    from trueup.vocabulary import LedgerError

    if file.absolute().resolve().is_relative_to(book.resolve()):
        raise LedgerError(
            "a key file does not belong into the book", where=str(file), do="name a place outside of its folder"
        )
    if file.exists():
        raise LedgerError("there is a file already", where=str(file), do="name another, or move it away")
    write_new(file, keyfile.locked(made, passphrase(confirm=True)))


def _known(book: Path, party: str) -> None:
    from trueup.cli.jobs.asking import read_book
    from trueup.vocabulary import UnknownName, did_you_mean

    parties = read_book(book).parties
    if party not in parties:
        raise UnknownName(f"the book has no party {party!r}", do=did_you_mean(party, parties) or ", ".join(parties))


def _told(public: PublicKey, file: Path) -> None:
    typer.echo(str(public))
    typer.echo(f"\nThe private half is in {file.absolute()}. Keep a copy in a safe place.", err=True)
