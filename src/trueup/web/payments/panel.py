"""The panel of the Value tab: what was planned, invoiced and paid so far."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from trueup.vocabulary import MoneyError
from trueup.web.documents.access import Place
from trueup.web.parties.access import ActorRequest
from trueup.web.payments.queries import of_agreement


class At(Protocol):
    """Where a panel stands: of the tab it knows no more."""

    @property
    def request(self) -> ActorRequest:
        """Who asks."""

    @property
    def place(self) -> Place:
        """The agreement as the seat sees it."""

    @property
    def book(self) -> str:
        """The book's name in addresses."""

    @property
    def agreement(self) -> str:
        """The agreement's id."""


def payments(at: At) -> Mapping[str, Any] | None:
    """The one line of the agreement; nothing where no payment is known and none can be reported."""
    mixed = None
    try:
        seen = of_agreement(at.request.actor, at.book, at.agreement)
    except MoneyError as wrong:
        mixed, seen = wrong, of_agreement(at.request.actor, at.book, at.agreement, ("currency",))
    may_report = at.place.may("evidence.report")
    if not seen.compared.lines and not may_report:
        return None
    return {"lines": seen.compared.lines, "mixed": mixed, "may_report": may_report, "book": at.book, "id": at.agreement}
