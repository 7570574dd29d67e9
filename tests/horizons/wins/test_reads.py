from __future__ import annotations

import datetime as dt

import pytest

from trueup.horizons.wins.reads import Line, lines, next_line
from trueup.vocabulary import LedgerError

AT = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


def written(count: int) -> bytes:
    log = b""
    for number in range(count):
        log += next_line(log, Line(AT + dt.timedelta(hours=number), f"{number:032x}", "ana", "read"))
    return log


def test_lines_follow_one_another():
    found = lines(written(3))
    assert [each.win[-1] for each in found] == ["0", "1", "2"]
    assert found[2] == Line(AT + dt.timedelta(hours=2), f"{2:032x}", "ana", "read")
    assert lines(b"") == ()


@pytest.mark.parametrize("number", [0, 1])
def test_a_line_that_was_changed_or_taken_out_is_found(number: int):
    rows = written(3).splitlines(keepends=True)
    changed = b"".join(row.replace(b"ana", b"bob") if at == number else row for at, row in enumerate(rows))
    missing = b"".join(row for at, row in enumerate(rows) if at != number)
    for log, line in ((changed, number + 2), (missing, number + 1)):
        with pytest.raises(LedgerError, match=f"line {line} does not follow"):
            lines(log)
        with pytest.raises(LedgerError):
            next_line(log, Line(AT, "0" * 32, "ana", "read"))


def test_the_end_can_be_cut_off_unseen_as_the_page_says():
    rows = written(3).splitlines(keepends=True)
    assert len(lines(b"".join(rows[:2]))) == 2


@pytest.mark.parametrize("noise", [b"x\n", b"[]\n", b'{"at":1}\n', b"\xff\n"])
def test_noise_is_no_line(noise: bytes):
    with pytest.raises(LedgerError):
        lines(noise)
