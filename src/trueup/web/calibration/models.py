"""Calibrations as they were computed in the background: pages and the API read these."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Calibrated(models.Model):
    """What one seat of a book reads: `party` is its local id. `basis` is what it was computed from.

    Without a `body` it could not be computed: `problem` says why.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    party = models.CharField(max_length=200)
    basis = models.CharField(max_length=64)
    body = models.TextField(blank=True)  # JSON of value.results_calibration.Calibration
    problem = models.TextField(blank=True)
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """One a seat."""

        constraints = (models.UniqueConstraint(fields=("book", "party"), name="one_calibration_a_seat"),)
