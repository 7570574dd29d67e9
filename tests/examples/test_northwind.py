"""The story that examples/northwind tells is what Trueup makes of it."""

from __future__ import annotations

import datetime as dt
import runpy
import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import ROOT
from trueup.book import Book, check
from trueup.facts import FactStore
from trueup.scorecard.model import Scorecard
from trueup.scorecard.opened import OpenBook
from trueup.scorecard.value_case import business_case
from trueup.scorecard.value_check import check_statement
from trueup.scorecard.value_payments import compared
from trueup.scorecard.value_settle import settlements
from trueup.scorecard.value_worth import worths
from trueup.sources.load import load

NORTHWIND = ROOT / "examples" / "northwind"
AS_OF = dt.date(2026, 10, 1)
LOADED = dt.datetime(2026, 10, 9, 9, tzinfo=dt.UTC)


def test_the_script_gives_the_facts_that_stand_beside_it(tmp_path: Path):
    write = runpy.run_path(str(NORTHWIND / "generate.py"))["write"]
    write(tmp_path)
    made = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert made == {path.name: path.read_bytes() for path in (NORTHWIND / "data").iterdir()}


def test_it_says_that_it_is_fictional():
    for file in ("README.md", "book.yaml"):
        assert "fictional" in (NORTHWIND / file).read_text()


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenBook]:
    folder = tmp_path_factory.mktemp("example") / "northwind"
    shutil.copytree(NORTHWIND, folder, ignore=shutil.ignore_patterns(".trueup"))
    store = FactStore.open(folder)
    reports = load(Book.load(folder), store, clock=lambda: LOADED)
    assert not [refusal for report in reports for refusal in report.refusals]
    with OpenBook(folder, store) as book:
        yield book


@pytest.fixture(scope="module")
def card(opened: OpenBook) -> Scorecard:
    return opened.assess(AS_OF)


def test_nothing_is_wrong_with_the_book():
    assert list(check(NORTHWIND)) == []


def test_every_verdict_occurs(card: Scorecard):
    assert {agreement.id: agreement.verdict for agreement in card.agreements} == {
        "claims-platform": "unproven",
        "policy-rollout": "failed",
        "contact-centre": "failed",
        "policy-issue": "succeeding",
        "premium-leakage": "succeeding",
        "mueller": "succeeded",
        "fraud-detection": "at_risk",
        "portal": "failing",
        "academy": "unproven",
    }


def statuses(card: Scorecard, id: str) -> dict[str, str]:
    (found,) = [agreement for agreement in card.agreements if agreement.id == id]
    return {objective.id: objective.status for objective in found.objectives}


def test_satisfied_the_provider_kept_its_date_and_the_project_failed(card: Scorecard):
    assert statuses(card, "policy-rollout") == {"delivered": "met", "straight-through": "missed"}


def test_delighted_cheaper_than_promised_and_the_whole_failed(card: Scorecard):
    assert statuses(card, "contact-centre") == {"run-cost": "met", "first-contact": "missed"}


def test_successful_the_slip_of_one_was_contained_and_the_customer_got_it_all(card: Scorecard):
    assert statuses(card, "claims-platform") == {"cycle-time": "met", "migration": "met", "staffing": "met"}


def test_what_the_legacy_claims_show_leaves_open_whether_it_was_worth_it(card: Scorecard):
    (found,) = [agreement for agreement in card.agreements if agreement.id == "claims-platform"]
    value = found.value
    assert value.attributed is not None
    assert value.realised.expected > value.cost
    assert value.attributed.low < value.cost < value.attributed.expected < value.realised.expected
    assert (value.status, found.verdict) == ("undetermined", "unproven")
    effect = found.objectives[0].attributed
    assert effect is not None
    assert (effect.method, effect.declared, effect.decides) == ("control", "before_result", True)


def test_the_weakened_promise_still_shows_the_first(card: Scorecard):
    (found,) = [agreement for agreement in card.agreements if agreement.id == "policy-issue"]
    assert (found.verdict, found.verdict_first) == ("succeeding", "failing")
    assert found.versions[1].value_descoped > 1_000_000
    assert found.objectives[0].first_target == 5.0


def test_the_verdict_on_leakage_flips_with_the_grade(card: Scorecard):
    (found,) = [agreement for agreement in card.agreements if agreement.id == "premium-leakage"]
    assert found.verdict_at_grade == {"reported": "succeeding", "verified": "unproven", "attested": "unproven"}
    assert found.depends_on_provider_figures


