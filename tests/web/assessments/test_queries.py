"""Each seat sees its own part of an assessment, at any grade, and how fresh it is."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from django.utils import timezone

from trueup.web.assessments import actions, queries
from trueup.web.assessments.models import Assessed, Assessment
from trueup.web.assessments.portfolio import Filters
from trueup.web.documents.access import visible_agreements
from trueup.web.documents.models import AgreementSeat, Seat
from trueup.web.ledger.acting import action, record
from trueup.web.parties.access import NotFound

OF_ACME = {"claims-platform", "contact-centre", "portal", "premium-leakage"}
OF_SINT = {"academy", "claims-platform", "fraud-detection", "policy-issue", "policy-rollout"}


@action("test.move")
def move(type: str = "batch.landed") -> None:
    record(type, "00" * 32, actor="x/1", at=timezone.now(), book="northwind")


def test_it_is_computed_at_once_where_it_never_was_and_never_again(on_server, acting) -> None:
    acme = acting("acme")
    assert {row.id for row in queries.portfolio(acme)} == OF_ACME
    assert {kept.grade for kept in Assessment.objects.all()} == {"reported", "verified", "attested"}
    queries.latest(acme, "northwind", "attested")
    queries.agreement(acme, "northwind", "portal")
    assert Assessment.objects.count() == 3


def test_a_portfolio_has_the_agreements_of_the_seat_and_no_others(judged, acting) -> None:
    expected = {"acme": OF_ACME, "sint": OF_SINT, "brandt": {"mueller"}, "stranger": set()}
    for party, agreements in expected.items():
        assert {row.id for row in queries.portfolio(acting(party))} == agreements
    assert len(queries.portfolio(acting("northwind"))) == 9


def test_a_provider_learns_nothing_about_what_is_not_its_own(judged, acting) -> None:
    whole = queries.latest(acting("northwind"), "northwind")
    seen = queries.latest(acting("acme"), "northwind")
    assert whole.whole
    assert not seen.whole
    assert {result.id for result in seen.agreements} == OF_ACME
    assert (seen.heat, seen.claims, seen.expected_false_alarms) == (None, None, None)
    own = {objective.kpi for result in seen.agreements for objective in result.objectives}
    findings = (*seen.strengths, *seen.weaknesses)
    assert findings, "nothing left to look at"
    assert len(findings) < len(whole.strengths) + len(whole.weaknesses)
    for each in (*findings, *seen.conflicts):
        assert each.slice.provider == "acme"
        assert each.kpi in own
    assert set(seen.parties) == {"northwind", "acme", "sint", "assay"}
    assert not any("Academy" in words or "ller" in words for words in seen.insufficient)


def test_nothing_of_another_agreement_is_in_what_a_provider_is_shown(judged, acting) -> None:
    brandt = queries.latest(acting("brandt"), "northwind")
    assert (brandt.strengths, brandt.weaknesses, brandt.conflicts) == ((), (), ())
    shown = json.dumps([result.model_dump(mode="json") for result in brandt.agreements]) + repr(brandt)
    for other in ("acme", "sint", "assay", "claims-", "claim_cycle", "portal", "premium"):
        assert other not in shown.lower()


def test_an_observer_sees_the_slices_of_what_it_observes(judged, acting) -> None:
    seen = queries.latest(acting("assay"), "northwind")
    where = {each.slice.project for each in (*seen.strengths, *seen.weaknesses)}
    assert where
    assert where <= {"claims-2026", "contact-2025", "policy-2025", "issue-2026", "leakage-2026", "portal-2026",
                     "fraud-2026"}  # fmt: skip


@pytest.mark.parametrize("party", ["sint", "brandt", "stranger"])
def test_another_partys_agreement_is_not_there(judged, acting, party: str) -> None:
    actor = acting(party)
    for missing in ("premium-leakage", "no-such-thing"):
        with pytest.raises(NotFound):
            queries.agreement(actor, "northwind", missing)
        with pytest.raises(NotFound):
            queries.timeline(actor, "northwind", missing)
    with pytest.raises(NotFound):
        queries.latest(None, "northwind")


def test_every_grade_is_kept_and_the_sentence_says_what_it_does(judged, acting) -> None:
    acme = acting("acme")
    found = {grade: queries.agreement(acme, "northwind", "premium-leakage", grade) for grade in
             ("reported", "verified", "attested")}  # fmt: skip
    assert [each.result.verdict for each in found.values()] == ["succeeding", "unproven", "unproven"]
    assert found["reported"].on_grades == (
        "Instead of succeeding the verdict would be unproven at grade verified and attested, "
        "because it rests on the provider's own figures."
    )
    assert found["attested"].on_grades == "Instead of unproven the verdict would be succeeding at grade reported."
    steady = queries.agreement(acme, "northwind", "contact-centre")
    assert steady is not None
    assert steady.on_grades is None


def test_it_says_when_the_book_has_moved_on(judged, acting) -> None:
    acme = acting("acme")
    assert not queries.latest(acme, "northwind").freshness.out_of_date
    move("version.proposed")
    assert not queries.latest(acme, "northwind").freshness.out_of_date
    move("batch.landed")
    fresh = queries.portfolio(acme)[0].freshness
    assert fresh.out_of_date
    assert not fresh.recomputing
    actions.compute("northwind")
    assert not queries.latest(acme, "northwind").freshness.out_of_date


def test_yesterdays_assessment_is_out_of_date(judged, acting) -> None:
    Assessment.objects.update(as_of=timezone.now().date() - dt.timedelta(2))
    assert queries.latest(acting("acme"), "northwind").freshness.out_of_date


def test_a_day_of_the_past_is_computed_once_and_is_not_the_latest(judged, acting) -> None:
    acme, day = acting("acme"), dt.date(2026, 3, 1)
    for _ in range(2):
        found = queries.agreement(acme, "northwind", "claims-platform", as_of=day)
        assert found is not None
        assert found.freshness.as_of == day
    assert Assessment.objects.filter(as_of=day).count() == 1
    assert queries.latest(acme, "northwind").freshness.as_of > day
    assert [mark.as_of for mark in queries.timeline(acme, "northwind", "claims-platform")] != [day]


def test_the_timeline_has_a_mark_a_day(judged, acting) -> None:
    kept = Assessment.objects.get(grade="reported")
    row = Assessed.objects.get(assessment=kept, agreement="portal")
    for days in (3, 2, 2):
        day = kept.as_of - dt.timedelta(days)
        kept.pk, kept.as_of = None, day
        kept.save()
        kept.as_of = day + dt.timedelta(days)
        row.pk, row.assessment = None, kept
        row.save()
    marks = queries.timeline(acting("acme"), "northwind", "portal")
    assert [mark.verdict for mark in marks] == ["failing"] * 3


def test_a_portfolio_of_a_thousand_takes_a_handful_of_queries(judged, acting, django_assert_max_num_queries) -> None:
    customer, kept = acting("northwind"), Assessment.objects.get(grade="reported")
    row = Assessed.objects.get(assessment=kept, agreement="portal")
    seat = Seat.objects.get(book=judged, local_id="northwind")
    names = [f"portal-{number}" for number in range(1000)]
    AgreementSeat.objects.bulk_create(
        AgreementSeat(book=judged, agreement=name, seat=seat, part="customer") for name in names
    )
    for name in names:
        row.pk, row.agreement = None, name
        row.save()
    with django_assert_max_num_queries(6):
        rows = queries.portfolio(customer)
    assert len(rows) == 1009


def test_filters_narrow(judged, acting) -> None:
    customer = acting("northwind")

    def found(**asked: str) -> set[str]:
        return {row.id for row in queries.portfolio(customer, Filters(**asked))}

    assert found(provider="brandt") == {"mueller"}
    assert found(project="leakage-2026") == {"premium-leakage"}
    assert found(stage="inbound") == {"contact-centre"}
    assert found(phase="implementation") == {"claims-platform", "policy-rollout"}
    assert found(verdict="failed") == {"contact-centre", "policy-rollout"}
    assert found(text="PLATFORM", provider="sint") == {"claims-platform"}
    assert found(book="another") == set()


def test_every_row_goes_through_the_door(judged, acting) -> None:
    acme = acting("acme")
    assert {row.id for row in queries.portfolio(acme)} == {row.agreement for row in visible_agreements(acme)}
    AgreementSeat.objects.filter(seat__party_id=acme.party, agreement="portal").delete()
    assert "portal" not in {row.id for row in queries.portfolio(acme)}
    assert "portal" not in {each.id for each in queries.latest(acme, "northwind").agreements}
