"""Invitations: who may make one, what its link does, and when it does nothing any more."""

from __future__ import annotations

import datetime as dt
import threading
import time
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection, transaction
from django.utils import timezone

from trueup.vocabulary import InputError
from trueup.web.documents.models import Book, Seat
from trueup.web.ledger.models import Leaf
from trueup.web.parties import actions, queries
from trueup.web.parties.access import Actor, NotFound, Refused
from trueup.web.parties.models import Invitation, Member, Party, User
from trueup.web.parties.signals import seat_offered

People = dict[str, Actor | None]
GOOD = "a long enough phrase"


def token_of(offer: Any) -> str:
    return offer.link.rsplit("/", 1)[1]


@pytest.mark.parametrize("name", ["customer editor", "customer viewer", "anonymous"])
def test_only_an_owner_invites(name: str, personas: People) -> None:
    with pytest.raises(Refused if personas[name] else NotFound):
        actions.invite(personas[name], "new@northwind.example")
    with pytest.raises(Refused if personas[name] else NotFound):
        queries.invitations(personas[name])
    assert not Invitation.objects.exists()
    assert not Leaf.objects.exists()


def test_an_invitation_becomes_a_member(personas: People, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        offer = actions.invite(personas["customer owner"], " New@Northwind.example ", "editor")
    letter = mail.outbox[0]
    assert letter.to == ["new@northwind.example"]
    assert offer.link in letter.body
    assert offer.link + "\n" not in letter.body, "the letter's link carries the proof that it came by mail"
    joined = actions.join(token_of(offer), name="Nia", password=GOOD)
    assert (joined.party_slug, joined.role) == ("northwind", "editor")
    assert User.objects.get(pk=joined.user).check_password(GOOD)
    assert queries.invited(token_of(offer)) is None
    assert queries.invitations(personas["customer owner"]) == ()
    assert list(Leaf.objects.values_list("type", flat=True)) == ["member.invited", "member.joined"]


@pytest.mark.parametrize("mailed", [True, False])
def test_only_the_mailed_link_proves_the_address(
    mailed: bool, personas: People, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        offer = actions.invite(personas["customer owner"], "new@northwind.example")
    proof = mail.outbox[0].body.split("?proof=")[1].split()[0] if mailed else "f" * 64
    actions.join(token_of(offer), name="Nia", password=GOOD, proof=proof)
    assert EmailAddress.objects.get(email="new@northwind.example").verified is mailed


def test_a_link_works_once(personas: People) -> None:
    token = token_of(actions.invite(personas["customer owner"], "new@northwind.example"))
    actions.join(token, name="Nia", password=GOOD)
    other = personas["stranger"]
    assert other is not None
    with pytest.raises(NotFound):
        actions.accept(token, user=other.user)
    assert not Member.objects.filter(user_id=other.user, party__slug="northwind").exists()


@pytest.mark.parametrize("spoil", ["expired", "withdrawn", "inviter left", "inviter lowered", "forged"])
def test_a_spoiled_link_lets_nobody_in(spoil: str, personas: People) -> None:
    owner, stranger = personas["customer owner"], personas["stranger"]
    assert owner is not None
    assert stranger is not None
    offer = actions.invite(owner, "new@northwind.example")
    token = token_of(offer)
    if spoil == "expired":
        Invitation.objects.update(expires_at=timezone.now() - dt.timedelta(seconds=1))
    elif spoil == "withdrawn":
        actions.withdraw(owner, offer.id)
    elif spoil == "inviter left":
        Member.objects.filter(pk=owner.member).update(ended_at=timezone.now())
    elif spoil == "inviter lowered":
        Member.objects.filter(pk=owner.member).update(role="editor")
    else:
        token = token[:-1] + ("A" if token[-1] != "A" else "B")
    with pytest.raises(NotFound):
        actions.join(token, name="Nia", password=GOOD)
    with pytest.raises(NotFound):
        actions.accept(token, user=stranger.user)
    assert queries.invited(token) is None
    assert not User.objects.filter(email="new@northwind.example").exists()


def test_only_owners_of_the_party_withdraw_and_only_once(personas: People) -> None:
    offer = actions.invite(personas["customer owner"], "new@northwind.example")
    for name in ("provider owner", "stranger", "anonymous"):
        with pytest.raises(NotFound):
            actions.withdraw(personas[name], offer.id)
    for name in ("customer editor", "customer viewer"):
        with pytest.raises(Refused):
            actions.withdraw(personas[name], offer.id)
    actions.withdraw(personas["customer owner"], offer.id)
    with pytest.raises(NotFound):
        actions.withdraw(personas["customer owner"], offer.id)


def test_a_member_is_not_invited_again_and_does_not_join_again(personas: People) -> None:
    owner, editor = personas["customer owner"], personas["customer editor"]
    assert editor is not None
    email = User.objects.get(pk=editor.user).email
    with pytest.raises(Refused, match="already"):
        actions.invite(owner, email.upper())
    token = token_of(actions.invite(owner, "alias@northwind.example"))
    with pytest.raises(Refused, match="already"):
        actions.accept(token, user=editor.user)
    assert queries.invited(token) is not None, "a refused acceptance leaves the link as it was"


def test_what_cannot_be_is_refused_whole(personas: People) -> None:
    owner = personas["customer owner"]
    for email in ("", "nobody", "a@b@c", "x" * 300 + "@y.example"):
        with pytest.raises(InputError):
            actions.invite(owner, email)
    with pytest.raises(InputError):
        actions.invite(owner, "new@northwind.example", "boss")
    token = token_of(actions.invite(owner, "new@northwind.example"))
    with pytest.raises(InputError):
        actions.join(token, name="Nia", password="short")
    assert not User.objects.filter(email="new@northwind.example").exists()
    assert queries.invited(token) is not None
    assert Leaf.objects.count() == 1


def test_an_account_is_not_taken_over_by_inviting_its_address(personas: People) -> None:
    stranger = personas["stranger"]
    assert stranger is not None
    victim = User.objects.get(pk=stranger.user)
    token = token_of(actions.invite(personas["customer owner"], victim.email))
    with pytest.raises(Refused, match="account"):
        actions.join(token, name="Mallory", password=GOOD)
    assert not User.objects.get(pk=victim.pk).check_password(GOOD)
    assert actions.accept(token, user=victim.pk).party_slug == "northwind"


def test_the_link_is_kept_as_a_hash_only(personas: People) -> None:
    token = token_of(actions.invite(personas["customer owner"], "new@northwind.example"))
    row = Invitation.objects.values().get()
    assert token not in {str(value) for value in row.values()}
    assert len(token) >= 43


# Seats of books


@pytest.fixture
def listening(seats: Book) -> Book:
    """The book of the personas with a seat where nobody sits yet; its real receivers listen."""
    Seat.objects.create(book=seats, local_id="fresh", role="provider", name="Fresh Provider")
    return seats


def test_a_seat_is_taken_by_a_new_party(personas: People, listening: Book) -> None:
    offer = actions.invite_to_seat(personas["customer owner"], "northwind", "fresh", "boss@fresh.example")
    shown = queries.invited(token_of(offer))
    assert shown is not None
    assert (shown.seat, shown.to, shown.has_account) == ("Fresh Provider", "Northwind", False)
    taken = actions.join(token_of(offer), name="Fay", password=GOOD, party_name="Fresh GmbH")
    assert (taken.party_name, taken.role) == ("Fresh GmbH", "owner")
    assert Seat.objects.get(local_id="fresh").party_id == taken.party
    assert list(Leaf.objects.values_list("type", "book")) == [
        ("member.invited", "northwind"),
        ("member.joined", ""),
        ("seat.taken", "northwind"),
    ]


def test_a_seat_is_taken_for_a_party_one_owns(personas: People, listening: Book) -> None:
    token = token_of(actions.invite_to_seat(personas["customer owner"], "northwind", "fresh", "boss@fresh.example"))
    acme, editor, sint = personas["provider owner"], personas["provider editor"], personas["other provider"]
    assert acme is not None
    assert editor is not None
    assert sint is not None
    for user, party in ((editor.user, acme.party), (acme.user, sint.party), (acme.user, 10**9)):
        with pytest.raises(NotFound):
            actions.accept(token, user=user, party=party)
    taken = actions.accept(token, user=acme.user, party=acme.party)
    assert taken == acme
    assert Seat.objects.get(local_id="fresh").party_id == acme.party
    assert Party.objects.filter(slug__startswith="fresh").count() == 0


@pytest.mark.parametrize("name", ["provider owner", "observer", "stranger", "anonymous"])
def test_nobody_else_gives_a_seat_away(name: str, personas: People, listening: Book) -> None:
    with pytest.raises(NotFound):
        actions.invite_to_seat(personas[name], "northwind", "fresh", "boss@fresh.example")


def test_of_two_who_take_a_seat_the_second_gets_nothing(personas: People, listening: Book) -> None:
    owner = personas["customer owner"]
    first = token_of(actions.invite_to_seat(owner, "northwind", "fresh", "boss@fresh.example"))
    second = token_of(actions.invite_to_seat(owner, "northwind", "fresh", "other@fresh.example"))
    actions.join(first, name="Fay", password=GOOD)
    with pytest.raises(Refused, match="taken"):
        actions.join(second, name="Eve", password=GOOD)
    assert not User.objects.filter(email="other@fresh.example").exists()
    assert Party.objects.filter(slug__startswith="fresh").count() == 1


def test_where_no_book_listens_no_seat_is_given(personas: People, seats: Book) -> None:
    before = seat_offered.receivers
    seat_offered.receivers = []
    try:
        with pytest.raises(NotFound):
            actions.invite_to_seat(personas["customer owner"], "northwind", "sint", "boss@fresh.example")
    finally:
        seat_offered.receivers = before


@pytest.mark.django_db(transaction=True)
def test_of_two_who_come_at_once_one_joins(personas: People) -> None:
    """Both have found the link open; the second is made to wait until the first has committed."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite lets one write at a time: nobody finds what another is about to use up")
    token = token_of(actions.invite(personas["customer owner"], "new@northwind.example"))
    stranger, observer = personas["stranger"], personas["observer"]
    assert stranger is not None
    assert observer is not None
    seen = threading.Event()
    outcome: list[str] = []

    def second() -> None:
        try:
            seen.wait(30)
            actions.accept(token, user=observer.user)
            outcome.append("joined")
        except NotFound:
            outcome.append("too late")
        finally:
            connection.close()

    thread = threading.Thread(target=second)
    thread.start()
    with transaction.atomic():
        actions.accept(token, user=stranger.user)
        seen.set()
        _wait_until_somebody_waits()
    thread.join(30)
    assert outcome == ["too late"]
    assert Member.objects.filter(party__slug="northwind", user_id__in=(stranger.user, observer.user)).count() == 1


def _wait_until_somebody_waits() -> None:
    for _ in range(300):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.05)
    pytest.fail("nobody waits for the row")
