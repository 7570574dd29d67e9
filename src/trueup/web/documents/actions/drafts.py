"""Drafts: a party's own, seen by nobody else, and allowed to be wrong. They leave no leaf in the ledger."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trueup.book import Book as Documents
from trueup.book import write
from trueup.book.yaml import read
from trueup.web.documents import private
from trueup.web.documents.access import document_place
from trueup.web.documents.books import open_book
from trueup.web.documents.checking import Checked, Key, check
from trueup.web.documents.errors import Conflict
from trueup.web.documents.models import Version
from trueup.web.documents.versions import draft_of, known_kind, latest_in_force, lock, next_key
from trueup.web.parties.access import Actor, NotFound, require


def save_draft(
    actor: Actor | None,
    book: str,
    kind: str,
    id: str,
    text: str | None = None,
    *,
    data: Mapping[str, Any] | None = None,
    seen: str | None = None,
) -> Checked:
    """Keep a draft of the next version, as YAML `text` or as plain `data`, and say what is wrong with it.

    With data, the text changes where the data do and stays elsewhere as it was written. `seen` is the mark (`mark_of`)
    of the text that the author began with: when somebody of the same party has saved another since, Conflict is
    raised and nothing is overwritten. Raises NotFound, Refused, TrueupError for a text that is too large.
    """
    actor = require(actor, role="editor", scope="write")
    place = document_place(actor, book, known_kind(kind), id, "version.propose")
    with transaction.atomic():
        row = lock(place.book.slug)
        key, draft = next_key(book, kind, id), draft_of(actor, book, kind, id)
        before = draft.text if draft else begun(key)
        if draft is not None and seen is not None and seen != mark_of(draft.text):
            raise Conflict(_("somebody of your party has changed this draft meanwhile"), do=_("open it again"))
        written = clean(text) if text is not None else write.edit(before, data or {})
        checked = check(key, written, asks=place.seats)
        draft = draft or Version(book=row, kind=kind, doc_id=id, party_id=actor.party)
        draft.number, draft.author_id, draft.text = key.number, actor.member, written
        draft.save()
    return checked


def clean(text: str) -> str:
    """Lines as they are kept, and nothing that a database cannot keep: it shows up as a replacement character."""
    return text.replace("\r\n", "\n").replace("\x00", "\ufffd").encode(errors="replace").decode()


def discard_draft(actor: Actor | None, book: str, kind: str, id: str) -> None:
    """Throw the party's draft away. Raises NotFound, Refused."""
    actor = require(actor, role="editor", scope="write")
    document_place(actor, book, known_kind(kind), id, "version.propose")
    draft = draft_of(actor, book, kind, id)
    if draft is None:
        raise NotFound(_("there is no such draft"))
    draft.delete()


def mark_of(text: str) -> str:
    """What tells one text of a draft from another."""
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()[:16]


def begun(key: Key, book: Documents | None = None) -> str:
    """The text with which a draft begins: the latest version's with the next number, or an almost empty one."""
    standing = latest_in_force(key.book, key.kind, key.id)
    if standing is None:
        return _new(key, book or open_book(key.book).book)
    text = standing.text.removeprefix("\ufeff").removeprefix("---").lstrip("\r\n")
    located = read(text.encode(), key.name)[0]
    data = {word: value for word, value in located[0].data.items() if word != "agreed_at"}
    data["version"] = key.number
    if key.kind == "agreement":
        data["why"] = ""
    return write.edit(text, data)


def _new(key: Key, book: Documents) -> str:
    """A first text for a document of which there is nothing yet, or of which versions have only landed."""
    same = [d for d in book.documents if (d.kind_name(), d.id) == (key.kind, key.id)]
    if not same:
        own = {"party": private.prefix_of(key.id)} if private.is_private(key.kind) else {}
        return write.dump({"kind": key.kind, "id": key.id, **own})
    data = write.plain(max(same, key=lambda document: document.version)) | {"version": key.number}
    return write.dump({word: value for word, value in data.items() if word != "agreed_at"})
