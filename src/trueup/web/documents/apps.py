"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Books and their documents: drafted, proposed, signed, in force."""

    name = "trueup.web.documents"
    label = "documents"

    def ready(self) -> None:
        """Listen to invitations that offer a seat, and to loads."""
        from trueup.web.ledger.acting import acted
        from trueup.web.parties.signals import invitation_accepted, seat_offered
        from trueup.web.site.later import listen

        listen(seat_offered, "trueup.web.documents.receivers.offer")
        listen(invitation_accepted, "trueup.web.documents.receivers.take")
        listen(acted, "trueup.web.documents.receivers.seat_what_landed", ("source.loaded",))
