"""Every byte of an archive is accounted for, by name."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from trueup.vocabulary import TrueupError
from trueup.web.backup import archive
from trueup.web.backup.archive import Manifest


@pytest.fixture
def packed(tmp_path: Path) -> bytes:
    folder = tmp_path / "from"
    (folder / "books" / "northwind").mkdir(parents=True)
    (folder / "trueup.sqlite3").write_bytes(b"rows" * 1000)
    (folder / "books" / "northwind" / "read me.txt").write_text("säge")
    (folder / "books" / "empty").write_bytes(b"")
    out = io.BytesIO()
    manifest = Manifest("2026-11-22T09:30:00+00:00", "0", "sqlite", "note", tuple(archive.items_in(folder)))
    archive.write(out, folder, manifest)
    return out.getvalue()


def unpack(data: bytes, to: Path) -> Manifest:
    to.mkdir()
    return archive.read(io.BytesIO(data), to, "backup")


def test_files_come_back_as_they_were(packed: bytes, tmp_path: Path) -> None:
    manifest = unpack(packed, tmp_path / "to")
    assert [item.name for item in manifest.files] == ["books/empty", "books/northwind/read me.txt", "trueup.sqlite3"]
    for item in manifest.files:
        assert (tmp_path / "to" / item.name).read_bytes() == (tmp_path / "from" / item.name).read_bytes()
        assert (tmp_path / "to" / item.name).stat().st_mode & 0o777 == 0o600
    assert archive.summary(manifest) == {"files": 3, "bytes": 4005}


def test_any_tool_can_look_into_it(packed: bytes) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        assert tar.getnames()[0] == "manifest.json"


def test_a_damaged_file_is_named(packed: bytes, tmp_path: Path) -> None:
    place = packed.rindex(b"rowsrows")
    with pytest.raises(TrueupError, match=r"trueup\.sqlite3 is damaged"):
        unpack(packed[:place] + b"R" + packed[place + 1 :], tmp_path / "to")


def test_a_missing_file_is_named(packed: bytes, tmp_path: Path) -> None:
    with tarfile.open(fileobj=io.BytesIO(packed)) as tar:
        end = tar.getmember("trueup.sqlite3").offset
    with pytest.raises(TrueupError, match=r"trueup\.sqlite3 is missing: the archive was cut off"):
        unpack(packed[:end] + bytes(1024), tmp_path / "to")


def test_a_cut_file_is_found(packed: bytes, tmp_path: Path) -> None:
    place = packed.rindex(b"rowsrows")
    with pytest.raises(TrueupError, match=r"cannot be read on|is damaged"):
        unpack(packed[:place], tmp_path / "to")


def test_a_damaged_list_is_found(packed: bytes, tmp_path: Path) -> None:
    for number, (old, new) in enumerate([(b'"files"', b'"filed"'), (b'"format"', b'"formal"'), (b'"name"', b'"mane"')]):
        with pytest.raises(TrueupError, match=r"manifest\.json is damaged"):
            unpack(packed.replace(old, new, 1), tmp_path / f"to{number}")
    with pytest.raises(TrueupError, match="another format"):
        unpack(packed.replace(b"trueup-backup-1", b"trueup-backup-9", 1), tmp_path / "to")


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    for number, data in enumerate([b"", b"nonsense", bytes(10_240)]):
        with pytest.raises(TrueupError):
            unpack(data, tmp_path / f"to{number}")


@pytest.mark.parametrize("name", ["../outside", "/etc/outside", "books/../../outside", "unlisted"])
def test_nothing_is_written_outside_or_beside_the_list(name: str, packed: bytes, tmp_path: Path) -> None:
    evil = io.BytesIO()
    listed = Manifest("", "0", "sqlite", "", (archive.Item(name, 1, "0" * 64),) if name != "unlisted" else ())
    with tarfile.open(fileobj=evil, mode="w") as tar:
        for title, data in (("manifest.json", listed.text), (name, b"x")):
            info = tarfile.TarInfo(title)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
    with pytest.raises(TrueupError, match="in the archive and not in its list"):
        unpack(evil.getvalue(), tmp_path / "to")
    assert not (tmp_path / "outside").exists()


def test_a_link_is_no_file(packed: bytes, tmp_path: Path) -> None:
    evil = io.BytesIO()
    listed = Manifest("", "0", "sqlite", "", (archive.Item("link", 0, "0" * 64),))
    with tarfile.open(fileobj=evil, mode="w") as tar:
        info = tarfile.TarInfo("manifest.json")
        info.size = len(listed.text)
        tar.addfile(info, io.BytesIO(listed.text))
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(TrueupError):
        unpack(evil.getvalue(), tmp_path / "to")
