"""The answers to a wave, as they may leave the book."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trueup.jobs.asked import asked
from trueup.jobs.survey import Survey
from trueup.jobs.tidy import Answer, releasable
from trueup.scorecard.panels import Panels
from trueup.vocabulary import Insufficient

_COLUMNS = (
    "respondent", "customer", "segment_keys", "outcome", "importance", "satisfaction", "weight", "answered_at",
)  # fmt: skip


@dataclass(frozen=True)
class Released:
    """The answers to one wave of a survey; `outcomes` in the order in which they are asked."""

    survey: Survey
    wave: str
    outcomes: tuple[str, ...]
    answers: Sequence[Answer]


def answers_of(panels: Panels, survey: str | None, wave: str | None) -> Released | Insufficient:
    """Every answer to a wave (the last that has any), as known at the moment: also today's.

    Insufficient where nobody has answered, or in an anonymous survey too few to show any.
    """
    latest = panels.survey(survey)
    name = panels.wave(latest, wave)
    found = panels.survey(latest.id, name)
    if not panels.snapshot.has("responses"):
        return Insufficient("any answer", have=0, need=1)
    rows = panels.snapshot.latest("responses", only={"survey": [found.id], "wave": [name]})
    answers = [Answer.of(row) for row in panels.snapshot.collect(rows.select(*_COLUMNS)).to_pylist()]
    if not answers:
        return Insufficient("any answer", have=0, need=1)
    released = releasable(answers, found)
    if isinstance(released, Insufficient):
        return released
    return Released(found, name, asked(found, panels.job_map(found)), released)
