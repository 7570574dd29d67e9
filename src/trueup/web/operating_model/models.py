"""Operating models with what is measured of them, as computed in the background: pages and the API read these."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Mapped(models.Model):
    """One model, mapped. `basis` is what it was computed from, `told` what other pages say of it in a line."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    model = models.CharField(max_length=200)
    basis = models.CharField(max_length=100)
    body = models.TextField()  # JSON of operating_model.results.Map, sentences in parts
    told = models.TextField(default="")  # JSON of lines.Told
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """Once each."""

        constraints = (models.UniqueConstraint(fields=("book", "model"), name="one_map_a_model"),)
