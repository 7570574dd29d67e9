"""The third door: a story of horizons on a server. Its clock goes with the story; each side answers for itself."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import yaml

from tests.stories.horizons.run import rows
from tests.stories.rest import Clock, _connected, slug_of
from tests.stories.run import Ask
from trueup.client import Client
from trueup.web.documents.actions import import_book
from trueup.web.documents.books import forget
from trueup.web.horizons.computing import compute
from trueup.web.parties.actions import enrol, make_token

NOT_SENT = ("stakeholders", "horizon", "reported_by", "recorded_at")
"""Where a row goes, who sends it and when: the address, the token and the clock say so."""


def day_of(asked: Ask) -> dt.date:
    """The day of a question."""
    day: dt.date = asked.ask["as_of"]
    return day


def was_known(asked: Ask) -> bool:
    """Whether all that the answer rests on was known on the day itself: a server cannot be asked later than it is."""
    day = day_of(asked)
    before = (row for row in rows(asked.story, "answers") if row["answered_on"] < day)
    return "known_at" not in asked.ask and all(row["recorded_at"].date() <= day for row in before)


def on_days(asks: list[Ask], folder: Path, clock: Clock) -> list[dict[str, Any]]:
    """The ladder's JSON for each question, by day; what became known later has not been sent by then."""
    story, found = asks[0].story, []
    given = sorted((*rows(story, "answers"), *rows(story, "efforts")), key=lambda row: row["recorded_at"])
    clock.now = given[0]["recorded_at"] - dt.timedelta(days=2)
    clients, slug = _served(story, folder)
    try:
        for asked in sorted(asks, key=day_of):
            begun = dt.datetime.combine(day_of(asked), dt.time(23), tzinfo=dt.UTC)
            while given and given[0]["recorded_at"] <= begun:
                row = given.pop(0)
                clock.now = row["recorded_at"]
                _send(clients[row.get("reported_by") or row["party"]], slug, row)
            clock.now = begun
            compute(slug)
            ladder = clients["northwind"].ladder(slug, "claims").result
            assert ladder is not None
            found.append(ladder.model_dump(mode="json"))
    finally:
        forget(slug)
    return found


def _served(story: dict[str, Any], folder: Path) -> tuple[dict[str, Client], str]:
    (folder / "book.yaml").write_text(yaml.safe_dump_all(story["documents"], sort_keys=False), encoding="utf-8")
    parties = next(document["parties"] for document in story["documents"] if document["kind"] == "book")
    owners = {party["id"]: enrol(party["id"], f"owner@{party['id']}.example") for party in parties}
    book = import_book(folder, slug=slug_of(folder), seats={name: owner.party for name, owner in owners.items()})
    tokens = {name: make_token(owner, "story", ["read", "write"], 366).text for name, owner in owners.items()}
    return {name: _connected(token) for name, token in tokens.items()}, book.slug


def _send(client: Client, slug: str, row: dict[str, Any]) -> None:
    plain = {name: value.isoformat() if isinstance(value, dt.date) else value for name, value in row.items()}
    said = {name: value for name, value in plain.items() if name not in NOT_SENT}
    if "criterion" in row:
        client.answer_criteria(slug, "claims", [said], reason="as it became known")
        return
    effort = {name: value for name, value in said.items() if name not in ("party", "ref")}
    client.write_down_effort(slug, "claims", [effort | {"horizon": row["horizon"]}], reason="as it became known")
