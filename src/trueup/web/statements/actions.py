"""Drawing up the statement of a period: reckoned by the server as of now, proposed to both sides."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from trueup.book import write
from trueup.scorecard.value_settle import draw_up as reckoned
from trueup.value.statement import Statement
from trueup.vocabulary.digest import canonical
from trueup.web.assessments.state import today
from trueup.web.documents.access import Place, agreement_place
from trueup.web.documents.actions import sign
from trueup.web.documents.actions.signatures import waiting_for
from trueup.web.documents.books import open_book
from trueup.web.documents.checking import Key, check
from trueup.web.documents.errors import Conflict, Unready
from trueup.web.documents.models import Version
from trueup.web.documents.signers import stands_on
from trueup.web.documents.versions import lock
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor


@action("statement.draw_up")
def draw_up(actor: Actor | None, book: str, agreement: str, period: str, *, correct: bool = False) -> Version:
    """Propose the statement of a period as it comes out now; an owner of the customer or a provider signs it with it.

    Raises NotFound, Refused, InputError where it may not be settled (not over, settled already, not yet at the grade
    that settles), Conflict while another statement of the agreement waits for signatures.
    """
    place = agreement_place(actor, book, agreement, "version.propose")
    lock(book)
    _refuse_second(book, agreement)
    now = timezone.now()
    opened = open_book(book)
    with opened.values(today(opened.book.definition.time_zone, now), known_at=now) as values:
        statement, _shown = reckoned(values, agreement, period, correct=correct)
    version = _proposed(place, statement, now)
    if place.may("version.sign") and place.seats.keys() & set(waiting_for(version)):
        return sign(place.actor, book, "statement", statement.id, version.number, version.digest)
    return version


def _refuse_second(book: str, agreement: str) -> None:
    """A statement rests on those before it: one after the other."""
    for version in Version.objects.filter(book__slug=book, kind="statement", state="proposed"):
        waiting = Statement.model_validate_json(version.body)
        if waiting.agreement == agreement:
            raise Conflict(
                _("statement %(number)d waits for signatures") % {"number": waiting.number},
                do=_("sign or reject it first"),
            )


def _proposed(place: Place, statement: Statement, now: dt.datetime) -> Version:
    slug, text = place.book.slug, write.write(statement)
    checked = check(Key(slug, "statement", statement.id, statement.version), text)
    if checked.stopping:
        raise Unready(checked.stopping)
    version = Version.objects.create(
        book=place.book,
        kind="statement",
        doc_id=statement.id,
        number=statement.version,
        state="proposed",
        body=canonical(statement.body).decode(),
        text=text,
        digest=statement.digest,
        party_id=place.actor.party,
        author_id=place.actor.member,
        stands_on=stands_on(open_book(slug).book, statement),
        proposed_at=now,
    )
    record(
        "version.proposed",
        version.digest,
        actor=place.actor.name,
        at=now,
        book=slug,
        subject=f"statement/{statement.id}",
        agreement=statement.agreement,
        about={"kind": "statement", "id": statement.id, "number": version.number, "reason": ""},
    )
    return version
