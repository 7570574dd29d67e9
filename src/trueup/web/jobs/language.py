"""Outcomes as they are stated in the reader's language, where the job map says them in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from trueup.jobs.job_map import JobMap
from trueup.vocabulary.result import Result

R = TypeVar("R", bound=Result)


def statements(job_map: JobMap, language: str) -> dict[str, str]:
    """Statement -> the same in a language, of the outcomes that have one."""
    every = (placed.outcome for placed in job_map.placed())
    return {each.statement: each.translations[language] for each in every if language in each.translations}


def worded(result: R, words: Mapping[str, str]) -> R:
    """The result with every text that is a statement in the other language; all else stays as it is."""
    if not words:
        return result
    told = {name: _worded(getattr(result, name), words) for name in type(result).model_fields}
    return result.model_copy(update={name: new for name, new in told.items() if new is not getattr(result, name)})


def _worded(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, Result):
        return worded(value, words)
    if isinstance(value, tuple):
        return tuple(_worded(each, words) for each in value)
    return words.get(value, value) if isinstance(value, str) else value
