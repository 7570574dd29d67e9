"""Trueup: promise against proof.

    import trueup

    card = trueup.open("examples/northwind").assess(as_of="2026-10-01")

Names are loaded when they are first used, so that `import trueup` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from trueup.agreements.documents import Agreement as Agreement
    from trueup.agreements.documents import Attestation as Attestation
    from trueup.agreements.documents import Dispute as Dispute
    from trueup.book.book import Book as Book
    from trueup.book.book import check as check
    from trueup.book.documents import BookDefinition as BookDefinition
    from trueup.client.client import connect as connect
    from trueup.facts import FactStore as FactStore
    from trueup.kpis.documents import Kpi as Kpi
    from trueup.scorecard.model import Scorecard as Scorecard
    from trueup.scorecard.opened import OpenBook as OpenBook
    from trueup.scorecard.opened import open_book as open
    from trueup.sources.documents import Source as Source
    from trueup.vocabulary import DocumentError as DocumentError
    from trueup.vocabulary import Grade as Grade
    from trueup.vocabulary import Insufficient as Insufficient
    from trueup.vocabulary import Issue as Issue
    from trueup.vocabulary import Moment as Moment
    from trueup.vocabulary import Money as Money
    from trueup.vocabulary import Period as Period
    from trueup.vocabulary import Slice as Slice
    from trueup.vocabulary import TrueupError as TrueupError

__version__ = "0.1.0"

_HOMES = {
    "Agreement": "trueup.agreements.documents",
    "Attestation": "trueup.agreements.documents",
    "Book": "trueup.book.book",
    "BookDefinition": "trueup.book.documents",
    "Dispute": "trueup.agreements.documents",
    "DocumentError": "trueup.vocabulary",
    "FactStore": "trueup.facts",
    "Grade": "trueup.vocabulary",
    "Insufficient": "trueup.vocabulary",
    "Issue": "trueup.vocabulary",
    "Kpi": "trueup.kpis.documents",
    "Moment": "trueup.vocabulary",
    "Money": "trueup.vocabulary",
    "OpenBook": "trueup.scorecard.opened",
    "Period": "trueup.vocabulary",
    "Scorecard": "trueup.scorecard.model",
    "Slice": "trueup.vocabulary",
    "Source": "trueup.sources.documents",
    "TrueupError": "trueup.vocabulary",
    "check": "trueup.book.book",
    "connect": "trueup.client.client",
    "open": "trueup.scorecard.opened:open_book",
}

__all__ = ["__version__", *_HOMES]  # noqa: PLE0604 - the names are loaded lazily


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'trueup' has no attribute {name!r}")
    module, _, attribute = home.partition(":")
    return getattr(import_module(module), attribute or name)


def __dir__() -> list[str]:
    return sorted(__all__)
