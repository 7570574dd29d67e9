"""Books are assessed anew after they moved, once for many changes; old assessments go, but one a day."""

from __future__ import annotations

import datetime as dt
from itertools import count

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from tests.web.seated import THE_DAY, assessed_once
from trueup.vocabulary import Grade, TrueupError
from trueup.web.assessments import actions, queries, tasks
from trueup.web.assessments.models import Assessment, Recomputation
from trueup.web.documents.books import open_book
from trueup.web.ledger.acting import action, record


@action("test.move-two")
def move(type: str, book: str = "northwind") -> None:
    record(type, "00" * 32, actor="x/1", at=timezone.now(), book=book)


def waiting() -> int:
    return DBTaskResult.objects.filter(task_path="trueup.web.assessments.tasks.recompute").count()


def test_many_changes_ask_for_one_recomputation(judged, acting, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for leaf in ("batch.landed", "version.in_force", "dispute.opened", "version.proposed", "checkpoint"):
            move(leaf)
    assert waiting() == 1
    assert queries.latest(acting("acme"), "northwind").freshness.recomputing
    tasks.recompute.func("northwind")
    fresh = queries.latest(acting("acme"), "northwind").freshness
    assert (fresh.out_of_date, fresh.recomputing) == (False, False)


def test_what_moves_no_verdict_asks_for_nothing(on_server, django_capture_on_commit_callbacks) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        move("version.proposed")
        move("member.joined", book="")
    assert waiting() == 0


def test_a_change_while_it_is_computed_asks_again(on_server, monkeypatch) -> None:
    assert tasks.ask("northwind")
    assert not tasks.ask("northwind")
    asked = []
    monkeypatch.setattr(tasks, "compute", lambda book: asked.append(tasks.ask(book)))
    tasks.recompute.func("northwind")
    assert asked == [True]
    assert Recomputation.objects.get().started_at is None


def test_a_failure_is_told_to_the_customer_and_not_in_detail_to_others(judged, acting, monkeypatch) -> None:
    tasks.ask("northwind")

    def fail(book: str) -> None:
        raise TrueupError("secret-agreement.yaml:3 is wrong")

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "compute", fail)
        with pytest.raises(TrueupError):
            tasks.recompute.func("northwind")
    assert "secret" in (queries.latest(acting("northwind"), "northwind").freshness.problem or "")
    assert queries.latest(acting("acme"), "northwind").freshness.problem == ""
    tasks.recompute.func("northwind")
    assert queries.latest(acting("acme"), "northwind").freshness.problem is None


def test_refresh_asks_for_what_is_out_of_date_and_forgets_the_dead(on_server) -> None:
    assert tasks.refresh.func() == ["northwind"]
    Recomputation.objects.all().delete()
    assessed_once(on_server, "the example", THE_DAY)
    assert tasks.refresh.func() == []
    long_ago = timezone.now() - dt.timedelta(hours=2)
    Recomputation.objects.create(book=on_server, asked_at=long_ago, started_at=long_ago)
    move("batch.landed")
    assert tasks.refresh.func() == ["northwind"]
    assert not Recomputation.objects.exclude(started_at=None).exists()


def test_all_grades_are_of_the_day_on_which_they_were_begun(on_server, monkeypatch) -> None:
    nights = (dt.datetime(2026, 11, day, 22, 59, tzinfo=dt.UTC) for day in count(20))  # in Berlin, before midnight
    monkeypatch.setattr(open_book("northwind"), "_clock", lambda: next(nights))
    actions.compute("northwind")
    assert set(Assessment.objects.values_list("as_of", "grade")) == {(THE_DAY, each.name) for each in Grade}


def test_one_assessment_a_day_is_kept(judged) -> None:
    now, kept = timezone.now(), Assessment.objects.get(grade="reported")
    today = kept.as_of
    hours = {"today": (0, 1, 2), "yesterday": (24, 25), "asked for": (30,)}
    for name, ages in hours.items():
        for age in ages:
            kept.pk, kept.computed_at = None, now - dt.timedelta(hours=age, minutes=30)
            kept.of_the_day = name != "asked for"
            kept.as_of = today - dt.timedelta(days=age // 24)
            kept.save()
    actions.prune(judged)
    left = Assessment.objects.filter(grade="reported", of_the_day=True).values_list("as_of", flat=True)
    assert sorted(left) == [today - dt.timedelta(1), today]
    assert not Assessment.objects.filter(of_the_day=False).exists()


def test_an_explicit_grade_is_kept_alone(on_server) -> None:
    actions.compute("northwind", grade="attested")
    assert [kept.grade for kept in Assessment.objects.all()] == ["attested"]
