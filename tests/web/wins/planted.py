"""A server of its own with wins in it: python -m tests.web.wins.planted FOLDER, in the home of TRUEUP_HOME.

Everything is done that can be done with wins, by pages and by programs; then everybody else looks at everything there
is. It prints as JSON what they were shown of it, and leaves in FOLDER what leaves a server: exports, bundles, backups,
and the files of the database as they are while it runs.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CONTROL = "Kontrollwort"
"""Stands in clear in the book and in the name of a member: what it is not found in was not searched."""
PEOPLE = """\
kind: stakeholders
id: people
agreement: booking-platform
people: [{id: boss, party: harbour, horizon: individuals}]
levels:
  - {horizon: corporation, criteria: [{id: a, answers: Is it on course?, scale: [1, 5]}]}
  - {horizon: business_users, criteria: [{id: b, answers: Does it help?, scale: [1, 5]}]}
  - {horizon: technology_organisation, criteria: [{id: c, answers: Is it safe?, scale: [1, 5]}]}
  - {horizon: technology_team, criteria: [{id: d, answers: Is it ours?, scale: [1, 5]}]}
  - {horizon: individuals, criteria: [{id: e, people: true}]}
"""
PARTIES = ("harbour", "quayside", "plumb", "elsewhere")
OTHERS = {
    "harbour owner": ("/",),
    "quayside viewer": ("/people", "/ledger", "/settings", "/notices", "/work"),
    "plumb owner": ("/people", "/ledger"),
    "elsewhere owner": ("/people",),
}
"""Who looks besides the author, and at which addresses: the other party at all there are."""
AT, API = "/horizons/harbour/people/wins", "/api/v1/books/harbour/horizons/people/wins"


def make(out: Path) -> Any:
    """The starter book with its people, imported; a member of each role for each party."""
    from tests.web.wins.small import PLANTED
    from trueup.cli import run
    from trueup.web.documents.actions import import_book
    from trueup.web.parties.models import Member, Party, User
    from trueup.web.parties.queries import actor

    folder = out / "book"
    assert run(["init", str(folder)]) == 0
    assert run(["load", str(folder)]) == 0
    (folder / "people.yaml").write_text(PEOPLE.replace("people: [", f"title: {CONTROL}\npeople: ["))
    sealed = folder / "sealed" / "quayside"
    sealed.mkdir(parents=True)
    (sealed / "left.sealed").write_text(f"{PLANTED}-folder")
    parties = {slug: Party.objects.create(slug=slug, name=slug.capitalize()) for slug in PARTIES}
    import_book(folder, slug="harbour", seats={slug: parties[slug].pk for slug in PARTIES[:3]})
    people = {}
    for slug in PARTIES:
        for role in ("owner", "editor", "viewer"):
            user = User.objects.create_user(f"{role}@{slug}.example", "correct horse", name=CONTROL)
            people[f"{slug} {role}"] = actor(Member.objects.create(user=user, party=parties[slug], role=role))
    return people


def browser(actor: Any) -> Any:
    from django.test import Client

    from trueup.web.parties.models import User

    client = Client(raise_request_exception=False)
    client.force_login(User.objects.get(pk=actor.user))
    return client


def program(actor: Any) -> Any:
    from django.test import Client

    from tests.web.api.conftest import Program
    from trueup.web.parties.access import SCOPES_OF
    from trueup.web.parties.actions import make_token

    scopes = sorted(SCOPES_OF[actor.role])
    return Program(make_token(actor, "test", scopes).text, Client(raise_request_exception=False))


def live(people: dict[str, Any]) -> list[str]:
    """Everything that can be done with wins. Return their ids: nobody else is to see these either."""
    from tests.web.wins.small import FORM, GIVEN, PLANTED
    from trueup.web.wins.models import Win

    owner, author = browser(people["quayside owner"]), browser(people["quayside editor"])
    assert owner.post(f"{AT}/key", {"holder": "server", "ask": "Ines"}).status_code == 302
    assert author.post(f"{AT}/write", FORM).status_code == 302
    first = Win.objects.get().pk
    rest = program(people["quayside editor"])
    for key in ("one", "one", "two"):
        assert rest.ask("POST", API, GIVEN, Idempotency_Key=key).status_code == 201
    for path, sent in ((f"{AT}/write", {**FORM, "gift": "yes"}), (f"{AT}/write", {**FORM, "by": PLANTED})):
        assert author.post(path, sent).status_code == 422
    assert rest.ask("POST", API, {**GIVEN, "win": f"{PLANTED} bribe"}, Idempotency_Key="3").status_code == 422
    assert rest.ask("POST", API, {**GIVEN, "current": PLANTED}, Idempotency_Key="4").status_code == 422
    assert author.post(f"{AT}/{first}/read").content.count(PLANTED.encode()) > 2
    assert PLANTED in rest.ask("POST", f"{API}/{first}/read", {}, Idempotency_Key="5").content.decode()
    assert author.post(f"{AT}/{first}/change", FORM).status_code == 302
    assert author.post(f"{AT}/{first}/file").status_code == 200
    assert owner.post(f"{AT}/key", {"holder": "server", "ask": "Ines"}).status_code == 302
    broken(author, rest, FORM, GIVEN)
    assert browser(people["quayside viewer"]).post(f"{AT}/{first}/read").status_code == 404
    return [*Win.objects.values_list("pk", flat=True)]


def broken(author: Any, rest: Any, form: Any, given: Any) -> None:
    """The server fails while a text is in its hands: the log says so on standard error."""
    from unittest.mock import patch

    with patch("trueup.web.wins.actions.texts.committed", side_effect=RuntimeError("the disk burns")):
        assert author.post(f"{AT}/write", form).status_code == 500
        assert rest.ask("POST", API, given, Idempotency_Key="6").status_code == 500


def addresses(win: str) -> Iterator[str]:
    """Every address of a page and of the API that is read, with the names of this book in it."""
    from django.urls import get_resolver, reverse

    from tests.web.api.test_rights import OPERATIONS
    from tests.web.test_page_rights import addresses as pages

    base = {"book": "harbour", "id": "people", "kind": "stakeholders", "number": 1, "format": "csv", "win": win,
            "what": "criteria", "criterion": "a", "index": 0, "seat": "quayside"}  # fmt: skip
    for pattern in pages(get_resolver()):
        needed = pattern.pattern.converters or {}
        for places in (base, {**base, "id": "booking-platform", "kind": "agreement", "what": "actuals"}):
            if set(needed) <= set(places):
                yield reverse(pattern.name, kwargs={name: places[name] for name in needed})
    for method, path, _ in OPERATIONS.values():
        if method == "GET":
            for document in ("people", "booking-platform"):
                found = path.replace("{id}", document)
                for name, value in base.items():
                    found = found.replace(f"{{{name}}}", str(value))
                yield found
    yield from (f"/ledger/leaf/{index}" for index in range(30))


def looked(people: dict[str, Any], wins: list[str]) -> dict[str, Any]:
    """What everybody but the author was shown of it: nothing. How many pages and answers they got; where CONTROL is."""
    from tests.web.wins.small import PLANTED

    every, words = sorted(set(addresses(wins[0]))), [PLANTED, *wins]
    found: dict[str, Any] = {"hits": [], "shown": 0, "control": 0}
    for name, wanted in OTHERS.items():
        window = browser(people[name])
        for path in (
            each for each in every if any(part in each for part in wanted) and not each.endswith("/bundle")
        ):  # searched by itself
            answer = window.get(path)
            content = b"".join(answer.streaming_content) if answer.streaming else answer.content
            text = content.decode(errors="replace") + str(answer.headers)
            if answer.status_code == 200:
                found["shown"] += 1
                found["control"] += CONTROL in text
                found["hits"] += [f"{name} {path} {word}" for word in words if word in text.replace(path, "")]
    return found


def leave(out: Path) -> None:
    """What leaves a server: two exports, a bundle, two backups, and the database's files while it is open."""
    import datetime as dt

    from django.conf import settings

    from trueup.cli import run
    from trueup.web.backup.take import take
    from trueup.web.documents.exporting import export_book

    export_book("harbour", out / "export")
    export_book("harbour", out / "export-own", ["quayside", "harbour"])
    assert run(["bundle", str(out / "export-own"), "booking-platform", "--out", str(out / "folder.bundle")]) == 0
    now = dt.datetime.now(dt.UTC)
    take(out / "plain.tar", None, now)
    take(out / "sealed.trueup", "correct horse", now)
    for file in Path(settings.HOME).glob("trueup.sqlite3*"):
        shutil.copyfile(file, out / f"open-{file.name}")


