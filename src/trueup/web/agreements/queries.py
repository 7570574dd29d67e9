"""What the page of an agreement needs beside its assessment: who signed, what waits, what the seat may do."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Prefetch

from trueup.web.documents.access import Place, agreement_place
from trueup.web.documents.models import Signature, Version
from trueup.web.parties.access import Actor

RIGHTS = (
    "version.propose", "version.sign", "evidence.report", "evidence.verify", "evidence.attest",
    "dispute.open", "dispute.answer",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """A party's signature under a version. `held` says who holds the key: the member or the server."""

    party: str
    at: dt.datetime
    held: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A version of the agreement as people stand to it. `waits_for` are the parties that must still sign it."""

    number: int
    state: str
    digest: str
    origin: str
    since: dt.datetime | None
    signed: tuple[Signed, ...]
    waits_for: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who signed what, what waits, and what the actor may do here."""

    place: Place
    title: str
    versions: tuple[Standing, ...]
    may: frozenset[str]

    @property
    def proposed(self) -> Standing | None:
        """The version that waits for signatures."""
        return next((each for each in self.versions if each.state == "proposed"), None)

    @property
    def must_sign(self) -> bool:
        """Whether the actor's signature is what the proposed version waits for."""
        waiting = self.proposed
        return (
            waiting is not None
            and "version.sign" in self.may
            and bool(self.place.seats.keys() & set(waiting.waits_for))
        )


def surroundings(actor: Actor | None, book: str, agreement: str) -> Surroundings:
    """In three queries; a Place is proof of the door. Raises as `agreement_place`."""
    place = agreement_place(actor, book, agreement)
    rows = list(
        Version.objects.filter(book=place.book, kind="agreement", doc_id=agreement, state__in=("proposed", "in_force"))
        .order_by("number")
        .prefetch_related(Prefetch("signatures", Signature.objects.select_related("seat")))
    )
    return Surroundings(
        place=place,
        title=_title(rows) or agreement,
        versions=tuple(_standing(row) for row in rows),
        may=frozenset(right for right in RIGHTS if place.may(right)),
    )


def _title(rows: Iterable[Version]) -> str:
    titles = [str(body_of(row).get("title", "")) for row in rows]
    return next((title for title in reversed(titles) if title), "")


def body_of(version: Version) -> Mapping[str, object]:
    """The document's fields."""
    found = json.loads(version.body) if version.body else {}
    return found if isinstance(found, dict) else {}


def _standing(row: Version) -> Standing:
    signatures = sorted(row.signatures.all(), key=lambda each: each.at)
    done = {each.seat.local_id for each in signatures}
    return Standing(
        number=row.number,
        state=row.state,
        digest=row.digest,
        origin=row.origin,
        since=row.in_force_at or row.proposed_at,
        signed=tuple(Signed(each.seat.name, each.at, each.held) for each in signatures),
        waits_for=tuple(party for party in _must_sign(row) if party not in done) if row.state == "proposed" else (),
    )


def _must_sign(row: Version) -> list[str]:
    """Customer and providers: an observer attests, and signs no promise."""
    body = body_of(row)
    providers = body.get("providers")
    return [str(body.get("customer", "")), *(map(str, providers) if isinstance(providers, list) else ())]
