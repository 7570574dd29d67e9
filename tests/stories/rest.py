"""The third door: a story on a server. Its clock goes with the story: each fact is sent when it was known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from django.core.wsgi import get_wsgi_application
from django.utils import timezone

import trueup
from tests.stories.run import Ask, period_of, recorded_at
from trueup.client import Client
from trueup.facts import store
from trueup.web.documents.actions import import_book
from trueup.web.documents.books import forget
from trueup.web.parties.actions import enrol, make_token


class Clock:
    """The time of the story, for the server and its facts."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = dt.datetime.now(dt.UTC)
        monkeypatch.setattr(timezone, "now", lambda: self.now)
        monkeypatch.setattr(store, "_utc_now", lambda: self.now)


def answer(client: Client, slug: str, asked: Ask) -> dict[str, Any]:
    """The scorecard's JSON for a question, over REST; each plan is asked for by itself."""
    ask, documents = asked.ask, asked.story["documents"]
    day, grade = str(ask["as_of"]), ask.get("grade", "reported")
    card = client.assess(slug, as_of=day, known_at=ask.get("known_at"), at_grade=grade).model_dump(mode="json")
    names = dict.fromkeys(document["id"] for document in documents if document["kind"] == "plan")
    plans = [client.plan(slug, name, as_of=day, at_grade=grade) for name in names]
    return card | {"deliveries": [plan.result.model_dump(mode="json") for plan in plans]}


def slug_of(folder: Path) -> str:
    """What the story's book is called on the server."""
    return re.sub(r"[^A-Za-z0-9_-]+", "-", f"story-{folder.name}")[:100]


@contextmanager
def served(story: dict[str, Any], folder: Path, clock: Clock) -> Iterator[Client]:
    """A server on which the story's documents were imported and its facts were sent by API; asks as the customer."""
    (folder / "book.yaml").write_text(yaml.safe_dump_all(story["documents"], sort_keys=False), encoding="utf-8")
    rows = sorted((row for table in story["facts"].values() for row in table), key=recorded_at)
    clock.now = _begin(story, rows)
    parties = next(document["parties"] for document in story["documents"] if document["kind"] == "book")
    owners = {party["id"]: enrol(party["id"], f"owner@{party['id']}.example") for party in parties}
    book = import_book(folder, slug=slug_of(folder), seats={name: owner.party for name, owner in owners.items()})
    tokens = {name: make_token(owner, "story", ["read", "write"], 366).text for name, owner in owners.items()}
    clients = {name: _connected(token) for name, token in tokens.items()}
    agreement = next(document["id"] for document in story["documents"] if document["kind"] == "agreement")
    roles = {party["id"]: party["role"] for party in parties}
    try:
        for row in rows:
            clock.now = recorded_at(row)
            by = row["reported_by"]
            if "plan" in row:
                clients[by].report_progress(book.slug, row["plan"], [_progress(row)], reason="as it became known")
                continue
            where = None if roles[by] == "customer" else agreement
            clients[by].report(book.slug, where, [_sent(row)], reason="as it became known")
        yield clients[next(name for name, role in roles.items() if role == "customer")]
    finally:
        forget(book.slug)


def _begin(story: dict[str, Any], rows: list[dict[str, Any]]) -> dt.datetime:
    """The day before the first fact; without any, the day before the first plan starts."""
    if rows:
        return recorded_at(rows[0]) - dt.timedelta(days=1)
    start = min(document["start"] for document in story["documents"] if document["kind"] == "plan")
    return dt.datetime.combine(start, dt.time(12), tzinfo=dt.UTC) - dt.timedelta(days=1)


def _connected(token: str) -> Client:
    transport = httpx.WSGITransport(app=get_wsgi_application())
    return trueup.connect("http://testserver", token, http=httpx.Client(transport=transport))


def _sent(row: dict[str, Any]) -> dict[str, Any]:
    period = period_of(str(row["period"]))
    rest = {name: value for name, value in row.items() if name not in ("reported_by", "recorded_at", "period")}
    return {"period": f"{period.start}/{period.end}", **rest}


def _progress(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in row.items()
        if name not in ("plan", "reported_by", "recorded_at")
    }
