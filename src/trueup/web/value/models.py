"""What was computed about the money side of agreements in the background: pages and the API read it."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Told(models.Model):
    """One part (computing.PARTS) of what is said of an agreement.

    `basis` is what it was computed from; with another it is out of date. Without a `body` it could not be computed:
    `problem` says why.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    agreement = models.CharField(max_length=200)
    part = models.CharField(max_length=20)
    basis = models.CharField(max_length=64)
    body = models.TextField(blank=True)  # JSON of the part's result
    problem = models.TextField(blank=True)
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """Once each."""

        constraints = (models.UniqueConstraint(fields=("book", "agreement", "part"), name="one_told_an_agreement"),)
