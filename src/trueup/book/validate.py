"""Every rule of a book, in the order in which people would want to hear of a breach."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import chain

from trueup.book.draft import Draft
from trueup.book.load import Loaded
from trueup.book.rules import (
    attribution,
    cases,
    improvements,
    jobs,
    kpis,
    money,
    names,
    objectives,
    operating_models,
    panels,
    plans,
    pricing,
    signing,
    stakeholders,
    statements,
    whole,
)
from trueup.vocabulary import LEVELS, Issue

Rule = Callable[[Draft], Iterator[Issue]]

SIGNING: tuple[Rule, ...] = (
    signing.agreement_is_complete,
    signing.objective_is_complete,
    signing.evidence_can_be_given,
    signing.measurement_is_planned,
    plans.plan_can_be_judged,
)
"""What is lacking before anyone may sign: level `soon`, never an error."""

ADVICE: tuple[Rule, ...] = (jobs.job_map_is_well_worded,)
"""How texts are worded: hints only, and too long a look for every time a book is opened."""

RULES: tuple[Rule, ...] = (
    whole.exactly_one_book,
    whole.no_document_twice,
    whole.versions_count_from_one,
    whole.versions_do_not_go_back,
    whole.amendment_says_why,
    whole.parties_are_named_once,
    kpis.kpi_names_exist,
    kpis.measurer_is_not_the_verifier,
    kpis.ratio_divides_two_sums,
    kpis.rates_are_not_averaged,
    kpis.targets_fit_the_direction,
    kpis.bounds_are_in_order,
    kpis.formula_is_allowed,
    kpis.formula_reads_a_landed_table,
    names.agreement_parties_exist,
    names.roles_are_kept,
    names.observer_has_no_stake,
    names.agreement_names_exist,
    names.objective_names_exist,
    names.attestation_is_entitled,
    names.evidence_exists,
    names.dispute_is_answered_by_another,
    objectives.objectives_are_named_once,
    objectives.target_has_the_right_shape,
    objectives.target_is_better_than_baseline,
    objectives.tolerance_leaves_a_promise,
    objectives.target_is_possible,
    objectives.stretch_lies_beyond_target,
    objectives.improvement_has_a_start,
    objectives.go_live_follows_effect,
    objectives.due_lies_after_start,
    objectives.path_leads_to_the_target,
    objectives.value_ends_after_it_begins,
    objectives.baseline_lies_before_the_start,
    objectives.target_stands_out_of_noise,
    attribution.attribution_has_what_it_needs,
    attribution.attribution_keys_are_used,
    attribution.attribution_slices_exist,
    attribution.exclusions_leave_something_out,
    attribution.control_shares_no_roll_out,
    attribution.fitting_ends_before_the_start,
    objectives.cumulative_needs_a_sum,
    money.cost_ends_after_it_begins,
    money.provisional_fee_lies_between_floor_and_cap,
    money.provisional_fee_goes_to_a_provider,
    money.share_has_something_to_share,
    money.amounts_are_in_one_currency,
    pricing.fee_goes_to_providers,
    pricing.pricing_names_exist,
    pricing.fee_has_a_rate,
    pricing.parts_are_agreed,
    statements.statement_names_exist,
    statements.statements_do_not_overlap,
    statements.statements_count_from_one,
    plans.plan_names_exist,
    plans.plan_holds_together,
    plans.plan_is_about_its_agreements_project,
    plans.baselines_stand,
    plans.containment_names_exist,
    plans.containment_goes_step_by_step,
    jobs.job_map_holds_together,
    jobs.job_map_names_exist,
    jobs.asked_outcomes_keep_their_words,
    jobs.survey_holds_together,
    jobs.survey_names_exist,
    jobs.questions_stand,
    panels.panel_can_answer,
    cases.case_holds_together,
    cases.case_names_exist,
    cases.case_speaks_of_its_agreement,
    cases.case_counts_an_improvement_once,
    cases.case_has_its_rates,
    cases.agreement_seals_its_case,
    improvements.improvement_holds_together,
    improvements.improvement_stays_its_partys,
    improvements.improvement_names_exist,
    improvements.improvement_objective_has_a_worth,
    improvements.improvement_counts_worth_once,
    improvements.improvement_is_in_one_currency,
    stakeholders.stakeholders_hold_together,
    stakeholders.stakeholders_are_judged_alike,
    stakeholders.stakeholders_names_exist,
    stakeholders.stakeholders_are_those_of_the_agreement,
    stakeholders.criteria_names_exist,
    stakeholders.criteria_go_where_the_kpi_should,
    operating_models.operating_model_holds_together,
    operating_models.operating_model_stays_its_customers,
    operating_models.operating_model_parties_exist,
    operating_models.operating_model_names_exist,
    *SIGNING,
    *ADVICE,
)


def validate(loaded: Loaded) -> list[Issue]:
    """Every issue of what was loaded: what the files say, then what the rules say; errors first, then by place."""
    draft = Draft(loaded)
    found = [*loaded.issues, *(issue for rule in RULES for issue in rule(draft))]
    return sorted(set(found), key=_order)


def has_errors(loaded: Loaded) -> bool:
    """Whether any issue is an error. What can be none, lacks for a signature and advice, is not looked for."""
    draft = Draft(loaded)
    binding = (rule for rule in RULES if rule not in (*SIGNING, *ADVICE))
    found = chain(loaded.issues, chain.from_iterable(rule(draft) for rule in binding))
    return any(issue.level == "error" for issue in found)


def _order(issue: Issue) -> tuple[int, str, int, str, str]:
    return LEVELS.index(issue.level), issue.file or "", issue.line or 0, issue.path or "", issue.message
