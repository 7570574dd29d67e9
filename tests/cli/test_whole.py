"""Files that the command line writes: whole or not at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from trueup.cli.whole import keep_whole


def test_what_was_there_stays_when_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "cube.csv"
    keep_whole(file, b"before")

    def full(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match=r"cube\.csv"):
        keep_whole(file, b"after")
    assert [each.name for each in tmp_path.iterdir()] == ["cube.csv"]
    assert file.read_bytes() == b"before"


def test_a_link_leads_to_the_file_that_is_written(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("file")
    keep_whole(tmp_path / "link", b"x")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "file").read_bytes() == b"x"


def test_a_device_is_written_to_and_not_replaced() -> None:
    keep_whole(Path(os.devnull), b"x")
    assert Path(os.devnull).is_char_device()


def test_a_folder_that_is_not_there_is_named_by_the_file_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        keep_whole(tmp_path / "nowhere" / "cube.csv", b"x")
    assert missing.value.filename == str(tmp_path / "nowhere" / "cube.csv")
