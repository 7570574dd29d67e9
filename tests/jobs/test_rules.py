"""Rules of job maps and surveys hold for whatever somebody writes; the words of each stand in tests/book/broken."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from trueup.jobs import map_rules, survey_rules
from trueup.jobs.job_map import STEP_KINDS, JobMap
from trueup.jobs.survey import Survey

IDS = st.sampled_from("abcde")
OUTCOMES = st.lists(st.fixed_dictionaries({"id": IDS, "statement": st.text(min_size=1, max_size=30)}), max_size=3)
STEPS = st.lists(
    st.fixed_dictionaries({"id": st.sampled_from([*STEP_KINDS, "x"]), "name": st.just("n"), "outcomes": OUTCOMES})
)
JOBS = st.lists(st.fixed_dictionaries({"job": st.text(max_size=9), "outcomes": OUTCOMES},
                                      optional={"id": IDS, "under": IDS}), max_size=4)  # fmt: skip
KEYS = {"id": st.just("m"), "job": st.text(max_size=9), "executor": st.just("e"), "steps": STEPS, "related": JOBS}
MAPS = st.fixed_dictionaries(KEYS).map(JobMap.model_validate)
DAYS = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 1))
WAVES = st.builds(lambda name, day, length: {"id": name, "opens": day, "closes": day + dt.timedelta(length)},
                  IDS, DAYS, st.integers(1, 60))  # fmt: skip
SURVEYS = st.fixed_dictionaries(
    {"id": st.just("s"), "job_map": st.just("m"), "outcomes": st.lists(IDS, max_size=4),
     "forms": st.fixed_dictionaries({"common": st.lists(IDS, max_size=2)}, optional={"see": st.integers(1, 6)}),
     "waves": st.lists(WAVES, max_size=4)}
).map(Survey.model_validate)  # fmt: skip


@given(MAPS)
def test_a_map_without_an_error_has_every_outcome_once(job_map: JobMap) -> None:
    found = list(map_rules.issues(job_map))
    ids = [placed.outcome.id for placed in job_map.placed()]
    if len(ids) != len(set(ids)):
        assert any(each.level == "error" and "outcome" in each.message for each in found)
    if not any(each.level == "error" for each in found):
        assert len({job.id for _, _, job in job_map.others() if job.id}) == sum(
            job.id is not None for _, _, job in job_map.others()
        )


@given(SURVEYS, st.lists(MAPS, min_size=1, max_size=2))
def test_a_survey_without_an_error_can_be_shared_out(survey: Survey, maps: list[JobMap]) -> None:
    maps = [job_map.model_copy(update={"version": number}) for number, job_map in enumerate(maps, start=1)]
    found = [*survey_rules.issues(survey), *survey_rules.beside(survey, maps)]
    if any(each.level == "error" for each in found):
        return
    ever = {placed.outcome.id for job_map in maps for placed in job_map.placed()}
    assert set(survey.outcomes) <= ever
    assert set(survey.forms.common) <= (set(survey.outcomes) or ever)
    ordered = sorted(survey.waves, key=lambda wave: wave.opens)
    assert all(first.closes <= second.opens for first, second in pairwise(ordered))
    assert len({wave.id for wave in survey.waves}) == len(survey.waves)


@given(SURVEYS, SURVEYS)
def test_questions_change_with_a_new_wave_only(before: Survey, after: Survey) -> None:
    found = list(survey_rules.amended([before], after))
    same = survey_rules.changed_questions(before, after) == {}
    is_new = {wave.id for wave in after.waves} - {wave.id for wave in before.waves}
    stops = any(each.level == "error" for each in found)
    assert stops == bool(before.waves and not same and not is_new)


def sequence(*ids: str) -> list[tuple[Any, ...]]:
    steps = [
        {"id": kind if ids.count(kind) == 1 else f"{kind}{place}", "name": kind, "kind": kind}
        for place, kind in enumerate(ids)
    ]
    made = JobMap.model_validate({"id": "m", "job": "j", "executor": "e", "steps": steps})
    return [found.path for found in map_rules.issues(made)]


def test_steps_keep_the_universal_order_and_may_come_again() -> None:
    assert sequence(*STEP_KINDS) == []
    assert sequence("define", "execute", "conclude") == []
    assert sequence("define", "execute", "monitor", "modify", "execute", "monitor", "conclude") == []
    assert sequence("define", "execute", "locate") == [("steps", 2)]
    assert sequence("conclude", "define") == [("steps", 1)]
