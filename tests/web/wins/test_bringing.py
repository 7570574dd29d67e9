"""Wins that were sealed elsewhere: the file comes in, its text never does, and the ladder leads its readers there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.wsgi import get_wsgi_application
from django.test import Client

import trueup
from tests.web.api.conftest import Program, program
from tests.web.wins.conftest import Personas
from tests.web.wins.small import GIVEN, NO, PLANTED
from trueup.client import NotAccepted, NotThere
from trueup.horizons.wins import Place, PrivateKey, Sealed, new_id, open_sealed, seal
from trueup.horizons.wins import Win as Text
from trueup.vocabulary import InputError, LedgerError
from trueup.web.ledger.models import Leaf
from trueup.web.parties.access import SCOPES_OF, NotFound, Refused
from trueup.web.parties.actions import make_token
from trueup.web.wins import actions
from trueup.web.wins.errors import Stopped
from trueup.web.wins.models import Win

__all__ = ["program"]
AT, PAGE, API = ("small", "people"), "/horizons/small/people/wins", "/api/v1/books/small/horizons/people/wins"
OWN = PrivateKey.generate("acme")
TEXT = Text.of({name: value for name, value in GIVEN.items() if name not in NO})


def made(key: PrivateKey = OWN, **elsewhere: str) -> tuple[bytes, str]:
    """A win as `trueup horizons wins add` seals it: its file and its commitment."""
    place = {"book": "small", "stakeholders": "people", "party": key.party, "win": new_id()} | elsewhere
    sealed, commitment = seal(TEXT, Place(**place), key.public)
    return sealed.text, commitment


@pytest.fixture
def author(personas: Personas) -> Any:
    """Acme's editor, once acme holds its key itself."""
    actions.change_key(personas["acme owner"], *AT, public=str(OWN.public), ask="Ines, ext. 204")
    return personas["acme editor"]


def test_the_file_comes_back_as_it_was_and_the_ledger_holds_its_commitment(author: Any):
    file, commitment = made()
    row = actions.bring(author, *AT, file, f" {commitment.upper()} ", NO)
    assert Leaf.objects.get(pk=row.leaf).payload == commitment
    assert (row.author_id, row.local_id, row.key.by_server) == (author.member, "acme", False)
    taken = bytes(actions.take(author, *AT, row.win).sealed or b"")
    opened = open_sealed(Sealed.parse(taken), OWN)
    assert (taken, opened.win, opened.commitment) == (file, TEXT, commitment)
    with pytest.raises(InputError, match="kept before"):
        actions.bring(author, *AT, file, commitment, NO)


@pytest.mark.parametrize(
    ("file", "error", "told"),
    [
        (lambda: made(book="large")[0], InputError, "belongs to large/people/acme"),
        (lambda: made(stakeholders="others")[0], InputError, "belongs to small/others/acme"),
        (lambda: made(PrivateKey.generate("northwind"))[0], InputError, "belongs to small/people/northwind"),
        (lambda: made(PrivateKey.generate("acme"))[0], InputError, "is in use"),
        (lambda: b"a win", LedgerError, "no sealed win"),
        (lambda: made()[0] + b"x", LedgerError, "damaged"),
    ],
)  # fmt: skip
def test_what_belongs_elsewhere_is_not_taken_in(author: Any, file: Callable[[], bytes], error: type, told: str):
    with pytest.raises(error, match=told):
        actions.bring(author, *AT, file(), "0" * 64, NO)
    assert not Win.objects.exists()


def test_the_questions_of_compliance_stop_it_and_a_commitment_is_one(author: Any):
    file, commitment = made()
    for rule in NO:
        with pytest.raises(Stopped):
            actions.bring(author, *AT, file, commitment, NO | {rule: True})
    with pytest.raises(InputError, match="no answer"):
        actions.bring(author, *AT, file, commitment, {})
    with pytest.raises(InputError, match="64"):
        actions.bring(author, *AT, file, "x", NO)
    assert not Win.objects.exists()


def test_who_may_and_not_where_the_server_holds_the_key(author: Any, personas: Personas):
    file, commitment = made()
    for persona, error in (("acme viewer", Refused), ("assay owner", NotFound), ("elsewhere owner", NotFound)):
        with pytest.raises(error):
            actions.bring(personas[persona], *AT, file, commitment, NO)
    with pytest.raises(LedgerError, match="no key"):
        actions.bring(personas["northwind editor"], *AT, file, commitment, NO)
    actions.change_key(personas["acme owner"], *AT)
    with pytest.raises(InputError, match="this server holds"):
        actions.bring(author, *AT, file, commitment, NO)


