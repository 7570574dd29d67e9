"""Wave to wave: what changed for each outcome and group, with the interval of the difference.

p-values of all comparisons are adjusted together (Benjamini and Yekutieli, Annals of Statistics 29, 2001, valid under
any dependence), so at most 5 % of the changes that are called notable are expected to be none.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trueup.jobs.outcome_score import Asking
from trueup.jobs.ratings import Counts, Labels, Ratings
from trueup.jobs.results import CustomerTrend, Measured, Outlook, Shift, Shifts
from trueup.jobs.score import indicators, visible_outcomes
from trueup.stats.arrays import Bools, Floats
from trueup.stats.multiplicity import benjamini_yekutieli
from trueup.stats.opportunity import Indicators, Tables, opportunity, tabled
from trueup.stats.opportunity.change import Change, Round, changes
from trueup.vocabulary import Said, said

FEWEST = 20
"""Raters of an outcome in each wave below which p of a change is not to be trusted."""
FALSE_DISCOVERIES = 0.05
_METHOD = "both waves drawn anew together, 2,000 draws"


@dataclass(frozen=True)
class Side:
    """One wave: how often each pair of ratings was given in each group, and who gave them.

    `labels` names the group of each of the people; None where all are one group.
    """

    asking: Asking
    counts: Counts
    people: Ratings
    labels: Labels | None = None

    def group(self, name: str | None) -> Counts:
        """The counts of one group."""
        return self.counts.of(name) if self.labels is not None else self.counts.together()

    def members(self, name: str | None) -> Ratings:
        """The people of one group."""
        return self.people if self.labels is None else self.people.of(self.labels == name)


def shifts_of(before: Side, after: Side, *, by: str | None = None, level: float = 0.95) -> list[Shift]:
    """The shifts of each group that may be shown in both waves, not yet adjusted. `by` is the key of the groups."""
    visible = visible_outcomes(before.asking.survey, before.counts), visible_outcomes(after.asking.survey, after.counts)
    found: list[Shift] = []
    for name in before.counts.groups:
        if (before.labels is not None and name is None) or name not in after.counts.groups:
            continue
        earlier, later = visible[0][name], visible[1][name]
        if earlier is not None and later is not None:
            both = [each for each in earlier if each in set(later)]
            found += _of_group(before, after, name, None if by is None else f"{by}={name}", both, level)
    return found


def _of_group(
    before: Side, after: Side, name: str | None, group: str | None, outcomes: Sequence[str], level: float
) -> list[Shift]:
    if not outcomes:
        return []
    rounds = _rounds(before, after, name, outcomes)
    rng = np.random.default_rng([after.asking.seed, zlib.crc32((group or "").encode())])
    found = changes(*rounds, rng, level=level)
    few = [min(int(n) for n in sizes) for sizes in zip(*(_raters(each.tables) for each in rounds), strict=True)]
    return [
        _shift(after.asking, each, group, index, rounds, found, few[index], level)
        for index, each in enumerate(outcomes)
    ]


def _rounds(before: Side, after: Side, name: str | None, outcomes: Sequence[str]) -> tuple[Round, Round]:
    """Both waves over the same people: row i is the same respondent in both, and rated nothing where not asked."""
    sides = [(side.group(name), side.members(name)) for side in (before, after)]
    everybody = sorted({person for _, people in sides for person in people.respondents})
    place = {person: index for index, person in enumerate(everybody)}
    first, second = (Round(_placed(people, outcomes, place), _tables(counts, outcomes)) for counts, people in sides)
    return first, second


def _placed(people: Ratings, outcomes: Sequence[str], place: Mapping[str, int]) -> Indicators:
    own, rows = indicators(people, outcomes), [place[person] for person in people.respondents]

    def spread(given: Bools) -> Bools:
        wide = np.zeros((len(place), given.shape[1]), dtype=bool)
        wide[rows] = given
        return wide

    weight = np.zeros(len(place))
    weight[rows] = own.weight
    return Indicators(
        spread(own.top_first), spread(own.rated_first), spread(own.top_second), spread(own.rated_second), weight
    )


def _tables(counts: Counts, outcomes: Sequence[str]) -> Tables:
    kept = [counts.outcomes.index(name) for name in outcomes]
    below = counts.scale.threshold - counts.scale.low
    return tabled(counts.people[0, kept], counts.weight[0, kept], counts.square[0, kept], below)


def _raters(tables: Tables) -> Floats:
    return np.minimum(tables.first, tables.second)


def _shift(
    asking: Asking,
    outcome: str,
    group: str | None,
    index: int,
    rounds: tuple[Round, Round],
    found: tuple[Change, Change, Change],
    few: int,
    level: float,
) -> Shift:
    placed = asking.placed.get(outcome)
    statement = placed.outcome.statement if placed is not None else outcome
    if few < FEWEST:
        return Shift(
            outcome=outcome, statement=statement, group=group, before=None, after=None, difference=None, p=None,
            notable=False, insufficient=_too_few(few),
        )  # fmt: skip
    opened, importance, satisfaction = (_measured(each, index, few, level) for each in found)
    earlier, later = (_level(each, index, level) for each in rounds)
    return Shift(
        outcome=outcome,
        statement=statement,
        group=group,
        before=earlier,
        after=later,
        difference=opened,
        importance=importance,
        satisfaction=satisfaction,
        p=float(found[0].p[index]),
        notable=False,
    )


def _too_few(few: int) -> Said:
    return said("{have} people rated it in the smaller wave, and a change takes {need}", have=few, need=FEWEST)


def _measured(change: Change, index: int, n: int, level: float) -> Measured:
    value, low, high = (float(each[index]) for each in (change.value, change.low, change.high))
    return Measured(value=value, low=low, high=high, level=level, n=n, method=_METHOD)


def _level(round_: Round, index: int, level: float) -> Measured:
    """The opportunity of one wave, as scores have it but for the luck of the draws."""
    from trueup.stats.opportunity import figures

    one = Tables(round_.tables.people[index : index + 1], round_.tables.cells[index : index + 1])
    found = figures(one, np.random.default_rng(index), level=level).opportunity
    exact = float(opportunity(*(share[0] for share in one.shares)))
    n = int(one.both[0])
    return Measured(
        value=exact, low=float(found.low[0]), high=float(found.high[0]), level=level, n=n, method="paired bootstrap"
    )


def adjusted(shifts: Sequence[Shift]) -> tuple[tuple[Shift, ...], int]:
    """The shifts with `notable` decided over all together, the largest notable first; and how many were tested."""
    tested = [shift.p for shift in shifts if shift.p is not None]
    chances = iter(benjamini_yekutieli(tested).tolist() if tested else ())
    told = [
        shift if shift.p is None else shift.model_copy(update={"notable": next(chances) <= FALSE_DISCOVERIES})
        for shift in shifts
    ]
    return tuple(sorted(told, key=_order)), len(tested)


def _order(shift: Shift) -> tuple[bool, float, str, str]:
    size = abs(shift.difference.value) if shift.difference is not None else -1.0
    return not shift.notable, -size, shift.outcome, shift.group or ""


def told(
    before: Side,
    after: Side,
    found: Sequence[Shift],
    *,
    segments: Sequence[tuple[int, int | None]] = (),
    customers: Sequence[CustomerTrend] = (),
    outlook: Sequence[Outlook] = (),
) -> Shifts:
    """Everything about two waves in the shape in which people and programs read it."""
    shifts, tested = adjusted(found)
    was, now = before.counts.outcomes, after.counts.outcomes
    return Shifts(
        survey=after.counts.survey,
        before=before.counts.wave,
        after=after.counts.wave,
        shifts=shifts,
        segments=tuple(segments),
        customers=tuple(customers),
        outlook=tuple(outlook),
        dropped=tuple(name for name in was if name not in now),
        added=tuple(name for name in now if name not in was),
        tested=tested,
        notes=tuple(_notes(before, after, tested)),
    )


def _notes(before: Side, after: Side, tested: int) -> Iterator[Said]:
    again = len(set(before.people.respondents) & set(after.people.respondents))
    if again:
        yield said("{n} people answered in both waves: what one of them keeps is no change", n=again)
    else:
        yield said("nobody is known to have answered in both waves: part of a change may be who was asked")
    if before.counts.scale != after.counts.scale:
        yield said("the scale is not the same in both waves: the figures cannot be compared")
    if tested:
        yield said("{n} comparisons were made, and notable allows for that many", n=tested)
