"""A new book on the server: its customer is the party of who begins it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.utils.text import slugify
from django.utils.translation import gettext as _

from trueup.book import write
from trueup.book.starter import write_starter
from trueup.vocabulary import InputError
from trueup.web.documents.actions.books import import_book
from trueup.web.documents.models import Book
from trueup.web.parties.access import Actor, require


def begin_book(
    actor: Actor | None, name: str, *, currency: str = "EUR", time_zone: str = "UTC", starter: bool = False
) -> Book:
    """Make a book of which the actor's party is the customer; with `starter`, one with commented examples in it.

    Raises Refused for anybody but an owner, InputError without a name, DocumentError for a currency or time zone that
    does not exist.
    """
    actor = require(actor, role="owner", scope="admin")
    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise InputError(_("a book needs a name of at most 200 characters"))
    slug = _free(slugify(name)[:80] or "book")
    said = {"id": slug, "name": name, "currency": currency, "time_zone": time_zone}
    with tempfile.TemporaryDirectory(prefix="trueup-book-") as place:
        folder = Path(place) / slug
        customer = _starter(folder, said) if starter else _empty(folder, said, actor)
        return import_book(folder, slug=slug, seats={customer: actor.party}, by=actor.name)


def _empty(folder: Path, said: dict[str, str], actor: Actor) -> str:
    customer = slugify(actor.party_name)[:80] or "customer"
    party = {"id": customer, "name": actor.party_name, "role": "customer"}
    folder.mkdir()
    (folder / "book.yaml").write_text(write.dump({"kind": "book", **said, "parties": [party]}), encoding="utf-8")
    return customer


def _starter(folder: Path, said: dict[str, str]) -> str:
    """The starter as it is, under another name: its customer is a party of its documents."""
    from trueup.book import Book as Documents
    from trueup.book.yaml import read

    write_starter(folder)
    file = folder / "book.yaml"
    text = file.read_text(encoding="utf-8")
    data = read(text.encode(), "book.yaml")[0][0].data
    file.write_text(write.edit(text, data | said), encoding="utf-8")
    parties = Documents.load(folder).parties.values()
    return next(party.id for party in parties if party.role == "customer")


def _free(slug: str) -> str:
    taken = set(Book.objects.filter(slug__startswith=slug).values_list("slug", flat=True))
    number, found = 1, slug
    while found in taken:
        number += 1
        found = f"{slug}-{number}"
    return found
