"""Whether improvements are worth it, as it was computed in the background: pages, the API and Today read these."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Judged(models.Model):
    """All improvements of one party (its id in the book), judged. `basis` is what it was computed from."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    party = models.CharField(max_length=200)
    basis = models.CharField(max_length=100)
    body = models.TextField()  # JSON of value.results_worth.PartyWorth, sentences in parts
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """Once each."""

        constraints = (models.UniqueConstraint(fields=("book", "party"), name="one_judgement_a_party"),)
