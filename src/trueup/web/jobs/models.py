"""What panels say, as it was computed in the background: pages, the API and other pages' lines read these."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Told(models.Model):
    """One result of one wave of a survey: its `part` (jobs.parts), for the groups that the key `by` makes.

    `basis` is what it was computed from; with another it is out of date. Without a `body` it could not be computed:
    `problem` says why.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    survey = models.CharField(max_length=200)
    wave = models.CharField(max_length=200)
    part = models.CharField(max_length=20)
    by = models.CharField(max_length=200, blank=True)
    basis = models.CharField(max_length=64)
    body = models.TextField(blank=True)  # JSON of the part's result
    problem = models.TextField(blank=True)
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """Once each."""

        constraints = (
            models.UniqueConstraint(fields=("book", "survey", "wave", "part", "by"), name="one_result_a_part"),
        )