def test_on_the_page(author: Any, browser: Callable[[str], Client]):
    client, (file, commitment) = browser("acme editor"), made()
    assert f"{PAGE}/bring" in client.get(PAGE).content.decode()
    sent = {"commitment": commitment, **dict.fromkeys(NO, "no")}
    assert client.post(f"{PAGE}/bring", sent).status_code == 422
    upload = SimpleUploadedFile("a.sealed", file)
    stopped = client.post(f"{PAGE}/bring", {**sent, "file": upload, "gift": "yes"})
    assert (stopped.status_code, "Ines, ext. 204" in stopped.content.decode()) == (422, True)
    wrong = client.post(f"{PAGE}/bring", {**sent, "file": SimpleUploadedFile("a.sealed", b"nonsense")})
    assert (wrong.status_code, "this is no sealed win" in wrong.content.decode()) == (422, True)
    answer = client.post(f"{PAGE}/bring", {**sent, "file": SimpleUploadedFile("a.sealed", file)})
    assert answer.status_code == 302
    page = client.get(answer["Location"]).content.decode()
    assert "The sealed win is here." in page
    assert PLANTED not in page


def test_by_programs(author: Any, personas: Personas, program: Callable[..., Program]):
    file, commitment = made()
    said = {"sealed": file.decode(), "commitment": commitment, **NO}
    editor, other = program(author), program(personas["northwind owner"])
    assert editor.post(f"{API}/sealed", said | {"gift": True}).status_code == 422
    kept = editor.post(f"{API}/sealed", said)
    assert (kept.status_code, kept.json()["commitment"]) == (201, commitment)
    assert editor.post(f"{API}/{kept.json()['id']}/read", {}).json()["sealed"] == file.decode()
    assert other.post(f"{API}/sealed", said).status_code == 422
    assert program(personas["elsewhere owner"]).post(f"{API}/sealed", said).status_code == 404


def test_through_the_client(author: Any, personas: Personas, one_connection: None, tmp_path: Path):
    def connected(persona: str) -> trueup.client.Client:
        token = make_token(personas[persona], "client", SCOPES_OF[persona.split()[1]]).text
        http = httpx.Client(transport=httpx.WSGITransport(app=get_wsgi_application()))
        return trueup.connect("http://testserver", token, http=http)

    editor, owner, reader = (connected(f"acme {role}") for role in ("editor", "owner", "viewer"))
    sealed = tmp_path / "a.sealed"
    file, commitment = made()
    sealed.write_bytes(file)
    with pytest.raises(NotAccepted):
        editor.bring_win(*AT, sealed, commitment, payment=False, gift=True, job_offer=False)
    brought = editor.bring_win(*AT, sealed, commitment, **NO)
    assert (brought.commitment, editor.read_win(*AT, brought.id).sealed) == (commitment, file.decode())
    assert owner.change_win_key(*AT, ask="Ines").by_server
    written = editor.write_win(*AT, dict(GIVEN))
    found = editor.read_win(*AT, written.id)
    assert found.text is not None
    assert found.text["win"] == GIVEN["win"]
    assert PLANTED not in repr(found)
    number = editor.name_win_reader(*AT, written.id, member=personas["acme viewer"].member)
    assert [row.id for row in reader.wins(*AT)] == [written.id]
    assert editor.change_win(*AT, written.id, {**GIVEN, "win": "Wants peace."}).commitment != written.commitment
    assert [look.name for look in editor.win(*AT, written.id).looks] == ["editor"]
    editor.end_win_reader(*AT, written.id, number)
    with pytest.raises(NotThere):
        reader.read_win(*AT, written.id)
    owner.erase_win(*AT, written.id)
    assert editor.win(*AT, written.id).erased_at is not None


def test_the_ladder_leads_an_observer_to_what_it_may_read(
    personas: Personas, win: str, browser: Callable[[str], Client]
):
    ladder = "/horizons/small/people"
    assert PAGE not in browser("assay viewer").get(ladder).content.decode()
    reader = actions.name_observer(personas["acme editor"], *AT, win, "assay")
    page = browser("assay viewer").get(ladder).content.decode()
    assert f'href="{PAGE}"' in page
    assert "Wins that you may read" in page
    assert browser("assay viewer").get(PAGE).status_code == 200
    actions.end_reader(personas["acme editor"], *AT, win, reader.pk)
    assert PAGE not in browser("assay viewer").get(ladder).content.decode()
    assert "Sealed wins of your party" in browser("acme viewer").get(ladder).content.decode()
