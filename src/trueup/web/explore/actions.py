"""Keeping a view of the cube, and letting go of it."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.vocabulary import TrueupError
from trueup.vocabulary.digest import digest
from trueup.web.explore.asked import Asked
from trueup.web.explore.models import SavedView
from trueup.web.explore.queries import Sight, view
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor, Refused, require

MOST = 50
"""How many views of a book are kept."""


@action("view.save")
def save(actor: Actor | None, found: Sight, name: str, query: str) -> SavedView:
    """Keep what `query` asks for under a name, for those who see it (`queries.views`). Raises TrueupError, Refused."""
    actor = require(actor, scope="write")
    title = name.strip()[:100]
    if not title:
        raise TrueupError(_("a view needs a name"), do=_("say in a few words what it shows"))
    if SavedView.objects.filter(book=found.book).count() >= MOST:
        raise TrueupError(_("%(most)d views of this book are kept already") % {"most": MOST}, do=_("remove one first"))
    kept = SavedView.objects.create(
        book=found.book, member_id=actor.member, name=title, query=_cleaned(query), created_at=timezone.now()
    )
    _recorded(actor, "view.saved", found, kept)
    return kept


@action("view.remove")
def remove(actor: Actor | None, found: Sight, pk: int) -> None:
    """Let go of a view: its maker may, and owners of the maker's party. Raises NotFound, Refused."""
    actor = require(actor, scope="write")
    kept = view(found, pk)
    own = kept.member_id == actor.member or (kept.member.party_id == actor.party and actor.is_at_least("owner"))
    if not own:
        raise Refused(_("only who saved it may remove it"), do=_("ask them"))
    _recorded(actor, "view.removed", found, kept)
    kept.delete()


def _cleaned(query: str) -> str:
    """Only what Explore understands."""
    asked = Asked.of(QueryDict(query[:2000]))
    said = {"down": asked.down, "across": asked.across, "kpi": asked.kpi, "last": str(asked.last), **asked.where}
    return urlencode({name: value for name, value in said.items() if value})[:1000]


def _recorded(actor: Actor, type: str, found: Sight, kept: SavedView) -> None:
    said = digest({"name": kept.name, "query": kept.query})
    record(type, said, actor=actor.name, at=timezone.now(), book=found.book.slug, subject=f"view/{kept.pk}")
