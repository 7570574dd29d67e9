"""What people are told: the kinds of notices, in words that are translated when they are read."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

NOW, DIGEST, OFF = "now", "digest", "off"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice. `text` is filled from `Notice.told`; `mine` says that it asks the reader to do something."""

    id: str
    name: Promise
    text: Promise
    mine: bool = False
    page: str = ""  # below the agreement's own page


KINDS: dict[str, Kind] = {
    kind.id: kind
    for kind in (
        Kind(
            "to_sign",
            _("A version waits for my signature"),
            _("%(who)s proposed version %(number)s of “%(title)s”. It waits for your signature."),
            mine=True,
        ),
        Kind(
            "statement_to_sign",
            _("A statement waits for my signature"),
            _("%(who)s drew up statement %(number)s of “%(title)s” for %(period)s. It waits for your signature."),
            mine=True,
        ),
        Kind(
            "statement_signed",
            _("A statement was signed by both sides"),
            _("Statement %(number)s of “%(title)s” for %(period)s is signed by both sides."),
        ),
        Kind("signed", _("Somebody signed"), _("%(who)s signed version %(number)s of “%(title)s”.")),
        Kind(
            "in_force",
            _("A version is in force"),
            _("Version %(number)s of “%(title)s” is signed by all and in force."),
        ),
        Kind(
            "withdrawn",
            _("A proposal is withdrawn"),
            _("Version %(number)s of “%(title)s” is withdrawn. Last word: %(who)s."),
        ),
        Kind(
            "to_verify",
            _("Evidence to verify"),
            _("%(who)s reported new evidence for “%(title)s”. Verify it, or dispute it."),
            mine=True,
            page="/evidence",
        ),
        Kind(
            "to_attest",
            _("Evidence to attest"),
            _("%(who)s verified evidence for “%(title)s”. It can be attested now."),
            mine=True,
            page="/evidence",
        ),
        Kind("attested", _("Evidence is attested"), _("%(who)s attested evidence for “%(title)s”."), page="/evidence"),
        Kind(
            "disputed",
            _("Evidence is disputed"),
            _("%(who)s disputes evidence for “%(title)s”."),
            mine=True,
            page="/evidence",
        ),
        Kind(
            "answered", _("A dispute is answered"), _("%(who)s answered a dispute about “%(title)s”."), page="/evidence"
        ),
        Kind(
            "verdict", _("A verdict changed"), _("“%(title)s” was %(before)s and is now %(now)s. %(reason)s"), mine=True
        ),
        Kind(
            "load_failed", _("A source could not be loaded"), _("The source “%(title)s” failed: %(reason)s"), mine=True
        ),
        Kind(
            "load_refused",
            _("Rows of a source were refused"),
            _("%(refused)s of %(read)s rows of the source “%(title)s” were refused."),
        ),
        Kind("invited", _("Somebody is invited to my party"), _("%(who)s invited somebody to %(title)s.")),
        Kind("joined", _("Somebody joined my party"), _("Somebody joined %(title)s as %(role)s.")),
    )
}

WORDS = {
    "failing": gettext_noop("failing"),
    "failed": gettext_noop("failed"),
    "at_risk": gettext_noop("at risk"),
    "unproven": gettext_noop("unproven"),
    "succeeding": gettext_noop("succeeding"),
    "succeeded": gettext_noop("succeeded"),
    "server": gettext_noop("The server"),
    "owner": gettext_noop("owner"),
    "editor": gettext_noop("editor"),
    "viewer": gettext_noop("viewer"),
}
"""Words in `told` that are the server's own: they are translated too."""
