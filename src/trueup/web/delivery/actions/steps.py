"""Steps of a containment: each is a version of its document, signed by those whom it binds.

proposed -> costed -> validated by the customer -> in progress -> done; withdrawn before done. The forecast that a
validation rests on is computed and frozen by the server.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trueup.book import write
from trueup.delivery.containment.states import NEXT, problems
from trueup.delivery.documents import Containment, ContainmentState, Plan
from trueup.scorecard.method import METHOD
from trueup.vocabulary import InputError
from trueup.vocabulary.digest import canonical
from trueup.web.delivery.contained import STATES, next_steps
from trueup.web.delivery.queries import today_in
from trueup.web.delivery.why import assessment
from trueup.web.documents.access import Place, plan_place
from trueup.web.documents.actions import sign, state
from trueup.web.documents.actions.signatures import sign_at_once, waiting_for
from trueup.web.documents.books import open_book
from trueup.web.documents.checking import Key, check
from trueup.web.documents.errors import Conflict, Unready
from trueup.web.documents.models import Version
from trueup.web.documents.signers import stands_on
from trueup.web.documents.versions import agreement_of, lock, proposed_of
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import Actor, NotFound, Refused

LONGEST = 5000
MOST_MOVES = 40


@action("containment.propose")
def propose(
    actor: Actor | None, book: str, plan: str, moves: Sequence[str], *, title: str = "", why: str = "", id: str = ""
) -> Version:
    """Propose a set of the plan's moves. Raises NotFound, Refused, InputError, Conflict for an id that is taken."""
    place = plan_place(actor, book, plan, "version.propose")
    lock(book)
    agreed, seat = _plan(book, plan), place.seat_for("version.propose")
    chosen = tuple(dict.fromkeys(moves))
    known = {move.id for move in agreed.moves}
    if not chosen or len(chosen) > MOST_MOVES or not known.issuperset(chosen):
        raise InputError(_("choose moves of the plan, at least one"), do=_("the plan says which there are"))
    name = id or _free(book, title or chosen[0])
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", name) or _taken(book, name):
        raise Conflict(_("there is a containment %(id)r already, or this is no id") % {"id": name})
    stated = {"id": name, "plan": plan, "by": seat, "on": today_in(place), "moves": chosen}
    texts = {"title": _text(title), "why": _text(why)}
    return _take(place, Containment.model_validate(stated | {key: text for key, text in texts.items() if text}))


@action("containment.step")
def step(
    actor: Actor | None,
    book: str,
    plan: str,
    id: str,
    to: ContainmentState,
    *,
    cost: Decimal | None = None,
    pays: Mapping[str, str] | None = None,
    why: str = "",
) -> Version:
    """Take the next step of a containment; whoever else must sign it does so on its version.

    costed: `cost` and who `pays` for each move. validated: the server freezes the forecast with and without it.
    Raises NotFound, Refused for who may not take it, InputError for what may not follow, Conflict while a step waits
    for signatures.
    """
    place = plan_place(actor, book, plan, "version.propose")
    lock(book)
    before = _standing(book, plan, id)
    if proposed_of(book, "containment", id) is not None:
        raise Conflict(_("the last step still waits for signatures"), do=_("sign or reject it first"))
    agreed = _plan(book, plan)
    if to not in NEXT[before.state]:
        raise InputError(_("what is %(state)s cannot become that") % {"state": _(STATES[before.state])})
    if to not in next_steps(place, agreed, before):
        raise Refused(_("this step is not yours to take now"), do=_("the page says who takes the next one"))
    changed: dict[str, object] = {"state": to, "on": today_in(place), "why": _text(why), "agreed_at": None}
    changed["version"] = before.version + 1
    if to == "costed":
        changed |= {"cost": cost, "pays": _paid(before, pays or {})}
    after = before.model_copy(update=changed)
    if to == "validated":
        after = after.model_copy(update={"forecast": assessment(book, plan).frozen(after.moves, METHOD)})
    wrong = problems(before, after)
    if wrong:
        raise InputError("; ".join(wrong))
    return _take(place, after)


def _paid(step: Containment, pays: Mapping[str, str]) -> dict[str, str]:
    """Who pays for each move. Raises InputError where that is open: whoever is to pay signs the validation."""
    unpaid = [move for move in step.moves if not pays.get(move)]
    if unpaid:
        raise InputError(_("say who pays for %(moves)s") % {"moves": ", ".join(unpaid)})
    return {move: pays[move] for move in step.moves}


def _plan(book: str, plan: str) -> Plan:
    versions = open_book(book).book.plans.get(plan)
    if versions is None:
        raise NotFound(f"there is no plan {plan!r} in a book {book!r}")
    return versions.latest


def _standing(book: str, plan: str, id: str) -> Containment:
    versions = open_book(book).book.containments.get(id)
    if versions is None or versions.latest.plan != plan:
        raise NotFound(f"there is no containment {id!r} of this plan")
    return versions.latest


def _text(given: str) -> str | None:
    if len(given) > LONGEST:
        raise InputError(_("say it in at most 5000 characters"))
    return given.strip() or None


def _taken(book: str, name: str) -> bool:
    rows = Version.objects.filter(book__slug=book, kind="containment", doc_id=name, state__in=("proposed", "in_force"))
    return rows.exists() or name in open_book(book).book.containments


def _free(book: str, title: str) -> str:
    base = slugify(title)[:60] or "containment"
    number, found = 1, base
    while _taken(book, found):
        number += 1
        found = f"{base}-{number}"
    return found


def _take(place: Place, after: Containment) -> Version:
    """Propose the step, and sign it where the actor is one of those who sign. A withdrawal needs one signature only."""
    slug, now = place.book.slug, timezone.now()
    if after.state == "withdrawn":
        version = state(place.actor, place, after, "version.in_force")
        sign_at_once(place, version, next(iter(place.seats)))
        return version
    text = write.write(after)
    checked = check(Key(slug, "containment", after.id, after.version), text)
    if checked.stopping:
        raise Unready(checked.stopping)
    version = Version.objects.create(
        book=place.book,
        kind="containment",
        doc_id=after.id,
        number=after.version,
        state="proposed",
        body=canonical(after.body).decode(),
        text=text,
        digest=after.digest,
        party_id=place.actor.party,
        author_id=place.actor.member,
        stands_on=stands_on(open_book(slug).book, after),
        proposed_at=now,
    )
    _record(place, version, now)
    if place.may("version.sign") and place.seats.keys() & set(waiting_for(version)):
        return sign(place.actor, slug, "containment", after.id, after.version, version.digest)
    return version


def _record(place: Place, version: Version, now: dt.datetime) -> None:
    record(
        "version.proposed",
        version.digest,
        actor=place.actor.name,
        at=now,
        book=place.book.slug,
        subject=f"containment/{version.doc_id}",
        agreement=agreement_of(version),
        about={"kind": version.kind, "id": version.doc_id, "number": version.number},
    )
