"""Rules about job maps and surveys: what each says by itself, the names it uses, and what may not change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from trueup.book.rules.steps import placed_findings, steps
from trueup.jobs import map_rules, survey_rules
from trueup.jobs.asked import asked
from trueup.jobs.map_rules import path_of
from trueup.vocabulary import Issue, said
from trueup.vocabulary.finding import Finding, Path, hint

if TYPE_CHECKING:
    from trueup.book.draft import Draft, Placed
    from trueup.jobs.job_map import JobMap
    from trueup.jobs.lint import Remark
    from trueup.jobs.survey import Survey


def job_map_holds_together(draft: Draft) -> Iterator[Issue]:
    """Names in a job map are given once, jobs lie under others that are there, steps come in order."""
    for placed in draft.job_maps:
        yield from placed_findings(placed, map_rules.issues(placed.document))


def job_map_names_exist(draft: Draft) -> Iterator[Issue]:
    """The KPIs that measure outcomes from the inside are in the book."""
    for placed in draft.job_maps:
        for each in placed.document.placed():
            yield from draft.lost(placed, (*path_of(each), "kpi"), "KPI", each.outcome.kpi, draft.kpi_names)


def asked_outcomes_keep_their_words(draft: Draft) -> Iterator[Issue]:
    """What waves have asked about is not quietly worded anew in a later version of the job map."""
    waves = {name: _waves(draft, name) for name in draft.job_maps_by_id}
    for before, after in steps(draft.job_maps):
        if before is not None and waves[after.document.id]:
            yield from placed_findings(after, _reworded(before.document, after.document, waves[after.document.id]))


def _waves(draft: Draft, job_map: str) -> dict[str, str]:
    """For each outcome of any version that a survey with waves asks about: the survey."""
    asking: dict[str, str] = {}
    for placed in draft.surveys:
        survey = placed.document
        if survey.job_map == job_map and survey.waves:
            for version in draft.job_maps_by_id[job_map]:
                asking |= dict.fromkeys(asked(survey, version), survey.id)
    return asking


def _reworded(before: JobMap, after: JobMap, waves: dict[str, str]) -> Iterator[Finding]:
    was = {each.outcome.id: each.outcome.statement for each in before.placed()}
    for each in after.placed():
        name, statement = each.outcome.id, each.outcome.statement
        if name in waves and was.get(name, statement) != statement:
            message = said(
                "outcome {id} is worded anew, and survey {survey} asks it", id=repr(name), survey=waves[name]
            )
            suggestion = said("if it means something else now, give it a new id: answers are compared by it")
            yield hint((*path_of(each), "statement"), message, suggestion)


def job_map_is_well_worded(draft: Draft) -> Iterator[Issue]:
    """What the lint says of the latest version of each job map: advice, since no list of words knows every language.

    Notes are left to `trueup jobs lint`.
    """
    for placed, path, text, found in remarks(draft):
        if found.severity != "note":
            yield _remarked(placed, path, text, found)


def remarks(draft: Draft) -> Iterator[tuple[Placed[JobMap], Path, str, Remark]]:
    """Everything that the lint says of the latest version of each job map: where it stands, the text, the remark."""
    from trueup.jobs.lint import lint_map

    parties = [party.name for party in draft.parties.values()]
    for placed in draft.job_maps:
        if placed.document.version == draft.job_maps_by_id[placed.document.id][-1].version:
            yield from ((placed, *found) for found in lint_map(placed.document, parties))


def _remarked(placed: Placed[JobMap], path: Path, text: str, found: Remark) -> Issue:
    """A remark as an issue; the words it is about are quoted where they are not all of the text."""
    message = said('"{words}" {message}', words=found.words, message=found.message)
    whole = (found.start, found.end) == (0, len(text))
    issue = placed.issue("hint", path, found.message if whole else message, found.suggestion)
    return replace(issue, code=found.code, span=(found.start, found.end))


def survey_holds_together(draft: Draft) -> Iterator[Issue]:
    """Waves follow one another, names are given once, and every point of the scale has words."""
    latest = _latest(draft)
    for placed in draft.surveys:
        yield from _current(placed, survey_rules.issues(placed.document), latest)


def _latest(draft: Draft) -> dict[str, int]:
    """The last version of each survey."""
    latest: dict[str, int] = {}
    for placed in draft.surveys:
        latest[placed.document.id] = max(placed.document.version, latest.get(placed.document.id, 0))
    return latest


def _current(placed: Placed[Survey], findings: Iterable[Finding], latest: dict[str, int]) -> Iterator[Issue]:
    """Findings as issues; advice only about the latest version: an earlier one cannot be changed."""
    is_latest = placed.document.version == latest[placed.document.id]
    yield from placed_findings(placed, (found for found in findings if is_latest or found.level == "error"))


def survey_names_exist(draft: Draft) -> Iterator[Issue]:
    """The job map of a survey, what it asks of it, and who asks are in the book."""
    latest = _latest(draft)
    for placed in draft.surveys:
        survey = placed.document
        yield from draft.lost(placed, ("job_map",), "job map", survey.job_map, draft.job_map_names)
        yield from draft.no_party(placed, ("party",), survey.party)
        versions = draft.job_maps_by_id.get(survey.job_map)
        if versions:
            yield from _current(placed, survey_rules.beside(survey, versions), latest)


def questions_stand(draft: Draft) -> Iterator[Issue]:
    """What a wave asks is not changed once it stands: other questions need another wave."""
    earlier: dict[str, list[Survey]] = {}
    for placed in sorted(draft.surveys, key=lambda each: each.document.version):
        versions = earlier.setdefault(placed.document.id, [])
        if versions:
            yield from placed_findings(placed, survey_rules.amended(versions, placed.document))
        versions.append(placed.document)


RULES = (
    job_map_holds_together,
    job_map_names_exist,
    asked_outcomes_keep_their_words,
    survey_holds_together,
    survey_names_exist,
    questions_stand,
)
ADVICE = (job_map_is_well_worded,)
