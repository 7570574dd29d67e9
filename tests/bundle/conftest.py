"""Bundles of the example book: as a folder makes them, and as a server does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bundle.server import on_a_server
from trueup.bundle.gather import gather
from trueup.bundle.model import BundleInput
from trueup.bundle.write import write
from trueup.scorecard.opened import open_book


def gathered(folder: Path, agreement: str, **options) -> BundleInput:
    with open_book(folder) as opened:
        moment = opened.moment("2026-10-01", options.pop("known_at", None))
        with opened.store.snapshot(moment.known_at) as snapshot:
            return gather(opened.book, snapshot, moment, agreement, **options)


@pytest.fixture(scope="session")
def claims(northwind: Path) -> BundleInput:
    """The bundle of claims-platform, from the folder."""
    return gathered(northwind, "claims-platform")


@pytest.fixture(scope="session")
def fraud(northwind: Path) -> BundleInput:
    """The bundle of fraud-detection, with an open dispute and the book's whole definition."""
    return gathered(northwind, "fraud-detection", all_parties=True)


@pytest.fixture(scope="session")
def signed(fraud: BundleInput) -> bytes:
    """fraud-detection as a server bundles it."""
    return write(on_a_server(fraud))
