"""Inviting: lists, letters, rest between surveys, reminders, being left alone, and what is kept of people."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.db import connection
from django.utils import timezone

from tests.web.surveys.conftest import SURVEY, Respondent
from trueup.vocabulary import InputError
from trueup.web.evidence.sheets import stated
from trueup.web.ledger.models import Leaf
from trueup.web.notices.channels.message import TransportError
from trueup.web.parties.access import NotFound, Refused
from trueup.web.surveys import letters as post
from trueup.web.surveys.actions import settle
from trueup.web.surveys.actions.invite import hand_out, invite
from trueup.web.surveys.models import Contact, Invitation, Letter, Token
from trueup.web.surveys.people import typed
from trueup.web.surveys.queries import people
from trueup.web.surveys.tasks import post_letters, tend

ADA, BOB = "ada@people.example", "bob@people.example"


def ask(actor, *emails: str, wave: str = "now", by: str = "email"):
    return invite(actor, *SURVEY, wave, stated([{"email": each} for each in emails]), by)


def later(monkeypatch, days: float) -> dt.datetime:
    """The clock of surveys, so many days on."""
    then = timezone.now() + dt.timedelta(days)
    monkeypatch.setattr("django.utils.timezone.now", lambda: then)
    return then


def test_a_pasted_list_becomes_letters_with_a_link_each(asker, letters) -> None:
    rows = "email\tname\tregion\tsprache\nada@people.example\tAda\tnorth\tde\nbob@people.example\tBob\tsouth\t"
    found = invite(asker, *SURVEY, "now", typed(rows), "email")
    assert (len(found.asked), found.held) == (2, ())
    assert [each.link for each in found.asked] == [None, None], "links are in the letters only"
    assert post_letters.func() == 2
    german = mail.outbox[0]
    assert "Sie" in german.body or "Wie kommen" in german.body
    assert german.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    sent = dict(letters())
    assert set(sent) == {ADA, BOB}
    assert '<html lang="de">' in Respondent(sent[ADA]).open().content.decode()
    assert post_letters.func() == 0, "each letter leaves once"
    assert Invitation.objects.get(contact__email=ADA).keys == {"region": "north"}


def test_addresses_one_a_line_are_a_list(asker) -> None:
    assert len(invite(asker, *SURVEY, "now", typed(f"{ADA}\n{BOB}\n"), "email").asked) == 2


def test_a_list_with_a_wrong_line_asks_nobody(asker) -> None:
    rows = stated([{"email": ADA}, {"email": "no-address"}, {"name": "", "region": "x"}, {"email": BOB, "shoe": 42}])
    with pytest.raises(InputError, match="nobody was asked") as refused:
        invite(asker, *SURVEY, "now", rows, "email")
    said = str(refused.value)
    assert "line 2" in said
    assert "line 3" in said
    assert "shoe" in said
    assert not Invitation.objects.exists()
    with pytest.raises(InputError, match="no e-mail address in line 1"):
        invite(asker, *SURVEY, "now", stated([{"name": "Ada"}]), "email")


def test_nobody_is_asked_twice_nor_before_their_rest_is_over(asker, monkeypatch, today) -> None:
    first = ask(asker, ADA, ADA.upper(), BOB)
    assert [each.why for each in first.held] == ["stands in the list twice"]
    again = ask(asker, ADA)
    assert (again.asked, again.held[0].why) == ((), "is asked in this wave already")
    soon = ask(asker, ADA, wave="next")
    assert "less than 30 days ago" in soon.held[0].why
    assert soon.held[0].free_on == today + dt.timedelta(30)
    later(monkeypatch, 30.1)  # its first hour may be one of the day before: clocks go back in between
    assert len(ask(asker, ADA, wave="next").asked) == 1


def test_who_is_known_by_a_number_or_a_name_needs_rest_too(asker) -> None:
    rows = [{"person": "4711"}, {"name": "Cleo", "customer": "Quay"}]
    links = invite(asker, *SURVEY, "now", stated(rows), "links")
    assert all("/a/" in str(each.link) for each in links.asked)
    same = [{"person": "4711"}, {"name": "cleo", "customer": "QUAY"}]
    assert len(invite(asker, *SURVEY, "next", stated(same), "links").held) == 2


def test_only_who_asks_invites(asker, acting) -> None:
    with pytest.raises(NotFound):
        ask(acting("acme"), ADA)
    with pytest.raises(Refused):
        ask(acting("harbour", "viewer"), ADA)
    assert len(ask(acting("harbour", "editor"), ADA).asked) == 1
    with pytest.raises(InputError, match="closed"):
        ask(asker, BOB, wave="past")
    with pytest.raises(NotFound):
        ask(asker, BOB, wave="never")


def test_a_provider_that_asks_has_its_list_for_itself(book_of, acting) -> None:
    book_of(party="acme")
    assert len(ask(acting("acme"), ADA).asked) == 1
    with pytest.raises(NotFound):
        people(acting("harbour"), *SURVEY, "now")


def test_letters_of_a_wave_to_come_wait_for_its_day(asker, monkeypatch) -> None:
    ask(asker, ADA, wave="next")
    assert post_letters.func() == 0
    later(monkeypatch, 31)
    assert post_letters.func() == 1


def test_a_letter_that_fails_is_tried_again_and_given_up(asker, monkeypatch, letters) -> None:
    ask(asker, ADA, BOB)

    def refuse(letter) -> None:
        raise TransportError("the mail server did not take it", permanent=letter.to == [BOB])

    with monkeypatch.context() as patched:
        patched.setattr(post, "hand_over", refuse)
        assert post_letters.func() == 0
    tried = {letter.invitation.contact.email: letter for letter in Letter.objects.all()}
    assert tried[BOB].failed_at is not None
    assert tried[ADA].failed_at is None
    assert tried[ADA].due_at > timezone.now()
    later(monkeypatch, 1)
    assert post_letters.func() == 1
    ((_to, link),) = letters()
    assert Respondent(link).open().status_code == 200


def test_reminders_go_to_those_who_have_not_finished(asker, monkeypatch, letters) -> None:
    ask(asker, ADA, BOB, "cleo@people.example")
    post_letters.func()
    sent = dict(letters())
    Respondent(sent[ADA]).whole()
    half = Respondent(sent[BOB])
    half.open()
    half.answer(1)
    tend.func()
    assert Letter.objects.filter(number__gt=0).count() == 0, "not before five days"
    later(monkeypatch, 5.1)
    tend.func()
    tend.func()
    post_letters.func()
    reminded = dict(letters())
    assert set(reminded) == {BOB, "cleo@people.example"}
    assert Respondent(reminded[BOB]).open().redirect_chain[-1][0].endswith("/2"), "a new link goes on where he stopped"
    assert half.open().status_code == 200, "the first one, too"
    later(monkeypatch, 5)
    tend.func()
    post_letters.func()
    assert {to for to, _link in letters()} == set(reminded)
    assert sorted(Letter.objects.values_list("number", flat=True)) == [0, 0, 0, 1, 1, 2, 2]


def test_reminding_now_leaves_alone_who_had_a_letter_today(asker, monkeypatch) -> None:
    ask(asker, ADA)
    post_letters.func()
    with pytest.raises(InputError, match="nobody to remind"):
        settle.remind(asker, *SURVEY, "now")
    later(monkeypatch, 2)
    assert settle.remind(asker, *SURVEY, "now") == 1


def test_being_left_alone_holds_in_every_survey(asker, letters, monkeypatch) -> None:
    ask(asker, ADA)
    post_letters.func()
    ((_to, link),) = letters()
    who = Respondent(link)
    who.client.post(f"{who.path}/no-more")
    later(monkeypatch, 40)
    assert ask(asker, ADA, wave="next").held[0].why == "wants not to be asked"
    assert ask(asker, ADA, wave="next").held[0].free_on is None


def test_forgetting_deletes_address_and_name(asker, monkeypatch) -> None:
    ask(asker, "quux@people.example")
    settle.erase(asker, *SURVEY, Invitation.objects.get().pk)
    assert post_letters.func() == 0
    row = Contact.objects.get()
    assert (row.email, row.name) == ("", "")
    later(monkeypatch, 400)
    with connection.cursor() as cursor:
        for table in ("surveys_contact", "surveys_invitation", "surveys_letter", "surveys_token", "ledger_leaf"):
            cursor.execute(f"SELECT * FROM {table}")
            assert "quux" not in str(cursor.fetchall()), table


def test_links_are_shown_once_and_new_ones_hold_beside_them(asker) -> None:
    (old,) = [Respondent(str(each.link)) for each in hand_out(asker, *SURVEY, "now", 1).asked]
    assert Token.objects.count() == 1
    (new,) = settle.links_anew(asker, *SURVEY, "now").asked
    old.open()
    old.answer(1)
    assert Respondent(str(new.link)).open().redirect_chain[-1][0].endswith("/2"), "one person, one form"


def test_who_was_asked_is_not_in_the_ledger(asker) -> None:
    before = Leaf.objects.count()
    ask(asker, ADA, BOB)
    (leaf,) = Leaf.objects.order_by("index")[before:]
    assert (leaf.type, leaf.subject) == ("survey.invited", "survey/panel")
    assert "people.example" not in leaf.data
