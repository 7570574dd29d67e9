import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests.delivery.containment.plans import ROLES, START, rollout
from tests.delivery.containment.test_states import FORECAST, PAYS, step
from trueup.delivery.containment.freeze import freeze
from trueup.delivery.containment.history import Logged, Record, containment_result, help_of
from trueup.delivery.containment.levelled import in_effect
from trueup.delivery.documents import Containment
from trueup.delivery.network import compile_plan
from trueup.delivery.schedule import schedule
from trueup.delivery.status import ActivityStatus, Progress
from trueup.vocabulary import Grade, InputError

VALIDATED = dt.date(2026, 3, 16)
STATES = ["proposed", "costed", "validated", "in_progress", "done"]


def history(until: str = "done", gain: str = "0.20", **keys: Any) -> list[Containment]:
    chances = {"without": FORECAST["without"], "with": FORECAST["without"] | {"met": Decimal("0.5") + Decimal(gain)}}
    forecast = FORECAST | chances
    steps = []
    for number, state in enumerate(STATES[: STATES.index(until) + 1]):
        on = VALIDATED + dt.timedelta(number - 2)
        frozen = {"forecast": forecast | {"as_of": VALIDATED}} if number > 1 else {}
        steps.append(step(state, number + 1, on=on, **frozen, **keys))
    return steps


def record(overall: Any = "met", finished: dt.date | None = None, **keys: Any) -> Record:
    by_activity = {}
    if finished is not None:
        by_activity["migrate"] = ActivityStatus(
            "migrate", "done", START, finished, 100, None, None, finished, "northwind", Grade.reported
        )
    progress = Progress(status_date=finished, by_activity=by_activity)
    return Record(rollout(), progress, ROLES, overall, dt.date(2026, 5, 1) if overall else None, **keys)


def test_help_that_was_validated_carried_out_and_mattered_has_enabled_success() -> None:
    help_, enabled, [reason] = help_of("acme", [history()], record())
    assert (help_, enabled) == ("implemented", True)
    assert reason == (
        "c: carried out, and it enabled success: +0.20 on the chance of success, as forecast when it was validated"
    )


@pytest.mark.parametrize(
    ("until", "gain", "overall", "help_", "words"),
    [
        ("done", "0.09", "met", "implemented", "only coincides"),
        ("done", "0.10", "met", "implemented", "enabled success"),
        ("done", "0.20", "not_met", "implemented", "not met all the same"),
        ("done", "0.20", None, "implemented", "still open"),
        ("in_progress", "0.20", "met", "offered", "not carried out yet"),
        ("costed", "0.20", "met", "offered", "the customer has not validated it"),
    ],
)
def test_help_earns_credit_only_where_it_was_to_matter(
    until: str, gain: str, overall: Any, help_: str, words: str
) -> None:
    found = help_of("acme", [history(until, gain)], record(overall))
    assert found[:2] == (help_, "enabled success" in words)
    assert words in found[2][0]


def test_what_was_validated_after_the_fact_was_not_given() -> None:
    late = record(finished=VALIDATED - dt.timedelta(1))
    help_, enabled, [reason] = help_of("acme", [history()], late)
    assert (help_, enabled) == ("offered", False)
    assert "validated on 16 March 2026, after migrate was done (15 March 2026)" in reason
    assert containment_result(history(), late, currency="EUR").credit == "none"
    assert help_of("acme", [history()], record(finished=VALIDATED))[0] == "implemented"


def test_backdating_does_not_help_where_there_is_a_ledger() -> None:
    signed = frozenset({"acme", "northwind"})
    log = {("c", number): Logged(VALIDATED + dt.timedelta(30), signed) for number in range(1, 6)}
    finished = VALIDATED + dt.timedelta(7)
    assert help_of("acme", [history()], record(finished=finished))[0] == "implemented"
    assert help_of("acme", [history()], record(finished=finished, log=log))[0] == "offered"


def test_an_unsigned_validation_does_not_stand() -> None:
    log = {("c", number): Logged(VALIDATED, frozenset({"acme"})) for number in range(1, 6)}
    help_, _, [reason] = help_of("acme", [history()], record(log=log))
    assert (help_, "not signed by all" in reason) == ("offered", True)
    issues = containment_result(history(), record(log=log), currency="EUR").issues
    assert "validated: not signed by all who must" in issues


