"""The lint of a job statement: verb + object of the verb + what makes it clear; no solution, no "and"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from trueup.jobs.job_map import JobKind
from trueup.jobs.lint import words
from trueup.jobs.lint.grammar import Word, parse, words_of
from trueup.jobs.lint.remark import Remark, remark
from trueup.jobs.lint.wording import compounds, solutions, technologies
from trueup.vocabulary import said

_NOUN = re.compile(r".{3,}(tion|sion|ment|ness|ity|ance|ence|ship|ing)")
_VERBS_LIKE_NOUNS = frozenset(
    (
        "advance", "bring", "cement", "comment", "commence", "condition", "dance", "document", "experience", "finance",
        "function", "implement", "influence", "mention", "position", "ring", "sing", "spring", "string", "supplement",
        "swing", "fling", "balance", "enhance", "reference", "sequence", "silence", "question", "station", "ration",
        "caution", "auction", "transition", "ship", "equipment",
    )
)  # fmt: skip
_ENDINGS_OF_VERBS = ("ss", "us", "ns")


def lint_job(job: str, *, names: Sequence[str] = (), kind: JobKind = "core") -> tuple[Remark, ...]:
    """Everything that is wrong with a job statement in English, in the order of its words.

    Feelings (to feel sure of ...) are emotional jobs as they should be. The jobs that come with a product may name it.
    """
    found = [*_form(job, kind), *compounds(job)]
    if kind != "consumption":
        found += [*solutions(job, names), *technologies(job, names)]
    return tuple(sorted(found, key=lambda each: (each.start, each.end, each.code)))


def _form(job: str, kind: JobKind) -> Iterator[Remark]:
    found = words_of(job)
    whole = (found[0].start, found[-1].end) if found else (0, len(job))
    parts = parse(job)
    if parts.direction is not None and parts.metric is not None:
        message = said("is an outcome: a job is what people get done")
        yield remark("job_outcome", job, whole, message, said("begin with a verb, like: Send goods to a customer"))
        return
    first = found[0] if found else Word("", 0, len(job))
    if not _may_be_verb(first.text) or _is_name_of_work(found):
        message = said("is not what people do")
        yield remark("job_verb", job, (first.start, first.end), message, said("begin with a verb, like: Send goods"))
    elif len(_content(found)) < 2:
        message = said("does not say to what it is done")
        yield remark("job_object", job, whole, message, said("add the object of the verb, like: Send goods"))
    elif len(_content(found)) < 3 and kind == "core":
        message = said("does not say what makes it clear: when, where, for whom, of which sort")
        yield remark("job_clarifier", job, whole, message, said("add it, like: Send goods to a customer on time"))


def _content(found: Sequence[Word]) -> list[Word]:
    return [word for word in found if word.text not in words.FUNCTION]


def _may_be_verb(word: str) -> bool:
    """English has no sign of a verb; what cannot be the bare form of one is told by article, ending or plural."""
    if not word or word in words.DETERMINERS | words.ADJECTIVES | words.METRICS - _ALSO_VERBS:
        return False
    if word in words.VERBS | _VERBS_LIKE_NOUNS:
        return True
    if _NOUN.fullmatch(word):
        return False
    return not (word.endswith("s") and not word.endswith(_ENDINGS_OF_VERBS))


def _is_name_of_work(found: Sequence[Word]) -> bool:
    """Paper making, vendor management: two nouns where a verb should be."""
    named = len(found) == 2 and (found[1].text.endswith("ing") or found[1].text == "management")
    return named and found[0].text not in words.VERBS


_ALSO_VERBS = frozenset(
    (
        "amount", "cost", "count", "delay", "gap", "level", "need", "number", "pressure", "price", "range", "rate",
        "risk", "share", "size", "space", "sum", "time", "weight", "yield",
    )
)  # fmt: skip
