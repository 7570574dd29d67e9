"""The verdict on an agreement, one story a rule."""

from __future__ import annotations

import numpy as np
import pytest

from tests.agreements.build import agreement, assess, kpi, objective, series
from trueup.agreements.outlook import Outlook
from trueup.agreements.versions import Told
from trueup.kpis.series import Series
from trueup.vocabulary import Grade, InputError, UnknownName

WORTH = {"per_unit": 1000, "per": "month", "until": "2028-01-01"}
CHEAP = [{"what": "fee", "amount": 1000, "date": "2026-01-01"}]
DEAR = [{"what": "fee", "amount": 100000, "date": "2026-01-01"}]


def year(last: float, others: float = 9.0, **more: object) -> Series:
    return series([others] * 11 + [last], **more)


def two(**second: object) -> list[dict[str, object]]:
    return [objective(), objective(id="cost", kpi="cost", **second)]


def kpis():
    return [kpi(), kpi(id="cost")]


class TestAtTheEnd:
    def test_succeeded_when_met_and_worth_it(self):
        found = assess(agreement(objective(value=WORTH), costs=CHEAP), year(4.0), "2027-01-01")
        assert found.verdict == "succeeded"
        assert found.reasons[0].startswith("Cycle is met: 4 days in 2026-12")
        assert "value is created: 41,000.00 EUR" in found.reasons[1]
        assert "against a cost of 1,000.00 EUR" in found.reasons[1]

    def test_failed_when_a_must_have_is_missed(self):
        found = assess(agreement(objective(value=WORTH), costs=CHEAP), year(6.0), "2027-01-01")
        assert found.verdict == "failed"
        assert found.reasons[0].startswith("Cycle is missed: 6 days in 2026-12, not at most 5 days")
        assert found.would_change == ("a correction of Cycle for 2026-12",)

    def test_failed_when_met_but_not_worth_it(self):
        found = assess(agreement(objective(value=WORTH), costs=DEAR), year(4.0), "2027-01-01")
        assert found.verdict == "failed"
        assert found.reasons[0].startswith("value is not created")
        assert found.would_change == ("59,000.00 EUR more value at the required grade",)

    def test_unproven_when_the_value_is_undetermined(self):
        evidence = year(4.0, stderr=5.0)
        found = assess(agreement(objective(value=WORTH), costs=[CHEAP[0] | {"amount": 40000}]), evidence, "2027-01-01")
        assert (found.verdict, found.value.status) == ("unproven", "undetermined")
        assert found.reasons[0].startswith("value is undetermined")

    def test_a_nice_to_have_that_is_missed_does_not_fail_it(self):
        pact = agreement(*two(must=False))
        found = assess(pact, [year(4.0), year(9.0, kpi="cost")], "2027-01-01", kpis=kpis())
        assert found.verdict == "succeeded"
        assert found.objectives[1].status == "missed"
        assert found.met_share == 0.5

    def test_without_any_worth_the_objectives_decide_and_it_is_said(self):
        found = assess(agreement(objective(), costs=DEAR), year(4.0), "2027-01-01")
        assert found.verdict == "succeeded"
        assert (found.value.status, found.value.payback) == ("undetermined", None)
        assert any("judged by the objectives alone" in reason for reason in found.reasons)

    def test_a_must_have_that_nobody_can_tell_is_unproven(self):
        pact = agreement(*two())
        found = assess(pact, [year(4.0)], "2027-01-01", kpis=kpis())
        assert found.verdict == "unproven"
        assert found.reasons[0] == "Cost is unmeasured: no actual is known"

    def test_what_is_kept_without_a_due_date_does_not_stand_in_the_way(self):
        pact = agreement(*two(due=None))
        for actual, verdict in ((4.0, "succeeded"), (9.0, "unproven")):
            found = assess(pact, [year(4.0), year(actual, kpi="cost")], "2027-01-01", kpis=kpis())
            assert found.verdict == verdict

    def test_a_dispute_that_decides_is_unproven(self):
        evidence = year(4.0, low=[9.0] * 11 + [4.0], high=[9.0] * 11 + [7.0])
        found = assess(agreement(objective(value=WORTH), costs=CHEAP), evidence, "2027-01-01")
        assert found.verdict == "unproven"
        assert "met or missed, by whose figure is right" in found.reasons[0]
        assert found.would_change == ("an answer to the dispute about Cycle in 2026-12",)

    def test_a_certain_miss_outweighs_a_dispute(self):
        evidence = year(4.0, low=[9.0] * 11 + [4.0], high=[9.0] * 11 + [7.0])
        found = assess(agreement(*two()), [evidence, year(9.0, kpi="cost")], "2027-01-01", kpis=kpis())
        assert found.verdict == "failed"
        assert found.reasons[0].startswith("Cost is missed")