def test_work_on_ones_own_portion_is_no_help() -> None:
    own = [each.model_copy(update={"moves": ("rush",)}) for each in history()]
    assert help_of("acme", [own], record()) == ("none", False, ())
    assert help_of("sint", [history()], record()) == ("none", False, ())
    assert containment_result(own, record(), currency="EUR").credit == "none"


def test_proposing_the_help_of_others_is_an_offer() -> None:
    proposed = [each.model_copy(update={"by": "sint"}) for each in history()]
    assert help_of("sint", [proposed], record())[0] == "offered"


def test_the_best_of_several_containments_counts() -> None:
    withdrawn = [*history("costed"), step("withdrawn", 3, on=VALIDATED)]
    help_, enabled, reasons = help_of("acme", [withdrawn, history()], record())
    assert (help_, enabled, len(reasons)) == ("implemented", True, 2)
    assert "it was withdrawn" in reasons[0]


def test_predicted_and_realised_stand_side_by_side() -> None:
    found = containment_result(history(), record(), currency="EUR")
    assert (found.state, found.credit, found.p_gain, found.issues) == ("done", "enabled", 0.2, ())
    assert [each.state for each in found.steps] == STATES
    assert found.realised_finish == dt.date(2026, 5, 1)
    assert [(move.move, move.beyond, move.pays) for move in found.moves] == [
        ("lend", True, PAYS["lend"]),
        ("rush", False, PAYS["rush"]),
    ]
    opened = containment_result(history("validated"), record(None), currency="EUR")
    assert (opened.credit, opened.realised_finish) == ("not_yet", None)


def test_what_is_not_as_it_must_be_is_listed() -> None:
    jumped = [history()[0], history()[2].model_copy(update={"version": 2})]
    issues = containment_result(jumped, record(None), currency="EUR").issues
    assert any("proposed cannot become validated" in issue for issue in issues)


def test_the_forecast_is_frozen_with_and_without_in_the_same_futures() -> None:
    keys: dict[str, Any] = {"as_of": VALIDATED, "seed": 5, "currency": "EUR", "method": "m", "iterations": 2000}
    plan = rollout(commitment={"finish": START + dt.timedelta(90), "budget": 300000, "must": ["finish"]})
    base = compile_plan(plan)
    frozen = freeze(base, ["lend"], **keys)
    assert frozen == freeze(base, ["lend"], **keys)
    assert frozen.with_.met - frozen.without.met > Decimal("0.3")
    assert frozen.with_.finish_p50 < frozen.without.finish_p50
    assert frozen.with_.cost - frozen.without.cost == 25000
    assert frozen.plan == plan.digest
    nothing = freeze(base, [], **keys)
    assert nothing.with_ == nothing.without
    with pytest.raises(InputError, match="promises neither a day nor a budget"):
        freeze(compile_plan(rollout()), ["lend"], **keys)


def test_only_what_the_customer_validated_is_in_effect() -> None:
    plan = rollout()
    for until, taken in {"costed": False, "validated": True, "done": True}.items():
        moved, _ = in_effect(plan, Progress(), [history(until)])
        assert (moved != plan) is taken
        assert (schedule(moved).finish < schedule(plan).finish) is taken
    gone = plan.model_copy(update={"moves": ()})
    assert in_effect(gone, Progress(), [history()])[0] == gone


def test_a_move_on_what_has_begun_takes_off_what_is_left_and_costs_all_it_costs() -> None:
    half = ActivityStatus("migrate", "under_way", START, None, 50, Decimal(40000), None, START, "acme", Grade.reported)
    progress = Progress(status_date=START, by_activity={"migrate": half})
    moved, carried = in_effect(rollout(), progress, [[*history()]])
    left = compile_plan(moved, carried)
    assert left.duration[left.index["migrate"]] == 5  # half of 30 days is left, 10 of them are saved
    status = carried.of("migrate")
    assert status is not None
    assert status.cost == 40000 + 25000
