"""What the page of an agreement needs beside its assessment: who signed, what waits, what the seat may do."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from trueup.agreements.documents import Agreement
from trueup.web.documents.access import Place, agreement_place
from trueup.web.documents.books import open_book
from trueup.web.documents.models import Version
from trueup.web.documents.signers import required
from trueup.web.parties.access import Actor
from trueup.web.written import written

Row = Mapping[str, Any]
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


_SIGNED = ("signatures__seat__local_id", "signatures__seat__name", "signatures__at", "signatures__held")
_VERSION = ("number", "state", "digest", "origin", "in_force_at", "proposed_at", "body")


def surroundings(actor: Actor | None, book: str, agreement: str) -> Surroundings:
    """In two queries, and what finding the signers of a proposed version takes. Raises as `agreement_place`."""
    place = agreement_place(actor, book, agreement)
    versions: dict[int, list[Row]] = {}
    for row in _versions(place.book.pk, agreement):
        versions.setdefault(row["number"], []).append(row)
    return Surroundings(
        place=place,
        title=_title(versions) or agreement,
        versions=tuple(_standing(book, found) for found in versions.values()),
        may=frozenset(right for right in RIGHTS if place.may(right)),
    )


@written
def _versions(book: int, agreement: str) -> QuerySet[Version, Any]:
    """A row for each signature, or one without."""
    rows = Version.objects.filter(book=book, kind="agreement", doc_id=agreement, state__in=("proposed", "in_force"))
    told: QuerySet[Version, Any] = rows.order_by("number", "signatures__at").values(*_VERSION, *_SIGNED)
    return told


def _title(versions: Mapping[int, Sequence[Row]]) -> str:
    """The latest title that anybody gave it."""
    titles = [str(json.loads(found[0]["body"] or "{}").get("title") or "") for found in versions.values()]
    return next((title for title in reversed(titles) if title), "")


def _standing(book: str, rows: Sequence[Row]) -> Standing:
    """One version from its rows: one for each signature, or one without."""
    version, signed = rows[0], [row for row in rows if row["signatures__at"] is not None]
    done = {row["signatures__seat__local_id"] for row in signed}
    return Standing(
        number=version["number"],
        state=version["state"],
        digest=version["digest"],
        origin=version["origin"],
        since=version["in_force_at"] or version["proposed_at"],
        signed=tuple(
            Signed(row["signatures__seat__name"], row["signatures__at"], row["signatures__held"]) for row in signed
        ),
        waits_for=tuple(party for party in _must_sign(book, version) if party not in done),
    )


def _must_sign(book: str, version: Row) -> tuple[str, ...]:
    """The parties without whom a proposed version does not come into force; none for one that is in force."""
    if version["state"] != "proposed":
        return ()
    return required(open_book(book).book, Agreement.model_validate_json(version["body"]))
