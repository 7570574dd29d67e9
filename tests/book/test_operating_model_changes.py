"""What a version of an operating model changes, in words."""

from __future__ import annotations

from typing import Any

from trueup.book.diff import diff
from trueup.operating_model.document import OperatingModel

BEFORE: dict[str, Any] = {
    "id": "m",
    "customer": "home",
    "parties": [{"id": "registry", "name": "Land registry"}],
    "jobs": [{"id": "buy", "name": "Buy a home"}, {"id": "own", "name": "Own it"}],
    "interactions": [
        {"id": "ask", "name": "Ask for an offer", "jobs": ["buy"], "with": "home", "kpis": ["days"]},
        {"id": "sign", "name": "Sign", "jobs": ["own"]},
    ],
    "decisions": [{"id": "lend", "name": "Whether to lend", "owner": "home"}],
    "links": [["ask", "lend"], {"id": "l2", "from": "sign", "to": "lend", "kind": "informs"}],
    "seven_s": [{"party": "home", "on": "2026-01-01", "skills": {"score": 2}}],
}


def told(**changed: Any) -> list[tuple[str, str]]:
    before = OperatingModel.model_validate(BEFORE)
    after = OperatingModel.model_validate({**BEFORE, "version": 2, **changed})
    changes = diff(before, after)
    assert {change.weakens for change in changes} <= {None}
    return [(change.path, change.words) for change in changes]


def test_nothing_changed() -> None:
    assert not told()


def test_elements_come_go_and_change_under_the_names_that_people_call_them_by() -> None:
    ask, sign = BEFORE["interactions"]
    changed = {**ask, "with": "registry", "jobs": ["buy", "own"], "kpis": []}
    assert told(interactions=[changed]) == [
        ("interactions[ask].kpis[days]", "days measures Ask for an offer no longer"),
        ("interactions[ask].jobs[own]", "Ask for an offer is for Own it now"),
        ("interactions[ask].with", "party that Ask for an offer is with changed from home to registry"),
        ("interactions[sign]", "interaction Sign removed"),
    ]
    more = [*BEFORE["decisions"], {"id": "price", "name": "At what rate"}]
    assert told(decisions=more) == [("decisions[price]", "decision At what rate added")]
    assert told(interactions=[ask, {**sign, "jobs": []}]) == [
        ("interactions[sign].jobs[own]", "Sign is for Own it no longer")
    ]


def test_links_are_told_by_both_of_their_ends() -> None:
    assert told(links=[["ask", "lend"]]) == [("links[l2]", "link from Sign to Whether to lend removed")]
    assert told(links=[["sign", "lend"], *BEFORE["links"]]) == [
        ("links[sign > lend]", "link from Sign to Whether to lend added")
    ]
    other = {"id": "l2", "from": "sign", "to": "lend", "kind": "uses"}
    assert told(links=[["ask", "lend"], other]) == [
        ("links[l2].kind", "kind of the link from Sign to Whether to lend changed from informs to uses")
    ]


def test_third_parties_and_checks_are_told_by_name_and_day() -> None:
    more = [*BEFORE["parties"], {"id": "notary", "name": "Notaries"}]
    assert told(parties=more) == [("parties[notary]", "third party Notaries added")]
    checks = [
        {"party": "home", "on": "2026-01-01", "skills": {"score": 3}},
        {"party": "registry", "on": "2026-02-01", "staff": {"score": 1}},
    ]
    assert told(seven_s=checks) == [
        ("seven_s[home > 2026-01-01].skills.score", "skills score of home on 2026-01-01 changed from 2 to 3"),
        ("seven_s[registry > 2026-02-01]", "7-S check of Land registry on 2026-02-01 added"),
    ]
    assert told(title="A home") == [("title", "title added: A home")]
