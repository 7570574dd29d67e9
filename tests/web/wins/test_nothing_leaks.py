"""Planted words are searched for in everything a server has, gives and leaves behind."""

from __future__ import annotations

import base64
import io
import json
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import forks
from tests.web.migrated import around, of_server
from tests.web.wins.planted import CONTROL
from tests.web.wins.small import PLANTED
from trueup.web.backup.seal import Opener


def spellings(word: str) -> list[bytes]:
    """A word as files may hold it: plain, in UTF-16, and in base 64 at each of its three offsets."""
    coded = [base64.b64encode(b"-" * lead + word.encode())[4:-4] for lead in range(3)]
    return [word.encode(), word.encode("utf-16-le"), word.encode().hex().encode(), *coded]


def found_in(data: bytes, word: str) -> bool:
    """Whether a word stands in bytes, also in what is packed in them."""
    return any(each in layer for layer in layers(data) for each in spellings(word))


def layers(data: bytes) -> Iterator[bytes]:
    """The bytes, and what they are when they are unpacked."""
    yield data
    if data[:2] == b"\x1f\x8b":
        yield zlib.decompress(data, 47)
    if data[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            yield from (packed.read(name) for name in packed.namelist())


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                yield str(file), file.read_bytes()


@pytest.fixture(scope="module")
def left(migrated_home: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, dict, str]:
    """The home of the server, what left it, what others were shown, and the log."""
    place = tmp_path_factory.mktemp("planted")
    home, out = place / "home", place / "out"
    shutil.copytree(migrated_home, home)
    out.mkdir()
    done = forks.run("tests.web.wins.planted", out, env={**around(), **of_server(home)})
    assert done.returncode == 0, done.stderr[-3000:]
    return home, out, json.loads(done.stdout.splitlines()[-1]), done.stdout + done.stderr


def test_no_planted_word_is_anywhere(left: tuple[Path, Path, dict, str]):
    home, out, shown, log = left
    at_home = [name for name, data in files(home) if found_in(data, PLANTED)]
    assert at_home == []
    taken = [(name, data) for name, data in files(out) if "/book/" not in name]
    assert [name for name, data in taken if found_in(data, PLANTED)] == []
    assert not found_in(log.encode(), PLANTED)
    assert shown["hits"] == []
    assert shown["bundle"] == 200


def test_what_was_searched_would_have_been_found(left: tuple[Path, Path, dict, str]):
    """The control word stands in clear in the book and in names: the search sees it where it may be."""
    home, out, shown, log = left
    names = {Path(name).name for name, data in (*files(home), *files(out)) if found_in(data, CONTROL)}
    assert {"trueup.sqlite3", "open-trueup.sqlite3-wal", "people.yaml", "plain.tar"} <= names
    assert (shown["control"] > 20, shown["shown"] > 200) == (True, True)
    assert log.count("the disk burns") >= 2
    assert found_in((out / "book" / "sealed" / "quayside" / "left.sealed").read_bytes(), PLANTED)


def test_a_backup_that_is_opened_holds_ciphertext_only(left: tuple[Path, Path, dict, str]):
    _, out, shown, _ = left
    plain = out / "plain.tar"
    with (out / "sealed.trueup").open("rb") as sealed:
        unsealed = Opener(sealed, "correct horse", "the backup").read()
    for data in (plain.read_bytes(), unsealed):
        with tarfile.open(fileobj=io.BytesIO(data)) as tar:
            inside = {item.name: tar.extractfile(item).read() for item in tar if item.isfile()}  # type: ignore[union-attr]
        assert not any(found_in(each, PLANTED) for each in inside.values())
        assert any(found_in(each, CONTROL) for each in inside.values())
        assert any(shown["wins"][0].encode() in each for each in inside.values())  # its row is in it, sealed


def test_what_is_destroyed_is_gone_from_the_files_of_the_database(left: tuple[Path, Path, dict, str]):
    assert left[2]["destroyed"] == {"first": [True, False], "second": [True, False], "key": [True, False]}


def test_no_file_that_leaves_names_a_win(left: tuple[Path, Path, dict, str]):
    """Exports and bundles do not even tell that there is one."""
    _, out, shown, _ = left
    names = [out / "export", out / "export-own"]
    leaving = [*files(*names), *((name, (out / name).read_bytes()) for name in ("server.bundle", "folder.bundle"))]
    assert len(leaving) > 10
    for name, data in leaving:
        assert not any(win.encode() in data for win in shown["wins"]), name
        assert "sealed" not in Path(name).parts
