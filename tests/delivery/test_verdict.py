"""Verdicts from facts: who finished what, when and for how much."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.delivery.cases import ACTIVITIES, ON_TIME, ROLES, but, case, done, plan, report
from tests.delivery.test_verdict_table import RANK, reference
from trueup.delivery.case import Case
from trueup.delivery.results import Help, Probability, ProviderVerdict
from trueup.delivery.verdict import Beyond, Chances, provider_verdicts
from trueup.delivery.verdict_table import COINCIDENT
from trueup.vocabulary import Grade

BUILT = {
    "missed": done("build", "2026-03-09", "acme", 120000, start="2026-01-05"),
    "met": done("build", "2026-03-06", "acme", 120000, start="2026-01-05"),
    "exceeded": done("build", "2026-03-02", "acme", 110000, start="2026-01-05"),
}
MIGRATED = {
    "met": done("migrate", "2026-04-17", "northwind", 90000),
    "not_met": done("migrate", "2026-05-12", "northwind", 90000),
}


def acme(of: Case, help: Help = "none", *, credit: bool = False, chances: Chances | None = None) -> ProviderVerdict:
    beyond = {"acme": Beyond(help, credit, ("it lent two people.",) if help != "none" else ())}
    return provider_verdicts(of, chances=chances or Chances(), beyond=beyond)[0]


def test_all_18_rows_from_facts(shared_reference: Path) -> None:
    for row in reference(shared_reference):
        rows = but(BUILT[row["own_scope"]], MIGRATED[row["overall"]])
        beyond: Any = row["beyond_scope_help"]
        found = acme(case(rows), beyond, credit=True)
        assert (found.own, found.overall, found.help) == (row["own_scope"], row["overall"], beyond)
        assert (found.standing, found.word, found.note) == ("final", row["verdict"], row["note"])
        assert found.enabled == (beyond == "implemented" and row["overall"] == "met")


def test_one_project_gives_different_verdicts_to_different_parties() -> None:
    found = provider_verdicts(case(but(BUILT["exceeded"], done("train", "2026-05-20", "sint", 40000))))
    assert {each.provider: each.word for each in found} == {"acme": "DELIGHTED", "sint": "NOT SATISFIED"}


def test_the_sentence_says_day_distance_commitment_and_cost() -> None:
    found = acme(case(but(BUILT["exceeded"])))
    assert found.reasons[0] == (
        "Acme finished Build on 2 March, 4 working days before its commitment of 6 March, for 110,000 of 120,000 EUR."
    )
    assert found.parameters[0].words.startswith("Acme finished Build on 2 March, 4 working days before")


def test_help_offered_is_not_help_given() -> None:
    """Own scope early and cheaper, overall late, a plan offered and declined."""
    found = acme(case(but(BUILT["exceeded"], MIGRATED["not_met"])), "offered")
    assert (found.word, found.note) == ("DELIGHTED", "offer not taken up; customer not successful")
    assert not found.enabled


def test_help_without_a_frozen_gain_is_coincident() -> None:
    found = acme(case(but(BUILT["met"])), "implemented", credit=False)
    assert (found.word, found.enabled) == ("SUCCESSFUL", False)
    assert COINCIDENT in found.note
    assert acme(case(but(BUILT["missed"])), "implemented", credit=False).word == "SUCCESSFUL DESPITE PROVIDER"


def test_met_after_descoping_is_never_plain_success() -> None:
    """Two must-haves given up, and everything else in time."""
    items = [{"id": name, "title": name.title(), "activities": [name]} for name in ("train", "migrate")]
    later = [item | {"descoped": "2026-04-01"} for item in items]
    versions = [plan(scope=items), plan(version=2, effective="2026-04-01", scope=later)]
    found = acme(case([BUILT["exceeded"]], versions))
    assert (found.standing, found.word, found.own, found.overall) == ("met_after_descoping", None, "exceeded", "met")
    assert found.note.startswith("met after de-scoping")
    assert "Train was given up on 1 April." in found.reasons


def test_met_on_a_loosened_promise_alone_is_met_after_descoping() -> None:
    loose = plan(version=2, effective="2026-04-01", commitment={"finish": "2026-05-29", "budget": 260000})
    late = but(MIGRATED["not_met"])
    assert acme(case(late, [plan(), loose])).standing == "met_after_descoping"
    assert acme(case(late, [plan(), loose])).word is None
    assert acme(case(late, [loose.model_copy(update={"version": 1})])).word == "SUCCESSFUL"


def test_before_the_end_it_is_a_forecast() -> None:
    chances = Chances(Probability(p=0.62, se=0.01), {"acme": Probability(p=0.91, se=0.01)})
    found = acme(case([report("build", "2026-02-27", "acme", percent=70.0, start="2026-01-05")]), chances=chances)
    assert (found.standing, found.own, found.overall, found.word) == ("forecast", None, None, None)
    assert (found.p_own, found.p_overall) == (chances.own["acme"], chances.overall)
    assert found.note == "forecast: P(own scope met) = 0.91 and P(overall met) = 0.62"
    assert "Build done by 6 March" in found.would_change


def test_a_portion_that_is_proven_late_is_missed_before_the_end() -> None:
    late = report("build", "2026-03-09", "northwind", percent=80.0, start="2026-01-05")
    found = acme(case([late]))
    assert (found.standing, found.own, found.overall, found.p_own) == ("forecast", "missed", None, None)
    assert found.reasons[0] == "Acme had not finished Build on 9 March: committed for 6 March."


def test_silence_proves_nothing() -> None:
    """The committed day has passed, and the last report is older than it."""
    quiet = report("build", "2026-03-05", "acme", percent=80.0, start="2026-01-05")
    found = acme(case([quiet], as_of=dt.date(2026, 12, 31)))
    assert (found.standing, found.own) == ("forecast", None)


def test_a_whole_that_is_lost_gives_final_verdicts_before_the_end() -> None:
    rows = [BUILT["met"], report("migrate", "2026-05-12", "northwind", percent=50.0)]
    found = provider_verdicts(case(rows))
    assert [(each.provider, each.standing, each.word) for each in found] == [
        ("acme", "final", "SATISFIED"),
        ("sint", "forecast", None),
    ]
    assert found[1].overall == "not_met"


def test_a_dispute_gives_one_verdict_for_each_claim() -> None:
    rows = but(BUILT["exceeded"], done("build", "2026-03-13", "northwind", 110000))
    found = acme(case(rows))
    assert (found.standing, found.own, found.overall, found.word) == ("unresolved", None, "met", None)
    assert [(each.by, each.own, each.word) for each in found.claims] == [
        ("acme", "exceeded", "SUCCESSFUL"),
        ("northwind", "missed", "SUCCESSFUL DESPITE PROVIDER"),
    ]
    assert found.reasons[0] == (
        "Build is disputed: Acme says it was finished on 2 March and Northwind says it was finished on 13 March."
    )
    assert found.would_change == ("the observer's report of Build, or a correction by Acme or Northwind",)


def test_a_dispute_that_changes_nothing_leaves_a_verdict() -> None:
    rows = but(BUILT["exceeded"], done("build", "2026-03-13", "northwind", 110000))
    sint = provider_verdicts(case(rows))[1]
    assert (sint.standing, sint.word, sint.claims) == ("final", "SUCCESSFUL", ())


def test_the_observer_settles_a_dispute() -> None:
    claims = (BUILT["exceeded"], done("build", "2026-03-13", "northwind", 110000))
    found = acme(case(but(*claims, done("build", "2026-03-06", "assay", 110000))))
    assert (found.standing, found.own, found.word) == ("final", "exceeded", "SUCCESSFUL")
    assert not case(but(*claims, done("build", "2026-03-06", "assay", 110000))).progress.conflicts


def test_no_own_scope() -> None:
    helper = replace(ROLES, providers=("helper",))
    [found] = provider_verdicts(case(roles=helper), beyond={"helper": Beyond("implemented", True)})
    assert (found.standing, found.own, found.overall, found.word, found.enabled) == (
        "no_own_scope", None, "met", None, False,
    )  # fmt: skip


def test_nothing_committed_is_no_verdict() -> None:
    bare = plan(activities=[{**each, "committed": None} for each in ACTIVITIES])
    found = acme(case(versions=[bare]))
    assert (found.standing, found.word) == ("no_verdict", None)
    assert found.would_change[0].startswith("a commitment of Acme in the plan")
    found = acme(case(versions=[plan(commitment={})]))
    assert (found.standing, found.own, found.overall, found.word) == ("no_verdict", "met", None, None)


def test_a_cost_that_nobody_reports_is_no_verdict() -> None:
    found = acme(case(but(done("build", "2026-03-06", "acme"))))
    assert (found.standing, found.own, found.word) == ("no_verdict", None, None)
    assert any("nobody has reported what Build cost" in each for each in found.would_change)


def test_it_says_when_it_rests_on_the_providers_own_word() -> None:
    alone = "It rests on Acme's own word for Build: nobody has verified it."
    assert alone in acme(case()).reasons
    verified = but(BUILT["met"], done("build", "2026-03-06", "northwind", 120000))
    assert alone not in acme(case(verified)).reasons


def test_at_a_higher_grade_the_providers_own_word_does_not_count() -> None:
    found = acme(case(grade=Grade.verified))
    assert (found.standing, found.own) == ("forecast", None)
    verified = but(BUILT["met"], done("build", "2026-03-06", "northwind", 120000))
    assert acme(case(verified, grade=Grade.verified)).own == "met"


def test_a_later_loosening_of_its_own_commitment_counts_only_before_the_fact() -> None:
    rows = but(BUILT["missed"])
    loose = [{**ACTIVITIES[0], "committed": {"finish": "2026-03-20", "cost": 120000}}, *ACTIVITIES[1:]]
    before = plan(version=2, effective="2026-02-16", activities=loose)
    after = plan(version=2, effective="2026-03-16", activities=loose)
    kept, late = acme(case(rows, [plan(), before])), acme(case(rows, [plan(), after]))
    assert (kept.own, late.own) == ("met", "missed")
    said = "The commitment for Build of 6 March and 120,000 EUR became 20 March and 120,000 EUR"
    assert f"{said}." in kept.reasons
    assert f"{said} after the fact: that does not count." in late.reasons


@pytest.mark.parametrize("written", ["2026-03-06T23:30:00-05:00", "2026-03-07T04:30:00Z", "2026-03-07T17:30:00+13:00"])
def test_an_amendment_that_states_no_day_counts_from_the_day_it_was_agreed_where_the_book_is(written: str) -> None:
    rows = but(BUILT["missed"])
    loose = [{**ACTIVITIES[0], "committed": {"finish": "2026-03-20", "cost": 120000}}, *ACTIVITIES[1:]]
    told = case(rows, [plan(), plan(version=2, agreed_at=written, activities=loose)])
    assert acme(replace(told, zone=ZoneInfo("America/New_York"))).own == "met"
    assert acme(told).own == "missed"


def test_nobody_exceeds_by_loosening_first() -> None:
    loose = [{**ACTIVITIES[0], "committed": {"finish": "2026-04-06", "cost": 120000}}, *ACTIVITIES[1:]]
    before = plan(version=2, effective="2026-02-16", activities=loose)
    assert acme(case(versions=[before.model_copy(update={"version": 1})])).own == "exceeded"
    assert acme(case(versions=[plan(), before])).own == "met"


DAYS = st.dates(dt.date(2026, 2, 1), dt.date(2026, 6, 30))


@given(built=DAYS, migrated=DAYS, later=st.integers(1, 120), cost=st.integers(60000, 160000))
def test_a_worse_whole_never_gives_a_better_verdict(built: dt.date, migrated: dt.date, later: int, cost: int) -> None:
    def word(finish: dt.date) -> int:
        rows = but(done("build", str(built), "acme", cost), done("migrate", str(finish), "northwind", 90000))
        found = acme(case(rows))
        assert found.word is not None
        return RANK[found.word]

    assert word(migrated + dt.timedelta(days=later)) <= word(migrated)


@given(st.permutations(ACTIVITIES), st.permutations(ON_TIME))
def test_the_order_of_activities_and_reports_never_matters(activities: Any, rows: Any) -> None:
    usual, shuffled = case(), case(rows, [plan(activities=activities)])
    assert provider_verdicts(shuffled) == provider_verdicts(usual)


def test_exceeded_begins_exactly_at_the_margin() -> None:
    def own(cost: int, **commitment: Any) -> str | None:
        promised = {"finish": "2026-04-30", "budget": 260000} | commitment
        return acme(case(but(done("build", "2026-03-06", "acme", cost)), [plan(commitment=promised)])).own

    assert [own(114000), own(114001), own(120000), own(120001)] == ["exceeded", "met", "met", "missed"]
    assert [own(102000, margin="0.15"), own(102001, margin="0.15")] == ["exceeded", "met"]


def test_better_in_one_does_not_make_up_for_worse_in_another() -> None:
    assert acme(case(but(done("build", "2026-03-09", "acme", 60000)))).own == "missed"


def test_own_scope_that_is_not_delivered_is_open_and_what_was_given_up_is_not_exceeded() -> None:
    items = [{"id": "portal", "title": "Portal", "party": "acme", "activities": ["build"]}]
    extra = [*items, {"id": "app", "title": "App", "party": "acme", "activities": ["train"]}]
    assert acme(case(but(BUILT["exceeded"]), [plan(scope=items)])).own == "exceeded"
    gone = [extra[0], extra[1] | {"descoped": "2026-02-02"}]
    assert acme(case(but(BUILT["exceeded"]), [plan(scope=extra), plan(version=2, scope=gone)])).own == "met"
    assert acme(case([BUILT["exceeded"]], [plan(scope=extra)])).own is None
