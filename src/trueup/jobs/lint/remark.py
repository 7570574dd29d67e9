"""What the lint says of a text: which code, where, why, and what to do. It never rewrites."""

from __future__ import annotations

from pydantic import Field

from trueup.jobs.lint.codes import BY_NAME, Severity
from trueup.vocabulary import Said, Sentence
from trueup.vocabulary.result import Result


class Remark(Result):
    """One thing that the lint found in one text."""

    code: str = Field(description="what was found, by its name in the reference")
    severity: Severity = Field(description="error, warning or note")
    start: int = Field(description="first character of the words it is about, from 0")
    end: int = Field(description="the character behind the last")
    words: str = Field(description="the words themselves")
    message: Sentence = Field(description="what is wrong with them")
    suggestion: Sentence = Field(description="what to do; nothing is rewritten")


def remark(code: str, text: str, place: tuple[int, int], message: Said, suggestion: Said) -> Remark:
    """A Remark about the characters at `place` of a text."""
    start, end = place
    return Remark(
        code=code,
        severity=BY_NAME[code].severity,
        start=start,
        end=end,
        words=text[start:end],
        message=message,
        suggestion=suggestion,
    )
