"""A panel of the Value tab: what it is called, its template, and what it has to say of one agreement."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trueup.agreements.results import AgreementResult
from trueup.report.html.context import Context
from trueup.web.assessments.queries import Judged
from trueup.web.documents.access import Place
from trueup.web.parties.access import ActorRequest


@dataclass(frozen=True, slots=True)
class At:
    """Where a panel stands: who asks (`request.actor`), the agreement as the seat sees it, and as it was assessed.

    `judged` is None while no version is in force. Charts are added to `page.charts`; the page shows them all.
    """

    request: ActorRequest
    place: Place
    judged: Judged | None
    grade: str
    page: Context

    @property
    def book(self) -> str:
        """The book's name in addresses."""
        return self.place.book.slug

    @property
    def agreement(self) -> str:
        """The agreement's id."""
        assert self.place.agreement is not None, "the place of an agreement"
        return self.place.agreement

    @property
    def result(self) -> AgreementResult | None:
        """The agreement as it was assessed."""
        return self.judged.result if self.judged else None


@dataclass(frozen=True, slots=True)
class Panel:
    """One part of the tab. `context` gives what its template finds as `panel`; None: there is nothing to show.

    `rests_on` gives what the panel rests on beside the ledger and the assessment (see `web.kept`), by the book and the
    agreement: another value, and the page is made anew. It may ask one question of the database.
    """

    name: str
    template: str
    context: Callable[[At], Mapping[str, Any] | None]
    rests_on: Callable[[str, str], object] | None = None
