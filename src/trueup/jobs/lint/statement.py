"""The lint of one outcome statement, by the grammar and by the words it uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trueup.jobs.job_map import JobKind
from trueup.jobs.lint import words
from trueup.jobs.lint.grammar import Parts, Piece, Word, parse, words_of
from trueup.jobs.lint.remark import Remark, remark
from trueup.jobs.lint.wording import adjectives, compounds, feelings, provider_goals, solutions, technologies
from trueup.vocabulary import Said, said


def lint(statement: str, *, names: Sequence[str] = (), kind: JobKind = "core") -> tuple[Remark, ...]:
    """Everything that is wrong with an outcome statement in English, in the order of its words.

    `names` are those of parties and of products, which no statement may hold. Feelings have their place among
    emotional and social jobs, and the product in the jobs that come with having it.
    """
    parts = parse(statement)
    found = list(_wording(statement, parts, names, kind))
    found += _grammar(statement, parts, {each.code for each in found})
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.code)))


def _wording(statement: str, parts: Parts, names: Sequence[str], kind: JobKind) -> Iterator[Remark]:
    metrics = [piece for piece in (parts.metric, parts.second) if piece is not None]
    yield from compounds(statement, beside=(metrics[0].start, metrics[-1].end) if len(metrics) == 2 else None)
    yield from adjectives(statement)
    yield from provider_goals(statement)
    if kind != "consumption":
        yield from solutions(statement, names)
        yield from technologies(statement, names)
    if kind not in ("emotional", "social"):
        yield from feelings(statement)


def _grammar(statement: str, parts: Parts, found: set[str]) -> Iterator[Remark]:
    if parts.direction is None and parts.metric is None:
        yield from _no_frame(statement, found)
        return
    if parts.direction is None:
        yield _no_direction(statement)
    if parts.metric is None:
        yield _no_metric(statement, parts)
    elif not parts.is_known:
        yield _unusual(statement, parts.metric)
    if parts.metric is not None and parts.object is None:
        message = said("does not say what is measured")
        suggestion = said("go on: the time it takes to ..., the likelihood that ..., the number of ...")
        yield remark("no_object", statement, _place(parts.metric), message, suggestion)
    if parts.metric is not None and parts.second is not None:
        message = said("is more than one metric: nobody could rate both with one answer")
        place = (parts.metric.start, parts.second.end)
        yield remark("two_metrics", statement, place, message, said("write one outcome for each"))


def _place(piece: Piece) -> tuple[int, int]:
    return piece.start, piece.end


def _no_frame(statement: str, found: set[str]) -> Iterator[Remark]:
    """Neither direction nor metric: a step of the job, where it begins with what people do."""
    every = words_of(statement)
    if not found & {"feeling", "provider_goal"} and _is_step(every):
        message = said("says what people do, not how they judge it")
        suggestion = said(
            "make it a step, and ask what could go wrong at it or take long: Minimize the time it takes to ..."
        )
        yield remark("job_step", statement, (every[0].start, every[-1].end), message, suggestion)
        return
    yield _no_direction(statement)
    if not found & {"feeling", "provider_goal"}:
        yield _no_metric(statement, Parts())


def _is_step(found: Sequence[Word]) -> bool:
    """A verb that people know, or a word before an article or a question: Enter the weight, Weigh what comes in."""
    if not found or found[0].text in words.ADJECTIVES | words.DETERMINERS | words.METRICS:
        return False
    if found[0].text in words.ALMOST_DOWN | words.ALMOST_UP:
        return False
    if found[0].text in words.VERBS:
        return len(found) > 1
    return len(found) > 1 and found[1].text in words.DETERMINERS


def _no_direction(statement: str) -> Remark:
    found = words_of(statement)
    first = found[0] if found else Word("", 0, len(statement))
    message = said("does not say whether more or less of it is better")
    return remark("missing_direction", statement, (first.start, first.end), message, _better(first.text))


def _better(first: str) -> Said:
    if first in words.ALMOST_DOWN:
        return said("begin with Minimize the, or Reduce the")
    if first in words.ALMOST_UP:
        return said("begin with Maximize the, or Increase the: or say what is to be minimized")
    return said("begin with Minimize, Reduce, Increase or Maximize")


def _no_metric(statement: str, parts: Parts) -> Remark:
    found = words_of(statement)
    piece = parts.object or parts.direction
    place = _place(piece) if piece else (found[0].start, found[-1].end) if found else (0, len(statement))
    message = said("names nothing that people measure by")
    suggestion = said("say which: the time it takes to, the likelihood that, the number of, the cost of ...")
    return remark("no_metric", statement, place, message, suggestion)


def _unusual(statement: str, metric: Piece) -> Remark:
    message = said("is none of the usual metrics")
    suggestion = said("can people say how much of it there is? usual are time, likelihood, number, amount, cost")
    return remark("unusual_metric", statement, _place(metric), message, suggestion)
