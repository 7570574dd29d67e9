"""Books, the seats at them, and every version of every document."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from trueup.web.parties.models import Member, Party


class Book(models.Model):
    """Everything about one customer's success. Its facts and files lie in TRUEUP_HOME/books/<slug>."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    digest = models.CharField(max_length=64, blank=True, default="")  # over the digests of all versions in force
    created_at = models.DateTimeField(default=timezone.now)


class Seat(models.Model):
    """A party of the book's documents (`local_id`), and the organisation on this server that sits there, if any."""

    book = models.ForeignKey(Book, models.PROTECT, related_name="seats")
    local_id = models.CharField(max_length=100)
    role = models.CharField(max_length=10)  # customer, provider, observer: the default in the book
    name = models.CharField(max_length=200)
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="seats")

    class Meta:
        """A party of a book has one seat; an organisation may hold several."""

        constraints = (models.UniqueConstraint(fields=("book", "local_id"), name="one_seat_a_party"),)


class State(models.TextChoices):
    """The life of a version. `in_force` stays so for good: later versions stand beside it."""

    draft = "draft"
    proposed = "proposed"
    in_force = "in_force"
    withdrawn = "withdrawn"


class Version(models.Model):
    """One version of a document: the body people sign, and the text its author wrote.

    A draft belongs to its author's party and may be wrong (`body` is empty then). From `proposed` on nothing in it
    changes. `origin` says whether it was made here, imported (signed elsewhere, or not at all) or landed by a source.
    """

    book = models.ForeignKey(Book, models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=40)
    doc_id = models.CharField(max_length=200)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.draft)
    body = models.TextField(blank=True)  # canonical JSON (RFC 8785)
    text = models.TextField(blank=True)  # YAML as written
    digest = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=300, blank=True)  # where in the book's folder it came from and goes to
    place = models.PositiveIntegerField(default=0)  # its place in that file
    origin = models.CharField(max_length=10, default="here")
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    stands_on = models.JSONField(default=dict)  # what is signed with it: {"kpi/cycle-time@1": digest}
    proposed_at = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)  # withdrawn or rejected, by whom, and why
    ended_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    reason = models.TextField(blank=True, default="")

    class Meta:
        """Of a number, one version is proposed or in force; each party may have one draft."""

        constraints = (
            models.UniqueConstraint(
                fields=("book", "kind", "doc_id", "number"),
                condition=models.Q(state__in=("proposed", "in_force")),
                name="one_version_a_number",
            ),
            models.UniqueConstraint(
                fields=("book", "kind", "doc_id", "party"),
                condition=models.Q(state="draft"),
                name="one_draft_a_party",
            ),
        )
        indexes = (
            models.Index(fields=("book", "kind", "doc_id")),
            models.Index(fields=("book", "state", "kind", "doc_id")),  # for what is proposed or drafted
        )


class AgreementSeat(models.Model):
    """An index: which seat has which part in an agreement (proposed or in force). Access is decided by it."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    agreement = models.CharField(max_length=200)
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="agreements")
    part = models.CharField(max_length=10)  # customer, provider, observer

    class Meta:
        """Each part once."""

        constraints = (models.UniqueConstraint(fields=("book", "agreement", "seat", "part"), name="one_part_a_seat"),)
        indexes = (models.Index(fields=("book", "agreement")),)


class PlanSeat(models.Model):
    """An index like it for plans: whoever has a part in a plan's agreement, or owns a portion of the plan."""

    book = models.ForeignKey(Book, models.CASCADE, related_name="+")
    plan = models.CharField(max_length=200)
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="plans")
    part = models.CharField(max_length=10)  # customer, provider, observer

    class Meta:
        """Each part once."""

        constraints = (models.UniqueConstraint(fields=("book", "plan", "seat", "part"), name="one_plan_part_a_seat"),)
        indexes = (models.Index(fields=("book", "plan")),)


class Signature(models.Model):
    """A party's signature under the digest of a version; `statement` is the canonical JSON that was signed."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="signatures")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    member = models.ForeignKey(Member, models.PROTECT, related_name="+")
    vkey = models.CharField(max_length=400)
    held = models.CharField(max_length=10)  # who holds the key: member or server
    statement = models.TextField()
    signature = models.TextField()  # base64
    at = models.DateTimeField()

    class Meta:
        """A seat signs a version once."""

        constraints = (models.UniqueConstraint(fields=("version", "seat"), name="one_signature_a_seat"),)
