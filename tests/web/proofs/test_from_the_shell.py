"""A member with a shell and nothing else: a key made, registered and signed with, and a bundle fetched and verified."""

from __future__ import annotations

import html
import re
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from tests.web.example import acting, on_server
from tests.web.proofs.test_bundles import proposed
from trueup.bundle.verify import verify_bundle
from trueup.cli import run
from trueup.vocabulary import Grade
from trueup.web.documents.actions import sign
from trueup.web.documents.models import Book, Signature
from trueup.web.ledger import serverkey
from trueup.web.parties.access import Actor
from trueup.web.parties.actions import make_token
from trueup.web.proofs import bundles

__all__ = ["acting", "on_server"]
SECRET = re.compile(r'<code class="secret">(trueup key .*?)</code>')
Said = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUEUP_PASSPHRASE", "correct horse")


def signed_in(actor: Actor) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=actor.user))
    return client


def printed(command: list[str], said: Said) -> str:
    assert run(command) == 0, said.readouterr().err
    return said.readouterr().out.strip()


def register(client: Client, file: Path, said: Said) -> str:
    """Do what the page says, word by word; return the public key."""
    make, prove = (html.unescape(each) for each in SECRET.findall(client.get("/settings/keys").content.decode()))
    name = make.removeprefix("trueup key new my.key --name ")
    text = prove.removeprefix('trueup key prove my.key "').removesuffix('"')
    vkey = printed(["key", "new", str(file), "--name", name], said)
    proof = printed(["key", "prove", str(file), text], said)
    answer = client.post("/settings/keys", {"vkey": vkey, "challenge": text, "proof": proof})
    assert answer.status_code == 302, answer.content.decode()
    return vkey


def test_a_key_made_in_the_shell_signs_an_agreement(
    on_server: Book, acting: Callable[..., Actor], tmp_path: Path, capsys: Said
) -> None:
    owners = {name: acting(name) for name in ("northwind", "acme", "sint")}
    version = proposed(on_server.slug, owners["northwind"])
    client, file, said = signed_in(owners["northwind"]), tmp_path / "my.key", tmp_path / "statement.json"
    vkey = register(client, file, capsys)

    page = client.get(f"/agreements/northwind/claims-platform/versions/{version.number}").content.decode()
    statement = html.unescape(re.findall(r"<textarea[^>]*name=\"statement\"[^>]*>(.*?)</textarea>", page, re.DOTALL)[0])
    said.write_text(statement, encoding="utf-8")
    signature = printed(["key", "sign", str(file), str(said)], capsys)
    action = re.findall(r'<form method="post" action="([^"]+)" data-sign', page)[0]
    given = {"digest": version.digest, "statement": statement, "signature": signature}
    assert client.post(action, given).status_code == 302
    assert (Signature.objects.get().vkey, Signature.objects.get().held) == (vkey, "member")

    for name in ("acme", "sint"):
        sign(owners[name], "northwind", "agreement", "claims-platform", version.number, version.digest)
    data = bundles.bundle(
        owners["acme"], "northwind", "claims-platform", as_of=None, grade=Grade.reported, now=timezone.now()
    )
    report = verify_bundle(data, [serverkey.verifier()])
    assert report.failures == ()
    words = [check.words for check in report.checks]
    assert "agreement/claims-platform@2: the server holds the key of acme, sint" in words


def test_the_key_proves_nothing_but_what_the_server_asks(tmp_path: Path, capsys: Said) -> None:
    file, statement = tmp_path / "my.key", '{"type":"trueup-signature-1"}'
    printed(["key", "new", str(file), "--name", "northwind/ana"], capsys)
    for what in ([statement], ["trueup: I hold this key. x\n3\nAAAA\n"], []):
        assert run(["key", "prove", str(file), *what]) == 2
        assert capsys.readouterr().out == ""


@pytest.fixture
def address(live_server: Any) -> Iterator[str]:
    """The server, listening; afterwards its threads have let go of the database in memory."""
    yield live_server.url
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)


@pytest.mark.django_db(transaction=True)
def test_a_bundle_is_fetched_with_a_token_and_verified(
    address: str,
    on_server: Book,
    acting: Callable[..., Actor],
    tmp_path: Path,
    capsys: Said,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    out = tmp_path / "claims.bundle"
    asked = ["bundle", on_server.slug, "claims-platform", "--as-of", "2026-10-01", "--server", address]
    assert run([*asked, "--out", str(out)]) == 2
    assert "TRUEUP_TOKEN" in capsys.readouterr().err
    token = make_token(acting("acme"), "shell", ["read"]).text
    monkeypatch.setenv("TRUEUP_TOKEN", token)
    assert "entries of the log" in printed([*asked, "--out", str(out)], capsys)
    assert run(["verify", str(out), "--key", str(serverkey.verifier())]) == 0
    by_option = tmp_path / "same.bundle"
    monkeypatch.delenv("TRUEUP_TOKEN")
    printed([*asked, "--token", token, "--out", str(by_option)], capsys)
    assert by_option.exists()

    for wrong, word in (
        (["--token", "nonsense"], "token"),
        (["--token", token, "--all-parties"], "--all-parties"),
        (["--token", make_token(acting("elsewhere"), "shell", ["read"]).text], "there is no"),
    ):
        assert run([*asked, *wrong, "--out", str(tmp_path / "none")]) == 2
        assert word in capsys.readouterr().err
        assert not (tmp_path / "none").exists()
