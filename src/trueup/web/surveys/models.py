"""Who is asked, and what was answered: two sides that only a link between `Invitation` and `Sheet` joins.

A contact is kept apart from every answer. Of an anonymous survey the link is cut when the wave closes; until then it
is what lets a person go on where they stopped, and keeps reminders from those who have finished.
"""

from __future__ import annotations

import uuid

from django.db import models

from trueup.web.documents.models import Book, Seat
from trueup.web.parties.models import Member


class Fielding(models.Model):
    """A wave of a survey on this server, from the first invitation on. `seat` asks; `member` was the first to invite.

    `map_version` is the version of the job map whose statements are asked: fixed when the first form is opened.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="+")
    survey = models.CharField(max_length=200)
    wave = models.CharField(max_length=200)
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    map_version = models.PositiveIntegerField(null=True)
    closed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # after closing: everything landed, and links cut

    class Meta:
        """Once a wave."""

        constraints = (models.UniqueConstraint(fields=("book", "survey", "wave"), name="one_fielding_a_wave"),)


class Contact(models.Model):
    """A person whom a party may ask. `identity` is a keyed hash by which the book knows them again.

    Erased, only that hash stays, so that they are not asked again.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="+")
    identity = models.CharField(max_length=64, db_index=True)
    email = models.EmailField(blank=True)
    name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)  # the last time, in whichever survey
    declined_at = models.DateTimeField(null=True)  # said: do not ask me any more
    erased_at = models.DateTimeField(null=True)

    class Meta:
        """Once a party."""

        constraints = (models.UniqueConstraint(fields=("book", "seat", "identity"), name="one_contact_a_person"),)


class Landing(models.Model):
    """A batch of sheets on its way into the facts: with `done_at`, durable there and recorded in the ledger."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    fielding = models.ForeignKey(Fielding, models.CASCADE, related_name="landings")
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)


class Sheet(models.Model):
    """What one respondent answers; the key is the pseudonym, and random: its order says nothing.

    `answers` has an entry for each outcome: [importance, satisfaction], null where missing; a third
    entry says that it does not apply. `saved` are the pages that
    were sent, `reached` is the furthest that was shown, both from 1.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    fielding = models.ForeignKey(Fielding, models.CASCADE, related_name="sheets")
    form = models.PositiveIntegerField()
    language = models.CharField(max_length=35)
    customer = models.CharField(max_length=200, blank=True)
    keys = models.JSONField(default=dict)
    pages = models.PositiveIntegerField()
    reached = models.PositiveIntegerField(default=0)
    saved = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    started_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    landing = models.ForeignKey(Landing, models.PROTECT, null=True, related_name="sheets")

    @property
    def respondent(self) -> str:
        """The pseudonym in the facts."""
        return self.id.hex


class Invitation(models.Model):
    """One person asked in one wave; without `contact`, whoever holds the link. Closing cuts `sheet`, if anonymous."""

    fielding = models.ForeignKey(Fielding, models.CASCADE, related_name="invitations")
    contact = models.ForeignKey(Contact, models.SET_NULL, null=True, related_name="invitations")
    label = models.CharField(max_length=100, blank=True)  # of a link that was handed out
    language = models.CharField(max_length=35, blank=True)
    customer = models.CharField(max_length=200, blank=True)
    keys = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    declined_at = models.DateTimeField(null=True)
    sheet = models.OneToOneField(Sheet, models.SET_NULL, null=True, related_name="invitation")

    class Meta:
        """Once a person and wave."""

        constraints = (
            models.UniqueConstraint(
                fields=("fielding", "contact"),
                condition=models.Q(contact__isnull=False, revoked_at=None),
                name="one_invitation_a_person",
            ),
        )


class Token(models.Model):
    """What lets a person answer: kept as a hash only, so each letter carries one of its own, for the same person."""

    token_hash = models.CharField(max_length=64, unique=True)
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="tokens")
    made_at = models.DateTimeField()


class Letter(models.Model):
    """A letter on its way: 0 is the invitation, 1 the first reminder, and so on. `due_at` moves with each try."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="letters")
    number = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        """Once an invitation."""

        constraints = (models.UniqueConstraint(fields=("invitation", "number"), name="one_letter_a_number"),)
