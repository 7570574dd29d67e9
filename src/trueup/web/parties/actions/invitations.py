"""Invitations: into a party, or to a seat of a book, which somebody takes for a new party or for one they own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.ledger import leaf
from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.ledger.acting import action, record
from trueup.web.parties import queries
from trueup.web.parties.access import ROLES, Actor, NotFound, Refused, require
from trueup.web.parties.actions.members import admit, keep_address, new_party
from trueup.web.parties.mail import invite_by_mail
from trueup.web.parties.models import Invitation, Member, Role, User
from trueup.web.parties.secrets import came_by_mail, mail_proof, new_secret
from trueup.web.parties.signals import invitation_accepted, seat_offered

LASTS = dt.timedelta(days=14)
"""How long an invitation can be accepted."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A link, shown this once, and the number of what it is for."""

    id: int
    link: str


@action("invitation.make")
def invite(actor: Actor | None, email: str, role: str = "viewer") -> Offer:
    """Invite a person into the actor's party: by e-mail, and by the link returned.

    Raises Refused for anybody but an owner and for somebody who is a member already, InputError for what is no
    address or role.
    """
    actor = require(actor, role="owner", scope="admin")
    if role not in ROLES:
        raise InputError(_("there is no role %(role)r") % {"role": role}, do=", ".join(ROLES))
    email = _address(email)
    if Member.objects.filter(user__email=email, party_id=actor.party, ended_at=None).exists():
        raise Refused(_("%(email)s is a member of %(party)s already") % {"email": email, "party": actor.party_name})
    return _offer(actor, Invitation(email=email, party_id=actor.party, role=Role(role)))


@action("seat.offer")
def invite_to_seat(actor: Actor | None, book: str, seat: str, email: str) -> Offer:
    """Invite a person to take a seat of a book, for the party that they own or make.

    Whoever listens to `seat_offered` decides who may: raises what it raises, and NotFound where nobody listens.
    """
    actor = require(actor, role="owner", scope="admin")
    email = _address(email)
    answers = seat_offered.send(None, actor=actor, book=book, seat=seat)
    if not answers:
        raise NotFound(_("there is no such seat"))
    name = str(answers[0][1])
    return _offer(actor, Invitation(email=email, seat_book=book, seat_party=seat, seat_name=name, role=Role.owner))


@action("invitation.withdraw")
def withdraw(actor: Actor | None, invitation: int) -> None:
    """Make the link of an open invitation of the actor's party worthless. Raises NotFound, Refused."""
    actor = require(actor, role="owner", scope="admin")
    found = (
        queries.open_invitations().select_for_update().filter(pk=invitation, invited_by__party_id=actor.party).first()
    )
    if found is None:
        raise NotFound(_("there is no such invitation"))
    found.withdrawn_at = timezone.now()
    found.save(update_fields=["withdrawn_at"])
    said = digest({"invitation": found.pk, "party": actor.party_slug})
    _record("invitation.withdrawn", said, actor.name, found)


@action("invitation.join")
def join(token: str, *, name: str, password: str, party_name: str = "", proof: str = "") -> Actor:
    """Accept an invitation as a person without an account: make it, with the address that was invited.

    The address counts as proven only with the `proof` of the e-mailed link: whoever invited knows the other link too.
    Raises NotFound for a link that is no good, Refused where the address has an account, InputError for a weak
    password.
    """
    found = _accepted(token)
    if User.objects.filter(email=found.email).exists():
        raise Refused(_("there is an account with this address"), do=_("sign in, and open the link again"))
    user = User(email=found.email, name=name.strip()[:200])
    _set_password(user, password)
    keep_address(user, verified=came_by_mail(token, proof))
    return _admitted(found, user, None, party_name)


@action("invitation.accept")
def accept(token: str, *, user: int, party: int | None = None, party_name: str = "") -> Actor:
    """Accept an invitation as somebody with an account. For a seat: for `party`, which they own, or for a new one.

    Raises NotFound for a link that is no good, Refused for somebody who is a member of the party already.
    """
    return _admitted(_accepted(token), User.objects.get(pk=user), party, party_name)


def _offer(actor: Actor, invitation: Invitation) -> Offer:
    secret, salt, now = new_secret(), leaf.salt(), timezone.now()
    invitation.token_hash, invitation.salt = secret.hash, salt
    invitation.invited_by_id = actor.member
    invitation.created_at, invitation.expires_at = now, now + LASTS
    invitation.save()
    said = {
        "invitation": invitation.pk,
        "party": actor.party_slug,
        "seat": invitation.seat_party,
        "role": invitation.role,
        "email": leaf.commit(invitation.email.encode(), salt),
    }
    _record("member.invited", digest(said), actor.name, invitation)
    what = queries.invited(secret.text)
    assert what is not None
    transaction.on_commit(lambda: invite_by_mail(what, secret.text, mail_proof(secret.text)), robust=True)
    return Offer(invitation.pk, queries.join_link(secret.text))


def _accepted(token: str) -> Invitation:
    """The open invitation of a link, accepted now: nobody else can. Raises NotFound.

    The condition stands on the row itself: of two who come at once, PostgreSQL checks it for the second again.
    """
    found = queries.open_invitation(token)
    if found is not None:
        row = Invitation.objects.filter(pk=found.pk, accepted_at=None, withdrawn_at=None)
        if row.update(accepted_at=timezone.now()):
            return found
    raise NotFound(_("this link no longer works"))


def _admitted(invitation: Invitation, user: User, party: int | None, party_name: str) -> Actor:
    if invitation.party is not None:
        return admit(user, invitation.party, invitation.role)
    seated = _holder(invitation, user, party, party_name)
    book, seat = invitation.seat_book, invitation.seat_party
    if not invitation_accepted.send(None, actor=seated, book=book, seat=seat, party=seated.party):
        raise NotFound(_("this link no longer works"))
    said = digest({"invitation": invitation.pk, "book": book, "seat": seat, "party": seated.party_slug})
    _record("seat.taken", said, seated.name, invitation)
    return seated


def _holder(invitation: Invitation, user: User, party: int | None, party_name: str) -> Actor:
    """The owner who takes the seat: of a party there is, or of a new one. Raises NotFound for one not theirs."""
    if party is None:
        return admit(user, new_party(party_name or invitation.seat_name), "owner")
    owned = Member.objects.filter(user=user, party_id=party, role=Role.owner, ended_at=None).select_related("party")
    member = owned.first()
    if member is None:
        raise NotFound(_("there is no such party"))
    return queries.actor(member)


def _address(email: str) -> str:
    email = email.strip().lower()
    try:
        validate_email(email)
        MaxLengthValidator(254)(email)
    except ValidationError:
        raise InputError(_("%(email)r is no e-mail address") % {"email": email[:80]}) from None
    return email


def _set_password(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as weak:
        raise InputError(" ".join(weak.messages)) from None
    user.set_password(password)
    user.save()


def _record(type: str, said: str, actor: str, invitation: Invitation) -> None:
    record(type, said, actor=actor, at=timezone.now(), book=invitation.seat_book, subject=f"invitation/{invitation.pk}")
