"""Who sent which batch of facts, and texts that disputes refer to. The rows themselves are in the book's fact store."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book, Seat
from trueup.web.parties.models import Member


class Batch(models.Model):
    """A batch of facts. With a `leaf` it is landed: durable in the fact store and recorded in the ledger.

    Without one it is under way. A server killed in between finds it again: the facts know by its `name` whether it
    landed, and then the leaf is added; if not, nothing was acknowledged and the row goes.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="batches")
    agreement = models.CharField(max_length=200, blank=True)
    key = models.CharField(max_length=300)
    name = models.CharField(max_length=32, blank=True, db_index=True)  # what the rows' column `batch` says
    asked = models.CharField(max_length=64, blank=True)  # SHA-256 of what was sent
    digest = models.CharField(max_length=64)
    table = models.CharField(max_length=40)
    rows = models.PositiveIntegerField()
    corrections = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    how = models.CharField(max_length=10)  # entered, pasted, uploaded, api, source
    reason = models.TextField(blank=True)  # of a correction
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    leaf = models.BigIntegerField(null=True)

    class Meta:
        """The idempotency key of the fact store."""

        constraints = (models.UniqueConstraint(fields=("book", "key"), name="one_batch_a_key"),)
        indexes = (models.Index(fields=("book", "agreement", "-recorded_at")),)


class Enclosure(models.Model):
    """A text beside a dispute. The dispute states its digest, so it cannot be exchanged; it can be erased."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="+")
    agreement = models.CharField(max_length=200)
    dispute = models.CharField(max_length=200)
    digest = models.CharField(max_length=64)
    text = models.TextField()
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        """One text a dispute and digest."""

        constraints = (models.UniqueConstraint(fields=("book", "dispute", "digest"), name="one_enclosure_a_digest"),)
