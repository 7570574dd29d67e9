from __future__ import annotations

from pathlib import Path

import pytest

from trueup.sources.plans import read_plan
from trueup.sources.plans.formats import FORMATS, MEGABYTE, sniffed
from trueup.vocabulary import InputError, SourceError


def _file(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "head", "format"),
    [
        ("a.xml", b'<Project xmlns="http://schemas.microsoft.com/project">', "mspdi"),
        ("a.xml", b"<?xml version='1.0'?><APIBusinessObjects>", "pmxml"),
        ("a.txt", b"ERMHDR\t16.2", "xer"),
        ("a.txt", b"MPX,Microsoft Project,4.0", "mpx"),
        ("a.mpp", b"\xd0\xcf\x11\xe0", "mpp"),
        ("a.csv", b"Summary,Issue key,Status", "jira"),
        ("a.csv", b"id,name,duration", "csv"),
        ("a.tsv", b"id\tname", "csv"),
        ("a.xlsx", b"PK", "dslib"),
        ("a.sm", b"****", "psplib"),
    ],
)
def test_a_file_is_known_by_its_beginning_then_by_its_ending(
    tmp_path: Path, name: str, head: bytes, format: str
) -> None:
    assert sniffed(_file(tmp_path, name, head)).name == format


def test_what_no_format_fits_lists_the_endings(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"\.pod.*\n.*\.mpp"):
        read_plan(_file(tmp_path, "a.pod", b"x"))


def test_there_must_be_a_file_with_something_in_it(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no such file"):
        read_plan(tmp_path / "none.csv")
    with pytest.raises(SourceError, match="a folder"):
        read_plan(tmp_path)
    with pytest.raises(SourceError, match="is empty"):
        read_plan(_file(tmp_path, "a.csv", b""))


def test_an_unknown_format_is_told_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="did you mean 'psplib'"):
        read_plan(_file(tmp_path, "a.sm", b"x"), format="pspl")


def test_a_file_beyond_any_plan_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    with path.open("wb") as file:
        file.truncate(FORMATS[-1].largest + MEGABYTE)
    with pytest.raises(SourceError, match="has 65 MB"):
        read_plan(path)


def test_bytes_that_are_no_workbook(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="not a workbook"):
        read_plan(_file(tmp_path, "a.xlsx", b"PK\x03\x04 this is not one"))
