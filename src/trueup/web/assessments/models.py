"""Scorecards as they were computed: pages and the API read these."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Assessment(models.Model):
    """The scorecard of a book as of a day, at a grade, without its agreements.

    `state` is what it was computed from (documents and facts): when the book has moved on, it is out of date and a
    new one is on its way.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="assessments")
    as_of = models.DateField()
    grade = models.CharField(max_length=10)
    state = models.CharField(max_length=64)
    body = models.TextField()  # JSON of the scorecard without `agreements`
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """The latest of each grade is read most."""

        indexes = (models.Index(fields=("book", "grade", "-computed_at")),)


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
    summary = models.TextField()  # JSON: what a row of a list shows (reasons, sparkline, value, evidence mix, parties)
    body = models.TextField()  # JSON of the AgreementResult

    class Meta:
        """One result an agreement."""

        constraints = (models.UniqueConstraint(fields=("assessment", "agreement"), name="one_result_an_agreement"),)
        indexes = (models.Index(fields=("agreement",)),)
