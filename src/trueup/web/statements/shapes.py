"""What the API says of statements."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from trueup.value.results_statement import Settled, Settlements
from trueup.web.documents.models import Version
from trueup.web.statements.queries import Row, Stated


class PricedAgreement(Schema):
    """An agreement whose fee follows value, in a list."""

    book: str
    agreement: str
    title: str
    currency: str | None
    ready: list[str] = Field(description="periods that can be settled and are not")
    provisional: list[str] = Field(description="periods that wait for evidence")
    proposed: list[str] = Field(description="statements that wait for signatures")
    fee: Decimal | None = Field(description="the fees stated, as corrected")
    held: Decimal | None = Field(description="what is held back until disputes are answered")
    waiting: Decimal | None = Field(description="what statements for the periods that are ready would make due")
    out_of_date: bool

    @classmethod
    def of(cls, row: Row) -> PricedAgreement:
        """In the shape of the API."""
        found, totals = row.settlements, row.totals
        periods = found.periods if found else ()
        return cls(
            book=row.book,
            agreement=row.agreement,
            title=row.title,
            currency=found.currency if found else None,
            ready=[each.label for each in periods if each.state == "ready"],
            provisional=[each.label for each in periods if each.state == "provisional"],
            proposed=[each.id for each in row.proposed],
            fee=totals.fee if totals else None,
            held=totals.held if totals else None,
            waiting=totals.waiting if totals else None,
            out_of_date=row.out_of_date,
        )


class PeriodsRead(Schema):
    """Every settlement period of an agreement, as it was reckoned last."""

    computed_at: dt.datetime | None
    out_of_date: bool
    problem: str = Field(description="why there are no periods, where it could not be reckoned")
    result: Settlements | None

    @classmethod
    def of(cls, row: Row | None) -> PeriodsRead:
        """In the shape of the API; None: the fee of the agreement does not follow value."""
        if row is None:
            nothing = _("the fee of this agreement does not follow value")
            return cls(computed_at=None, out_of_date=False, problem=nothing, result=None)
        return cls(
            computed_at=row.computed_at, out_of_date=row.out_of_date, problem=row.problem, result=row.settlements
        )


class SignatureRead(Schema):
    """A signature that a statement needs."""

    party: str
    by: str
    at: dt.datetime | None


class StatementRead(Schema):
    """A statement, with who has signed it."""

    id: str
    version: int
    state: str = Field(description="proposed, or in_force once everybody has signed")
    digest: str
    signatures: list[SignatureRead]
    result: Settled

    @classmethod
    def of(cls, found: Stated) -> StatementRead:
        """In the shape of the API."""
        return cls(
            id=found.statement.id,
            version=found.version.number,
            state=found.version.state,
            digest=found.version.digest,
            signatures=[SignatureRead(party=each.party, by=each.by, at=each.at) for each in found.signatures],
            result=found.settled,
        )


class DrawUp(Schema):
    """Which period to settle."""

    period: str = Field(max_length=40, description="2026-Q3, 2026-07, 2026 or start/end")
    correct: bool = Field(default=False, description="correct the period's own statement")


class DrawnUp(Schema):
    """The statement that was drawn up, as it waits for signatures."""

    id: str
    version: int
    state: str
    digest: str

    @classmethod
    def of(cls, version: Version) -> DrawnUp:
        """In the shape of the API."""
        return cls(id=version.doc_id, version=version.number, state=version.state, digest=version.digest)
