"""Parties and their members. A party always has an owner."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.ledger.acting import action, record
from trueup.web.ledger.log import AboutPerson
from trueup.web.parties.access import ROLES, Actor, NotFound, Refused, require
from trueup.web.parties.models import ApiToken, Member, Party, Role, User
from trueup.web.parties.queries import actor as actor_for

SERVER = "server"
"""How the ledger names whoever runs the server."""


@action("party.found")
def found_party(actor: Actor, name: str) -> Actor:
    """Make a party of which the actor's person is the first owner; return that owner.

    Raises Refused for anybody but an owner, InputError for an empty name.
    """
    actor = require(actor, role="owner", scope="admin")
    party = new_party(name)
    return admit(User.objects.get(pk=actor.user), party, "owner", by=actor.name)


@action("party.enrol")
def enrol(party: str, email: str, *, name: str = "", role: str = "owner") -> Actor:
    """Make a party (unless there is one of that name) and a member of it: for whoever runs the server.

    The person has no password: a sign-in link lets them in. Their address counts as proven. Raises Refused for
    somebody who is a member already.
    """
    organisation = Party.objects.filter(slug=_slug(party)).first() or new_party(party)
    user = User.objects.filter(email=email.lower()).first()
    if user is None:
        user = User.objects.create_user(email, name=name)
        keep_address(user, verified=True)
    return admit(user, organisation, role, by=SERVER)


@action("member.change")
def change_role(actor: Actor, member: int, role: str) -> None:
    """Give a member of the actor's party another role.

    Raises NotFound for a member of another party, Refused for anybody but an owner and for the last owner,
    InputError for a role that does not exist.
    """
    actor = require(actor, role="owner", scope="admin")
    if role not in ROLES:
        raise InputError(_("there is no role %(role)r") % {"role": role}, do=", ".join(ROLES))
    found = _locked(actor, member)
    if role != "owner":
        _keep_an_owner(found)
    found.role = Role(role)
    found.save(update_fields=["role"])
    said = digest({"member": found.pk, "party": actor.party_slug, "role": role})
    record("member.changed", said, actor=actor.name, at=timezone.now(), subject=_subject(found.pk))


@action("member.end")
def end_member(actor: Actor, member: int) -> None:
    """End a membership, and with it its tokens: an owner that of anybody of the party, everybody their own.

    Raises NotFound, Refused for the last owner.
    """
    actor = require(actor, role="viewer" if actor and member == actor.member else "owner", scope="admin")
    found = _locked(actor, member)
    _keep_an_owner(found)
    now = timezone.now()
    found.ended_at = now
    found.save(update_fields=["ended_at"])
    ApiToken.objects.filter(member=found, revoked_at=None).update(revoked_at=now)
    said = digest({"member": found.pk, "party": actor.party_slug})
    record("member.ended", said, actor=actor.name, at=now, subject=_subject(found.pk))


def new_party(name: str) -> Party:
    """A party without members. Called within an action; raises InputError for an empty name."""
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise InputError(_("a party needs a name of at most 200 characters"))
    return Party.objects.create(name=name, slug=_free(_slug(name)))


def admit(user: User, party: Party, role: str, *, by: str = "") -> Actor:
    """Make a person a member, and record it. Called within an action; raises Refused for somebody who is one."""
    if Member.objects.filter(user=user, party=party, ended_at=None).exists():
        raise Refused(_("%(email)s is a member of %(party)s already") % {"email": user.email, "party": party.name})
    member = Member.objects.create(user=user, party=party, role=Role(role))
    joined = actor_for(member)
    said = {"member": str(member.pk), "party": party.slug, "role": role, "email": user.email, "name": user.name}
    record(
        "member.joined",
        AboutPerson(user.pk, said),
        actor=by or joined.name,
        at=timezone.now(),
        subject=_subject(member.pk),
    )
    return joined


def keep_address(user: User, *, verified: bool) -> None:
    """List the person's address; a second factor can be set up once somebody has vouched for it."""
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=verified)


def _locked(actor: Actor, member: int) -> Member:
    """The member, while nobody else changes the members of the party: two owners cannot both leave at once."""
    Party.objects.select_for_update().get(pk=actor.party)
    found = Member.objects.filter(pk=member, party_id=actor.party, ended_at=None).first()
    if found is None:
        raise NotFound(_("there is no such member"))
    return found


def _keep_an_owner(member: Member) -> None:
    others = Member.objects.filter(party_id=member.party_id, role=Role.owner, ended_at=None).exclude(pk=member.pk)
    if member.role == Role.owner and not others.exists():
        raise Refused(_("a party always has an owner"), do=_("make somebody else an owner first"))


def _slug(name: str) -> str:
    return slugify(name)[:90].strip("-") or "party"


def _free(slug: str) -> str:
    taken = set(Party.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    found, number = slug, 1
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found


def _subject(member: int) -> str:
    return f"member/{member}"
