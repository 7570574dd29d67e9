"""As many agreements as a large buyer has, as an assessment keeps them."""

from __future__ import annotations

from trueup.web.assessments import lines
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.documents.models import AgreementSeat, Book, Seat
from trueup.web.site.stands import LATEST


def thousand(book: Book, count: int, title: str = "Investment") -> None:
    """Put `count` copies of the assessed agreements in the place of the few that there are.

    No assessment changes on a server: what is kept of these is forgotten.
    """
    lines.forget()
    LATEST.clear()
    for assessment in Assessment.objects.filter(book=book):
        few = list(assessment.agreements.all())
        assessment.agreements.all().delete()
        Assessed.objects.bulk_create(_copy(few[i % len(few)], i, title) for i in range(count))
    seats = {seat.local_id: seat for seat in Seat.objects.filter(book=book)}
    AgreementSeat.objects.bulk_create(
        AgreementSeat(book=book, agreement=f"investment-{i:04}", seat=seats[local], part=part)
        for i in range(count)
        for local, part in (("northwind", "customer"), ("acme", "provider"))
    )


def _copy(of: Assessed, number: int, title: str) -> Assessed:
    return Assessed(
        assessment=of.assessment,
        agreement=f"investment-{number:04}",
        title=f"{title} {number:04}",
        project=of.project,
        verdict=of.verdict,
        p_success=of.p_success,
        realised=of.realised,
        cost=of.cost,
        summary=of.summary,
        body=of.body,
    )
