"""From the ledger to news: which leaf is told to whom."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from trueup.agreements.documents import Evidence
from trueup.vocabulary import Period, TrueupError
from trueup.web.documents.books import open_book
from trueup.web.documents.models import AgreementSeat, Version
from trueup.web.evidence.models import Batch
from trueup.web.evidence.scope import measured_by
from trueup.web.ledger.models import Leaf
from trueup.web.notices import recipients
from trueup.web.notices.tell import News
from trueup.web.parties.models import Invitation, Member, Party

Told = tuple[News, list[Member]]


@dataclass(frozen=True, slots=True)
class Event:
    """A leaf, taken apart: kind and id of its subject, and who acted, as the ledger names them."""

    leaf: int
    type: str
    book: str
    kind: str
    id: str
    actor: str

    @classmethod
    def of(cls, leaf: Leaf) -> Event:
        """What a leaf says."""
        kind, _slash, name = leaf.subject.partition("/")
        return cls(leaf.index, leaf.type, leaf.book, kind, name.partition("@")[0], json.loads(leaf.data)["actor"])

    @property
    def party(self) -> str:
        """The slug of the actor's party; the server's own doing has none."""
        return self.actor.partition("/")[0] if "/" in self.actor else ""

    @property
    def who(self) -> str:
        """The actor's party in words; persons are not named."""
        found = Party.objects.filter(slug=self.party).values_list("name", flat=True).first()
        return found or "server"


def news_of(event: Event) -> Iterator[Told]:
    """What is told because of an event, and to whom."""
    make = BY_TYPE.get(event.type)
    if make is not None:
        yield from make(event)


def _version(event: Event) -> Iterator[Told]:
    if event.kind == "statement":
        yield from _statement(event)
    if event.kind != "agreement":
        return
    kind = event.type.removeprefix("version.")
    states = {"proposed": ("proposed",), "signed": ("proposed", "in_force"), "withdrawn": ("withdrawn",)}
    rows = Version.objects.filter(book__slug=event.book, kind="agreement", doc_id=event.id)
    version = rows.filter(state__in=states.get(kind, ("in_force",))).order_by("-number").first()
    if version is None:
        return
    told = _about(event, event.id) | {"number": version.number}
    if kind == "proposed":
        news = News("to_sign", f"leaf {event.leaf}", told, event.book, event.id)
        yield news, recipients.of_agreement(event.book, event.id, recipients.SIGNERS)
    else:
        yield _all(kind, event, event.id, told)


def _statement(event: Event) -> Iterator[Told]:
    """A statement that waits for signatures, and one that has them all; who else signs it is on its page."""
    states = {"version.proposed": "proposed", "version.in_force": "in_force"}
    rows = Version.objects.filter(book__slug=event.book, kind="statement", doc_id=event.id)
    version = rows.filter(state=states.get(event.type, "")).first()
    if version is None:
        return
    said = json.loads(version.body)
    agreement, label = said["agreement"], Period.parse(said["period"]).label
    told = _about(event, agreement) | {"number": said["number"], "period": label}
    path, key = f"/statements/{event.book}/{event.id}", f"leaf {event.leaf}"
    if event.type == "version.proposed":
        news = News("statement_to_sign", key, told, event.book, agreement, path)
        yield news, recipients.of_agreement(event.book, agreement, recipients.SIGNERS)
    else:
        news = News("statement_signed", key, told, event.book, agreement, path)
        yield news, recipients.of_agreement(event.book, agreement)


def _batch(event: Event) -> Iterator[Told]:
    """A provider's report waits for the customer; the customer's own waits for nobody."""
    if event.kind != "agreement" or event.party in _parties(event.book, event.id, "customer"):
        return
    row = Batch.objects.filter(book__slug=event.book, leaf=event.leaf).first()
    key = f"batch {row.pk}" if row else f"leaf {event.leaf}"
    news = News("to_verify", key, _about(event, event.id), event.book, event.id)
    yield news, recipients.of_agreement(event.book, event.id, {"customer": "editor"})


