"""The files of a backup and their digests, in one tar: any tool can look into it, and every byte is accounted for."""

from __future__ import annotations

import hashlib
import io
import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Any

from trueup.vocabulary import TrueupError

FORMAT = "trueup-backup-1"
MANIFEST = "manifest.json"
_BLOCK = 1 << 20
_LARGEST_MANIFEST = 256 << 20


@dataclass(frozen=True, slots=True)
class Item:
    """A file of a backup: its name in it, its size in bytes, and its SHA-256."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds. `checkpoint` is the log's signed note when it was begun; `database` the kind of database."""

    made_at: str
    version: str
    database: str
    checkpoint: str
    files: tuple[Item, ...]

    @property
    def text(self) -> bytes:
        """The text in the archive."""
        return json.dumps({"format": FORMAT, **asdict(self)}, indent=1).encode()

    @classmethod
    def parse(cls, data: bytes, where: str) -> Manifest:
        """Read the text. Raises TrueupError for a backup of another format, or a damaged one."""
        try:
            given = json.loads(data)
            if given.pop("format") != FORMAT:
                raise TrueupError("this backup has another format", where=where, do=f"this version reads {FORMAT}")
            files = tuple(Item(**each) for each in given.pop("files"))
            return cls(files=files, **given)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise _damaged(f"{MANIFEST} is damaged", where) from None


def items_in(folder: Path) -> Iterator[Item]:
    """Every file in a folder, in one order."""
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        with file.open("rb") as data:
            digest = hashlib.file_digest(data, "sha256").hexdigest()
        yield Item(file.relative_to(folder).as_posix(), file.stat().st_size, digest)


def write(out: Any, folder: Path, manifest: Manifest) -> None:
    """Write the manifest, then the files it lists, as a tar stream."""
    with tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(_header(MANIFEST, len(manifest.text)), io.BytesIO(manifest.text))
        for item in manifest.files:
            with (folder / item.name).open("rb") as data:
                tar.addfile(_header(item.name, item.size), data)


def _header(name: str, size: int) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o600
    return info


def read(source: Any, to: Path, where: str) -> Manifest:
    """Write the files of a backup into `to`, each checked against the manifest, and return it.

    Raises TrueupError that names the first file that is damaged, missing or not listed.
    """
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            return _read(tar, to, where)
    except tarfile.TarError as wrong:
        raise _damaged(f"the archive cannot be read on: {wrong}", where) from wrong


def _read(tar: tarfile.TarFile, to: Path, where: str) -> Manifest:
    first = tar.next()
    if first is None or first.name != MANIFEST or first.size > _LARGEST_MANIFEST:
        raise _damaged(f"a backup begins with {MANIFEST}", where)
    manifest = Manifest.parse(_content(tar, first, where).read(), where)
    waiting = {item.name: item for item in manifest.files}
    while (info := tar.next()) is not None:
        _unpack(_content(tar, info, where), _expected(info, waiting, where), to, where)
    if waiting:
        raise _damaged(f"{next(iter(waiting))} is missing: the archive was cut off", where)
    return manifest


def _expected(info: tarfile.TarInfo, waiting: dict[str, Item], where: str) -> Item:
    item = waiting.pop(info.name, None)
    if item is None or not info.isreg() or not _stays_inside(info.name):
        raise _damaged(f"{info.name!r} is in the archive and not in its list", where)
    return item


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name


def _content(tar: tarfile.TarFile, info: tarfile.TarInfo, where: str) -> IO[bytes]:
    data = tar.extractfile(info)
    if data is None:
        raise _damaged(f"{info.name!r} is no file", where)
    return data


def _unpack(data: IO[bytes], item: Item, to: Path, where: str) -> None:
    """Write one file durably, and compare what was written with what is listed."""
    target = to / item.name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while block := data.read(_BLOCK):
            out.write(block)
            digest.update(block)
            size += len(block)
        out.flush()
        os.fsync(out.fileno())
    if (size, digest.hexdigest()) != (item.size, item.sha256):
        raise _damaged(f"{item.name} is damaged: {size:,} bytes with another digest than listed", where)


def _damaged(what: str, where: str) -> TrueupError:
    return TrueupError(what, where=where, do="take another copy of the backup, or an earlier one")


def summary(manifest: Manifest) -> Mapping[str, int]:
    """How many files and bytes a backup holds."""
    return {"files": len(manifest.files), "bytes": sum(item.size for item in manifest.files)}
