"""API tokens: they act for a member, with no more rights than the member has."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import InputError
from trueup.vocabulary.digest import digest
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import SCOPES, SCOPES_OF, Actor, NotFound, Refused, require
from trueup.web.parties.models import ApiToken
from trueup.web.parties.secrets import new_secret

PREFIX = "trueup_"
"""How every token begins, so that people and secret scanners know one when they see it."""
MOST_DAYS = 366
SHOWN = len(PREFIX) + 4


@dataclass(frozen=True, slots=True)
class NewToken:
    """A token, shown this once."""

    id: int
    text: str


@action("token.make")
def make_token(actor: Actor | None, name: str, scopes: Iterable[str], days: int = 90) -> NewToken:
    """A token of the actor's own, for 1 to 366 days.

    Raises Refused for a scope that the actor's role (or the token it comes by) does not have, InputError for what is
    no scope, name or number of days.
    """
    actor = require(actor, scope="admin")
    wanted = _scopes(actor, scopes)
    name = " ".join(name.split())
    if not 1 <= len(name) <= 100:
        raise InputError(_("a token needs a name of at most 100 characters"))
    if not 1 <= days <= MOST_DAYS:
        raise InputError(_("a token lives from 1 to %(most)d days") % {"most": MOST_DAYS})
    return _made(actor, name, wanted, days)


@action("token.revoke")
def revoke_token(actor: Actor | None, token: int) -> None:
    """End a token: one's own, or as an owner that of anybody of the party. Raises NotFound."""
    actor = require(actor, scope="admin")
    found = ApiToken.objects.filter(pk=token, member__party_id=actor.party, revoked_at=None).first()
    if found is None or not (found.member_id == actor.member or actor.is_at_least("owner")):
        raise NotFound(_("there is no such token"))
    found.revoked_at = timezone.now()
    found.save(update_fields=["revoked_at"])
    said = digest({"token": found.pk, "member": found.member_id})
    record("token.revoked", said, actor=actor.name, at=found.revoked_at, subject=f"token/{found.pk}")


def _scopes(actor: Actor, scopes: Iterable[str]) -> list[str]:
    wanted = set(scopes)
    unknown = sorted(wanted - set(SCOPES))
    if unknown or not wanted:
        raise InputError(_("a token needs scopes out of %(all)s") % {"all": ", ".join(SCOPES)})
    above = sorted(wanted - (SCOPES_OF[actor.role] & actor.scopes))
    if above:
        raise Refused(_("you cannot give the scope %(scope)s") % {"scope": ", ".join(above)}, do=_("ask an owner"))
    return [scope for scope in SCOPES if scope in wanted]


def _made(actor: Actor, name: str, scopes: list[str], days: int) -> NewToken:
    secret, now = new_secret(PREFIX), timezone.now()
    token = ApiToken.objects.create(
        member_id=actor.member,
        name=name,
        prefix=secret.text[:SHOWN],
        token_hash=secret.hash,
        scopes=scopes,
        created_at=now,
        expires_at=now + dt.timedelta(days=days),
    )
    said = digest({"token": token.pk, "member": actor.member, "scopes": scopes, "days": days})
    record("token.made", said, actor=actor.name, at=now, subject=f"token/{token.pk}")
    return NewToken(token.pk, secret.text)