def _attestation(event: Event) -> Iterator[Told]:
    for agreement in _agreements_of(event):
        if event.party in _parties(event.book, agreement, "observer"):
            yield _all("attested", event, agreement, _about(event, agreement))
        else:
            news = News("to_attest", f"leaf {event.leaf}", _about(event, agreement), event.book, agreement)
            yield news, recipients.of_agreement(event.book, agreement, {"observer": "owner"})


def _dispute(event: Event) -> Iterator[Told]:
    kind = "disputed" if event.type == "dispute.opened" else "answered"
    for agreement in _agreements_of(event):
        yield _all(kind, event, agreement, _about(event, agreement))


def _invited(event: Event) -> Iterator[Told]:
    """Who else owns the party learns that somebody was invited; the person has a letter of its own."""
    invitation = Invitation.objects.select_related("party").filter(pk=event.id).first() if event.id.isdigit() else None
    if invitation is not None and invitation.party is not None:
        told = {"who": event.who, "title": invitation.party.name}
        yield (
            News("invited", f"leaf {event.leaf}", told, path="/settings/members"),
            recipients.of_party(invitation.party.slug),
        )


def _joined(event: Event) -> Iterator[Told]:
    member = Member.objects.select_related("party").filter(pk=event.actor.partition("/")[2] or 0).first()
    if member is not None:
        told = {"title": member.party.name, "role": str(member.role)}
        yield (
            News("joined", f"leaf {event.leaf}", told, path="/settings/members"),
            recipients.of_party(member.party.slug),
        )


def _all(kind: str, event: Event, agreement: str, told: dict[str, str | int]) -> Told:
    news = News(kind, f"leaf {event.leaf}", told, event.book, agreement)
    return news, recipients.of_agreement(event.book, agreement)


def _about(event: Event, agreement: str) -> dict[str, str | int]:
    return {"who": event.who, "title": title_of(event.book, agreement)}


def title_of(book: str, agreement: str) -> str:
    """What the latest version of an agreement that others may see calls it; else its id."""
    rows = Version.objects.filter(book__slug=book, kind="agreement", doc_id=agreement).exclude(body="")
    body = rows.exclude(state="draft").order_by("-number").values_list("body", flat=True).first()
    return str(json.loads(body).get("title") or agreement) if body else agreement


def _parties(book: str, agreement: str, part: str) -> set[str]:
    seats = AgreementSeat.objects.filter(book__slug=book, agreement=agreement, part=part).exclude(seat__party=None)
    return {slug for slug in seats.values_list("seat__party__slug", flat=True) if slug}


def _agreements_of(event: Event) -> list[str]:
    """The agreements that an attestation or dispute is about: named in it, else those that measure its evidence."""
    rows = Version.objects.filter(book__slug=event.book, kind=event.kind, doc_id=event.id, state="in_force")
    body = rows.order_by("-number").values_list("body", flat=True).first()
    said = json.loads(body) if body else {}
    if said.get("agreement"):
        return [str(said["agreement"])]
    evidence = said.get("evidence") or []
    every = evidence if isinstance(evidence, list) else [evidence]
    try:
        return sorted(_measuring(event.book, [Evidence.model_validate(each) for each in every]))
    except TrueupError:
        return []


def _measuring(book: str, evidence: list[Evidence]) -> set[str]:
    documents, found = open_book(book).book, set()
    for name, versions in documents.agreements.items():
        measured = measured_by(documents, versions)
        for each in evidence:
            around = measured.get(each.kpi)
            if around is not None and around.holds(each.slice):
                found.add(name)
    return found


BY_TYPE: dict[str, Callable[[Event], Iterator[Told]]] = {
    "version.proposed": _version,
    "version.signed": _version,
    "version.in_force": _version,
    "version.withdrawn": _version,
    "batch.landed": _batch,
    "attestation.made": _attestation,
    "dispute.opened": _dispute,
    "dispute.answered": _dispute,
    "member.invited": _invited,
    "member.joined": _joined,
}