def test_the_dispute_is_shown_and_not_averaged_away(card: Scorecard):
    (found,) = [agreement for agreement in card.agreements if agreement.id == "fraud-detection"]
    assert found.grade_mix["disputed"] == 1
    assert float(found.value.realised.high - found.value.realised.low) == pytest.approx((288_000 - 171_000) / 2)


def test_what_the_dispute_leaves_open_is_what_either_answer_would_say(
    opened: OpenBook, card: Scorecard, tmp_path: Path
):
    answered = tmp_path / "northwind"
    shutil.copytree(opened.folder, answered)
    dispute = answered / "evidence" / "dispute.yaml"
    upheld = "answer: {by: assay, at: 2026-08-10T09:00:00+02:00, finding: upheld}\n"
    dispute.write_text(dispute.read_text(encoding="utf-8") + upheld, encoding="utf-8")
    (open_,) = [each.objectives[0] for each in card.agreements if each.id == "fraud-detection"]
    with OpenBook(answered, FactStore.open(answered)) as book:
        (closed,) = [each.objectives[0] for each in book.assess(AS_OF).agreements if each.id == "fraud-detection"]
    assert (open_.p_hit_low, open_.p_hit_high) == (closed.p_hit, open_.p_hit)
    assert closed.p_hit is not None
    assert closed.p_hit < 0.5 < (open_.p_hit or 0)
    assert (closed.p_hit_low, closed.p_hit_high) == (None, None)


def test_claims_of_the_provider_are_recomputed(card: Scorecard):
    assert card.claims.conflict > 0
    assert {conflict.kpi for conflict in card.claims.conflicts} == {"portal_uptime"}


def test_strengths_weaknesses_and_the_map_have_something_to_say(card: Scorecard):
    assert card.strengths
    assert card.weaknesses
    assert {cell.provider for cell in card.heat} >= {"acme", "sint"}


def test_what_was_known_then_differs_from_what_is_known_now(opened: OpenBook):
    def june(known_at: str) -> float:
        rows = opened.kpis(("kpi", "month"), kpis=["policy_issue_days"], as_of=AS_OF, known_at=known_at).to_pylist()
        return next(row["actual"] for row in rows if row["month"] == dt.date(2026, 6, 1))

    assert june("2026-07-31T12:00:00+00:00") != 9.4
    assert june("2026-09-30T12:00:00+00:00") == 9.4


def verdicts(card: Scorecard, plan: str) -> dict[str, tuple[str | None, str, bool]]:
    (found,) = [delivery for delivery in card.deliveries if delivery.plan == plan]
    return {each.provider: (each.word, each.help, each.enabled) for each in found.verdicts}


def test_three_projects_and_what_their_providers_may_call_the_customer(card: Scorecard):
    assert verdicts(card, "policy-plan") == {"sint": ("SATISFIED", "none", False)}
    assert verdicts(card, "contact-plan") == {"acme": ("DELIGHTED", "offered", False)}
    assert verdicts(card, "claims-plan") == {
        "acme": ("SUCCESSFUL", "implemented", True),
        "sint": ("SUCCESSFUL DESPITE PROVIDER", "none", False),
    }


def test_plans_and_agreements_tell_of_the_same_days(card: Scorecard, opened: OpenBook):
    finished = {row.activity: row.finish for delivery in card.deliveries for row in delivery.activities}
    live = {versions.id: versions.latest.go_live for versions in opened.book.agreements.values()}
    assert finished["go-live"] == live["claims-platform"].actual
    assert finished["modules-6-12"] == live["policy-rollout"].actual
    assert finished["move"] == live["contact-centre"].actual


def test_the_frozen_forecast_is_what_anybody_gets_again(opened: OpenBook):
    steps = opened.book.containment("lend-people")
    validated = next(step for step in steps if step.state == "validated")
    with opened.plan("claims-plan", validated.on) as found:
        assert found.frozen(validated.moves, validated.forecast.method) == validated.forecast