class TestEvidence:
    def test_too_little_at_the_required_grade_is_unproven_at_any_time(self):
        pact = agreement(objective(evidence="attested"))
        for as_of in ("2026-06-01", "2027-01-01"):
            found = assess(pact, year(4.0), as_of)
            assert found.verdict == "unproven"
            assert found.reasons[0] == "0 of 1 must-have covered by evidence at grade attested: it takes at least 50 %"
        assert found.would_change == ("attestation of Cycle for 2026-12",)

    def test_half_is_enough(self):
        pact = agreement(*two(evidence="attested"))
        found = assess(pact, [year(4.0), year(4.0, kpi="cost")], "2027-01-01", kpis=kpis())
        assert found.verdict == "succeeded"

    def test_value_not_yet_at_the_required_grade_is_not_zero(self):
        grades = [Grade.reported] * 11 + [Grade.attested]
        pact = agreement(objective(value=WORTH, evidence="attested"), costs=[CHEAP[0] | {"amount": 20000}])
        found = assess(pact, year(4.0, grades=grades), "2027-01-01")
        # 8,000 attested, 33,000 more reported, against 20,000
        assert found.verdict == "unproven"
        assert (found.value.status, float(found.value.at_required_grade.expected)) == ("created", 8000)
        assert found.would_change[0] == "attestation of Cycle for 2026-12"

    def test_nor_is_a_loss_that_is_not_yet_at_the_required_grade(self):
        # eleven attested months earn 33,000; the last, only reported, loses 20,000; the cost is 20,000
        grades = [Grade.attested] * 11 + [Grade.reported]
        pact = agreement(
            objective(value=WORTH, evidence="attested", type="by", target=9), costs=[CHEAP[0] | {"amount": 20000}]
        )
        found = assess(pact, year(32.0, grades=grades), "2027-01-01")
        assert float(found.value.at_required_grade.expected) == 33000
        assert (found.objectives[0].status, found.verdict) == ("met", "unproven")

    def test_it_depends_on_the_providers_own_figures(self):
        found = assess(agreement(objective()), year(4.0), "2027-01-01")
        assert found.depends_on_provider_figures
        assert found.sentence is not None
        assert found.sentence.startswith("the verdict depends on the provider's own figures: ")
        assert found.sentence in found.reasons
        assert found.verdict_at_grade == {"reported": "succeeded", "verified": "unproven", "attested": "unproven"}

    def test_not_where_the_verified_part_says_the_same(self):
        grades = [Grade.reported] * 11 + [Grade.verified]
        found = assess(agreement(objective()), year(4.0, grades=grades), "2027-01-01")
        assert not found.depends_on_provider_figures
        assert found.sentence is None

    def test_figures_of_somebody_else_are_named(self):
        found = assess(agreement(objective()), year(4.0, by="northwind"), "2027-01-01")
        assert not found.depends_on_provider_figures
        assert "figures of northwind that nobody else has verified" in (found.sentence or "")

    def test_only_those_that_fall_away_matter(self):
        from dataclasses import replace

        grades = [Grade.verified] * 11 + [Grade.reported]
        evidence = replace(year(4.0, grades=grades), by=("acme",) * 11 + ("northwind",))
        assert not assess(agreement(objective()), evidence, "2027-01-01").depends_on_provider_figures

    def test_the_whole_assessment_at_a_grade(self):
        grades = [Grade.attested] * 11 + [Grade.reported]
        pact = agreement(objective(value=WORTH), costs=CHEAP)
        all_of_it = assess(pact, year(4.0, grades=grades), "2027-01-01")
        attested = assess(pact, year(4.0, grades=grades), "2027-01-01", grade=Grade.attested)
        assert (all_of_it.verdict, attested.verdict) == ("succeeded", "unproven")
        assert attested.objectives[0].status == "unmeasured"
        assert (
            attested.objectives[0].reasons[0].startswith("not yet at grade attested; on all evidence it is met: 4 days")
        )
        assert attested.verdict == all_of_it.verdict_at_grade["attested"]
        assert len(attested.objectives[0].points) == 11
        assert attested.objectives[0].missing == ("2026-12: no actual",)
        assert float(attested.value.realised.expected) == 33000
        assert all_of_it.grade_mix == {"reported": 1, "verified": 0, "attested": 11, "disputed": 0}

    def test_an_observer_with_a_stake_is_not_independent(self):
        from dataclasses import replace

        from tests.agreements.build import RULES

        rules = replace(
            RULES, stakes={"assay": ("financial: earns on the project",)}, names={"assay": "Assay Partners"}
        )
        found = assess(agreement(objective()), year(4.0), "2027-01-01", rules=rules)
        assert found.reasons[-1] == "the observer Assay Partners is not independent: financial: earns on the project"


