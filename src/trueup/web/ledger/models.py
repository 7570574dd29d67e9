"""The Merkle log in tables: leaves, the nodes of perfect subtrees, and signed checkpoints."""

from __future__ import annotations

from django.db import models


class Leaf(models.Model):
    """One entry: canonical JSON that holds digests only, so that what it speaks of can be erased."""

    index = models.BigIntegerField(primary_key=True)
    type = models.CharField(max_length=40, db_index=True)
    book = models.CharField(max_length=100, blank=True, db_index=True)
    subject = models.CharField(max_length=300, blank=True, db_index=True)  # agreement/claims-platform, party/acme
    data = models.TextField()
    hash = models.BinaryField(max_length=32)
    at = models.DateTimeField()


class Node(models.Model):
    """The hash of a perfect subtree: `index` counts the subtrees of its level (leaves are level 0) from the left."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        """One hash a place."""

        constraints = (models.UniqueConstraint(fields=("level", "index"), name="one_hash_a_node"),)


class Head(models.Model):
    """The size of the log: the one row that every append locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)


class Checkpoint(models.Model):
    """A signed root: the note as published."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()


class Cosignature(models.Model):
    """A witness has seen this checkpoint, and none that contradicts it."""

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="cosignatures")
    witness = models.CharField(max_length=300)
    line = models.TextField()
    at = models.DateTimeField()
