"""Verdicts that changed: each new assessment is compared with the verdict that people know."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from trueup.report import words
from trueup.vocabulary import Said
from trueup.vocabulary.said import packed
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.assessments.summary import Summary
from trueup.web.documents.models import Book
from trueup.web.notices import recipients
from trueup.web.notices.models import SeenVerdict
from trueup.web.notices.tell import News, tell

GRADE = "reported"
"""The grade at which the verdict of a list is read."""


def compare() -> int:
    """Tell of every verdict that is another than the one seen last; return how many were. Safe to repeat."""
    return sum(_compare_book(book) for book in Book.objects.order_by("pk"))


def _compare_book(book: Book) -> int:
    latest = Assessment.objects.filter(book=book, grade=GRADE, of_the_day=True).order_by("-computed_at", "-pk").first()
    if latest is None:
        return 0
    with transaction.atomic():
        seen = {row.agreement: row for row in SeenVerdict.objects.select_for_update().filter(book=book)}
        changed = 0
        for now in Assessed.objects.filter(assessment=latest).only("agreement", "title", "verdict"):
            before = seen.get(now.agreement)
            if before is None:
                _see(book, now, latest.pk)
            elif before.assessment < latest.pk and before.verdict != now.verdict:
                _tell(book, before, now)
                _see(book, now, latest.pk)
                changed += 1
    return changed


def _see(book: Book, now: Assessed, assessment: int) -> None:
    known = {"verdict": now.verdict, "assessment": assessment}
    SeenVerdict.objects.update_or_create(book=book, agreement=now.agreement, defaults=known)


def _tell(book: Book, before: SeenVerdict, now: Assessed) -> None:
    reason = Summary.model_validate_json(now.summary).reason
    told: dict[str, str | int | dict[str, Any]] = {
        "title": now.title,
        "before": before.verdict,
        "now": now.verdict,
        "reason": packed(reason) if isinstance(reason, Said) else words.sentence(reason or ""),
    }
    key = f"assessment {now.assessment_id}"
    tell(News("verdict", key, told, book.slug, now.agreement), recipients.of_agreement(book.slug, now.agreement))
