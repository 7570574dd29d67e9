"""Who is signed in: the person with the memberships by which they may act, for every look asks for both."""

from __future__ import annotations

from allauth.account.auth_backends import AuthenticationBackend

from trueup.web.parties.models import User
from trueup.web.parties.queries import acting


class PersonBackend(AuthenticationBackend):  # type: ignore[misc]
    """Lets people in as allauth does."""

    def get_user(self, user_id: int) -> User | None:
        """The person of a session, or None for one who may not sign in any more."""
        members = acting(user_id)
        user: User | None = members[0].user if members else super().get_user(user_id)
        if user is None or not self.user_can_authenticate(user):
            return None
        user.acting = members
        return user
