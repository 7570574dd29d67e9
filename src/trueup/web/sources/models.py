"""Loads with their reports, and the secrets that sources of a book connect with."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book
from trueup.web.parties.models import Member


class LoadReport(models.Model):
    """One load of one source: asked for by a member or its schedule, and what came of it.

    `body` is the JSON of `trueup.sources.report.LoadReport`. `since` numbers the first row that the load may have
    landed: whoever takes it up after a crash finds there what is in the store and not yet in the ledger.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="loads")
    source = models.CharField(max_length=200)
    asked_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    dry_run = models.BooleanField(default=False)
    job = models.UUIDField(null=True, db_index=True)
    tries = models.PositiveIntegerField(default=0)
    since = models.BigIntegerField(null=True)
    body = models.TextField(blank=True)
    read = models.PositiveBigIntegerField(default=0)
    landed = models.PositiveBigIntegerField(default=0)
    refused = models.PositiveBigIntegerField(default=0)
    problem = models.TextField(blank=True)  # why the last try failed, in words, secrets masked
    retry_at = models.DateTimeField(null=True)

    class Meta:
        """The latest first."""

        indexes = (models.Index(fields=("book", "source", "-asked_at")),)


class Secret(models.Model):
    """What `${name}` stands for in the sources of a book: sealed, never shown again."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="secrets")
    name = models.CharField(max_length=60)
    sealed = models.BinaryField()
    changed_at = models.DateTimeField()

    class Meta:
        """One value a name."""

        constraints = (models.UniqueConstraint(fields=("book", "name"), name="one_secret_a_name"),)
