"""The outcome contract whose verdict needs the control, and what was declared when: through Python and the commands."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from tests.value.attribution.contract import REGIONS, documents, observations, opened, series
from trueup.agreements.results import AgreementResult
from trueup.cli.app import app
from trueup.scorecard.value_attribute import attribution
from trueup.value.results_attribution import AttributionResult, ObjectiveAttribution

OTHERS = [{"segment": name} for name in REGIONS[1:]]
CONTROL = {"method": "control", "pool": OTHERS}
AS_OF = "2026-09-01"


def judged(folder: Path, said: list[dict[str, Any]], rows: list[dict[str, Any]], as_of: str = AS_OF) -> AgreementResult:
    """The verdict on the one agreement."""
    with opened(folder, said, rows) as book:
        return book.assess(as_of).agreements[0]


def found(
    folder: Path, said: list[dict[str, Any]], rows: list[dict[str, Any]], **asked: Any
) -> tuple[AttributionResult, ObjectiveAttribution]:
    """What was caused of the one objective."""
    with opened(folder, said, rows) as book, book.values(AS_OF) as values:
        result = attribution(values, **asked)
    return result, result.objectives[0]


def test_where_the_control_improved_as_well_the_agreement_created_nothing(tmp_path: Path) -> None:
    everywhere = observations(series(effect=-0.2, everywhere=-2.8))
    without = judged(tmp_path / "a", documents(None), everywhere)
    assert (without.verdict, without.value.status, without.value.attributed) == ("succeeded", "created", None)
    compared = judged(tmp_path / "b", documents(CONTROL), everywhere)
    assert (compared.verdict, compared.value.status) == ("failed", "not_created")
    assert compared.value.realised == without.value.realised
    assert compared.value.attributed is not None
    assert compared.value.attributed.high < compared.value.cost < compared.value.realised.low
    assert compared.value.net.expected == compared.value.attributed.expected - compared.value.cost
    effect = compared.objectives[0].attributed
    assert effect is not None
    assert effect.words in compared.reasons
    assert "what it is compared with improved as well: of 232,710.00 EUR realised" in effect.words


def test_where_only_the_treated_improved_the_agreement_caused_it(tmp_path: Path) -> None:
    result = judged(tmp_path, documents(CONTROL), observations(series(effect=-3, everywhere=0)))
    assert (result.verdict, result.value.status) == ("succeeded", "created")
    effect = result.objectives[0].attributed
    assert effect is not None
    assert effect.average is not None
    assert effect.average.low < 3 < effect.average.high


def test_where_the_interval_holds_the_cost_the_value_is_undetermined(tmp_path: Path) -> None:
    costs = [{"what": "fee", "amount": 240000, "date": "2026-01-01"}]
    result = judged(tmp_path, documents(CONTROL, agreement_costs=costs), observations(series(effect=-3, everywhere=0)))
    assert (result.verdict, result.value.status) == ("unproven", "undetermined")


def test_a_control_that_is_chosen_after_the_result_is_shown_and_does_not_count(tmp_path: Path) -> None:
    said = documents(None, agreement_agreed_at="2025-12-01T00:00:00+00:00")
    late = documents({"method": "control", "control": {"segment": "south"}}, agreement_version=2)[2]
    late |= {"agreed_at": "2026-08-20T00:00:00+00:00", "effective": "2026-08-20", "why": "a better look"}
    rows = observations(series(effect=-0.2, everywhere=-2.8))
    result, objective = found(tmp_path / "a", [*said, late], rows)
    assert (objective.counts, objective.found, result.attributed) == ("realised", None, None)
    assert objective.chosen_after is not None
    assert objective.chosen_after.average is not None
    assert "does not count" in objective.words
    verdict = judged(tmp_path / "b", [*said, late], rows)
    assert (verdict.value.status, verdict.value.attributed) == ("created", None)
    assert verdict.value.counted == verdict.value.realised
    assert any("does not count" in reason for reason in verdict.reasons)


def test_a_control_that_is_changed_after_the_result_leaves_the_earlier_one_counting(tmp_path: Path) -> None:
    first = documents(CONTROL, agreement_agreed_at="2025-12-01T00:00:00+00:00")
    later = documents({"method": "interrupted_series", "impact": "level"}, agreement_version=2)[2]
    later |= {"agreed_at": "2026-08-20T00:00:00+00:00", "effective": "2026-08-20", "why": "a better look"}
    rows = observations(series(effect=-0.2, everywhere=-2.8))
    _, objective = found(tmp_path, [*first, later], rows)
    assert objective.found is not None
    assert objective.chosen_after is not None
    assert (objective.found.method, objective.chosen_after.method) == ("control", "interrupted_series")
    assert objective.counts == "attributed"
    assert "version 2 changed it afterwards" in objective.declared.words


def test_a_change_before_the_result_is_known_counts(tmp_path: Path) -> None:
    first = documents(None, agreement_agreed_at="2025-11-01T00:00:00+00:00")
    later = documents(CONTROL, agreement_version=2)[2]
    later |= {"agreed_at": "2025-12-20T00:00:00+00:00", "effective": "2025-12-20", "why": "agreed in time"}
    first[2]["effective"] = "2025-11-01"
    _, objective = found(tmp_path, [*first, later], observations(series(effect=-3, everywhere=0)))
    assert objective.counts == "attributed"
    assert objective.chosen_after is None


def test_where_nothing_was_declared_in_time_nothing_counts(tmp_path: Path) -> None:
    said = documents(CONTROL, agreement_agreed_at="2026-08-20T00:00:00+00:00")
    result = judged(tmp_path, said, observations(series(effect=-3, everywhere=0)))
    assert result.value.status == "undetermined"
    assert result.value.counted is not None
    assert result.value.counted.expected == 0
    assert result.verdict == "unproven"
    assert "what was caused of Claim cycle time" in result.would_change


def test_noting_what_else_happened_is_never_too_late(tmp_path: Path) -> None:
    first = documents(CONTROL, agreement_agreed_at="2025-12-01T00:00:00+00:00")
    noted = {**CONTROL, "events": [{"on": "2026-01-10", "what": "a new law"}]}
    later = documents(noted, agreement_version=2)[2]
    later |= {"agreed_at": "2026-08-20T00:00:00+00:00", "effective": "2026-08-20", "why": "to be complete"}
    _, objective = found(tmp_path, [*first, later], observations(series(effect=-3, everywhere=0)))
    assert objective.chosen_after is None
    assert objective.found is not None
    marks = {each.name: each for each in objective.found.assumptions}
    assert marks["no_co_intervention"].holds is False
    assert "a new law (2026-01-10)" in marks["no_co_intervention"].words


def test_too_short_a_time_before_the_start_gives_no_figure(tmp_path: Path) -> None:
    short = {name: values[-13:] for name, values in series(effect=-3, everywhere=0).items()}
    rows = observations(short, before=5)
    _, objective = found(tmp_path / "a", documents(CONTROL), rows)
    assert objective.counts == "nothing"
    assert objective.found is not None
    assert objective.found.average is None
    assert objective.found.insufficient == (
        "not enough data for a comparison: periods before the start: 5 of the 8 points it needs"
    )
    verdict = judged(tmp_path / "b", documents(CONTROL), rows)
    assert (verdict.verdict, verdict.value.status) == ("unproven", "undetermined")
    assert any("5 of the 8 points" in reason for reason in verdict.reasons)


def test_before_any_result_there_is_nothing_to_attribute(tmp_path: Path) -> None:
    before = {name: values[:24] for name, values in series(effect=-3, everywhere=0).items()}
    verdict = judged(tmp_path, documents(CONTROL), observations(before), "2026-01-15")
    assert (verdict.value.status, verdict.value.realised.expected) == ("not_created", Decimal(0))


def test_a_control_that_shares_actuals_with_the_treated_is_left_out(tmp_path: Path) -> None:
    said = documents({"method": "control", "pool": [{"project": "legacy"}, {"segment": "south"}]})
    rows = observations(series(effect=-3, everywhere=0))
    rows += [{**row, "project": "legacy"} for row in observations({"north": series(-3, 0)["east"]})]
    _, objective = found(tmp_path, said, rows)
    assert objective.found is not None
    assert objective.found.controls == 1
    assert objective.found.left_out == (
        "project legacy cannot be a control: it shares actuals with project legacy, segment north, "
        "in which the agreement works",
    )


def test_an_objective_without_a_counterfactual_counts_as_realised_beside_one_that_has_one(tmp_path: Path) -> None:
    said = documents(CONTROL)
    plain = {**said[2]["objectives"][0], "id": "south", "slice": {"segment": "south"}, "title": "South"}
    del plain["attribution"]
    said[2]["objectives"].append(plain)
    del said[2]["objectives"][0]["attribution"]
    said[2]["objectives"][0]["attribution"] = {
        **CONTROL,
        "pool": [each for each in OTHERS if each["segment"] != "south"],
    }
    result = judged(tmp_path, said, observations(series(effect=-3, everywhere=-1)))
    value = result.value
    assert value.attributed is not None
    assert value.counted is not None
    realised = {each.id: each.value.realised for each in result.objectives if each.value is not None}
    assert value.counted.expected == value.attributed.expected + realised["south"]
    assert value.realised.expected == sum(realised.values())


def test_the_command_says_the_same_as_python(tmp_path: Path) -> None:
    said, rows = documents(CONTROL), observations(series(effect=-0.2, everywhere=-2.8))
    result, objective = found(tmp_path / "a", said, rows)
    folder = str(tmp_path / "a")
    run = CliRunner().invoke(app, ["value", "attribute", folder, "--as-of", AS_OF, "--format", "json"])
    assert run.exit_code == 0, run.output
    assert json.loads(run.output) == json.loads(result.model_dump_json())
    text = CliRunner().invoke(app, ["value", "attribute", folder, "--as-of", AS_OF])
    assert " ".join(objective.words.split())[1:] in " ".join(text.output.split())
    assert "Not causal, before against after" in text.output


def test_a_proposal_looks_at_the_time_before_the_start_alone(tmp_path: Path) -> None:
    proposals = []
    for number, effect in enumerate((-3.0, 5.0)):
        rows = observations(series(effect=effect, everywhere=0))
        _, objective = found(tmp_path / str(number), documents(None), rows, proposing=True)
        proposals.append(objective.proposal)
    assert proposals[0] == proposals[1]
    assert proposals[0] is not None
    assert proposals[0].method == "control"
    assert {each.segment for each in proposals[0].controls} == set(REGIONS[1:])


@pytest.mark.parametrize("grade", ["attested", "verified"])
def test_what_is_not_at_the_grade_is_not_caused_at_it(tmp_path: Path, grade: str) -> None:
    said = documents(CONTROL, evidence=grade)
    result = judged(tmp_path, said, observations(series(effect=-3, everywhere=0)))
    proved = result.value.at_required_grade.expected
    assert result.value.attributed is not None
    assert proved == (result.value.attributed.expected if grade == "verified" else 0)