class TestOnTheWay:
    def outlooks(self, *chances: float, hits: object = None):
        ids = ("cycle-time", "cost")
        return {
            (name, 1, Grade.reported): Outlook(chance, hits=hits) for name, chance in zip(ids, chances, strict=False)
        }

    @pytest.mark.parametrize(
        ("first", "second", "verdict"),
        [(0.95, 0.9, "succeeding"), (0.9, 0.8, "at_risk"), (0.5, 0.3, "failing"), (0.4, 0.5, "at_risk")],
    )
    def test_by_the_product_of_independent_chances(self, first, second, verdict):
        known = [series([9.0] * 6), series([9.0] * 6, kpi="cost")]
        found = assess(agreement(*two()), known, "2026-07-01", kpis=kpis(), outlooks=self.outlooks(first, second))
        assert found.verdict == verdict
        assert found.p_success == pytest.approx(first * second)
        assert "simulated independently (an assumption" in found.reasons[0]

    def test_bounds_whatever_the_dependence(self):
        known = [series([9.0] * 6), series([9.0] * 6, kpi="cost")]
        found = assess(agreement(*two()), known, "2026-07-01", kpis=kpis(), outlooks=self.outlooks(0.7, 0.6))
        assert "between 0.30 and 0.60" in found.reasons[0]

    def test_objectives_on_the_same_actuals_share_their_paths(self):
        hits = np.array([True] * 9 + [False])
        pact = agreement(objective(), objective(id="cost", target=5.5))
        outlooks = self.outlooks(0.9, 0.9, hits=hits)
        assert assess(pact, series([9.0] * 6), "2026-07-01", outlooks=outlooks).p_success == 0.9

    def test_without_a_forecast_the_path_decides_and_p_is_not_made_up(self):
        pact = agreement(objective(path="step"))
        found = assess(pact, series([12.0, 12.0]), "2026-03-01")
        assert (found.verdict, found.p_success) == ("succeeding", None)
        assert "no forecast yet" in found.reasons[0]
        assert assess(agreement(objective()), series([12.0, 12.0]), "2026-03-01").verdict == "failing"

    def test_up_to_the_last_due_day(self):
        assert assess(agreement(objective()), year(4.0), "2026-12-31").verdict == "succeeding"
        assert assess(agreement(objective()), year(4.0), "2027-01-01").verdict == "succeeded"

    def test_what_would_change_it(self):
        found = assess(agreement(objective()), series([9.0] * 6), "2026-07-01", outlooks=self.outlooks(0.4))
        assert found.would_change == ("Cycle of at most 5 days in 2026-12",)

    def test_a_dispute_shows_what_the_verdict_is_by_the_other_figures(self):
        key = ("cycle-time", 1, Grade.reported)
        known = series([9.0] * 6, low=[9.0] * 6, high=[9.0] * 5 + [12.0])
        sides = {key: (Outlook(0.9), Outlook(0.1))}
        found = assess(agreement(objective()), known, "2026-07-01", outlooks={key: Outlook(0.9)}, sides=sides)
        assert (found.verdict, found.p_success) == ("succeeding", 0.9)
        assert "by the less favourable figures of open disputes the verdict is failing" in found.reasons
        assert not any("more favourable" in reason for reason in found.reasons)
        result = found.objectives[0]
        assert (result.p_hit, result.p_hit_low, result.p_hit_high) == (0.9, 0.1, 0.9)
        assert found.would_change == ("an answer to the dispute about Cycle in 2026-06",)

    def test_a_dispute_that_leaves_the_verdict_alone_is_not_told_twice(self):
        key = ("cycle-time", 1, Grade.reported)
        known = series([9.0] * 6, low=[9.0] * 6, high=[9.0] * 5 + [9.5])
        both = Outlook(0.95), Outlook(0.9)
        found = assess(agreement(objective()), known, "2026-07-01", outlooks={key: both[0]}, sides={key: both})
        assert not any("favourable" in reason for reason in found.reasons)
        assert "either figure gives the same status; P(hit) is between 0.90 and 0.95" in found.objectives[0].reasons[-1]

    def test_a_must_have_already_missed_is_failing(self):
        pact = agreement(objective(due="2026-03-31"), objective(id="cost", kpi="cost"))
        known = [series([9.0] * 6), series([9.0] * 6, kpi="cost")]
        found = assess(pact, known, "2026-07-01", kpis=kpis(), outlooks={("cost", 1, Grade.reported): Outlook(0.99)})
        assert (found.verdict, found.p_success) == ("failing", 0.0)