def destroyed(people: dict[str, Any]) -> dict[str, list[bool]]:
    """Whether ciphertexts and the wrapped key lie in the database's files, before all is destroyed and after it."""
    from django.conf import settings
    from django.db import connection

    from trueup.web.wins.actions import destroy_key, erase
    from trueup.web.wins.models import Key, Win

    def there(piece: bytes) -> bool:
        return any(piece in file.read_bytes() for file in Path(settings.HOME).glob("trueup.sqlite3*"))

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    key, (first, second, *_) = Key.objects.get(retired_at=None), Win.objects.order_by("written_at")
    pieces = {"first": bytes(first.sealed or b"")[-900:-700], "second": bytes(second.sealed or b"")[-900:-700],
              "key": bytes(key.sealed or b"")}  # fmt: skip
    found = {name: [there(piece)] for name, piece in pieces.items()}
    erase(people["quayside editor"], "harbour", "people", first.pk)
    found["first"].append(there(pieces["first"]))
    destroy_key(people["quayside owner"], key.pk)
    for name in ("second", "key"):
        found[name].append(there(pieces[name]))
    return found


def main(out: Path) -> None:
    """All of it."""
    from django.test.utils import setup_test_environment

    from trueup.web.commands.setup import begin

    begin()
    setup_test_environment()
    people = make(out)
    wins = live(people)
    bundle = browser(people["quayside owner"]).get("/agreements/harbour/booking-platform/bundle")
    body = b"".join(bundle.streaming_content) if bundle.streaming else bundle.content
    (out / "server.bundle").write_bytes(body)
    found = looked(people, wins)
    leave(out)
    print(json.dumps({**found, "bundle": bundle.status_code, "wins": wins, "destroyed": destroyed(people)}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
