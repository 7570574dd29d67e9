"""Plans as they were assessed, and frontiers as they were computed: pages and the API read these."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

from trueup.web.assessments.models import Assessment
from trueup.web.documents.models import Book
from trueup.web.parties.models import Member

if TYPE_CHECKING:
    from trueup.sources.plans.file import PlanReport


class AssessedPlan(models.Model):
    """One plan of an assessment: what lists need as JSON, the whole result as JSON beside it."""

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="plans")
    plan = models.CharField(max_length=200)
    agreement = models.CharField(max_length=200, blank=True)
    summary = models.TextField()  # JSON of delivery.summary.PlanSummary
    body = models.TextField()  # JSON of the scorecard's Delivery

    class Meta:
        """One result a plan."""

        constraints = (models.UniqueConstraint(fields=("assessment", "plan"), name="one_result_a_plan"),)


class FrontierRun(models.Model):
    """A frontier that somebody asked for: under way until `ended_at`, then with a `result` or a `problem`.

    `state` is what it was computed from: when the book has moved on, it is out of date.
    """

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    plan = models.CharField(max_length=200)
    asked_by = models.ForeignKey(Member, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    deadline = models.DateField(null=True)
    budget = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    doing = models.CharField(max_length=300, blank=True)
    done = models.PositiveIntegerField(null=True)
    total = models.PositiveIntegerField(null=True)
    problem = models.TextField(blank=True)
    state = models.CharField(max_length=64, blank=True)
    result = models.TextField(blank=True)  # JSON of delivery.results.Frontier

    class Meta:
        """Of a plan, one is under way."""

        constraints = (
            models.UniqueConstraint(
                fields=("book", "plan"), condition=models.Q(ended_at=None), name="one_frontier_under_way"
            ),
        )
        indexes = (models.Index(fields=("book", "plan", "-asked_at")),)


class BroughtPlan(models.Model):
    """A file of a plan that was uploaded: read in the background, then a draft of `plan` with `progress` beside."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    file = models.CharField(max_length=300)  # its name
    content = models.BinaryField(null=True)  # until it was read
    options = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    problem = models.TextField(blank=True)
    plan = models.CharField(max_length=200, blank=True)
    report = models.TextField(blank=True)  # JSON of sources.plans.PlanReport
    progress = models.JSONField(default=list)  # rows of the table of progress
    recorded_at = models.DateTimeField(null=True)

    @property
    def under_way(self) -> bool:
        """Whether it is still being read."""
        return self.ended_at is None

    @property
    def report_read(self) -> PlanReport | None:
        """What was read of it, and what was not."""
        from trueup.sources.plans.file import PlanReport

        return PlanReport.model_validate_json(self.report) if self.report else None
