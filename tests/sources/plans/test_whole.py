from __future__ import annotations

from pathlib import Path

import pytest

from trueup.sources.plans import read_plan
from trueup.sources.plans.java.whole import check_whole
from trueup.vocabulary import SourceError

BOMB = """<?xml version="1.0"?>
<!DOCTYPE Project [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<Project xmlns="http://schemas.microsoft.com/project"><Name>&b;</Name></Project>
"""


def _file(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_thirty_megabytes_of_xer_cut_in_half_are_not_read(tmp_path: Path) -> None:
    rows = "".join(f"%R\t{n}\t1\tA{n}\tTask {n}\t{'x' * 80}\n" for n in range(280_000))
    whole = (
        "ERMHDR\t18.8\t2026-01-05\tProject\tadmin\n%T\tTASK\n%F\ttask_id\tproj_id\ttask_code\ttask_name\tmemo\n" + rows
    )
    assert len(whole) > 30_000_000
    path = _file(tmp_path, "big.xer", whole[: len(whole) // 2])
    with pytest.raises(SourceError, match=r"big\.xer: the file is cut short at line 14\d,\d\d\d"):
        read_plan(path)


def test_a_whole_xer_passes_with_any_line_end(tmp_path: Path) -> None:
    for end in ("\n", "\r\n", ""):
        check_whole(_file(tmp_path, "a.xer", f"ERMHDR\t18.8\r\n%T\tTASK\r\n%E{end}"), "xer")
    with pytest.raises(SourceError, match="does not begin with ERMHDR"):
        check_whole(_file(tmp_path, "a.xer", "%T\n%E\n"), "xer")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_with_a_document_type_is_not_read(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(SourceError, match="declares a document type"):
        read_plan(_file(tmp_path, "bomb.xml", BOMB.encode(encoding)), format="mspdi")


def test_comments_before_the_root_are_no_document_type(tmp_path: Path) -> None:
    text = "<?xml version='1.0'?><!-- made <by> hand --><Project></Project>\n"
    for encoding in ("utf-8", "utf-16"):
        check_whole(_file(tmp_path, "a.xml", text.encode(encoding)), "mspdi")


def test_xml_that_does_not_end_is_cut_short(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cut short"):
        check_whole(_file(tmp_path, "a.xml", "<Project><Tasks><Task><Name>Di"), "mspdi")
