"""The Django application."""

from __future__ import annotations

from django.apps import AppConfig


class ProofsConfig(AppConfig):
    """The pages of the ledger, bundles, and the check of everything against the log."""

    name = "trueup.web.proofs"
    label = "proofs"

    def ready(self) -> None:
        """Listen for books that come to the server with facts."""
        from trueup.web.ledger.acting import acted
        from trueup.web.site.later import listen

        listen(acted, "trueup.web.proofs.cover.on_imported", ("book.imported",))
