"""Answering by a link: pages, resuming, skipping, what is wrong, what counts once, and what a link does not open."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.utils import timezone

from tests.web.surveys.conftest import SURVEY, Respondent, sheet_of
from trueup.web.surveys.actions.settle import close, revoke
from trueup.web.surveys.answering import guesses
from trueup.web.surveys.models import Fielding, Invitation, Sheet, Token


def text(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_a_form_from_the_first_page_to_the_last(respondents) -> None:
    (who,) = respondents(1)
    welcome = who.open()
    assert "How are you doing?" in text(welcome)
    assert "fewer than 3 people" in text(welcome)
    first = who.open(1)
    assert "Page 1 of 3" in text(first)
    assert text(first).count('<fieldset class="question') == 4
    assert " checked" not in text(first), "nothing is chosen beforehand"
    assert "Not at all important" in text(first)
    assert "Extremely satisfied" in text(first)
    on = who.answer(1)
    assert (on.status_code, on.headers["Location"]) == (303, f"{who.path}/2")
    who.answer(2)
    done = who.answer(3)
    assert done.headers["Location"] == f"{who.path}/thanks"
    assert "Thank you" in text(who.open("thanks"))
    sheet = sheet_of(who)
    assert (sheet.saved, len(sheet.answers)) == ([1, 2, 3], 12)
    assert set(map(tuple, sheet.answers.values())) == {(4, 2)}


def test_no_cookie_no_cache_no_index_no_referrer(respondents) -> None:
    (who,) = respondents(1)
    for answer in (who.open(), who.open(1), who.answer(1), Client().get("/a/nobody-has-this")):
        assert not answer.cookies
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer.headers["Cache-Control"]
    assert "https://" not in re.sub(r'href="https?://testserver', "", text(who.open(2)))


def test_the_same_link_goes_on_where_somebody_stopped(respondents) -> None:
    (who,) = respondents(1)
    who.open()
    who.answer(1, importance=5, satisfaction=1)
    elsewhere = Respondent(who.path)
    page = elsewhere.open()
    assert page.redirect_chain[-1][0] == f"{who.path}/2"
    back = elsewhere.send(2, back="1")
    assert back.headers["Location"] == f"{who.path}/1"
    assert text(elsewhere.open(1)).count(" checked") == 8
    ahead = elsewhere.open(3)
    assert ahead.redirect_chain[-1][0] == f"{who.path}/2", "no page is left out by its address"


def test_what_is_left_out_is_missing_and_so_is_what_does_not_apply(respondents) -> None:
    (who,) = respondents(1)
    who.open()
    who.open(1)
    who.send(1, **{"i-o1": 5, "i-o2": 3, "s-o2": 4, "n-o2": 1, "s-o3": 2})
    assert sheet_of(who).answers == {"o1": [5, None], "o2": [None, None, 1], "o3": [None, 2], "o4": [None, None]}
    shown = text(who.open(1))
    assert shown.count(" checked") == 3
    assert re.search(r'name="n-o2" value="1" checked', shown)


@pytest.mark.parametrize("wrong", ["0", "6", "-1", "4.5", "five", "99999999999", "٣"])
def test_a_rating_outside_the_scale_is_said_at_its_question(respondents, wrong) -> None:
    (who,) = respondents(1)
    who.open()
    answer = who.send(1, **{"i-o1": 4, "s-o1": 2, "i-o2": wrong})
    assert answer.status_code == 422
    assert 'id="e-o2"' in text(answer)
    assert "Choose a point from 1 to 5" in text(answer)
    assert sheet_of(who).answers == {}, "nothing of it is kept"


def test_a_scale_from_zero_takes_zero(book_of, acting) -> None:
    from trueup.web.surveys.actions.invite import hand_out

    book_of(scale="{low: 0, high: 10, top: [9, 10]}")
    who = Respondent(str(hand_out(acting("harbour"), *SURVEY, "now", 1).asked[0].link))
    who.open()
    assert who.send(1, **{"i-o1": 0, "s-o1": 10}).status_code == 303
    assert sheet_of(who).answers["o1"] == [0, 10]


def test_a_page_in_the_making_is_kept_and_counts_as_not_sent(respondents) -> None:
    (who,) = respondents(1)
    who.open()
    kept = who.send(1, **{"i-o1": 4, "draft": 1})
    assert kept.status_code == 204
    sheet = sheet_of(who)
    assert (sheet.answers, sheet.saved) == ({"o1": [4, None]}, [])
    assert who.open().redirect_chain[-1][0] == f"{who.path}/1"


def test_the_language_is_switched_without_losing_what_was_ticked(respondents) -> None:
    (who,) = respondents(1)
    who.open()
    assert who.send(1, **{"i-o1": 4, "language": "de"}).status_code == 303
    page = text(who.open(1))
    assert '<html lang="de">' in page
    assert "Sache 1 des Schadens" in page
    assert "Überhaupt nicht wichtig" in page
    assert page.count(" checked") == 1
    assert sheet_of(who).language == "de"


def test_a_link_that_was_used_up_says_so_and_shows_nothing(respondents) -> None:
    (who,) = respondents(1)
    who.whole(importance=5, satisfaction=1)
    for where in ("", 1, 2):
        page = text(who.open(where))
        assert "You have answered already" in page
        assert "Minimise" not in page
    assert who.answer(1, importance=1).status_code == 303
    assert sheet_of(who).answers["o1"] == [5, 1]


def test_closed_early_and_unknown(respondents, asker) -> None:
    (early,) = respondents(1, wave="next")
    assert "opens on" in text(early.open())
    who, gone = respondents(2)
    who.open()
    who.answer(1)
    revoke(asker, *SURVEY, Token.objects.get(invitation__tokens__token_hash=_hash_of(gone)).invitation_id)
    unknown, revoked = Client().get("/a/" + "x" * 43), gone.open()
    assert unknown.status_code == revoked.status_code == 404
    assert unknown.content == revoked.content, "taken back looks like never there"
    close(asker, *SURVEY, "now")
    page = who.open()
    assert page.status_code == 410
    assert "closed" in text(page)
    assert who.answer(2).status_code == 303
    assert sheet_of(who).saved == [1]


def _hash_of(who: Respondent) -> str:
    from trueup.web.parties.secrets import hash_of

    return hash_of(who.token)


def test_a_wave_closes_on_its_day(respondents, monkeypatch) -> None:
    (who,) = respondents(1)
    who.open()
    later = timezone.now() + dt.timedelta(30)
    monkeypatch.setattr("trueup.web.surveys.visits.timezone.now", lambda: later)
    assert who.open().status_code == 410


def test_guessing_is_slowed_and_says_nothing(respondents) -> None:
    (who,) = respondents(1)
    guesser = Client(REMOTE_ADDR="192.0.2.7")
    seen = [guesser.get(f"/a/guess-{number}").status_code for number in range(guesses.MOST + 2)]
    assert seen == [404] * guesses.MOST + [429] * 2
    assert guesser.get(who.path).status_code == 429, "nothing is looked up any more"
    assert who.open().status_code == 200, "elsewhere all goes on"


def test_a_form_that_another_site_sends_is_refused(respondents) -> None:
    (who,) = respondents(1)
    who.open()
    forged = who.client.post(f"{who.path}/1", {"i-o1": 5}, headers={"Sec-Fetch-Site": "cross-site"})
    assert forged.status_code == 403
    assert sheet_of(who).answers == {}


def test_being_left_alone_is_one_click(respondents) -> None:
    (who,) = respondents(1)
    assert "Do not write to me any more" in text(who.open("no-more"))
    assert Invitation.objects.get().declined_at is None, "looking changes nothing"
    assert who.client.post(f"{who.path}/no-more", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Invitation.objects.get().declined_at is not None


def test_a_scanner_that_only_looks_opens_nothing(respondents) -> None:
    (who,) = respondents(1)
    assert who.client.head(who.path).status_code == 200
    assert not Sheet.objects.exists()


def test_forms_go_round_evenly(book_of, acting) -> None:
    from trueup.web.surveys.actions.invite import hand_out

    book_of(forms="{see: 8}")
    people = [Respondent(str(each.link)) for each in hand_out(acting("harbour"), *SURVEY, "now", 9).asked]
    for who in people:
        who.open()
    forms = [sheet.form for sheet in Sheet.objects.all()]
    assert sorted(forms.count(form) for form in set(forms)) == [3, 3, 3]
    assert Fielding.objects.get().map_version == 1


def test_no_token_is_stored_or_logged(respondents, caplog) -> None:
    import logging

    from trueup.web.surveys.masking import WithoutTokens

    (who,) = respondents(1)
    assert not Token.objects.filter(token_hash=who.token).exists()
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "Broken: %s", (f"{who.path}/3",), None)
    assert WithoutTokens().filter(record)
    assert record.getMessage() == "Broken: /a/***/3"
