"""Answers that are kept, so that a request sent twice is done once."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from trueup.web.parties.models import Member


class KeptAnswer(models.Model):
    """What a member was answered to an idempotency key, sealed with that key: the server keeps only the key's hash."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="+")
    key_hash = models.CharField(max_length=64)
    request_hash = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    sealed = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        """A member uses a key once."""

        constraints = (models.UniqueConstraint(fields=("member", "key_hash"), name="one_answer_a_key"),)
