"""Words that have no place in a statement, wherever they stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from trueup.jobs.lint import phrases, words
from trueup.jobs.lint.grammar import words_of
from trueup.jobs.lint.phrases import Place, find, find_names, inside
from trueup.jobs.lint.remark import Remark, remark
from trueup.vocabulary import said

_JOINTS = (r"and/or", "as well as", "and", "or", "along with")
_SIGNS = re.compile(r"(?<=[^\W\d_]) ?/ ?(?=[^\W\d_])|(?<=\s)&(?=\s)")
_ONE_QUESTION = re.compile(r"\bbetween\b[^,;]*?\band\b|\bwhether\b[^;]*?\bor\b", re.IGNORECASE)
_NAMES = re.compile(r"(?<=\w )[A-Z][\w-]* (?:and|&) [A-Z][\w-]*")
_EXAMPLES = re.compile(
    r"\b(?:e\.g\.|such as|for example|for instance).*?(?=\b(?:when|while|during)\b|$)", re.IGNORECASE
)


def compounds(text: str, *, beside: Place | None = None) -> Iterator[Remark]:
    """Two things joined where one could be rated; `beside` is a place that is said otherwise (two metrics)."""
    one = [*find(phrases.PAIRS, text), *_not_two(text), *([beside] if beside else [])]
    joints = [place for place in find(_JOINTS, text) if not inside(place, one)]
    signs = (match.span() for match in _SIGNS.finditer(text))
    joints += [place for place in signs if not inside(place, [*one, *joints])]
    for place in sorted(joints):
        message = said("joins two things, and one answer cannot rate both")
        yield remark("compound", text, place, message, said("write one outcome for each"))


def _not_two(text: str) -> Iterator[Place]:
    """The time between order and delivery, whether it is open or shut, two names that are one, and examples."""
    for pattern in (_ONE_QUESTION, _EXAMPLES, _NAMES):
        yield from (match.span() for match in pattern.finditer(text))


def adjectives(text: str) -> Iterator[Remark]:
    """Vague words, which everybody measures otherwise."""
    names = list(find(phrases.NOT_VAGUE, text))
    for word in words_of(text):
        place = (word.start, word.end)
        if word.text in words.ADJECTIVES and not inside(place, names):
            message = said("is vague: everybody measures it otherwise")
            yield remark("adjective", text, place, message, said("say what makes it so: how long, how often, how much"))


def feelings(text: str) -> Iterator[Remark]:
    """Feelings, which belong to emotional jobs."""
    names = list(find(phrases.NOT_VAGUE, text))
    single = ((word.start, word.end) for word in words_of(text) if word.text in words.FEELINGS)
    for place in _apart([*find(phrases.FEELINGS, text), *single]):
        if not inside(place, names):
            message = said("is a feeling, not a measure of how well the job gets done")
            yield remark("feeling", text, place, message, said("write it as an emotional job of the map"))


def provider_goals(text: str) -> Iterator[Remark]:
    """What a provider wants of its customers."""
    for place in _apart(find(phrases.PROVIDER, text)):
        message = said("is what a provider wants, not the customer")
        yield remark("provider_goal", text, place, message, said("say what the customer would gain by it"))


def solutions(text: str, names: Sequence[str]) -> Iterator[Remark]:
    """Names of parties of the book, and the words of the map's stop list."""
    for place in _apart(find_names(names, text)):
        message = said("names a product or a party: outcomes outlast solutions")
        yield remark("solution", text, place, message, said("say what it is used for"))


def technologies(text: str, names: Sequence[str] = ()) -> Iterator[Remark]:
    """Words of technology; those that the stop list names already are left to it."""
    taken = list(find_names(names, text))
    every = [*find(phrases.TECHNOLOGY, text), *find(phrases.NAMED_TECHNOLOGY, text, exactly=True)]
    for place in _apart(every):
        if not inside(place, taken):
            message = said("names a technology: outcomes outlast solutions")
            yield remark("technology", text, place, message, said("say what it is used for"))


def _apart(places: Iterable[Place]) -> Iterator[Place]:
    """Places in order, without those that lie in an earlier or longer one."""
    last = 0
    for start, end in sorted(places, key=lambda place: (place[0], -place[1])):
        if start >= last:
            yield start, end
            last = end
