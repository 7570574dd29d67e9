"""From a key to the end: who reads what, who does not, and what is left."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings as server
from django.test import override_settings

from tests.horizons.wins.written import PLAIN
from tests.web.wins.conftest import Personas
from tests.web.wins.small import GIVEN, NO, PLANTED
from trueup.horizons.wins import PrivateKey, Sealed, open_sealed
from trueup.ledger import keyfile as signing
from trueup.vocabulary import InputError, LedgerError
from trueup.web.documents.models import Seat
from trueup.web.ledger.fsck import differences
from trueup.web.ledger.models import Leaf, Personal
from trueup.web.ledger.serverkey import verifier
from trueup.web.parties.access import NotFound, Refused
from trueup.web.parties.actions import end_member
from trueup.web.wins import actions, queries
from trueup.web.wins.errors import Stopped
from trueup.web.wins.models import Key, Look, Reader, Win

AT = ("small", "people")
ACME = ("acme owner", "acme second", "acme viewer")
OTHERS = (
    "northwind owner", "northwind editor", "northwind viewer", "assay owner", "assay editor", "assay viewer",
    "elsewhere owner",
)  # fmt: skip


def reads(personas: Personas, persona: str, win: str) -> str:
    """What a persona reads of a win: its text, or the name of what it is told instead."""
    try:
        (shown,) = actions.read(personas[persona], *AT, [win])
    except (NotFound, Refused, LedgerError) as told:
        return type(told).__name__
    return shown.text.win


def test_the_author_reads_it_and_nobody_else(personas: Personas, win: str):
    assert reads(personas, "acme editor", win) == GIVEN["win"]
    assert {reads(personas, persona, win) for persona in (*ACME, *OTHERS)} == {"NotFound"}
    assert reads(personas, "acme editor", "0" * 32) == "NotFound"
    assert Look.objects.count() == 1


def test_missing_and_forbidden_look_the_same(personas: Personas, win: str):
    for persona in (*ACME[1:], *OTHERS):
        told = []
        for each in (win, "0" * 32):
            with pytest.raises(NotFound) as refused:
                queries.detail(personas[persona], *AT, each)
            told.append(str(refused.value))
        assert told[0] == told[1]
    with pytest.raises(NotFound):
        queries.listing(personas["northwind owner"], "small", "peple")
    with pytest.raises(NotFound):
        queries.listing(None, *AT)


def test_an_owner_erases_what_they_cannot_read(personas: Personas, win: str):
    (line,) = queries.listing(personas["acme owner"], *AT).lines
    assert (line.may_read, line.mine, line.author) == (False, False, "editor")
    assert queries.detail(personas["acme owner"], *AT, win).may_erase
    assert queries.listing(personas["acme viewer"], *AT).lines == ()
    assert queries.listing(personas["northwind owner"], *AT).lines == ()
    for persona, told in (("acme second", NotFound), ("northwind owner", NotFound), ("acme viewer", NotFound)):
        with pytest.raises(told):
            actions.erase(personas[persona], *AT, win)
    with pytest.raises(Refused):
        actions.name_member(personas["acme owner"], *AT, win, personas["acme owner"].member)
    actions.erase(personas["acme owner"], *AT, win)
    row = Win.objects.get(pk=win)
    assert (row.sealed, row.erased_at is not None) == (None, True)
    assert reads(personas, "acme editor", win) == "NotFound"
    for act in (actions.erase, lambda *at: actions.change(*at, GIVEN)):
        with pytest.raises(Refused, match="erased"):
            act(personas["acme editor"], *AT, win)


def test_named_readers_read_until_they_are_named_no_more(personas: Personas, win: str):
    author, reader = personas["acme editor"], personas["acme viewer"]
    row = actions.name_member(author, *AT, win, reader.member)
    assert actions.name_member(author, *AT, win, reader.member).pk == row.pk
    assert reads(personas, "acme viewer", win) == GIVEN["win"]
    seen = queries.detail(reader, *AT, win)
    assert (seen.looks, seen.may_erase, seen.members) == ((), False, ())
    for act in (
        lambda: actions.name_member(reader, *AT, win, personas["acme second"].member),
        lambda: actions.change(reader, *AT, win, GIVEN),
        lambda: actions.erase(reader, *AT, win),
        lambda: actions.end_reader(reader, *AT, win, row.pk),
    ):
        with pytest.raises(Refused):
            act()
    assert [look.name for look in queries.detail(author, *AT, win).looks] == ["viewer"]
    actions.end_reader(author, *AT, win, row.pk)
    assert reads(personas, "acme viewer", win) == "NotFound"
    with pytest.raises(NotFound):
        actions.end_reader(author, *AT, win, row.pk)


def test_only_members_of_the_own_party_and_observers_can_be_named(personas: Personas, win: str):
    author = personas["acme editor"]
    for persona in ("northwind owner", "assay owner", "elsewhere owner", "acme editor"):
        with pytest.raises(NotFound):
            actions.name_member(author, *AT, win, personas[persona].member)
    for seat in ("northwind", "acme", "nobody"):
        with pytest.raises(NotFound):
            actions.name_observer(author, *AT, win, seat)
    assert reads(personas, "assay viewer", win) == "NotFound"
    row = actions.name_observer(author, *AT, win, "assay")
    assert reads(personas, "assay viewer", win) == GIVEN["win"]
    (line,) = queries.listing(personas["assay owner"], *AT).lines
    assert (line.may_read, line.readers) == (True, ())
    with pytest.raises(Refused):
        actions.write(personas["assay owner"], *AT, GIVEN)
    assert reads(personas, "northwind owner", win) == "NotFound"
    actions.end_reader(author, *AT, win, row.pk)
    assert reads(personas, "assay viewer", win) == "NotFound"


def test_who_writes_and_who_makes_keys(personas: Personas):
    with pytest.raises(LedgerError, match="no key"):
        actions.write(personas["acme editor"], *AT, GIVEN)
    for persona in ("acme editor", "acme viewer"):
        with pytest.raises(Refused):
            actions.change_key(personas[persona], *AT)
    with pytest.raises(NotFound):
        actions.change_key(personas["assay owner"], *AT)
    actions.change_key(personas["acme owner"], *AT)
    with pytest.raises(Refused):
        actions.write(personas["acme viewer"], *AT, GIVEN)
    with pytest.raises(NotFound):
        actions.write(personas["elsewhere owner"], *AT, GIVEN)


@pytest.mark.parametrize(
    ("other", "error", "told"),
    [
        ({"win": f"{PLANTED} wants a kickback"}, Stopped, "Ines, ext. 204"),
        ({"gift": True}, Stopped, "Ines, ext. 204"),
        ({"payment": None}, InputError, "payment"),
        ({"response": PLANTED}, InputError, "response"),
    ],
)
def test_what_is_stopped_leaves_nothing(personas: Personas, win: str, other: dict, error: type, told: str):
    before = Leaf.objects.count(), Win.objects.count()
    given = {name: value for name, value in {**GIVEN, **other}.items() if value is not None}
    for act in (
        lambda: actions.write(personas["acme editor"], *AT, given),
        lambda: actions.change(personas["acme editor"], *AT, win, given),
    ):
        with pytest.raises(error) as refused:
            act()
        assert told in str(refused.value)
    assert (Leaf.objects.count(), Win.objects.count()) == before
    assert reads(personas, "acme editor", win) == GIVEN["win"]


def test_the_ledger_holds_a_commitment_that_only_the_text_opens(personas: Personas, win: str):
    row = Win.objects.get(pk=win)
    leaf = Leaf.objects.get(pk=row.leaf)
    assert (leaf.type, leaf.payload, leaf.subject[:8]) == ("win.written", row.commitment, "private/")
    assert f'"commitment":"{row.commitment}"' in leaf.data
    assert win not in leaf.data
    assert not Personal.objects.filter(leaf=row.leaf).exists()  # its salt lies sealed, with the text
    changed = actions.change(personas["acme editor"], *AT, win, {**GIVEN, "win": "Wants peace."})
    assert changed.commitment != row.commitment
    assert reads(personas, "acme editor", win) == "Wants peace."
    assert [*differences(verifier())] == []


def test_a_text_put_in_its_place_is_told(personas: Personas, win: str):
    """Whoever writes the database has the public half, and can seal."""
    from trueup.horizons.wins import Win as Text
    from trueup.web.wins.holding import sealed_to

    row = Win.objects.select_related("key__book").get(pk=win)
    row.sealed, row.commitment = sealed_to(row.key, win, "people", Text.of({**PLAIN, "win": "Forged."}))
    row.save()
    with pytest.raises(LedgerError, match="not the text that was written"):
        actions.read(personas["acme editor"], *AT, [win])
    assert Look.objects.count() == 0


def test_wins_of_two_parties_lie_under_two_keys(personas: Personas, win: str):
    actions.change_key(personas["northwind owner"], *AT)
    other = actions.write(personas["northwind editor"], *AT, GIVEN).win
    assert Key.objects.values("key_id").distinct().count() == 2
    mine, theirs = Win.objects.get(pk=win), Win.objects.get(pk=other)
    Win.objects.filter(pk=other).update(sealed=mine.sealed)
    with pytest.raises(LedgerError):
        actions.read(personas["northwind editor"], *AT, [other])
    Key.objects.filter(pk=theirs.key_id).update(sealed=mine.key.sealed)  # and a key is bound to its party
    with pytest.raises(LedgerError):
        actions.read(personas["northwind editor"], *AT, [other])


def test_another_key_takes_all_wins_along_and_the_old_one_is_destroyed(personas: Personas, win: str):
    old = Key.objects.get()
    raw = bytes(Win.objects.get(pk=win).sealed or b"")
    done = actions.change_key(personas["acme owner"], *AT)
    old.refresh_from_db()
    assert (done.moved, done.left, old.sealed, old.destroyed_at is not None) == (1, 0, None, True)
    assert bytes(Win.objects.get(pk=win).sealed or b"") != raw
    assert reads(personas, "acme editor", win) == GIVEN["win"]
    assert reads(personas, "acme owner", win) == "NotFound"
    assert Look.objects.count() == 1  # sealing anew is no look: nobody sees anything


def test_a_party_holds_its_key_itself(personas: Personas, win: str, tmp_path: Path, monkeypatch, capsys):
    monkeypatch.setattr(signing, "_COST", 2)
    monkeypatch.setenv("TRUEUP_PASSPHRASE", "correct horse")
    own = PrivateKey.generate("acme")
    owner, author = personas["acme owner"], personas["acme editor"]
    for line in (str(PrivateKey.generate("northwind").public), "nonsense"):
        with pytest.raises(LedgerError):
            actions.change_key(owner, *AT, public=line)
    done = actions.change_key(owner, *AT, public=str(own.public))
    assert (done.moved, done.key.by_server, done.key.sealed) == (1, False, None)
    assert not queries.listing(author, *AT).lines[0].openable
    with pytest.raises(LedgerError, match="does not hold the key"):
        actions.read(author, *AT, [win])
    with pytest.raises(NotFound):
        actions.take(personas["acme second"], *AT, win)
    taken = bytes(actions.take(author, *AT, win).sealed or b"")
    assert open_sealed(Sealed.parse(taken), own).win.win == GIVEN["win"]
    assert [look.as_file for look in queries.detail(author, *AT, win).looks] == [True]

    from trueup.cli import run
    from trueup.horizons.wins import keyfile

    key, file = tmp_path / "acme.key", tmp_path / f"{win}.sealed"
    key.write_bytes(keyfile.locked(own, "correct horse"))
    file.write_bytes(taken)
    assert run(["horizons", "wins", "read", str(file), "--key", str(key)]) == 0
    assert GIVEN["win"] in capsys.readouterr().out

    back = actions.change_key(owner, *AT)  # the server cannot open what only the party's file opens
    assert (back.moved, back.left) == (0, 1)
    again = actions.write(author, *AT, GIVEN).win
    assert reads(personas, "acme editor", again) == GIVEN["win"]
    assert reads(personas, "acme editor", win) == "LedgerError"


def test_a_lost_secret_breaks_nothing_else(personas: Personas, win: str, browser):
    author, owner = personas["acme editor"], personas["acme owner"]
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[]):
        with pytest.raises(LedgerError, match="cannot open what it keeps"):
            actions.read(author, *AT, [win])
        assert Look.objects.count() == 0
        assert [line.id for line in queries.listing(author, *AT).lines] == [win]
        client = browser("acme editor")
        assert client.get("/horizons/small/people/wins").status_code == 200
        told = client.post(f"/horizons/small/people/wins/{win}/read")
        assert (told.status_code, told["Cache-Control"]) == (422, "no-store")
        assert "estore the server" in told.content.decode()
        done = actions.change_key(owner, *AT)
        assert (done.moved, done.left) == (0, 1)
        again = actions.write(author, *AT, GIVEN).win
        assert reads(personas, "acme editor", again) == GIVEN["win"]
        actions.erase(author, *AT, win)
    assert server.SECRET_KEY != "another"


def test_the_secret_of_before_still_opens(personas: Personas, win: str):
    with override_settings(SECRET_KEY="another", SECRET_KEY_FALLBACKS=[server.SECRET_KEY]):
        assert reads(personas, "acme editor", win) == GIVEN["win"]


def test_a_member_leaves(personas: Personas, win: str):
    author, reader = personas["acme editor"], personas["acme second"]
    actions.name_member(author, *AT, win, reader.member)
    actions.name_member(author, *AT, win, personas["acme viewer"].member)
    end_member(personas["acme owner"], reader.member)
    assert reads(personas, "acme viewer", win) == GIVEN["win"]
    assert [each.gone for each in queries.detail(author, *AT, win).line.readers] == [True, False]
    with pytest.raises(NotFound):
        actions.name_member(author, *AT, win, reader.member)
    end_member(personas["acme owner"], author.member)  # the author: it stays with who is named, and an owner erases it
    assert reads(personas, "acme viewer", win) == GIVEN["win"]
    assert queries.detail(personas["acme viewer"], *AT, win).line.author_gone
    assert reads(personas, "acme owner", win) == "NotFound"
    actions.erase(personas["acme owner"], *AT, win)
    assert reads(personas, "acme viewer", win) == "NotFound"


def test_who_left_reads_no_more_from_the_next_request_on(personas: Personas, win: str, browser):
    client = browser("acme editor")
    assert client.post(f"/horizons/small/people/wins/{win}/read").status_code == 200
    end_member(personas["acme owner"], personas["acme editor"].member)
    for method, path in (("post", f"{win}/read"), ("get", win), ("get", "")):
        answer = getattr(client, method)(f"/horizons/small/people/wins/{path}".rstrip("/"))
        assert answer.status_code == 403
        assert PLANTED not in answer.content.decode()


def test_a_party_leaves_the_book(personas: Personas, win: str):
    owner = personas["acme owner"]
    actions.name_member(personas["acme editor"], *AT, win, personas["acme viewer"].member)
    Seat.objects.filter(book__slug="small", local_id="acme").update(party=personas["elsewhere owner"].party)
    assert {reads(personas, persona, win) for persona in ("acme editor", "acme viewer")} == {"NotFound"}
    assert reads(personas, "elsewhere owner", win) == "NotFound"  # who takes the seat takes no win with it
    assert queries.listing(personas["elsewhere owner"], *AT).lines == ()
    (held,) = queries.held(owner)
    assert (held.book, held.wins) == ("small", 1)
    for persona, told in (("northwind owner", NotFound), ("elsewhere owner", NotFound), ("acme editor", Refused)):
        with pytest.raises(told):
            actions.destroy_key(personas[persona], held.id)
    assert actions.destroy_key(owner, held.id) == 1
    row, key = Win.objects.get(pk=win), Key.objects.get()
    assert (row.sealed, key.sealed, key.destroyed_at is not None) == (None, None, True)
    assert not Reader.objects.filter(ended_at=None).exists()
    assert queries.held(owner) == ()


def test_after_all_is_destroyed_one_begins_anew(personas: Personas, win: str):
    owner = personas["acme owner"]
    actions.destroy_key(owner, queries.held(owner)[0].id)
    with pytest.raises(LedgerError, match="no key"):
        actions.write(personas["acme editor"], *AT, GIVEN)
    actions.change_key(owner, *AT)
    again = actions.write(personas["acme editor"], *AT, GIVEN).win
    assert reads(personas, "acme editor", again) == GIVEN["win"]
    assert reads(personas, "acme editor", win) == "NotFound"


def test_a_win_is_never_shown_by_the_way(personas: Personas, win: str):
    shown = actions.read(personas["acme editor"], *AT)
    assert len(shown) == 1
    assert PLANTED not in repr(shown) + repr(Win.objects.get(pk=win)) + repr(
        queries.listing(personas["acme editor"], *AT)
    )
    assert all(each in GIVEN for each in NO)
