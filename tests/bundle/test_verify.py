"""What is true verifies, on a machine that has only the package."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.bundle.conftest import gathered
from tests.bundle.server import (
    PINNED,
    states,
    words,
)
from trueup.bundle.model import BundleInput
from trueup.bundle.verify import verify_bundle
from trueup.bundle.write import write
from trueup.scorecard.opened import open_book
from trueup.vocabulary import Grade


def test_a_bundle_from_a_folder_holds_and_says_what_it_does_not_prove(claims: BundleInput):
    report = verify_bundle(write(claims))
    assert report.holds, words(report)
    assert report.verdict == "unproven"
    missing = {check.about for check in report.checks if check.state == "missing"}
    assert missing == {"documents", "signatures", "ledger"}


def test_a_bundle_of_a_server_holds_with_the_keys_that_one_trusts(signed: bytes):
    report = verify_bundle(signed, PINNED)
    assert report.holds, words(report)
    assert [check for check in report.checks if check.state == "missing"] == []
    assert states(report, "ledger") == ["holds"] * 3
    assert states(report, "keys") == ["holds"] * 4
    assert "holds" in states(report, "verdict")


def test_keys_that_nobody_vouched_for_are_said_to_be_the_bundles_own(signed: bytes):
    report = verify_bundle(signed)
    assert report.holds
    [note] = [check for check in report.checks if check.about == "keys"]
    assert note.state == "note"
    assert "taken from the bundle itself: log.example/northwind" in note.words
    one = verify_bundle(signed, PINNED[:1])
    assert "log.example" not in next(c.words for c in one.checks if c.about == "keys" and c.state == "note")


def test_stakes_and_hidden_rows_are_said(signed: bytes):
    said = "\n".join(map(str, verify_bundle(signed).checks))
    assert "assay" not in said or "declares no stakes" in said
    assert "other rows of these batches are only hashes" in said


def test_every_agreement_of_the_example_verifies_at_every_grade(northwind: Path):
    with open_book(northwind) as opened:
        names = list(opened.book.agreements)
    for number, name in enumerate(names):
        grade = list(Grade)[number % 3]
        report = verify_bundle(write(gathered(northwind, name, grade=grade)))
        assert report.holds, f"{name}: {words(report)}"


def test_a_bundle_as_known_earlier_verifies_and_differs(northwind: Path, claims: BundleInput):
    earlier = gathered(northwind, "claims-platform", known_at="2026-04-01T00:00+00:00")
    report = verify_bundle(write(earlier))
    assert report.holds, words(report)
    assert earlier.result != claims.result


def test_the_same_input_gives_the_same_bytes(northwind: Path, claims: BundleInput):
    assert write(gathered(northwind, "claims-platform")) == write(claims)


def test_no_figure_of_anyone_else_leaves(northwind: Path, claims: BundleInput):
    lines = write(claims).decode().splitlines()
    text = "\n".join(line for line in lines if '"kind":"attestation"' not in line)  # they are signed as a whole
    with open_book(northwind) as opened:
        others = set(opened.book.kpis) - {"claim_cycle_days", "migration_backlog", "handlers_on_duty"}
        strangers = set(opened.book.agreements) - {"claims-platform"}
    assert [name for name in others if f'"{name}"' in text] == []
    assert [name for name in strangers if f'"{name}"' in text] == []
    assert "Brandt Legal" not in text
    rows = [json.loads(line) for line in text.splitlines() if line.startswith('{"batch":') and '"row":' in line]
    # The legacy claims are what the promise is compared with: without them nobody could recompute what was caused.
    assert {row["row"].get("programme", "claims-2026") for row in rows} == {"claims-2026", "legacy"}
    assert {row["row"].get("project", "claims-2026") for row in rows} == {"claims-2026"}


def test_a_machine_with_only_the_package_verifies_it(claims: BundleInput, tmp_path: Path):
    """Another process, in another folder, without the book and without a network."""
    file = tmp_path / "claims.bundle"
    file.write_bytes(write(claims))
    code = (
        "import socket\n"
        "def refuse(*a, **k): raise OSError('no network here')\n"
        "socket.socket.connect = refuse\n"
        "import sys\n"
        "sys.argv = ['trueup', 'verify', 'claims.bundle']\n"
        "from trueup.cli import main\n"
        "main()\n"
    )
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-I", "-c", code],
        cwd=tmp_path,
        env={**kept, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "computed again, it is the one stated: unproven" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["claims.bundle"], "nothing is left behind"


def test_a_batch_that_lost_rows_is_not_proved_and_says_so(northwind: Path, tmp_path: Path):
    folder = tmp_path / "northwind"
    shutil.copytree(northwind, folder)
    with open_book(folder) as opened:
        with opened.store.snapshot() as snapshot:
            some = snapshot.collect(snapshot.frame("raw_claims").select("claim")).column(0)[0].as_py()
        opened.store.erase("raw_claims", "claim", [some], key="erase-1", reason="asked to be forgotten")
    report = verify_bundle(write(gathered(folder, "claims-platform")))
    assert report.holds, words(report)
    assert any("erased" in check.words for check in report.checks if check.state == "missing")