class TestVersions:
    first = agreement(objective(value=WORTH), costs=CHEAP)
    weaker = agreement(
        objective(value=WORTH, target=7),
        version=2,
        effective="2026-06-01",
        agreed_at="2026-05-20T12:00:00Z",
        costs=CHEAP,
    )

    def test_the_first_promise_is_judged_too(self):
        found = assess([self.first, self.weaker], year(6.5), "2027-01-01")
        assert (found.verdict, found.verdict_first, found.version) == ("succeeded", "failed", 2)
        assert "by the first promise, never amended, the verdict is failed" in found.reasons
        assert float(found.value.potential_first) > float(found.value.potential)

    def test_what_was_taken_out_is_a_number(self):
        history = {2: Told("ab" * 32, ("target weakened",))}
        found = assess([self.first, self.weaker], year(6.5), "2027-01-01", history=history)
        assert [float(each.value_descoped) for each in found.versions] == [
            0,
            float(found.value.potential_first - found.value.potential),
        ]
        assert found.versions[1].changes == ("target weakened",)
        assert [each.digest for each in found.versions] == [self.first.digest, "ab" * 32]

    def test_before_it_takes_effect_or_is_known_the_first_stands(self):
        import datetime as dt

        assert assess([self.first, self.weaker], year(6.5), "2026-05-31").version == 1
        known_at = dt.datetime(2026, 5, 20, 11, tzinfo=dt.UTC)
        found = assess([self.first, self.weaker], year(6.5), "2027-01-01", known_at=known_at)
        assert (found.version, found.verdict, len(found.versions)) == (1, "failed", 1)

    def test_nothing_known_yet_is_an_error(self):
        import datetime as dt

        with pytest.raises(InputError, match="no version of the agreement was known"):
            assess(self.weaker, year(6.5), "2027-01-01", known_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))

    def test_a_removed_objective_is_descoped_in_full(self):
        both = agreement(objective(), objective(id="cost", kpi="cost", value=WORTH))
        one = agreement(objective(), version=2)
        known = [year(4.0), year(9.0, kpi="cost")]
        found = assess([both, one], known, "2027-01-01", kpis=kpis())
        assert found.versions[1].value_descoped == found.value.potential_first > 0
        assert (found.verdict, found.verdict_first) == ("succeeded", "failed")

    def test_a_stronger_target_hides_no_loss_and_an_actual_go_live_is_none(self):
        stronger = agreement(objective(value=WORTH, target=4), version=2, costs=CHEAP)
        assert assess([self.first, stronger], year(4.0), "2027-01-01").versions[1].value_descoped == 0
        from_go_live = objective(value=WORTH, **{"from": "go_live"})
        planned = agreement(from_go_live, go_live={"planned": "2026-06-30"})
        late = agreement(from_go_live, go_live={"planned": "2026-06-30", "actual": "2026-07-14"}, version=2)
        assert assess([planned, late], year(4.0), "2027-01-01").versions[1].value_descoped == 0


def test_no_objective_is_unproven():
    found = assess(agreement(), [], "2027-01-01")
    assert (found.verdict, found.reasons[0]) == ("unproven", "no objective is agreed")


def test_a_kpi_that_is_not_there_names_the_nearest():
    with pytest.raises(UnknownName, match="did you mean 'cycle'"):
        assess(agreement(objective(kpi="cycl")), [], "2027-01-01")


def test_the_order_of_documents_and_evidence_does_not_matter():
    known = [year(4.0), year(9.0, kpi="cost")]
    pacts = [TestVersions.first, TestVersions.weaker]
    assert assess(pacts, known, "2027-01-01", kpis=kpis()) == assess(
        pacts[::-1], known[::-1], "2027-01-01", kpis=kpis()[::-1]
    )