def test_the_agreements_and_the_plans_of_a_project_cost_the_same(opened: OpenBook):
    """What a provider is paid by the agreement is what its portion costs by the plan."""
    for plan, agreement, party in (
        ("policy-plan", "policy-rollout", "sint"),
        ("contact-plan", "contact-centre", "acme"),
        ("claims-plan", "claims-platform", "sint"),
    ):
        with opened.plan(plan, AS_OF) as found:
            spent = sum(
                status.cost
                for activity, status in found.progress.by_activity.items()
                if found.current.activity(activity).party == party
            )
        paid = [cost.amount for cost in opened.book.agreement(agreement).latest.costs if cost.party == party]
        assert [spent] == paid


def test_what_could_be_improved_is_done_left_or_measured_first(opened: OpenBook):
    with opened.values(AS_OF) as values:
        found = [each for party in worths(values).parties for each in party.improvements]
    assert {each.id: each.answer for each in found} == {
        "northwind:straight-through": "measure first",
        "northwind:handler-tools": "act",
        "acme:own-staff": "leave",
    }


def test_the_sealed_case_stands_beside_what_came(opened: OpenBook):
    with opened.values(AS_OF) as values:
        came = business_case(values).came
    assert came is not None
    assert (came.sealed_version, came.sealed_on, came.counted) == (1, dt.date(2025, 9, 1), "attributed")
    assert came.attributed is not None
    assert came.benefits_promised < came.attributed < came.benefits_came


def test_the_last_plan_is_compared_with_what_was_paid(opened: OpenBook):
    with opened.values(AS_OF) as values:
        (line,) = compared(values).lines
    assert (line.planned_to_date, line.invoiced, line.credited, line.paid) == (
        186_000,
        180_000,
        Decimal("1250.50"),
        160_000,
    )


def test_each_statement_can_be_drawn_up_again(opened: OpenBook):
    statements = [each.latest for each in opened.book.statements.values()]
    assert len(statements) == 4
    assert [check_statement(opened, each).differences for each in statements] == [()] * 4


def test_the_disputed_part_is_held_back(opened: OpenBook):
    with opened.values(AS_OF) as values:
        first, june, last = settlements(values, "fraud-detection").periods
    assert (first.held, june.held, last.held) == (0, Decimal("5850.00"), 0)
    assert [each.state for each in (first, june, last)] == ["settled", "settled", "ready"]


def test_the_contact_centre_holds_at_one_level_of_five_though_those_who_decide_are_happy(opened: OpenBook):
    with opened.ladders(AS_OF) as ladders:
        found = ladders.ladder()
    assert [level.status for level in found.levels] == ["maintained", "below", "below", "stale", "maintained"]
    assert (found.frontier, found.next, found.all_maintained) == (1, "business_users", False)
    assert found.headline is not None
    assert found.headline.value == min(level.score.value for level in found.levels if level.score is not None)
    (warned,) = found.warnings
    assert (warned.horizon, warned.parties, warned.hours) == ("individuals", ("acme",), 45)
    hostage = found.levels[2].criteria[0]
    assert hostage.rater == "customer"
    assert hostage.overridden is not None
    assert hostage.overridden.score is not None
    assert (hostage.overridden.score.value, hostage.overridden.reported_by) == (1.0, "acme")


def test_all_five_held_in_february_until_agents_were_asked_about_the_new_tools(opened: OpenBook):
    with opened.ladders(dt.date(2026, 2, 20)) as ladders:
        assert ladders.ladder().all_maintained
    with opened.ladders(AS_OF) as ladders:
        lapses = {lapse.horizon: lapse for lapse in ladders.ladder().lapses}
    assert set(lapses) == {"business_users", "technology_organisation", "technology_team"}
    assert (lapses["business_users"].frontier_before, lapses["business_users"].frontier_after) == (5, 1)
    assert lapses["technology_team"].why == "stale"


def test_two_jobs_hang_on_acme_and_neither_is_lost_without_it(opened: OpenBook):
    """By hand: who recovers from a loss passes Acme's platform or the handlers; only the latter lead to premiums."""
    with opened.models(AS_OF) as models:
        found, lost = models.gaps(), models.hangs(None, "acme")
    assert {gap.kind: [each.id for each in gap.elements] for gap in found.kinds if gap.elements} == {
        "job_without_interaction": ["leave"],
        "interaction_without_decision_or_owner": ["repair"],
        "capability_without_cash_flow": ["telephony"],
        "cash_flow_without_job": ["rent"],
    }
    assert lost.touched.jobs == ("whole-again", "recover-loss")
    assert lost.cut_off.jobs == ()
    assert lost.gone == ("claims-system", "fraud-models")
