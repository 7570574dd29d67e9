"""One-time sign-in links: whoever runs the server hands them out; nobody can make one for somebody else."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary.digest import digest
from trueup.web.ledger.acting import action, record
from trueup.web.parties import queries
from trueup.web.parties.access import NotFound
from trueup.web.parties.actions.members import SERVER
from trueup.web.parties.models import SignInLink, User
from trueup.web.parties.secrets import new_secret

LASTS = dt.timedelta(hours=24)
"""How long a sign-in link works."""


@action("link.make")
def offer_sign_in(user: int, lasts: dt.timedelta = LASTS) -> str:
    """A link that lets a person in once. For whoever runs the server: no page and no endpoint offers this."""
    secret, now = new_secret(), timezone.now()
    link = SignInLink.objects.create(token_hash=secret.hash, user_id=user, expires_at=now + lasts)
    said = digest({"link": link.pk, "person": user})
    record("link.made", said, actor=SERVER, at=now, subject=f"person/{user}")
    return queries.sign_in_link(secret.text)


@action("link.use")
def use_link(token: str) -> User:
    """The person whom the link lets in; from now on it lets nobody in. Raises NotFound for a link that is no good."""
    now = timezone.now()
    link = queries.open_link(token)
    if link is None or not SignInLink.objects.filter(pk=link.pk, used_at=None).update(used_at=now):
        raise NotFound(_("this link no longer works"))
    person = f"person/{link.user_id}"
    record("link.used", digest({"link": link.pk, "person": link.user_id}), actor=person, at=now, subject=person)
    return link.user
