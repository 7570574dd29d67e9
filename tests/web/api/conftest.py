"""Programs that ask: a token for each member, and a client that sends it."""

from __future__ import annotations

import contextlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.http import HttpResponse
from django.test import Client

from trueup.web.parties.access import SCOPES_OF, Actor
from trueup.web.parties.actions import make_token


@dataclass
class Program:
    """Asks the API with one member's token (or without any)."""

    token: str | None
    client: Client

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The response; `headers` are named as in HTTP, with _ for -."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token is not None:
            sent.setdefault("Authorization", f"Bearer {self.token}")
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = sent.pop("Content-Type", "application/json")
        return self.client.generic(method, path, data, content_type=kind, headers=sent)

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, body, **headers)


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    """Nobody has asked for anything yet."""
    cache.clear()


@pytest.fixture
def program() -> Callable[..., Program]:
    """Makes a program with a token of the actor's, with all scopes or some."""

    def make(actor: Actor | None, scopes: Iterable[str] = ("read", "write", "sign", "admin")) -> Program:
        client = Client(raise_request_exception=False)
        if actor is None:
            return Program(None, client)
        held = [scope for scope in scopes if scope in SCOPES_OF[actor.role]]
        return Program(make_token(actor, "test", held).text, client)

    return make


@pytest.fixture
def database_of_threads(transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A database that threads share as in earnest: SQLite in a file rather than in memory, or the server's own."""
    if connection.vendor != "sqlite":
        yield
        return
    memory, name = connection.connection, connection.settings_dict["NAME"]
    with contextlib.closing(sqlite3.connect(tmp_path / "threads.sqlite3")) as file:
        memory.backup(file)
    connection.connection, connection.settings_dict["NAME"] = None, str(tmp_path / "threads.sqlite3")
    try:
        yield
    finally:
        connection.close()
        connection.connection, connection.settings_dict["NAME"] = memory, name


def at_once(what: Callable[[], Any], times: int) -> list[Any]:
    """What so many threads get that begin together; each lets go of its connection."""
    ready = Barrier(times)

    def one(_: int) -> Any:
        ready.wait(60)
        try:
            return what()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def said(response: HttpResponse) -> Any:
    """The JSON of a response."""
    return json.loads(response.content)
