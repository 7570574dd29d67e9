"""A small book whose document of stakeholders has a customer, a provider and an observer; and what is planted in it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.horizons.test_wins import BOOK
from tests.horizons.wins.written import PLAIN

PARTIES = {"northwind": "customer", "acme": "provider", "assay": "observer"}
PLANTED = "quetzalcoatl"
"""A word that stands in a win and nowhere else on earth."""
NO = {"payment": False, "gift": False, "job_offer": False}
GIVEN: dict[str, Any] = {
    **PLAIN,
    "person": f"Person {PLANTED}-who",
    "win": f"Wants the {PLANTED} mandate of the board.",
    "step": f"Show {PLANTED}-step",
    **NO,
}
FORM = {name: "" if value is None else str(value) for name, value in GIVEN.items()} | dict.fromkeys(NO, "no")


def write(folder: Path) -> Path:
    """The book's folder, and in it what somebody left there in sealed/."""
    sealed = folder / "sealed" / "acme"
    sealed.mkdir(parents=True)
    (folder / "book.yaml").write_text(BOOK)
    (sealed / "left.sealed").write_text(f"{PLANTED}-folder")
    return folder
