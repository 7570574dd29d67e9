"""Criteria that are proposed: for every level without one, each with its reason, in a document that holds."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.horizons.made import stakeholders
from trueup.agreements.documents import Agreement
from trueup.horizons import stakeholder_rules
from trueup.horizons.proposals import Ground, Proposed, propose, told
from trueup.horizons.stakeholders import HORIZONS
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.kpis.documents import Kpi

AGREEMENT = Agreement.model_validate(
    {
        "id": "saw", "title": "Saw", "customer": "mill", "providers": ["acme"], "effective": "2026-01-01",
        "project": "saw-2026",
        "objectives": [
            {"id": "yield", "kpi": "planks", "target": 9},
            {"id": "quick", "kpi": "minutes_a_log", "target": 9, "horizon": "business_users"},
            {"id": "cheap", "kpi": "run_cost", "target": 9, "horizon": "technology_organisation"},
        ],
    }
)  # fmt: skip
MAP = JobMap.model_validate(
    {
        "id": "cut", "job": "Cut a log", "executor": "sawyer",
        "steps": [{"id": "define", "name": "Decide", "outcomes": [
            {"id": "o1", "statement": "Minimise the likelihood of a wrong cut", "kpi": "wrong_cuts"},
            {"id": "o2", "statement": "Minimise the time it takes to decide", "kpi": "minutes_a_log"},
            {"id": "o3", "statement": "Minimise the effort of turning a log"},
            {"id": "o4", "statement": "Minimise the noise"},
        ]}],
    }
)  # fmt: skip


def kpi(id: str, name: str, **keys: Any) -> Kpi:
    return Kpi.model_validate({"id": id, "name": name, "unit": "count", "direction": "decrease"} | keys)


KPIS = {
    each.id: each
    for each in (
        kpi("wrong_cuts", "Wrong cuts", bounds=[0, 40]),
        kpi("outages", "Outages of the saw", bounds=[0, 10]),
        kpi("stops", "Downtime"),
        kpi("minutes_a_log", "Minutes a log", bounds=[0, 5]),
    )
}


def ground(**keys: Any) -> Ground:
    return Ground("mill", ("acme",), **({"agreement": AGREEMENT, "kpis": KPIS, "job_maps": [MAP]} | keys))


def at(found: Proposed, horizon: str) -> list[str]:
    return [criterion.id for level, criterion, _ in found.criteria if level == horizon]


def test_objectives_go_to_their_levels_and_those_of_none_to_the_corporation() -> None:
    found = propose(ground())
    assert at(found, "corporation") == ["yield"]
    assert at(found, "business_users") == ["quick", "satisfied-o2", "wrong_cuts", "satisfied-o3", "usable", "outages"]
    assert at(found, "technology_organisation") == ["cheap", "hostage"]
    assert at(found, "technology_team") == ["practice", "team-pulse"]
    assert at(found, "individuals") == ["gets-what-they-need"]
    assert [person.role for person, _ in found.people] == ["economic", "user", "technical", "coach"]


def test_what_is_worst_and_best_comes_from_the_bounds_of_the_kpi() -> None:
    found = {criterion.id: criterion for _, criterion, _ in propose(ground()).criteria}
    assert (found["outages"].incidents, found["outages"].scale) == ("outages", (Decimal(10), Decimal(0)))
    assert (found["wrong_cuts"].kpi, found["wrong_cuts"].scale) == ("wrong_cuts", (Decimal(40), Decimal(0)))
    assert "stops" not in found, "nobody has said how bad it can be"


def test_a_survey_that_asks_about_an_outcome_is_used() -> None:
    survey = Survey.model_validate({"id": "sawyers", "job_map": "cut", "outcomes": ["o3"]})
    found = {criterion.id: criterion for _, criterion, _ in propose(ground(surveys=[survey])).criteria}
    assert (found["satisfied-o3"].survey, found["satisfied-o3"].outcome) == ("sawyers", "o3")
    assert found["satisfied-o2"].answers == "How satisfied are you with this: minimise the time it takes to decide?"


def test_a_job_map_of_another_project_is_left_alone() -> None:
    other = MAP.model_copy(update={"project": "roof"})
    assert at(propose(ground(job_maps=[other])), "business_users") == ["quick", "usable", "outages"]


def test_a_corporation_without_metrics_is_asked() -> None:
    bare = AGREEMENT.model_copy(update={"objectives": AGREEMENT.objectives[1:]})
    assert at(propose(ground(agreement=bare)), "corporation") == ["worth-it"]


def test_only_levels_without_criteria_get_some_and_the_rest_stays() -> None:
    standing = stakeholders(corporation={"criteria": []}, technology_team={"criteria": [], "threshold": 0.9})
    found = propose(ground(), standing)
    assert {horizon for horizon, _, _ in found.criteria} == {"corporation", "technology_team"}
    assert found.people == ()
    assert (found.document.id, found.document.version, found.document.why) == (
        standing.id,
        2,
        "criteria where there were none",
    )
    for horizon in ("business_users", "technology_organisation", "individuals"):
        assert found.document.level(horizon) == standing.level(horizon)
    team = found.document.level("technology_team")
    assert team is not None
    assert team.threshold == Decimal("0.9")


def test_where_everything_is_asked_nothing_is_proposed() -> None:
    found = told(propose(ground(), stakeholders()), "text")
    assert (found.proposals, found.people, found.yaml) == ((), (), "")
    assert "nothing is proposed" in found.words


def test_without_an_agreement_the_parties_are_named() -> None:
    found = propose(ground(agreement=None)).document
    assert (found.agreement, found.customer, found.providers) == (None, "mill", ("acme",))


@given(
    st.sampled_from([AGREEMENT, None, AGREEMENT.model_copy(update={"objectives": ()})]),
    st.sets(st.sampled_from(HORIZONS)),
    st.booleans(),
)
def test_whatever_is_proposed_holds_together_and_says_why(
    agreement: Agreement | None, bare: set[str], new: bool
) -> None:
    standing = None if new else stakeholders(**{horizon: {"criteria": []} for horizon in bare})
    found = propose(ground(agreement=agreement), standing)
    assert [issue for issue in stakeholder_rules.issues(found.document) if issue.level == "error"] == []
    assert all(level.criteria for level in found.document.levels)
    assert all(str(why) for _, _, why in found.criteria)
