"""Sealed wins: ciphertexts, the keys that they were sealed to, who may read them, and every look. No text in clear."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book
from trueup.web.parties.models import Member, Party


class Key(models.Model):
    """The key of a party in a book, made out to its id there. With `sealed`, the server holds the private half.

    One at a time is in use; wins of before may still lie under one that was. `destroyed_at`: nobody holds it here.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    local_id = models.CharField(max_length=100)
    key_id = models.CharField(max_length=16)
    public = models.BinaryField(max_length=32)
    sealed = models.BinaryField(null=True)
    by_server = models.BooleanField()
    ask = models.CharField(max_length=200, blank=True)  # whom to ask about compliance
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        """One in use."""

        constraints = (
            models.UniqueConstraint(
                fields=("book", "party", "local_id"),
                condition=models.Q(retired_at=None),
                name="one_key_for_wins_at_a_time",
            ),
        )


class Win(models.Model):
    """A sealed win. Without `sealed` it was erased."""

    win = models.CharField(max_length=32, primary_key=True)
    book = models.ForeignKey(Book, models.PROTECT, related_name="+")
    stakeholders = models.CharField(max_length=200)
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    local_id = models.CharField(max_length=100)
    author = models.ForeignKey(Member, models.PROTECT, related_name="+")
    key = models.ForeignKey(Key, models.PROTECT, related_name="wins")
    sealed = models.BinaryField(null=True)
    commitment = models.CharField(max_length=64)
    leaf = models.BigIntegerField()  # the entry of the ledger that holds the commitment
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """What is looked for."""

        indexes = (models.Index(fields=("book", "stakeholders", "party"), name="wins_of_a_document"),)


class Reader(models.Model):
    """Who may read a win beside its author: a member of the same party, or the party that observes (no `member`)."""

    win = models.ForeignKey(Win, models.CASCADE, related_name="readers")
    member = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    party = models.ForeignKey(Party, models.PROTECT, related_name="+")
    named_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)


class Look(models.Model):
    """Somebody has read a win, or was given it as a sealed file."""

    win = models.ForeignKey(Win, models.CASCADE, related_name="looks")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    as_file = models.BooleanField(default=False)
