"""The client: one method a noun of the API, each with a frozen result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from trueup.client.errors import NotThere
from trueup.client.horizons import HorizonCalls
from trueup.client.jobs import JobCalls
from trueup.client.models import ModelCalls
from trueup.client.plans import PlanCalls
from trueup.client.results import (
    Actual,
    AgreementRow,
    BookRow,
    Draft,
    Judged,
    Landed,
    RemoteScorecard,
    Statement,
    Version,
)
from trueup.client.surveys import SurveyCalls
from trueup.client.transport import Transport
from trueup.client.wins import WinCalls
from trueup.ledger.keys import SigningKey
from trueup.ledger.statement import Signature as Signed
from trueup.ledger.statement import Statement as StatementText
from trueup.ledger.statement import sign
from trueup.vocabulary import LedgerError

ROOT = "/api/v1"
Row = Mapping[str, Any]


def connect(url: str, token: str, *, timeout: float = 30, http: httpx.Client | None = None) -> Client:
    """A client of the server at `url`, acting for the member whose token it is.

    `http` brings a connection of your own (a proxy, certificates); its base URL and headers are set here.
    """
    own = http or httpx.Client(timeout=timeout)
    own.base_url = httpx.URL(url.rstrip("/"))
    own.headers["Authorization"] = f"Bearer {token}"
    own.headers["Accept"] = "application/json"
    return Client(Transport(own))


class Client(PlanCalls, SurveyCalls, JobCalls, HorizonCalls, WinCalls, ModelCalls):
    """A server, as one member sees it. Answers are frozen; every error is a RemoteError: what, where, what to do.

    What changes something takes a `key`: sent again under the same key it is done once. Without one, each call has a
    key of its own, under which it is sent again when the connection fails.
    """

    def __init__(self, transport: Transport) -> None:
        self.transport = transport

    def me(self) -> dict[str, Any]:
        """Who the token stands for: profile, seat and scopes."""
        found: dict[str, Any] = self.transport.get(f"{ROOT}/me")
        return found

    def agreements(self, **narrowed: str) -> Iterator[AgreementRow]:
        """Every agreement of the member's party; narrowed by book, provider, project, stage, phase, verdict, text."""
        return map(AgreementRow.of, self.transport.pages(f"{ROOT}/agreements", **narrowed))

    def agreement(
        self, book: str, id: str, *, as_of: dt.date | str | None = None, at_grade: str = "reported"
    ) -> Judged:
        """An agreement as assessed, over the evidence of at least a grade."""
        path = f"{_book(book)}/agreements/{_id(id)}"
        return Judged.of(self.transport.get(path, grade=at_grade, as_of=_day(as_of)))

    def assess(
        self,
        book: str,
        *,
        as_of: dt.date | str | None = None,
        known_at: dt.datetime | str | None = None,
        at_grade: str = "reported",
    ) -> RemoteScorecard:
        """A book as assessed: the whole scorecard for its customer, what its agreements say for others."""
        asked = {"grade": at_grade, "as_of": _day(as_of), "known_at": _day(known_at)}
        return RemoteScorecard.of(self.transport.get(f"{_book(book)}/scorecard", **asked))

    def report(
        self, book: str, agreement: str | None, rows: Sequence[Row], *, reason: str = "", key: str | None = None
    ) -> Landed:
        """Report actuals for an agreement (None: for any KPI of the book, as its customer): all rows or none.

        A row is a mapping: kpi, period, actual (or missing_reason), and where it has them n, stderr, claim and the
        dimensions of its slice. A row that corrects an earlier one takes a `reason`.
        """
        place = f"/agreements/{_id(agreement)}" if agreement else ""
        body = {"rows": [dict(row) for row in rows], "reason": reason}
        return Landed.of(self.transport.change("POST", f"{_book(book)}{place}/observations", body, key=key))

    def actuals(self, book: str, agreement: str, *, kpi: str | None = None) -> Iterator[Actual]:
        """Every actual that an agreement measures: its grade, and what was said before a correction."""
        path = f"{_book(book)}/agreements/{_id(agreement)}/observations"
        return map(Actual.of, self.transport.pages(path, kpi=kpi))

    def books(self) -> Iterator[BookRow]:
        """Every book in which the member's party has a seat."""
        return map(BookRow.of, self.transport.pages(f"{ROOT}/books"))

    def version(self, book: str, kind: str, id: str, number: int) -> Version:
        """One version of a document: what it says, who has signed, what it changes."""
        return Version.of(self.transport.get(f"{_document(book, kind, id)}/versions/{number}"))

    def draft(self, book: str, kind: str, id: str, text: str, *, key: str | None = None) -> Draft:
        """Keep a draft of the next version (YAML); it may be wrong, and `issues` says where."""
        path = f"{_document(book, kind, id)}/draft"
        return Draft.of(self.transport.change("PUT", path, {"text": text}, key=key))

    def propose(self, book: str, kind: str, id: str, *, key: str | None = None) -> Version:
        """Propose the draft of the member's party: from now on nothing in it changes."""
        return Version.of(self.transport.change("POST", f"{_document(book, kind, id)}/versions", key=key))

    def sign(self, version: Version, *, by: SigningKey | None = None, key: str | None = None) -> Version:
        """Sign the version that was read, for the member's party: with a key of one's own, or (None) by the server.

        The digest goes with the signature: a version that is no longer the one that was read is not signed. Raises
        LedgerError where the server asks to sign something else, NotThere for a key that it does not know as one's own.
        """
        path = f"{_document(version.book, version.kind, version.id)}/versions/{version.number}"
        body = {"digest": version.digest}
        if by is not None:
            signed = _signed(self.transport.get(f"{path}/statements"), version, by)
            body |= {"statement": signed.text, "signature": signed.signature}
        return Version.of(self.transport.change("POST", f"{path}/signatures", body, key=key))

    def withdraw(self, version: Version, *, key: str | None = None) -> None:
        """Take back a proposal of the member's own party."""
        path = f"{_document(version.book, version.kind, version.id)}/versions/{version.number}/withdrawal"
        self.transport.change("POST", path, key=key)

    def verify(
        self, book: str, agreement: str, evidence: Sequence[Row], statement: str, *, key: str | None = None
    ) -> Statement:
        """As the customer, verify actuals: each piece of evidence is a mapping of kpi, period and maybe slice."""
        return self._state(book, agreement, "verifications", evidence, statement, key)

    def attest(
        self, book: str, agreement: str, evidence: Sequence[Row], statement: str, *, key: str | None = None
    ) -> Statement:
        """As the observer, attest actuals."""
        return self._state(book, agreement, "attestations", evidence, statement, key)

    def dispute(
        self,
        book: str,
        agreement: str,
        evidence: Row,
        reason: str,
        *,
        counter: Decimal | None = None,
        key: str | None = None,
    ) -> Statement:
        """Hold an actual to be wrong; `counter` is the figure held true."""
        body = {"evidence": dict(evidence), "reason": reason, "counter": None if counter is None else str(counter)}
        path = f"{_book(book)}/agreements/{_id(agreement)}/disputes"
        return Statement.of(self.transport.change("POST", path, body, key=key))

    def checkpoint(self) -> str:
        """The signed checkpoint of the server's log, as text."""
        return str(self.transport.get(f"{ROOT}/ledger/checkpoint")["note"])

    def bundle(
        self, book: str, agreement: str, *, as_of: dt.date | str | None = None, at_grade: str = "reported"
    ) -> bytes:
        """The agreement's bundle: write it to a file, and `trueup verify` it anywhere."""
        path = f"{_book(book)}/agreements/{_id(agreement)}/bundle"
        asked = {"grade": at_grade, **({"as_of": _day(as_of)} if as_of else {})}
        return self.transport.send("GET", path, params=asked).content

    def close(self) -> None:
        """Let go of the connection."""
        self.transport.http.close()

    def _state(
        self, book: str, agreement: str, what: str, evidence: Sequence[Row], statement: str, key: str | None
    ) -> Statement:
        body = {"evidence": [dict(each) for each in evidence], "statement": statement}
        path = f"{_book(book)}/agreements/{_id(agreement)}/{what}"
        return Statement.of(self.transport.change("POST", path, body, key=key))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


def _book(slug: str) -> str:
    return f"{ROOT}/books/{quote(slug, safe='')}"


def _id(id: str) -> str:
    return quote(id, safe="")


def _day(day: dt.date | str | None) -> str | None:
    return day.isoformat() if isinstance(day, dt.date) else day


def _document(book: str, kind: str, id: str) -> str:
    return f"{_book(book)}/documents/{_id(kind)}/{_id(id)}"


def _signed(offered: Sequence[Mapping[str, str]], version: Version, by: SigningKey) -> Signed:
    """The statement for this key, signed: only if it is about what was read. The server is not trusted with that."""
    vkey = str(by.verifier)
    text = next((each["statement"] for each in offered if each["vkey"] == vkey), None)
    if text is None:
        raise NotThere("the server does not know this key as yours", where=by.name, do="register it in Settings")
    said = StatementText.parse(text)
    for name in ("kind", "id", "digest"):
        if getattr(said, name) != getattr(version, name):
            raise LedgerError("the server asks to sign something else than was read", where=f"{name} of the statement")
    return sign(said, by)
