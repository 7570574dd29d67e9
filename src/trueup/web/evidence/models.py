"""Who sent which batch of facts. The rows themselves are in the book's fact store."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book, Seat
from trueup.web.parties.models import Member


class Batch(models.Model):
    """A batch that is in the fact store and has its leaf in the ledger.

    Written after the facts are durable: a server killed in between finds the batch again by its key and completes it.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="batches")
    key = models.CharField(max_length=300)
    digest = models.CharField(max_length=64)
    table = models.CharField(max_length=40)
    rows = models.PositiveIntegerField()
    how = models.CharField(max_length=10)  # entered, pasted, uploaded, api, source
    reason = models.TextField(blank=True)  # of a correction
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    leaf = models.BigIntegerField(null=True)

    class Meta:
        """The idempotency key of the fact store."""

        constraints = (models.UniqueConstraint(fields=("book", "key"), name="one_batch_a_key"),)
