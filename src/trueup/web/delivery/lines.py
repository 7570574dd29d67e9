"""What other pages say of plans in a line: Agreements, one agreement, Today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from trueup.web.assessments.models import Assessment
from trueup.web.delivery.models import AssessedPlan
from trueup.web.delivery.summary import PlanSummary
from trueup.web.documents.access import Place
from trueup.web.documents.models import PlanSeat
from trueup.web.documents.sittings import sittings
from trueup.web.parties.access import Actor, require
from trueup.web.written import written


@dataclass(frozen=True, slots=True)
class Line:
    """A plan in a line; `seats` are the actor's own in it, each with its part."""

    book: str
    id: str
    agreement: str
    summary: PlanSummary
    as_of: dt.date
    seats: Mapping[str, str]

    @property
    def address(self) -> str:
        """Its page."""
        return f"/plans/{self.book}/{self.id}"

    @property
    def kept(self) -> float | None:
        """How far the project is a success, 0 to 1: P(met) while it is open, then 1 or 0."""
        said = self.summary
        if said.standing == "forecast":
            return said.p_met
        return None if said.overall is None else float(said.overall == "met")

    @property
    def stale(self) -> bool:
        """Whether its status is stale."""
        return self.summary.is_stale(self.as_of)


def every(actor: Actor | None, grade: str = "reported") -> tuple[Line, ...]:
    """Each plan in which the actor's party has a part, as last assessed."""
    seats = {(each.book.slug, plan): parts for each in sittings(actor) for plan, parts in each.plans.items()}
    if not seats:
        return ()
    return tuple(_lines(_of_party(require(actor).party, grade), seats))


def of_agreement(place: Place, grade: str) -> tuple[Line, ...]:
    """The plans of one agreement: whoever has a part in it has one in them."""
    assert place.agreement is not None
    return tuple(_lines(_of_agreement(place.book.pk, place.agreement, grade), {}))


def by_agreement(actor: Actor | None, grade: str) -> dict[tuple[str, str], Line]:
    """Of each agreement that has a plan: the one that ends last."""
    lines = sorted(every(actor, grade), key=lambda line: line.summary.finish)
    return {(line.book, line.agreement): line for line in lines if line.agreement}


Columns = tuple[str, str, str, str, dt.date]
_COLUMNS = ("assessment__book__slug", "plan", "agreement", "summary", "assessment__as_of")


@written
def _of_party(party: int, grade: str) -> QuerySet[AssessedPlan, Columns]:
    here = PlanSeat.objects.filter(seat__party_id=party, book=OuterRef("assessment__book"), plan=OuterRef("plan"))
    return _latest(grade).filter(Exists(here)).order_by("plan").values_list(*_COLUMNS)


@written
def _of_agreement(book: int, agreement: str, grade: str) -> QuerySet[AssessedPlan, Columns]:
    rows = _latest(grade).filter(assessment__book=book, agreement=agreement)
    return rows.order_by("plan").values_list(*_COLUMNS)


def _latest(grade: str) -> QuerySet[AssessedPlan]:
    """The plans of the assessment of the day of each book."""
    mine = Assessment.objects.filter(book=OuterRef("assessment__book"), grade=grade, of_the_day=True)
    last = mine.order_by("-as_of", "-computed_at").values("pk")[:1]
    return AssessedPlan.objects.filter(assessment=Subquery(last))


def _lines(rows: Iterable[Columns], seats: Mapping[tuple[str, str], Mapping[str, str]]) -> Iterator[Line]:
    for book, plan, agreement, summary, as_of in rows:
        said = PlanSummary.model_validate_json(summary)
        yield Line(book, plan, agreement, said, as_of, seats.get((book, plan), {}))
