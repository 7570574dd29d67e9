"""The client: one method a noun of the API, each with a frozen result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

import httpx

from trueup.client.results import AgreementRow, Judged, Landed, RemoteScorecard
from trueup.client.transport import Transport

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


class Client:
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

    def close(self) -> None:
        """Let go of the connection."""
        self.transport.http.close()

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
