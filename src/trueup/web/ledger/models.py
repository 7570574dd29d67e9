"""The Merkle log in tables: leaves, the hashes of perfect subtrees, signed checkpoints, and what may be erased."""

from __future__ import annotations

from django.db import models


class Leaf(models.Model):
    """One entry: canonical JSON that holds digests only, so that what it speaks of can be erased."""

    index = models.BigIntegerField(primary_key=True)
    type = models.CharField(max_length=40, db_index=True)
    book = models.CharField(max_length=100, blank=True, db_index=True)
    subject = models.CharField(max_length=300, blank=True, db_index=True)  # agreement/claims-platform, party/acme
    payload = models.CharField(max_length=64, db_index=True)  # the digest or commitment it holds
    agreement = models.CharField(max_length=200, blank=True, db_index=True)  # an index: whose pages show it
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
    """The size of the log and its peaks, one after the other: the one row that every append locks."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    peaks = models.BinaryField(max_length=63 * 32, default=bytes)


class Personal(models.Model):
    """The payload behind a commitment, and the salt that opens it. Erasing a person deletes the row, not the leaf."""

    leaf = models.BigIntegerField(primary_key=True)
    person = models.BigIntegerField(db_index=True)  # the user it is about
    payload = models.TextField()  # canonical JSON
    salt = models.BinaryField(max_length=32)


class Checkpoint(models.Model):
    """A signed root: the note as published."""

    size = models.BigIntegerField(unique=True)
    root = models.BinaryField(max_length=32)
    note = models.TextField()
    at = models.DateTimeField()


class Cosignature(models.Model):
    """A witness has seen this checkpoint, and none that contradicts it."""

    checkpoint = models.ForeignKey(Checkpoint, models.CASCADE, related_name="cosignatures")
    witness = models.CharField(max_length=300)  # the vkey
    line = models.TextField()
    at = models.DateTimeField()  # when the witness says it saw it

    class Meta:
        """A witness signs a checkpoint once, as far as this server keeps it."""

        constraints = (models.UniqueConstraint(fields=("checkpoint", "witness"), name="one_cosignature_a_witness"),)


class Witness(models.Model):
    """What a witness said when it was asked last. `stops`: it has seen a log that this one does not continue."""

    vkey = models.CharField(max_length=300, primary_key=True)
    asked_at = models.DateTimeField()
    trouble = models.TextField(blank=True)
    stops = models.BooleanField(default=False)
