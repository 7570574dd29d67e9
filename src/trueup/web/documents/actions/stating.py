"""Statements that need nobody's signature but their own: attestations and disputes come into force at once."""

from __future__ import annotations

from django.utils import timezone

from trueup.book import write
from trueup.vocabulary import Document, DocumentError
from trueup.vocabulary.digest import canonical
from trueup.web.documents.access import Place
from trueup.web.documents.actions.force import put_in_force
from trueup.web.documents.checking import Key, check
from trueup.web.documents.models import Version
from trueup.web.documents.versions import lock
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor


@action("document.state")
def state(actor: Actor, place: Place, document: Document, leaf_type: str) -> Version:
    """Put a document in force at once, with a leaf of its type about its digest.

    The caller has found `place` by the right that this takes. Raises DocumentError when the book with it would have an
    error.
    """
    row, now = lock(place.book.slug), timezone.now()
    key = Key(row.slug, document.kind_name(), document.id, document.version)
    text = write.write(document)
    checked = check(key, text, drafted=False)
    wrong = [issue for issue in checked.issues if issue.level == "error"]
    if wrong:
        raise DocumentError(wrong)
    version = Version(
        book=row,
        kind=key.kind,
        doc_id=key.id,
        number=key.number,
        body=canonical(document.body).decode(),
        text=text,
        digest=document.digest,
        party_id=actor.party,
        author_id=actor.member,
        proposed_at=now,
    )
    put_in_force(row, version, checked, now)
    record(
        leaf_type,
        document.digest,
        actor=actor.name,
        at=now,
        book=row.slug,
        subject=key.subject,
        agreement=place.agreement,
        about={"kind": key.kind, "id": key.id, "number": key.number},
    )
    return version
