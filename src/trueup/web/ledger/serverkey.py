"""The key that speaks for this server's log, and the log's name (its origin). Both are for life.

The key is one line, `PRIVATE+KEY+name+id+base64(type, seed)`, the form in which other tools that sign C2SP notes keep
theirs. It comes from TRUEUP_LOG_KEY (from a store of secrets), or lies in TRUEUP_HOME/keys/log.key, made at the first
start.
"""

from __future__ import annotations

import os
import secrets
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from trueup.ledger.encoding import from_base64, to_base64
from trueup.ledger.keys import ED25519, KEY_SIZE, SigningKey, VerifierKey
from trueup.vocabulary import LedgerError

_HEAD = "PRIVATE+KEY+"


def log_key() -> SigningKey:
    """The key of this server's log, made at the first call if there is none.

    Raises LedgerError when it cannot be read, or is for another log than TRUEUP_ORIGIN says.
    """
    given = os.environ.get("TRUEUP_LOG_KEY", "").strip()
    file = keys_folder() / "log.key"
    key = parse(given, "TRUEUP_LOG_KEY") if given else _kept(file)
    stated = os.environ.get("TRUEUP_ORIGIN", "")
    if stated and stated != key.name:
        raise LedgerError(
            f"the log is called {key.name!r}, and TRUEUP_ORIGIN says {stated!r}",
            where="TRUEUP_LOG_KEY" if given else str(file),
            do="a log keeps its name for life: set TRUEUP_ORIGIN to it, or leave it out",
        )
    return key


def verifier() -> VerifierKey:
    """The public key by which anybody verifies this server's log."""
    return log_key().verifier


def keys_folder() -> Path:
    """Where the server's own keys lie."""
    return Path(settings.HOME) / "keys"


def origin() -> str:
    """What a new log is called: TRUEUP_ORIGIN, or host and port of TRUEUP_URL."""
    return os.environ.get("TRUEUP_ORIGIN") or urlsplit(settings.URL).netloc


def parse(line: str, where: str) -> SigningKey:
    """Read a key line. Raises LedgerError that never shows the key."""
    name, _, rest = line.removeprefix(_HEAD).partition("+")
    stated, _, code = rest.partition("+")
    try:
        material = from_base64(code, "the key")
    except LedgerError:
        material = b""
    if not line.startswith(_HEAD) or len(material) != 1 + KEY_SIZE or material[0] != ED25519:
        raise LedgerError("this is no private key of a log", where=where, do=f"it looks like {_HEAD}name+1a2b3c4d+A...")
    key = SigningKey.from_seed(name, material[1:])
    if key.verifier.id.hex() != stated:
        raise LedgerError("the key does not fit its id: it was damaged or put together", where=where)
    return key


def written(key: SigningKey) -> str:
    """The key as one line. Secret."""
    material = to_base64(bytes([ED25519]) + key.private.private_bytes_raw())
    return f"{_HEAD}{key.name}+{key.verifier.id.hex()}+{material}"


def _kept(file: Path) -> SigningKey:
    if not file.exists():
        _make(file)
    return _read(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> SigningKey:
    return parse(file.read_text(encoding="ascii").strip(), str(file))


def _make(file: Path) -> None:
    """Write beside and link: of two processes that start at once, the second keeps what the first made."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(f".{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(written(SigningKey.generate(origin())) + "\n")
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
