"""A few words for an outcome, where a picture has no room for its statement."""

from __future__ import annotations

from trueup.jobs.lint.grammar import parse


def label(statement: str, letters: int) -> str:
    """What the outcome is about, without the direction and the metric that most statements begin with.

    At most so many letters; a statement of another form, or in another language, is only cut.
    """
    parts = parse(statement)
    about = statement if parts.metric is None or parts.object is None else statement[parts.object.start :]
    return about if len(about) <= letters else about[: letters - 1].rstrip() + "…"
