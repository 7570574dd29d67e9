"""The grammar of outcome statements: direction + metric + object of control + context.

<Minimize | Reduce | Increase | Maximize> the <metric> (it takes to | that | of | to) <object> [when ... | during ...]

Source: Ulwick, What Customers Want (2005), and Jobs to Be Done (2016). British and American spelling are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from trueup.jobs.lint import words

_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}.-][^\W_]+)*")
_REACH = 4
"""How many words after the direction the metric is looked for: the average number, the total amount."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a statement, with the character it starts at and the one behind its last."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What a statement is made of; None for what it lacks.

    `metric` is known where it is one that people measure by (time, likelihood, number ...); `second` is a further one
    beside it.
    """

    direction: Piece | None = None
    metric: Piece | None = None
    object: Piece | None = None
    context: Piece | None = None
    second: Piece | None = None
    is_known: bool = True

    @property
    def is_down(self) -> bool | None:
        """Whether less is better; None without a direction."""
        return None if self.direction is None else self.direction.text.lower() in words.DOWN


def words_of(text: str) -> list[Word]:
    """The words of a text, in lower case, with their places."""
    return [Word(match[0].lower(), *match.span()) for match in _WORD.finditer(text)]


def parse(statement: str) -> Parts:
    """The parts of a statement. Anything can be parsed: what is not there is None."""
    found = words_of(statement)
    opening = found[0].text if found else ""
    led = opening in words.DIRECTIONS | words.ALMOST_DOWN | words.ALMOST_UP
    direction = _piece(statement, found[:1]) if opening in words.DIRECTIONS else None
    start = _after_articles(found, int(led))
    metric = _metric(found, start, led)
    if metric is None:
        return Parts(direction, object=_piece(statement, found[start:]) if direction else None)
    first, last = metric
    second = _second(statement, found, last)
    rest = _after_connector(found, second[1] if second else last)
    split = _context(found, rest)
    return Parts(
        direction,
        _piece(statement, found[first:last]),
        _piece(statement, found[rest:split]),
        _piece(statement, found[split:]),
        _piece(statement, found[second[0] : second[1]]) if second else None,
        is_known=any(word.text in words.METRICS for word in found[first:last]),
    )


def _piece(text: str, found: Sequence[Word]) -> Piece | None:
    if not found:
        return None
    start, end = found[0].start, found[-1].end
    return Piece(text[start:end], start, end)


def _after_articles(found: Sequence[Word], start: int) -> int:
    while start < len(found) and found[start].text in words.ARTICLES:
        start += 1
    return start


def _metric(found: Sequence[Word], start: int, led: bool) -> tuple[int, int] | None:
    """First word of the metric and the one behind its last.

    Without a direction only a statement that opens with its metric has one: "The time it takes to ...".
    """
    for index in range(start, min(start + (_REACH if led else 2), len(found))):
        word = found[index].text
        if word in words.METRICS:
            return start, _end(found, index)
        if word in words.PLAIN_CONNECTORS:
            has_article = start > 0 and found[start - 1].text in words.ARTICLES
            is_vague = any(each.text in words.ADJECTIVES for each in found[start:index])
            return (start, index) if led and has_article and index > start and not is_vague else None
        if word in words.CONTEXT or word == "and":
            return None
    return None


def _end(found: Sequence[Word], index: int) -> int:
    """Behind the metric: the amount of time is one metric, and so is its time limit."""
    follows = [word.text for word in found[index + 1 : index + 3]]
    is_of_another = len(follows) == 2 and follows[0] == "of" and follows[1] in words.WITHIN
    return index + 3 if is_of_another and found[index].text not in words.WITHIN else index + 1


def _second(text: str, found: Sequence[Word], last: int) -> tuple[int, int] | None:
    """The metrics beside the first: time and cost, time/cost, time, cost and effort."""
    first, end = _beside(text, found, last)
    while (more := _beside(text, found, end))[1] > end:
        end = more[1]
    return (first, end) if end > last else None


def _beside(text: str, found: Sequence[Word], last: int) -> tuple[int, int]:
    """First word of the metric that is joined to what ends at `last`, and the one behind its last; `last` for none."""
    index = last
    if index < len(found) and found[index].text not in ("and", "or"):
        between = text[found[last - 1].end : found[last].start]
        if not re.fullmatch(r"\s*[/,&+]\s*", between):
            return last, last
    while index < len(found) and found[index].text in words.ARTICLES | {"and", "or"}:
        index += 1
    for place in (index, index + 1):
        if place < len(found) and found[place].text in words.METRICS and found[index].text not in words.FUNCTION:
            return index, _end(found, place)
    return last, last


def _after_connector(found: Sequence[Word], start: int) -> int:
    texts = tuple(word.text for word in found[start : start + 4])
    length = max((len(each) for each in words.CONNECTORS if texts[: len(each)] == each), default=0)
    return start + length


def _context(found: Sequence[Word], start: int) -> int:
    """Where the context begins: at when, while, during, else at the last `at` behind an object."""
    for index in range(start + 1, len(found)):
        if found[index].text in words.CONTEXT and found[index - 1].text not in words.ASKED_WHEN:
            return index
    places = [index for index in range(start + 2, len(found) - 1) if found[index].text == "at"]
    return places[-1] if places else len(found)
