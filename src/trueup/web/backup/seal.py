"""A passphrase around a stream of bytes: whatever was changed, cut or swapped in it is found before it is believed.

The key is scrypt of the passphrase (RFC 7914, N = 2^16, r = 8, p = 1) with a salt of the file's own. The stream is cut
into chunks of 64 KiB, each sealed with ChaCha20-Poly1305 (RFC 8439) under a counter and a flag that marks the last
chunk: the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance, CRYPTO 2015), as in age.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import re
import secrets
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from trueup.vocabulary import TrueupError

MAGIC = b"trueup-sealed-1 "
CHUNK = 65_536
_TAG, _COUNT = 16, 11
_HEAD = re.compile(rb"trueup-sealed-1 scrypt-16 ([0-9a-f]{32}) ([0-9a-f]{64})\n")
_HEAD_SIZE = len(MAGIC) + len("scrypt-16 ") + 32 + 1 + 64 + 1
_MEMORY = 96 * 2**20


class Sealer:
    """Seals what is written to it into `out`. Nothing of the last chunk is there before `finish`."""

    def __init__(self, out: BinaryIO, passphrase: str) -> None:
        salt = secrets.token_bytes(16)
        key = _stretched(passphrase, salt)
        self._out, self._waiting, self._number = out, bytearray(), 0
        self._cipher = ChaCha20Poly1305(_part(key, b"chunks"))
        out.write(_head(key, salt))

    def write(self, data: bytes) -> int:
        """Seal all but the last chunk of what was written so far."""
        self._waiting += data
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]
        return len(data)

    def finish(self) -> None:
        """Seal the last chunk, and mark it as the last."""
        self._seal(bytes(self._waiting), last=True)

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._out.write(self._cipher.encrypt(_nonce(self._number, last=last), chunk, None))
        self._number += 1


class Opener(io.RawIOBase):
    """Reads what a `Sealer` wrote. Raises TrueupError at the first chunk that is not as it was sealed."""

    def __init__(self, source: BinaryIO, passphrase: str, where: str) -> None:
        super().__init__()
        self._source, self._where = source, where
        self._cipher = ChaCha20Poly1305(_part(self._key(passphrase), b"chunks"))
        self._ahead = source.read(CHUNK + _TAG)
        self._open, self._number, self._done = b"", 0, False

    def _key(self, passphrase: str) -> bytes:
        head = self._source.read(_HEAD_SIZE)
        found = _HEAD.fullmatch(head)
        if found is None:
            raise TrueupError("the first line of the file is damaged", where=self._where, do="take another copy of it")
        key = _stretched(passphrase, bytes.fromhex(found[1].decode()))
        if not hmac.compare_digest(_head(key, bytes.fromhex(found[1].decode())), head):
            raise TrueupError("the passphrase is wrong, or the first line of the file is damaged", where=self._where)
        return key

    def readable(self) -> bool:
        """It can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """The next `size` bytes, fewer only at the end."""
        while not self._done and (size < 0 or len(self._open) < size):
            self._open += self._next()
        given = self._open if size < 0 else self._open[:size]
        self._open = self._open[len(given) :]
        return given

    def _next(self) -> bytes:
        chunk, self._ahead = self._ahead, self._source.read(CHUNK + _TAG)
        self._done = not self._ahead
        try:
            opened = self._cipher.decrypt(_nonce(self._number, last=self._done), chunk, None)
        except (InvalidTag, ValueError):
            raise self._damaged(len(chunk)) from None
        self._number += 1
        return opened

    def _damaged(self, size: int) -> TrueupError:
        start = _HEAD_SIZE + self._number * (CHUNK + _TAG)
        end = "its end, or it was cut off there" if self._done else f"byte {start + size:,}"
        return TrueupError(
            f"the file is damaged between byte {start:,} and {end}", where=self._where, do="take another copy of it"
        )


def is_sealed(source: BinaryIO) -> bool:
    """Whether a file begins as a sealed one does; leaves it at its beginning."""
    found = source.read(len(MAGIC)) == MAGIC
    source.seek(0)
    return found


def _head(key: bytes, salt: bytes) -> bytes:
    """The first line: how to make the key, and a proof that the passphrase is the right one."""
    said = MAGIC + b"scrypt-16 " + salt.hex().encode()
    return said + b" " + _part(key, said).hex().encode() + b"\n"


def _part(key: bytes, purpose: bytes) -> bytes:
    return hmac.digest(key, purpose, "sha256")


def _stretched(passphrase: str, salt: bytes) -> bytes:
    return hashlib.scrypt(passphrase.encode(), salt=salt, n=2**16, r=8, p=1, maxmem=_MEMORY, dklen=32)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(_COUNT, "big") + bytes([last])
