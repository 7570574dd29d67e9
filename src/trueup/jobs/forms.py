"""Planned-missing forms: each person is asked a part, and all parts together still say how everybody is doing.

The outcomes that not everybody sees are dealt into blocks; a form is what everybody sees and two of the blocks. Every
pair of blocks stands on one form, so every pair of outcomes is rated by somebody; who gets which form is drawn by lot,
so what is missing is missing completely at random, and estimates from the answers that are there are unbiased. With
three blocks it is the three-form design (Graham, Hofer and MacKinnon, Multivariate Behavioral Research 31, 1996,
197-218; Littvay, Survey Research Methods 3, 2009).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from trueup.jobs.asked import asked
from trueup.jobs.job_map import JobMap
from trueup.jobs.survey import Survey
from trueup.vocabulary import InputError

LEAST = 2
"""Outcomes that a form needs beside those that everybody sees: one of each of two blocks."""


@dataclass(frozen=True)
class Forms:
    """What each person may be asked: `forms` are outcomes by id in the order of the job, `common` is on every form.

    Without blocks there is one form with every outcome.
    """

    common: tuple[str, ...]
    blocks: tuple[tuple[str, ...], ...]
    forms: tuple[tuple[str, ...], ...]
    rounds: tuple[tuple[int, ...], ...]

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """Every outcome that is asked about."""
        return (*self.common, *(name for block in self.blocks for name in block))

    @cached_property
    def shares(self) -> Mapping[str, float]:
        """Which share of the people is asked about each outcome: 1 for what everybody sees, else 2 / blocks."""
        part = 2 / len(self.blocks) if self.blocks else 1.0
        return {name: 1.0 if name in set(self.common) else part for name in self.outcomes}

    @property
    def least_share(self) -> float:
        """The share of the people that is asked about the outcome which the fewest see."""
        return min(self.shares.values(), default=1.0)

    @property
    def longest(self) -> int:
        """How many outcomes the longest form has."""
        return max(map(len, self.forms))

    def number_for(self, who: int | str, seed: int = 0) -> int:
        """Which form a person gets: its place in `forms`. `who` is the place in the order of invitation (0, 1, ...).

        Forms are drawn by lot within rounds, so that after each round every block has been given out equally often
        (permuted blocks). Where there is no order, `who` may be a key of the person: then by lot alone.
        """
        if isinstance(who, str):
            return int.from_bytes(hashlib.sha256(f"{seed}:{who}".encode()).digest()[:8]) % len(self.forms)
        cycle, place = divmod(who, len(self.forms))
        return self._order(cycle, seed)[place]

    def numbers(self, people: int, seed: int = 0) -> list[int]:
        """The forms of the first so many people in the order of invitation."""
        cycles = -(-people // len(self.forms))
        return [form for cycle in range(cycles) for form in self._order(cycle, seed)][:people]

    def form_for(self, who: int | str, seed: int = 0) -> tuple[str, ...]:
        """The outcomes that a person is asked about: see number_for."""
        return self.forms[self.number_for(who, seed)]

    def _order(self, cycle: int, seed: int) -> tuple[int, ...]:
        generator = np.random.default_rng((seed, cycle))
        turns = [self.rounds[each] for each in generator.permutation(len(self.rounds))]
        return tuple(int(form) for turn in turns for form in generator.permutation(turn))


def forms_of(survey: Survey, job_map: JobMap) -> Forms:
    """The forms of a survey. InputError where so few outcomes are to be seen that two blocks have no room."""
    see = None if survey.forms.see is None else int(survey.forms.see)
    return dealt(asked(survey, job_map), see, survey.forms.common)


def dealt(outcomes: Sequence[str], see: int | None, common: Sequence[str] = ()) -> Forms:
    """Forms of at most `see` of `outcomes` each; `common` are on all of them. Deterministic.

    Outcomes are dealt to the blocks in turn, so that each block has some of every step of the job.
    """
    everybody = tuple(name for name in outcomes if name in set(common))
    if see is None or see >= len(outcomes):
        every = tuple(outcomes)
        return Forms(common=every, blocks=(), forms=(every,), rounds=((0,),))
    room = (see - len(everybody)) // 2
    if room < 1:
        what = f"a form of {see} outcomes has no room for two blocks beside the {len(everybody)} that everybody sees"
        raise InputError(what, do=f"let each person see at least {len(everybody) + LEAST}")
    rest = [name for name in outcomes if name not in set(everybody)]
    count = -(-len(rest) // room)
    blocks = tuple(tuple(rest[start::count]) for start in range(count))
    rounds = _tournament(count)
    order = {name: place for place, name in enumerate(outcomes)}
    pairs = [pair for turn in rounds for pair in turn]
    forms = tuple(tuple(sorted((*everybody, *blocks[a], *blocks[b]), key=order.__getitem__)) for a, b in pairs)
    places = iter(range(len(pairs)))
    return Forms(everybody, blocks, forms, tuple(tuple(next(places) for _ in turn) for turn in rounds))


def _tournament(count: int) -> list[list[tuple[int, int]]]:
    """All pairs of `count` blocks in rounds in which no block stands twice (the circle method of tournaments)."""
    seats = [*range(count), *([-1] if count % 2 else [])]
    rounds = []
    for _ in range(len(seats) - 1):
        across = zip(seats[: len(seats) // 2], reversed(seats[len(seats) // 2 :]), strict=True)
        rounds.append([(min(pair), max(pair)) for pair in across if -1 not in pair])
        seats = [seats[0], seats[-1], *seats[1:-1]]
    return rounds
