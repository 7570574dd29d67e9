"""Scorecards as they were computed: pages and the API read these."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Assessment(models.Model):
    """The scorecard of a book as of a day, at a grade, without its agreements.

    `state` is what it was computed from (documents, facts, methods): when the book has moved on, it is out of date and
    a new one is on its way. `of_the_day` tells an assessment as of the day it was made on from one as of a day that
    somebody asked for.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="assessments")
    as_of = models.DateField()
    of_the_day = models.BooleanField(default=True)
    grade = models.CharField(max_length=10)
    state = models.CharField(max_length=64)
    zone = models.CharField(max_length=60, default="UTC")  # of the book: where its days begin
    body = models.TextField()  # JSON of the scorecard without `agreements`
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """The latest of each grade is read most."""

        indexes = (models.Index(fields=("book", "grade", "of_the_day", "-as_of", "-computed_at")),)


class Assessed(models.Model):
    """One agreement of an assessment: index columns for lists, the whole result as JSON beside them."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="agreements")
    agreement = models.CharField(max_length=200)
    title = models.CharField(max_length=300)
    project = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=20)
    p_success = models.FloatField(null=True)
    realised = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    cost = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    summary = models.TextField()  # JSON of assessments.summary.Summary: what a row of a list shows
    body = models.TextField()  # JSON of the AgreementResult

    class Meta:
        """One result an agreement."""

        constraints = (models.UniqueConstraint(fields=("assessment", "agreement"), name="one_result_an_agreement"),)
        indexes = (models.Index(fields=("agreement",)),)


class Recomputation(models.Model):
    """A book is to be assessed anew: waiting (`started_at` is None), at work, or failed (`problem`)."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)

    class Meta:
        """However often a book changes, one recomputation waits."""

        constraints = (
            models.UniqueConstraint(fields=("book",), condition=models.Q(started_at=None), name="one_waiting_a_book"),
        )
