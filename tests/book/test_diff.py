from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import yaml as pyyaml

from tests.book.conftest import AGREEMENT, KPI
from trueup.agreements.documents import Agreement
from trueup.book.diff import Change, diff
from trueup.book.versions import Versions
from trueup.kpis.documents import Kpi

KPIS = Versions.by_id([Kpi.model_validate(pyyaml.safe_load(KPI))])


def changed(**changes: Any) -> tuple[Change, ...]:
    """The changes of an amendment that sets keys of the agreement ("due") or of its one objective ("o.due")."""
    before = pyyaml.safe_load(AGREEMENT)
    after = pyyaml.safe_load(AGREEMENT) | {"version": 2, "effective": dt.date(2026, 6, 1), "why": "late"}
    for key, value in changes.items():
        place = after["objectives"][0] if key.startswith("o_") else after
        place[key.removeprefix("o_")] = value
    return diff(Agreement.model_validate(before), Agreement.model_validate(after), KPIS)


@pytest.mark.parametrize(
    ("changes", "words", "weakens"),
    [
        ({"o_target": 7}, "target of setup time weakened from 6 to 7 hours", True),
        ({"o_target": 5.5}, "target of setup time tightened from 6 to 5.5 hours", False),
        ({"o_due": "2027-01-31"}, "due date of setup time moved later by 31 days, from 2026-12-31 to 2027-01-31", True),
        ({"o_due": "2026-12-30"}, "due date of setup time moved earlier by 1 day, from 2026-12-31", False),
        ({"o_due": None}, "due date of setup time removed (it was 2026-12-31)", True),
        ({"o_baseline": {"actual": 12, "period": "2025-07-01/2026-01-01"}},
         "baseline of setup time moved from 10 to 12 hours", True),
        ({"o_tolerance": 1}, "tolerance of setup time widened from 0 to 1 hour", True),
        ({"o_must": False}, "setup time is no longer a must-have", True),
        ({"o_evidence": "attested"}, "evidence for setup time raised from verified to attested", False),
        ({"o_evidence": "reported"}, "evidence for setup time lowered from verified to reported", True),
        ({"o_title": "Faster setup", "o_target": 7}, "target of Faster setup weakened from 6 to 7 hours", True),
        ({"o_path": "step"}, "path of setup time changed from linear to step", None),
        ({"o_kpi": "waste"}, "setup is measured by waste now, not by setup_time", None),
        ({"objectives": []}, "objective setup time removed (de-scoped)", True),
        ({"costs": []}, "cost removed: licence, 1000 per month to gear", None),
        ({"costs": [{"what": "licence", "party": "gear", "amount": 1200, "per": "month"}]},
         "costs licence amount changed from 1000 to 1200", None),
        ({"providers": ["gear", "cog"]}, "party cog added as a provider", None),
        ({"observer": None}, "observer lens removed", True),
        ({"go_live": {"planned": "2026-04-01"}},
         "planned go-live moved later by 31 days, from 2026-03-01 to 2026-04-01", True),
        ({"scope": [{"id": "ink", "title": "Ink"}]}, "deliverable Ink added to the scope", False),
        ({"pricing": {"share": 0.2}}, "pricing added: share 0.2, deadband 0, mode excess, settle quarter", None),
    ],
)  # fmt: skip
def test_says_in_words_what_changed(changes: dict[str, Any], words: str, weakens: bool | None) -> None:
    said = {change.words: change.weakens for change in changed(**changes)}
    found = next((key for key in said if key.startswith(words)), None)
    assert found is not None, said
    assert said[found] is weakens


def test_an_added_objective_strengthens() -> None:
    more = pyyaml.safe_load(AGREEMENT)["objectives"][0] | {"id": "second"}
    first = pyyaml.safe_load(AGREEMENT)["objectives"][0]
    (change,) = changed(objectives=[more, first])
    assert (change.kind, change.path, change.weakens) == ("added", "objectives[second]", False)


def test_two_objectives_of_one_id_are_a_change_of_the_list() -> None:
    """A draft may be wrong: it is compared before anybody has mended it."""
    first = pyyaml.safe_load(AGREEMENT)["objectives"][0]
    (change,) = changed(objectives=[first, first | {"target": 7}])
    assert change.path == "objectives"


def test_an_amendment_that_changes_nothing_says_nothing() -> None:
    assert changed() == ()


def test_order_says_nothing() -> None:
    before = changed(providers=["cog", "gear"])
    assert [change.words for change in before] == ["party cog added as a provider"]


def test_carries_what_was_and_what_is() -> None:
    (change,) = changed(o_target=7)
    assert (change.path, change.kind) == ("objectives[setup].target", "target")
    assert (change.before, change.after) == ("6", "7")


def test_without_kpis_the_baseline_tells_the_direction() -> None:
    before = pyyaml.safe_load(AGREEMENT)
    after = pyyaml.safe_load(AGREEMENT)
    after["objectives"][0]["target"] = 7
    (change,) = diff(Agreement.model_validate(before), Agreement.model_validate(after))
    assert (change.words, change.weakens) == ("target of setup weakened from 6 to 7", True)


@pytest.mark.parametrize(
    ("before", "after", "weakens"),
    [([4, 6], [3, 7], True), ([4, 6], [4.5, 6], False), ([4, 6], [5, 7], None)],
)
def test_a_wider_range_promises_less(before: list[float], after: list[float], weakens: bool | None) -> None:
    kpis = Versions.by_id([Kpi.model_validate(pyyaml.safe_load(KPI) | {"direction": "maintain"})])
    documents = []
    for target in (before, after):
        data = pyyaml.safe_load(AGREEMENT)
        data["objectives"][0]["target"] = target
        documents.append(Agreement.model_validate(data))
    (change,) = diff(documents[0], documents[1], kpis)
    assert change.weakens is weakens


def test_any_document_can_be_compared() -> None:
    before = Kpi.model_validate(pyyaml.safe_load(KPI))
    after = before.model_copy(update={"name": "Set-up time", "stage": "operations"})
    assert [change.words for change in diff(before, after)] == [
        "name changed from Setup time to Set-up time",
        "stage added: operations",
    ]
