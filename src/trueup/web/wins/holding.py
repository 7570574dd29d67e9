"""The keys that wins are sealed to: made, held by the server or by the party, and opened for a moment."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from trueup.horizons.wins import Opened, Place, PrivateKey, PublicKey, Sealed, open_sealed
from trueup.horizons.wins import Win as Text
from trueup.horizons.wins import seal as seal_win
from trueup.vocabulary import LedgerError
from trueup.web.documents.models import Book
from trueup.web.ledger.models import Leaf
from trueup.web.parties.sealing import seal, unseal
from trueup.web.wins.models import Key, Win


def key_in_use(book: Book, party: int, local: str) -> Key | None:
    """The key that a party's wins are sealed to now."""
    return Key.objects.filter(book=book, party_id=party, local_id=local, retired_at=None).first()


def required_key(book: Book, party: int, local: str) -> Key:
    """The same. Raises LedgerError where there is none yet."""
    found = key_in_use(book, party, local)
    if found is None:
        raise LedgerError(_("your party has no key for wins yet"), do=_("an owner makes one"))
    return found


def new_key(book: Book, party: int, local: str, public: PublicKey | None, ask: str, now: dt.datetime) -> Key:
    """A key in use from now on: of this public half, which the party holds, or one that the server makes and holds."""
    private = None if public is not None else PrivateKey.generate(local)
    half = public or private.public  # type: ignore[union-attr]
    row = Key(book=book, party_id=party, local_id=local, key_id=half.id, public=half.raw, ask=ask, made_at=now)
    row.by_server, row.sealed = private is not None, private and seal(private.raw, use_of(row))
    row.save()
    return row


def use_of(key: Key) -> str:
    """What a private half is bound to: taken to another party, book or key, it does not open."""
    return f"wins/{key.book_id}/{key.party_id}/{key.local_id}/{key.key_id}"


def public_of(key: Key) -> PublicKey:
    """The public half."""
    return PublicKey(key.local_id, bytes(key.public))


def private_of(key: Key) -> PrivateKey:
    """The private half that the server holds. Raises LedgerError where it does not, or cannot open it."""
    if key.sealed is None:
        raise LedgerError(
            _("the server does not hold the key %(key)s") % {"key": key.key_id},
            do=_("open the sealed file with your party's key file; a win whose key is lost can only be erased"),
        )
    return PrivateKey.of(key.local_id, unseal(bytes(key.sealed), use_of(key)))


def sealed_to(key: Key, win: str, stakeholders: str, text: Text) -> tuple[bytes, str]:
    """The sealed file of a win, and the commitment to it."""
    place = Place(key.book.slug, stakeholders, key.local_id, win)
    sealed, commitment = seal_win(text, place, public_of(key))
    return sealed.text, commitment


def opened(win: Win) -> Opened:
    """What a win says. Raises LedgerError where it does not open, or is not what was written then."""
    found = open_sealed(Sealed.parse(bytes(win.sealed or b"")), private_of(win.key))
    recorded = Leaf.objects.filter(pk=win.leaf).values_list("payload", flat=True).first()
    if not found.commitment == win.commitment == recorded:
        raise LedgerError(
            _("this is not the text that was written: the ledger holds the commitment to another"),
            do=_("erase it, and tell whoever runs the server"),
        )
    return found
