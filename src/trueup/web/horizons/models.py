"""How the five horizons of a relationship stand, as it was computed in the background: pages and the API read these."""

from __future__ import annotations

from django.db import models

from trueup.web.documents.models import Book


class Scored(models.Model):
    """One stakeholders document, scored. `basis` is what it was computed from.

    Without a `ladder` it could not be scored: `problem` says why.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    stakeholders = models.CharField(max_length=200)
    basis = models.CharField(max_length=100)
    ladder = models.TextField(blank=True)  # JSON of horizons.results.Ladder, sentences in parts
    problem = models.TextField(blank=True)
    computed_at = models.DateTimeField()
    seconds = models.FloatField()

    class Meta:
        """Once each."""

        constraints = (models.UniqueConstraint(fields=("book", "stakeholders"), name="one_ladder_a_document"),)


class Held(models.Model):
    """What one person said in confidence, until enough people have: then it lands with the others, and goes here.

    `person` is a keyed hash. Nothing links it to the member who answered.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    stakeholders = models.CharField(max_length=200)
    seat = models.CharField(max_length=200)
    horizon = models.CharField(max_length=40)
    criterion = models.CharField(max_length=200)
    item = models.CharField(max_length=200, blank=True)
    person = models.CharField(max_length=200)
    value = models.FloatField()
    answered_on = models.DateField()

    class Meta:
        """Of each the last word."""

        constraints = (
            models.UniqueConstraint(
                fields=("book", "stakeholders", "seat", "criterion", "item", "person"), name="one_held_answer_a_person"
            ),
        )
