"""Any change of a byte is found, with its line; and nonsense under a correct seal is answered."""

from __future__ import annotations

import random

import pytest

from tests.bundle.server import (
    forged,
    words,
)
from trueup.bundle.verify import verify_bundle
from trueup.vocabulary import LedgerError, digest


def line_of(data: bytes, at: int) -> int:
    return data[:at].count(b"\n") + 1


def test_ten_thousand_changes_of_a_byte_are_all_found_with_their_line(signed: bytes):
    chance, last = random.Random(9162), line_of(signed, len(signed) - 1)
    for _ in range(10_000):
        changed, at = bytearray(signed), chance.randrange(len(signed))
        changed[at] ^= chance.randrange(1, 256)
        report = verify_bundle(bytes(changed))
        assert not report.holds, f"byte {at} was changed unseen"
        line = line_of(signed, at)
        places = {f"line {line},", "line 1, manifest"} if line in (1, last) else {f"line {line},", f"line {line} "}
        where = str(report.failures[0].where) + " "
        assert any(place in where for place in places), f"byte {at} in line {line}: {report.failures[0]}"


@pytest.mark.parametrize("portion", [1, 100, 5000])
def test_cutting_adding_and_moving_is_found(signed: bytes, portion: int):
    lines = signed.splitlines(keepends=True)
    for changed in (
        b"",
        signed[:-portion],
        signed[portion:],
        signed + b"\n" * portion,
        signed + signed[-portion:],
        b"".join(lines[:-1]),
        b"".join([lines[0], *lines[2:]]),
        b"".join([*lines[:2], lines[1], *lines[2:]]),
        b"".join([lines[0], lines[2], lines[1], *lines[3:]]),
        signed.replace(b"\n", b"\r\n"),
        signed.replace(b",", b", ", 1),
    ):
        report = verify_bundle(changed)
        assert not report.holds
        assert report.checks[0].about == "form"


def test_what_is_no_bundle_is_said_to_be_none():
    for data in (b"", b"\n", b"hello\n", b'{"a":1}\n{"b":2}\n', b"\xff" * 100, b"[" * 10_000 + b"\n\n"):
        report = verify_bundle(data)
        assert not report.holds
        assert "no bundle" in words(report)


def places(value, at=()):
    """Every place inside plain JSON."""
    for key in value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ():
        yield (*at, key)
        yield from places(value[key], (*at, key))


STRANGE = [None, True, -1, 2.0**60, "", "é\u2028", [], {}, [1], {"a": 1}, "2026-01-01", "A" * 44, "0" * 64]


def test_whatever_a_line_says_is_answered_and_never_raised(signed: bytes, monkeypatch: pytest.MonkeyPatch):
    """Well-formed nonsense under a correct seal; the assessment itself has tests of its own."""

    def not_asked(_: object) -> None:
        raise LedgerError("not computed in this test")

    monkeypatch.setattr("trueup.bundle.checks.verdict.recompute", not_asked)
    monkeypatch.setattr("trueup.bundle.checks.statements.recount", not_asked)
    chance = random.Random(9162)

    def change(lines):
        line = chance.choice(lines[chance.choice([name for name in lines if lines[name]])])
        *path, last = chance.choice(list(places(line)))
        inside = line
        for key in path:
            inside = inside[key]
        inside[last] = chance.choice(STRANGE)
        if "body" in line and isinstance(line["body"], dict) and 2.0**60 not in line["body"].values():
            line["digest"] = digest(line["body"])

    for _ in range(300):
        assert not verify_bundle(forged(signed, change)).holds
