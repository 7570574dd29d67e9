"""Answers become facts: once, whole, whoever dies in between; anonymous ones so that nobody is told from the others."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.db import OperationalError
from django.utils import timezone

from tests.web.surveys.conftest import SURVEY, Respondent, sheet_of
from trueup.vocabulary import Insufficient, TrueupError
from trueup.web.documents.books import store_of
from trueup.web.evidence.actions import land
from trueup.web.evidence.models import Batch
from trueup.web.evidence.sheets import stated
from trueup.web.ledger.models import Leaf
from trueup.web.surveys.actions.invite import hand_out, invite
from trueup.web.surveys.actions.settle import close
from trueup.web.surveys.models import Fielding, Invitation, Landing, Sheet
from trueup.web.surveys.queries import answers, people
from trueup.web.surveys.tasks import end_wave, land_answers, tend

NAMED = {"anonymous": "false"}


def facts(*, corrected: bool = False) -> list[dict]:
    with store_of("harbour").snapshot() as snapshot:
        if not snapshot.has("responses"):
            return []
        rows = snapshot.frame("responses") if corrected else snapshot.latest("responses")
        return snapshot.collect(rows).to_pylist()


def landed() -> int:
    return land_answers.func(Fielding.objects.get().pk)


def closed(asker) -> None:
    fielding = close(asker, *SURVEY, "now")
    end_wave.func("harbour", fielding.pk)


@pytest.fixture
def named(book_of, acting):
    """A survey that is not anonymous, and who asks."""
    book_of(**NAMED)
    return acting("harbour")


def ask(actor, count: int) -> list[Respondent]:
    return [Respondent(str(each.link)) for each in hand_out(actor, *SURVEY, "now", count).asked]


def test_who_finishes_lands_with_a_leaf(named) -> None:
    (who,) = ask(named, 1)
    leaves = Leaf.objects.count()
    who.open()
    who.send(1, **{"i-o1": 5, "s-o1": 1, "i-o2": 4, "n-o3": 1})
    assert landed() == 0
    who.answer(2)
    who.answer(3)
    assert landed() == 1
    rows = {row["outcome"]: (row["importance"], row["satisfaction"]) for row in facts()}
    assert rows == {"o1": (5, 1), "o2": (4, None), "o3": (None, None), "o4": (None, None)} | {
        f"o{number}": (4, 2) for number in range(5, 13)
    }
    (leaf,) = Leaf.objects.order_by("index")[leaves:]
    assert leaf.type == "batch.landed"
    assert Batch.objects.get().leaf == leaf.index
    assert landed() == 0
    assert len(facts(corrected=True)) == 12


def test_closing_lands_what_was_begun_as_far_as_it_was_shown(named) -> None:
    half, looked, never = ask(named, 3)
    half.open()
    half.answer(1)
    half.open(2)
    looked.open()
    looked.open(1)
    closed(named)
    rows = facts()
    assert {row["respondent"] for row in rows} == {Sheet.objects.exclude(started_at=None).get().respondent}
    assert [row["importance"] for row in sorted(rows, key=lambda row: int(row["outcome"][1:]))] == [4] * 4 + [None] * 4
    assert never.open().status_code == 410
    assert Fielding.objects.get().ended_at is not None


def test_the_keys_of_a_person_go_with_the_answers(named) -> None:
    rows = [{"person": "1", "region": "north", "customer": "Quay"}]
    (asked,) = invite(named, *SURVEY, "now", stated(rows), "links").asked
    Respondent(str(asked.link)).whole()
    landed()
    (row,) = {(row["customer"], row["segment_keys"]) for row in facts()}
    assert (row[0], json.loads(row[1])) == ("Quay", {"region": "north"})


def test_killed_at_any_moment_nothing_is_lost_or_doubled(named, monkeypatch) -> None:
    """As in evidence: the database goes away between the facts and their leaf, and before the facts."""
    from trueup.facts import FactStore

    one, two = ask(named, 2)
    one.whole()

    def gone(*_: object, **__: object) -> None:
        raise OperationalError("gone")

    for place, name in ((FactStore, "append"), (land, "record")):
        with monkeypatch.context() as patched:
            patched.setattr(place, name, gone)
            with pytest.raises((OperationalError, TrueupError)):
                landed()
    two.whole()
    assert landed() == 2
    assert landed() == 0
    assert len(facts(corrected=True)) == 24
    assert len({row["respondent"] for row in facts()}) == 2
    assert Landing.objects.filter(done_at=None).count() == 0
    assert Batch.objects.filter(leaf=None).count() == 0


def test_anonymous_answers_land_together_and_tell_no_time(respondents, asker) -> None:
    people_ = respondents(4)
    for who in people_[:2]:
        who.whole()
        assert landed() == 0, "fewer than three"
    people_[2].whole()
    assert landed() == 3
    assert len(Batch.objects.all()) == 1
    at = {row["answered_at"].astimezone(dt.timezone(dt.timedelta(hours=1))) for row in facts()}
    assert {(moment.minute, moment.second) for moment in at} == {(0, 0)}
    people_[3].open()
    people_[3].answer(1)
    closed(asker)
    assert len({row["respondent"] for row in facts()}) == 4


def test_closing_cuts_people_from_their_anonymous_answers(respondents, asker) -> None:
    invite(asker, *SURVEY, "now", stated([{"email": "ada@people.example", "region": "north"}]), "email")
    for who in respondents(3):
        who.whole()
    assert Invitation.objects.exclude(sheet=None).count() == 3
    closed(asker)
    assert Invitation.objects.exclude(sheet=None).count() == 0
    assert {json.dumps(row.keys) for row in Invitation.objects.all()} == {"{}"}
    assert Sheet.objects.count() == 3


def test_a_named_survey_keeps_the_link(named) -> None:
    (who,) = ask(named, 1)
    who.whole()
    closed(named)
    assert sheet_of(who).finished_at is not None
    assert [row.state for row in people(named, *SURVEY, "now")] == ["finished"]


def test_nobody_learns_who_of_an_anonymous_survey_has_answered(respondents, asker) -> None:
    first, *_rest = respondents(3)
    first.whole()
    assert [row.state for row in people(asker, *SURVEY, "now")] == ["asked"] * 3


def test_answers_leave_only_above_the_smallest_group(book_of, acting) -> None:
    book_of(minimum_group="4")
    asker = acting("harbour")
    regions = ["north"] * 5 + ["south"] * 4 + ["east"]
    rows = [{"person": str(number), "region": region} for number, region in enumerate(regions)]
    asked = [Respondent(str(each.link)) for each in invite(asker, *SURVEY, "now", stated(rows), "links").asked]
    for who in asked[:3]:
        who.whole()
    tend.func()
    landed()
    few = answers(asker, *SURVEY, "now")
    assert isinstance(few, Insufficient)
    for who in asked[3:]:
        who.whole()
    closed(asker)
    found = answers(asker, *SURVEY, "now")
    assert not isinstance(found, Insufficient)
    shown = {each.respondent: dict(each.keys).get("region") for each in found.answers}
    assert len(shown) == 10
    assert sorted(map(str, shown.values())) == ["None"] * 5 + ["north"] * 5, (
        "the one from the east, and so many with them that nobody is told by being left"
    )


def test_a_wave_closes_by_itself_on_its_day(respondents, monkeypatch) -> None:
    (who,) = respondents(1)
    who.open()
    who.answer(1)
    then = timezone.now() + dt.timedelta(22)
    monkeypatch.setattr("django.utils.timezone.now", lambda: then)
    assert tend.func() == 1
    assert tend.func() == 0
    fielding = Fielding.objects.get()
    assert fielding.closed_at is not None
    end_wave.func("harbour", fielding.pk)
    assert len(facts()) == 4
    assert Leaf.objects.filter(type="survey.closed").count() == 1


def test_an_empty_wave_closes_without_facts(respondents, asker) -> None:
    respondents(2)
    closed(asker)
    assert facts() == []


def test_all_answers_equal_are_answers(named) -> None:
    for who in ask(named, 2):
        who.whole(importance=3, satisfaction=3)
    assert landed() == 2
    assert {(row["importance"], row["satisfaction"]) for row in facts()} == {(3, 3)}
