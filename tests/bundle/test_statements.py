"""A bundle of an agreement carries its statements, and verifying draws them up again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.value import pressed
from trueup.book import write as documents
from trueup.bundle.gather import gather
from trueup.bundle.verify import verify_bundle
from trueup.bundle.write import write
from trueup.scorecard.opened import open_book
from trueup.scorecard.value_settle import draw_up

MAY = "2026-05-01", "2026-05-01T10:00:00+00:00"


@pytest.fixture
def settled(tmp_path: Path) -> Path:
    """The first quarter is settled, with 40 held."""
    gates = {"gates": [{"id": "quality", "kpi": "quality", "at_least": 90}]}
    rows = [{"kpi": "quality", "period": f"2026-0{month}", "actual": 95, "reported_by": "lens"} for month in (1, 2, 3)]
    facts = {"observations": [*pressed.FACTS["observations"], *rows]}
    pressed.write(tmp_path, pressed.agreement(gates), pressed.ATTESTED, pressed.DISPUTED, facts=facts)
    with open_book(tmp_path) as book, book.values(MAY[0], known_at=MAY[1]) as values:
        statement, _ = draw_up(values, None, "2026-Q1")
    (tmp_path / "q1.yaml").write_text(documents.write(statement), encoding="utf-8")
    return tmp_path


def bundled(folder: Path) -> bytes:
    with open_book(folder) as opened:
        moment = opened.moment("2026-06-01", "2026-06-01T10:00:00+00:00")
        with opened.store.snapshot(moment.known_at) as snapshot:
            return write(gather(opened.book, snapshot, moment, "press"))


def said(data: bytes) -> list[tuple[str, str]]:
    return [(each.state, each.words) for each in verify_bundle(data).checks if each.about == "statements"]


def test_a_statement_holds_offline(settled):
    assert said(bundled(settled)) == [
        ("holds", "computed again, every figure of press-2026-q1 is the one stated"),
    ]


def test_a_statement_that_was_changed_fails(settled):
    path = settled / "q1.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("held: 40", "held: 0"), encoding="utf-8")
    data = bundled(settled)
    assert ("fails", "press-2026-q1, held: stated 0, found 40") in said(data)
    assert all("line" in str(each.where) for each in verify_bundle(data).failures if each.about == "statements")
