"""Which statements say nearly the same.

Two statements are compared where both go the same way and measure by the same metric: the likeness of what follows is
the greater of cosine (of the words that carry meaning) and edit similarity (1 - Levenshtein distance / longer length).
Above 0.9 they are called duplicates. The frame that all statements share counts for nothing.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from trueup.jobs.lint import words
from trueup.jobs.lint.grammar import parse, words_of

ALIKE = 0.9
_LETTERS = "abcdefghijklmnopqrstuvwxyz "
"""Each that one text has more of takes an edit: a bound below the distance, with the other letters left out."""


@dataclass(frozen=True, slots=True)
class _Gist:
    """What a statement is compared by."""

    frame: tuple[bool | None, str]
    text: str
    letters: tuple[int, ...]
    words: Counter[str]
    length: float


def duplicates(statements: Sequence[str], *, grammar: bool = True) -> Iterator[tuple[int, int]]:
    """For each statement that says nearly what an earlier one says: its index, and that of the first such one.

    Without `grammar` (in another language than English) whole statements are compared.
    """
    gists = [_gist(statement, grammar) for statement in statements]
    for later, gist in enumerate(gists):
        for earlier in range(later):
            if alike(gists[earlier], gist):
                yield later, earlier
                break


def _gist(statement: str, grammar: bool) -> _Gist:
    parts = parse(statement)
    if grammar and parts.metric is not None and parts.object is not None:
        text = statement[parts.object.start :]
        frame = (parts.is_down, _american(parts.metric.text.lower()))
    else:
        text, frame = statement, (None, "")
    said = [_american(word.text) for word in words_of(text)]
    plain, telling = " ".join(said), Counter(word for word in said if word not in words.FUNCTION)
    letters = tuple(plain.count(letter) for letter in _LETTERS)
    return _Gist(frame, plain, letters, telling, math.sqrt(sum(n * n for n in telling.values())))


def _american(word: str) -> str:
    """minimise as minimize, colour as color: spelling makes no other outcome."""
    for british, american in (("ise", "ize"), ("ising", "izing"), ("ised", "ized"), ("our", "or"), ("tre", "ter")):
        if word.endswith(british) and len(word) > len(british) + 2:
            return word.removesuffix(british) + american
    return word


def alike(first: _Gist, second: _Gist) -> bool:
    """Whether two statements are duplicates."""
    if first.frame != second.frame or not first.text or not second.text:
        return False
    return _cosine(first, second) > ALIKE or _is_close(first, second)


def _cosine(first: _Gist, second: _Gist) -> float:
    both = first.words.keys() & second.words.keys()
    if not both:
        return 0.0
    return sum(first.words[word] * second.words[word] for word in both) / (first.length * second.length)


def _is_close(first: _Gist, second: _Gist) -> bool:
    """Whether the edit similarity is above the bound; cheap bounds first, since most pairs are far apart."""
    longer = max(len(first.text), len(second.text))
    most = math.ceil(longer * (1 - ALIKE)) - 1
    if abs(len(first.text) - len(second.text)) > most:
        return False
    more = [a - b for a, b in zip(first.letters, second.letters, strict=True) if a != b]
    apart = sum(map(abs, more)) + abs(sum(more))
    return apart <= 2 * most and distance(first.text, second.text, most) <= most


def distance(first: str, second: str, most: int) -> int:
    """The Levenshtein distance of two texts, or some number above `most` where it is greater than that."""
    above = list(range(len(second) + 1))
    for row, letter in enumerate(first, start=1):
        here = [row, *([most + 1] * len(second))]
        for column in range(max(1, row - most), min(len(second), row + most) + 1):
            change = above[column - 1] + (letter != second[column - 1])
            here[column] = min(change, above[column] + 1, here[column - 1] + 1)
        if min(here) > most:
            return most + 1
        above = here
    return above[-1]
