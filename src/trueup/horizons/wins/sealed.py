"""A sealed win: HPKE in base mode (RFC 9180: DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305), single shot.

The file is text: the form, one line of canonical JSON that says where it belongs, and in base 64 what HPKE gave (32
bytes `enc`, then the ciphertext). Both lines are the `info` of HPKE: what is moved to another party, relationship, win
or key does not open. Inside are the win and the salt of its commitment, filled up to one of few lengths.

Whoever has the public half can seal. That it is the text of then, and not one put in its place, is what the commitment
shows that the ledger holds: HMAC-SHA-256 (RFC 2104) under a salt that lies in the sealed text and nowhere else, so that
nobody can try words who cannot open the win.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import secrets
from dataclasses import asdict, dataclass, field
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from trueup.horizons.wins.keys import PrivateKey, PublicKey
from trueup.horizons.wins.win import Win
from trueup.ledger.leaf import commit, salt
from trueup.vocabulary import InputError, LedgerError
from trueup.vocabulary.digest import canonical

FORM = b"trueup-win-1"
FOLDER, ENDING = "sealed", ".sealed"
"""Where sealed wins lie in the folder of a book: sealed/PARTY/*.sealed. Whatever copies a book leaves it out."""
LENGTHS = (4096, 8192, 16384, 32768)
"""Bytes that the inside of a sealed win may have: nearly all have the first."""
LARGEST = 65536
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,199}")
_WIN, _KEY = re.compile(r"[0-9a-f]{32}"), re.compile(r"[0-9a-f]{16}")


def new_id() -> str:
    """The id of a new win: 128 random bits in hexadecimal, which tell nothing."""
    return secrets.token_hex(16)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a win belongs. Raises InputError for names that could not be told apart in a file."""

    book: str
    stakeholders: str
    party: str
    win: str

    def __post_init__(self) -> None:
        if not all(_NAME.fullmatch(name) for name in (self.book, self.stakeholders, self.party)):
            raise InputError("a win belongs to a book, a document of stakeholders and a party, by their ids")
        if not _WIN.fullmatch(self.win):
            raise InputError("a win is known by 32 hexadecimal digits")


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed win: where it belongs, to which key it was sealed, and what HPKE gave."""

    place: Place
    key: str
    body: bytes = field(repr=False)

    @property
    def head(self) -> bytes:
        """What is bound to the text: the first two lines of the file."""
        return FORM + b"\n" + canonical({**asdict(self.place), "key": self.key}) + b"\n"

    @property
    def text(self) -> bytes:
        """The file."""
        return self.head + base64.encodebytes(self.body)

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """A sealed win from its file. Raises LedgerError for what is none."""
        form, _, rest = text[:LARGEST].partition(b"\n")
        head, _, body = rest.partition(b"\n")
        if form != FORM or len(text) > LARGEST:
            raise LedgerError("this is no sealed win")
        try:
            said = json.loads(head)
            key = str(said.pop("key"))
            found = cls(Place(**said), key, base64.b64decode(b"".join(body.split()), validate=True))
        except (ValueError, TypeError, KeyError, AttributeError, InputError, binascii.Error, RecursionError):
            raise LedgerError("this sealed win is damaged: its head cannot be read") from None
        if not _KEY.fullmatch(key) or found.text != text:
            raise LedgerError("this sealed win is damaged: it is not written as one is")
        return found


@dataclass(frozen=True, slots=True)
class Opened:
    """What a sealed win says, and the commitment that the ledger should hold for it."""

    win: Win = field(repr=False)
    commitment: str


def seal(win: Win, place: Place, key: PublicKey) -> tuple[Sealed, str]:
    """The win sealed to a party's key, and the commitment to it. Raises LedgerError for another party's key."""
    if key.party != place.party:
        raise LedgerError("a win is sealed to the key of the party that writes it", where=key.party)
    fresh = salt()
    inside = _filled(canonical({"salt": fresh.hex(), "win": win.plain}))
    empty = Sealed(place, key.id, b"")
    try:
        body = _suite().encrypt(inside, key.key, info=empty.head)
    except ValueError:
        raise LedgerError("nothing can be sealed to this key", do="make a new one") from None
    return Sealed(place, key.id, body), _commitment(win, place, fresh)


def open_sealed(sealed: Sealed, key: PrivateKey) -> Opened:
    """What a sealed win says. Raises LedgerError for another key, and for a win that was changed or moved."""
    if key.public.id != sealed.key:
        raise LedgerError(
            f"this win was sealed to the key {sealed.key}, and this is the key {key.public.id}",
            do="open it with the key of then; a win whose key is lost can only be erased and written anew",
        )
    try:
        inside = _suite().decrypt(sealed.body, key.key, info=sealed.head)
    except (InvalidTag, ValueError):
        raise LedgerError("this sealed win was changed, or moved from where it belongs") from None
    return _read(inside, sealed.place)


def _suite() -> Suite:
    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


def _commitment(win: Win, place: Place, fresh: bytes) -> str:
    return commit(canonical({**asdict(place), "text": win.plain}), fresh)


def _filled(inside: bytes) -> bytes:
    """Filled up as ISO/IEC 7816-4 does: one byte 0x80, then zeros."""
    length = next(each for each in LENGTHS if len(inside) < each)
    return (inside + b"\x80").ljust(length, b"\0")


def _read(inside: bytes, place: Place) -> Opened:
    """Anybody with the public half can seal anything: what is inside is checked like any other input."""
    try:
        said = json.loads(inside.rstrip(b"\0").removesuffix(b"\x80"))
        fresh, win = bytes.fromhex(said["salt"]), Win.of(said["win"])
    except (ValueError, TypeError, KeyError, InputError, RecursionError):
        raise LedgerError("what was sealed here is no win") from None
    return Opened(win, _commitment(win, place, fresh))
