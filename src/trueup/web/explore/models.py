"""Views of the cube that somebody kept under a name."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from trueup.web.documents.models import Book
from trueup.web.parties.models import Member


class SavedView(models.Model):
    """What to look at, not what is seen there: each reader sees it with their own rights."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    name = models.CharField(max_length=100)
    query = models.CharField(max_length=1000)  # the part of the address after the question mark
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        """The newest first."""

        ordering = ("-created_at",)
