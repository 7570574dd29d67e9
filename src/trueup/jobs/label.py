"""A few words for an outcome, where a picture has no room for its statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from trueup.jobs.lint.grammar import parse

LETTERS = 46


def labels(statements: Iterable[str], letters: int = LETTERS) -> dict[str, str]:
    """A label for each statement, no two alike: a picture takes rows of one name for one row."""
    found = {statement: label(statement, letters) for statement in statements}
    alike = Counter(found.values())
    told = {each: short if alike[short] == 1 else _cut(each, letters) for each, short in found.items()}
    seen: Counter[str] = Counter()
    for each, short in told.items():
        seen[short] += 1
        told[each] = short if seen[short] == 1 else f"{short} ({seen[short]})"
    return told


def label(statement: str, letters: int = LETTERS) -> str:
    """What the outcome is about, without the direction and the metric that most statements begin with.

    At most so many letters; a statement of another form, or in another language, is only cut.
    """
    parts = parse(statement)
    about = statement if parts.metric is None or parts.object is None else statement[parts.object.start :]
    return _cut(about, letters)


def _cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
