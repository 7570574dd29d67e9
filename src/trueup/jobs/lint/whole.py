"""The lint of a whole job map: every statement, every job, what is said twice, and how much there is of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from trueup.jobs.job_map import JobKind, JobMap, OtherJob, Placed
from trueup.jobs.lint.job import lint_job
from trueup.jobs.lint.likeness import duplicates
from trueup.jobs.lint.phrases import find_names
from trueup.jobs.lint.remark import Remark, remark
from trueup.jobs.lint.statement import lint
from trueup.jobs.lint.wording import solutions
from trueup.jobs.map_rules import path_of
from trueup.vocabulary import Said, said
from trueup.vocabulary.finding import Path

OUTCOMES = (50, 150)
RELATED = (5, 20)
EMOTIONAL = (5, 25)
"""How many outcomes of the core job, related jobs, and emotional and social jobs there usually are (Ulwick 2016)."""

Found = tuple[Path, str, Remark]
"""The path of a text in the document, the text, and what is said of it."""


def lint_map(job_map: JobMap, parties: Iterable[str] = ()) -> Iterator[Found]:
    """Everything that the lint says of a job map, in the order of the document; `parties` are their names."""
    names = (*job_map.stop_list, *parties)
    is_english = job_map.language.partition("-")[0] == "en"
    if not is_english:
        yield (("language",), job_map.language, _not_english(job_map.language))
    yield from _jobs(job_map, names, is_english)
    yield from _outcomes(job_map, names, is_english)
    yield from _unlinked(job_map)
    yield from _same(list(job_map.placed()), is_english)
    yield from _counts(job_map)


def _not_english(language: str) -> Remark:
    message = said("there is no grammar for this language: only names and likeness are looked at")
    suggestion = said("add translations in en to have them checked")
    return remark("language", language, (0, len(language)), message, suggestion)


def _jobs(job_map: JobMap, names: Sequence[str], is_english: bool) -> Iterator[Found]:
    stated: list[tuple[Path, str, JobKind]] = [(("job",), job_map.job, "core")]
    stated += [((kind, index, "job"), job.job, kind) for kind, index, job in job_map.others()]
    for path, text, kind in stated:
        found = lint_job(text, names=names, kind=kind) if is_english else _named(text, names, kind)
        yield from ((path, text, each) for each in found)


def _outcomes(job_map: JobMap, names: Sequence[str], is_english: bool) -> Iterator[Found]:
    for placed in job_map.placed():
        path, outcome = path_of(placed), placed.outcome
        texts = {(*path, "statement"): (outcome.statement, is_english)}
        if not is_english and "en" in outcome.translations:
            texts[(*path, "translations", "en")] = (outcome.translations["en"], True)
        for where, (text, english) in texts.items():
            found = lint(text, names=names, kind=placed.kind) if english else _named(text, names, placed.kind)
            yield from ((where, text, each) for each in found)


def _named(text: str, names: Sequence[str], kind: JobKind) -> tuple[Remark, ...]:
    """What can be said in any language: that it names a product or a party."""
    return () if kind == "consumption" or not any(find_names(names, text)) else tuple(solutions(text, names))


def _unlinked(job_map: JobMap) -> Iterator[Found]:
    """Outcomes at a step that is no step of the universal map hang in the air."""
    for index, step in enumerate(job_map.steps):
        if step.universal is None and step.outcomes:
            message = said("is none of the eight steps that every job has, so its outcomes are linked to none")
            suggestion = said("say which it is with `kind`: define, locate, prepare, confirm, execute ...")
            yield (
                ("steps", index, "name"),
                step.name,
                remark("no_step", step.name, (0, len(step.name)), message, suggestion),
            )


def _same(placed: Sequence[Placed], is_english: bool) -> Iterator[Found]:
    for later, earlier in duplicates([each.outcome.statement for each in placed], grammar=is_english):
        statement, other = placed[later].outcome.statement, placed[earlier].outcome
        message = said(
            "says nearly the same as outcome {id}: {statement}", id=repr(other.id), statement=other.statement
        )
        suggestion = said("leave one out, or say what is different")
        path = (*path_of(placed[later]), "statement")
        yield path, statement, remark("duplicate", statement, (0, len(statement)), message, suggestion)


def _counts(job_map: JobMap) -> Iterator[Found]:
    outcomes = sum(len(step.outcomes) for step in job_map.steps)
    feelings: tuple[OtherJob, ...] = (*job_map.emotional, *job_map.social)
    for path, count, (least, most) in (
        ("steps", outcomes, OUTCOMES),
        ("related", len(job_map.related), RELATED),
        ("emotional", len(feelings), EMOTIONAL),
    ):
        if not least <= count <= most:
            suggestion = said("ask more of the people who do the job") if count < least else said("join what is alike")
            yield (path,), "", remark("count", "", (0, 0), _usual(path, count, least, most), suggestion)


def _usual(path: str, count: int, least: int, most: int) -> Said:
    if path == "steps":
        return said(
            "{count} outcomes of the core job; usual are between {least} and {most}",
            count=count,
            least=least,
            most=most,
        )
    if path == "related":
        return said("{count} related jobs; usual are between {least} and {most}", count=count, least=least, most=most)
    return said(
        "{count} emotional and social jobs; usual are between {least} and {most}", count=count, least=least, most=most
    )
