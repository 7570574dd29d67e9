"""The settlement periods of agreements, as they were reckoned in the background: what pages and the API read."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Reckoned(models.Model):
    """Every settlement period of one agreement. `basis` is what it was reckoned from; with another it is out of date.

    Without a `body` it could not be reckoned: `problem` says why.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    agreement = models.CharField(max_length=200)
    basis = models.CharField(max_length=200)
    body = models.TextField(blank=True)  # JSON of statements.parts.Periods, sentences in parts
    problem = models.TextField(blank=True)
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """Once each."""

        constraints = (models.UniqueConstraint(fields=("book", "agreement"), name="one_reckoning_an_agreement"),)
