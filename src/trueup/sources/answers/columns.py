"""Which columns of a file hold the ratings of which outcome."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from trueup.sources.answers.outcomes import Named
from trueup.sources.answers.tools import Pair, Tool
from trueup.sources.headers import Headers
from trueup.sources.survey_file import RATINGS, Answers, Called
from trueup.vocabulary import SourceError

PLACE = "{outcome}"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Pairing:
    """The columns of one outcome; None where the file has not that rating."""

    outcome: str
    importance: str | None
    satisfaction: str | None

    @property
    def columns(self) -> tuple[str | None, str | None]:
        """Importance, then satisfaction."""
        return self.importance, self.satisfaction


@dataclass(frozen=True, slots=True)
class Found:
    """The columns of a file that are ratings, and those that look like it and are left aside."""

    pairs: tuple[Pairing, ...]
    aside: tuple[str, ...] = ()


def find_columns(headers: Headers, texts: Mapping[str, str], answers: Answers, tool: Tool, named: Named) -> Found:
    """The columns of each outcome. `texts` says more of a column than its header does, where the file has that.

    Raises SourceError where no column fits, where one means no outcome of the survey, or where a rating has no partner.
    """
    stated = {name: called for name, called in answers.outcomes.items() if isinstance(called, Called)}
    _known([*answers.outcomes], named)
    if stated and len(stated) == len(answers.outcomes):
        return Found(tuple(_stated(headers, name, called) for name, called in stated.items()))
    matched = _matched(headers, answers, tool)
    by_outcome, aside = _resolved(matched, texts, named, listed=bool(answers.outcomes))
    pairs = [*(_stated(headers, name, called) for name, called in stated.items()), *_paired(by_outcome, named)]
    headers.used |= {name for pair in pairs for name in pair.columns if name}
    return Found(tuple(sorted(pairs, key=lambda pair: named.ids.index(pair.outcome))), aside)


def _known(ids: Sequence[str], named: Named) -> None:
    for name in ids:
        if name not in named.ids:
            raise SourceError(f"outcomes: the survey asks about no outcome {name!r}", do=named.near(name))


def _stated(headers: Headers, outcome: str, called: Called) -> Pairing:
    importance, satisfaction = (
        headers.resolve(name) if name else None for name in (called.importance, called.satisfaction)
    )
    return Pairing(outcome, importance, satisfaction)


def _matched(headers: Headers, answers: Answers, tool: Tool) -> dict[str, dict[str, str]]:
    """For each rating, the code of each column that fits: of several pairs of patterns the first that fits any."""
    given = (answers.importance, answers.satisfaction)
    for pair in tool.pairs:
        patterns = tuple(own or default for own, default in zip(given, pair, strict=True))
        found = {rating: _fitting(headers, pattern) for rating, pattern in zip(RATINGS, patterns, strict=True)}
        if any(found.values()):
            return found
    raise _nothing(headers, given, tool)


def _fitting(headers: Headers, pattern: str) -> dict[str, str]:
    expression = re.compile(_expression(pattern), re.IGNORECASE | re.DOTALL)
    matches = ((name, expression.fullmatch(" ".join(name.split()))) for name in headers.names)
    return {name: match["outcome"] for name, match in matches if match}


def _expression(pattern: str) -> str:
    """`imp_{outcome}` as a regular expression; `*` stands for anything."""
    before, _, after = pattern.partition(PLACE)
    start, end = (".*".join(re.escape(part) for part in text.split("*")) for text in (before, after))
    return f"{start}(?P<outcome>.+){end}"


def _nothing(headers: Headers, given: tuple[str | None, str | None], tool: Tool) -> SourceError:
    pair: Pair = tool.pairs[0]
    wanted = " and ".join(repr(own or default) for own, default in zip(given, pair, strict=True))
    names = ", ".join(headers.names[:12]) + (", ..." if len(headers.names) > 12 else "")
    what = f"no column holds ratings: none is called like {wanted}"
    return SourceError(what, do=f"say what they are called: importance: ..., satisfaction: ...; columns: {names}")


def _resolved(
    matched: Mapping[str, Mapping[str, str]], texts: Mapping[str, str], named: Named, *, listed: bool
) -> tuple[dict[str, dict[str, str]], tuple[str, ...]]:
    """rating -> outcome -> column. Columns that mean no outcome are left aside if the mapping lists what it takes."""
    found: dict[str, dict[str, str]] = {rating: {} for rating in RATINGS}
    strange: dict[str, str] = {}
    for rating, columns in matched.items():
        for column, code in columns.items():
            outcome = named.resolve(code, texts.get(column, column))
            if outcome is None:
                strange[column] = code
            elif outcome in found[rating]:
                both = f"{found[rating][outcome]!r} and {column!r}"
                raise SourceError(f"{both} are both the {rating} of {outcome}", do="name its columns under `outcomes`")
            else:
                found[rating][outcome] = column
    if strange and not listed:
        raise _strange(strange, named)
    return found, tuple(strange)


def _strange(strange: Mapping[str, str], named: Named) -> SourceError:
    some = ", ".join(list(strange)[:SHOWN]) + (", ..." if len(strange) > SHOWN else "")
    what = f"{len(strange)} columns are ratings of no outcome that the survey asks about: {some}"
    if len(strange) == 1:
        what = f"the column {some} is a rating of no outcome that the survey asks about"
    first = next(iter(strange.values()))
    return SourceError(what, do=f"{named.near(first)}; or list what is what: outcomes: {{id: code in the file}}")


def _paired(found: Mapping[str, Mapping[str, str]], named: Named) -> list[Pairing]:
    importance, satisfaction = (found[rating] for rating in RATINGS)
    alone = [*importance.keys() ^ satisfaction.keys()]
    if alone:
        outcome = min(alone, key=named.ids.index)
        has, lacks = RATINGS if outcome in importance else RATINGS[::-1]
        column = found[has][outcome]
        what = f"the file has the {has} of {outcome} ({column}) and not its {lacks}"
        raise SourceError(what, do="an outcome needs both; if it was not asked, name its column under `outcomes`")
    return [
        Pairing(outcome, importance[outcome], satisfaction[outcome]) for outcome in named.ids if outcome in importance
    ]
