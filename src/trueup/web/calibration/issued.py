"""What was really issued: the assessments that were kept, the last of each month."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from trueup.agreements.results import AgreementResult
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.documents.models import Book


def kept_results(book: Book) -> Iterator[tuple[dt.date, AgreementResult]]:
    """Each agreement as it was judged on the last day of each month that has a kept assessment, the earliest first."""
    rows = Assessment.objects.filter(book=book, of_the_day=True, grade="reported").order_by("as_of", "computed_at")
    last = {(day.year, day.month): (key, day) for key, day in rows.values_list("pk", "as_of")}
    days = dict(last.values())
    found = Assessed.objects.filter(assessment__in=days).order_by("assessment__as_of", "pk")
    for key, body in found.values_list("assessment_id", "body").iterator():
        yield days[key], AgreementResult.model_validate_json(body)
