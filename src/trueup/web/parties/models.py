"""People, the organisations they act for, and what lets them in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.utils import timezone


class Role(models.TextChoices):
    """What a member may do for the party. Only an owner signs."""

    owner = "owner"
    editor = "editor"
    viewer = "viewer"


class UserManager(BaseUserManager["User"]):
    """Users are known by their e-mail address."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> User:
        """A person who may log in; without a password, only by a link or single sign-on."""
        user = self.model(email=self.normalize_email(email).lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> User:
        """The same; Trueup knows no all-powerful person."""
        return self.create_user(email, password, **more)


class User(AbstractUser):
    """A person who logs in. What they may do follows from their memberships."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5, blank=True)
    time_zone = models.CharField(max_length=60, blank=True)

    acting: tuple[Member, ...] | None = None
    """The memberships that came with the person (parties.backend), so that nobody asks for them again."""

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]


class Party(models.Model):
    """An organisation on this server. In each book it has a seat of its own."""

    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=200)
    created_at = models.DateTimeField(default=timezone.now)


class Member(models.Model):
    """A person of a party. Ended, never deleted: what they signed stays theirs."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    party = models.ForeignKey(Party, models.PROTECT, related_name="members")
    role = models.CharField(max_length=10, choices=Role.choices)
    created_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        """A person is a member of a party once at a time."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "party"), condition=models.Q(ended_at=None), name="one_membership_at_a_time"
            ),
        )


class Invitation(models.Model):
    """A link that makes a person a member; with a `seat`, it also gives that party its seat in a book."""

    token_hash = models.CharField(max_length=64, unique=True)
    email = models.EmailField(blank=True)
    salt = models.BinaryField(max_length=32, default=bytes)  # opens the commitment to the address in the ledger
    party = models.ForeignKey(Party, models.PROTECT, null=True, related_name="invitations")
    seat_book = models.CharField(max_length=100, blank=True)  # the slug of a book, and the party's id in it
    seat_party = models.CharField(max_length=100, blank=True)
    seat_name = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=Role.choices)
    invited_by = models.ForeignKey(Member, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)


class SignInLink(models.Model):
    """Lets one person in once, without a password: printed by `trueup serve` for the example's seats."""

    token_hash = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class ApiToken(models.Model):
    """Lets a program act for a member, within `scopes`, until `expires_at`. Only its hash is kept."""

    member = models.ForeignKey(Member, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class SigningKey(models.Model):
    """A member's public key. `sealed` holds the private one, encrypted, if the server signs for the member."""

    member = models.ForeignKey(Member, models.PROTECT, related_name="keys")
    vkey = models.CharField(max_length=400, unique=True)
    sealed = models.BinaryField(null=True)
    created_at = models.DateTimeField(default=timezone.now)
    revoked_at = models.DateTimeField(null=True)

    @property
    def held(self) -> str:
        """Who holds the private key: the member or the server."""
        return "member" if self.sealed is None else "server"
