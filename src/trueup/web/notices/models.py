"""Notices, where they were delivered, and what each member wishes."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book
from trueup.web.parties.models import Member


class Notice(models.Model):
    """Something a member is told. Its text is made when it is read, in the reader's language, from `kind` and `told`.

    `key` says what it is about once and for all: told twice, it is one notice. `shown_at` is set where the member
    wants it in the application.
    """

    member = models.ForeignKey(Member, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    key = models.CharField(max_length=300)
    book = models.CharField(max_length=100, blank=True)
    agreement = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=dict)
    path = models.CharField(max_length=500)
    created_at = models.DateTimeField()
    shown_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        """Once a member."""

        constraints = (models.UniqueConstraint(fields=("member", "kind", "key"), name="one_notice_a_key"),)
        indexes = (models.Index(fields=("member", "read_at", "-created_at")),)


class Delivery(models.Model):
    """A notice on its way over a channel: at once, or with the others of a digest (`digest`), from `due_at` on."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    channel = models.CharField(max_length=20)
    digest = models.BooleanField(default=False)
    due_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)  # of the last failure, secrets masked

    class Meta:
        """Once a channel."""

        constraints = (models.UniqueConstraint(fields=("notice", "channel"), name="one_delivery_a_channel"),)
        indexes = (models.Index(fields=("channel", "due_at")),)


class Wish(models.Model):
    """How a member wants a kind of notice on a channel: off, now or digest. Without one, the kind's default holds."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    channel = models.CharField(max_length=20)
    how = models.CharField(max_length=10)

    class Meta:
        """One wish."""

        constraints = (models.UniqueConstraint(fields=("member", "kind", "channel"), name="one_wish_a_kind"),)


class Rhythm(models.Model):
    """When a member wants digests and when quiet, in the member's own time zone."""

    member = models.OneToOneField(Member, models.CASCADE, related_name="+")
    digest_at = models.TimeField()
    digest_weekday = models.PositiveSmallIntegerField(null=True, blank=True)  # null: daily
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)


class Endpoint(models.Model):
    """Where a member's notices go on a channel that needs an address. Address and secret are sealed."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="endpoints")
    channel = models.CharField(max_length=20)
    address = models.BinaryField()
    host = models.CharField(max_length=255)  # what may be shown of the address
    secret = models.BinaryField(null=True)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)  # the receiver said that it is gone

    class Meta:
        """One a channel."""

        constraints = (models.UniqueConstraint(fields=("member", "channel"), name="one_endpoint_a_channel"),)


class Told(models.Model):
    """Up to which leaf of the ledger people were told: the one row that telling locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    leaf = models.BigIntegerField(default=-1)


class SeenVerdict(models.Model):
    """The verdict of an agreement that people know."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    agreement = models.CharField(max_length=200)
    verdict = models.CharField(max_length=20)
    assessment = models.BigIntegerField()

    class Meta:
        """One an agreement."""

        constraints = (models.UniqueConstraint(fields=("book", "agreement"), name="one_seen_verdict"),)
