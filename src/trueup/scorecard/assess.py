"""The main job: book + facts + a moment -> scorecard. It composes; every rule lives with its capability."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from trueup.agreements.assess import assess_agreement
from trueup.agreements.caused import Caused
from trueup.agreements.documents import Agreement
from trueup.agreements.judge import Rules
from trueup.agreements.outlook import Chart, Outlook, OutlookKey, Question, Sides, Statistics, by_sides, questions
from trueup.agreements.promise import Promise, SeriesKey
from trueup.agreements.results import AgreementResult
from trueup.agreements.versions import Told, first_promise, in_force, known, promises
from trueup.book.book import Book
from trueup.book.diff import diff
from trueup.book.load import key_of
from trueup.book.versions import Versions
from trueup.facts import Snapshot
from trueup.kpis.documents import Kpi
from trueup.kpis.ladder import UNJUDGED, Ladder
from trueup.kpis.series import Series
from trueup.kpis.strengths import MULTIPLICITY
from trueup.scorecard.claims import claims
from trueup.scorecard.findings import find, slices
from trueup.scorecard.method import METHOD
from trueup.scorecard.model import Delivery, PartyName, Scorecard
from trueup.scorecard.reading import read_series
from trueup.scorecard.statistics import answered, charts
from trueup.stats.forecast.places import LEAST_SERIES
from trueup.value.results_calibration import ladder_result
from trueup.vocabulary import Grade, Moment, said

SEED = 9162

Progress = Callable[[str, int, int], None]


def assess(
    book: Book,
    snapshot: Snapshot,
    moment: Moment,
    *,
    grade: Grade = Grade.reported,
    seed: int = SEED,
    progress: Progress | None = None,
) -> Scorecard:
    """Judge every agreement of a book as of a moment, on evidence of at least `grade`.

    A pure function: the same book, facts, moment, grade and seed give the same scorecard, to the byte. The snapshot
    must have been taken with the moment's `known_at`. `progress` is told what is being done.
    """
    work = Assessment(book, snapshot, moment, grade, seed)
    steps = progress or _silent
    steps("actuals", 0, 1)
    _ = work.series
    steps("actuals", 1, 1)
    steps("forecasts", 0, 1)
    _ = work.outlooks
    steps("forecasts", 1, 1)
    results = []
    for count, versions in enumerate(work.agreements, start=1):
        results.append(work.judged(versions))
        steps("verdicts", count, len(work.agreements))
    delivered = tuple(work.delivered(results, steps))
    steps("strengths and weaknesses", 0, 1)
    card = work.scorecard(tuple(results), delivered)
    steps("strengths and weaknesses", 1, 1)
    return card


def assess_one(
    book: Book,
    snapshot: Snapshot,
    moment: Moment,
    agreement: str,
    *,
    grade: Grade = Grade.reported,
    seed: int = SEED,
    ladder: Ladder | None = None,
) -> AgreementResult:
    """Judge one agreement of a book: its result in the scorecard of the whole book, without the rest of it.

    `ladder` is the forecast ladder of the whole book, where it is known already. The same to the letter, but for the
    last digits of floats: sums over many series are added up in another order.
    Raises UnknownName for an agreement that the book does not have, InputError when none of it was known yet.
    """
    versions = book.agreement(agreement)
    return Assessment(book, snapshot, moment, grade, seed, only=agreement, given=ladder).judged(versions)


def ladder_of(book: Book, snapshot: Snapshot, moment: Moment, *, seed: int = SEED) -> Ladder:
    """The forecast ladder of a whole book as of a moment: which rungs have their place.

    Where the book promises too few series for any rung to be judged, no actual is read.
    """
    work = Assessment(book, snapshot, moment, Grade.reported, seed, bare=True)
    series = {promise.key for made in work.promises.values() for promise in made}
    return work.ladder if len(series) >= LEAST_SERIES else UNJUDGED


def _silent(_what: str, _done: int, _total: int) -> None:
    """Nobody is watching."""


@dataclass(frozen=True)
class Assessment:
    """One assessment under way; each part is computed once, for all agreements together, or for `only` one.

    `given` is the forecast ladder of the whole book, where it is known; a `bare` one is not asked for strengths.
    """

    book: Book
    snapshot: Snapshot
    moment: Moment
    grade: Grade
    seed: int
    only: str | None = None
    given: Ladder | None = None
    bare: bool = False

    @cached_property
    def rules(self) -> Rules:
        """What the book settles for all of its agreements."""
        definition, parties = self.book.definition, self.book.parties.values()
        return Rules(
            currency=definition.currency,
            thresholds=definition.thresholds,
            fiscal_year_start=definition.fiscal_year_start,
            names={party.id: party.name for party in parties},
            stakes={party.id: tuple(stake.what for stake in party.stakes) for party in parties if party.stakes},
        )

    @cached_property
    def kpis(self) -> dict[str, Kpi]:
        """Every KPI as it was defined at the moment; before its first definition was known, that one."""
        at = self.moment
        return {
            name: versions.in_force(at.as_of, at.known_at) or versions.first
            for name, versions in self.book.kpis.items()
        }

    @cached_property
    def agreements(self) -> tuple[Versions[Agreement], ...]:
        """The agreements that were known at the moment."""
        every = self.book.agreements.values()
        return tuple(each for each in every if self.only in (None, each.id) and known(each.all, self.moment))

    @cached_property
    def promises(self) -> dict[str, tuple[Promise, ...]]:
        """The promises of each agreement: those of the first version, then those in force where they differ."""
        return {versions.id: tuple(self._promises(versions)) for versions in self.agreements}

    def _promises(self, versions: Versions[Agreement]) -> Iterator[Promise]:
        first, current = first_promise(versions.all, self.moment), in_force(versions.all, self.moment)
        for version in (first,) if first is current else (first, current):
            yield from promises(version, self.kpis, self.moment, self.rules.fiscal_year_start)

    @cached_property
    def slices(self) -> list[SeriesKey]:
        """The slices that may be strengths or weaknesses: nobody asks for them beside one agreement."""
        return slices(self.book, self.snapshot) if self.only is None and not self.bare else []

    @cached_property
    def actuals(self) -> dict[SeriesKey, Series]:
        """The actuals of every promise and every slice, asked for together."""
        keys = [promise.key for made in self.promises.values() for promise in made]
        return read_series(self.book, self.snapshot, [*keys, *self.slices], self.moment)

    @cached_property
    def series(self) -> dict[SeriesKey, Series]:
        """The actuals that any promise is judged by."""
        keys = dict.fromkeys(promise.key for made in self.promises.values() for promise in made)
        return {key: self.actuals[key] for key in keys}

    @property
    def outlooks(self) -> dict[str, dict[OutlookKey, Outlook]]:
        """What is to be expected of every promise, by agreement: forecast in one batch."""
        return self._foreseen[0]

    @property
    def ladder(self) -> Ladder:
        """Which rungs of the forecast ladder have their place in the book."""
        return self._foreseen[1]

    @cached_property
    def sides(self) -> dict[str, dict[OutlookKey, Sides]]:
        """The same by both sides' figures, of the promises whose actuals stand in an open dispute."""
        disputed = [(name, question, by) for name, question in self.asked if (by := by_sides(question))]
        answers, _ = answered([each for _, _, by in disputed for each in by], self.seed, self.ladder)
        found: dict[str, dict[OutlookKey, Sides]] = defaultdict(dict)
        for (name, question, _), low, high in zip(disputed, answers[::2], answers[1::2], strict=True):
            found[name][question.key] = (low, high)
        return found

    @property
    def asked(self) -> list[tuple[str, Question]]:
        """Every forecast that the assessment would like, with the agreement that it is for."""
        return [(name, each) for name, made in self.promises.items() for each in questions(made, self.series)]

    @cached_property
    def _foreseen(self) -> tuple[dict[str, dict[OutlookKey, Outlook]], Ladder]:
        asked = self.asked
        answers, ladder = answered([question for _, question in asked], self.seed, self._ladder_of_book())
        found: dict[str, dict[OutlookKey, Outlook]] = defaultdict(dict)
        for (name, question), answer in zip(asked, answers, strict=True):
            if answer is not None:
                found[name][question.key] = answer
        return found, ladder

    def _ladder_of_book(self) -> Ladder | None:
        """The ladder that is given; beside one agreement that of the whole book; None: these questions judge it."""
        if self.given is not None or self.only is None:
            return self.given
        return ladder_of(self.book, self.snapshot, self.moment, seed=self.seed)

    @cached_property
    def charts(self) -> tuple[dict[SeriesKey, Chart], float]:
        """The control charts, and the false alarms a month that all of them cost."""
        return charts(self.series, self.kpis, self.rules.fiscal_year_start)

    def judged(self, versions: Versions[Agreement]) -> AgreementResult:
        """The verdict on one agreement."""
        return assess_agreement(
            versions.all,
            self.kpis,
            self.series,
            self._statistics(versions),
            moment=self.moment,
            rules=self.rules,
            grade=self.grade,
            history=self._history(versions),
        )

    def _statistics(self, versions: Versions[Agreement]) -> Statistics:
        return Statistics(
            outlooks=self.outlooks.get(versions.id, {}),
            sides=self.sides.get(versions.id, {}),
            charts=self.charts[0],
            caused=self._caused(versions),
        )

    def _caused(self, versions: Versions[Agreement]) -> dict[str, Caused]:
        """What was caused of its objectives. A book that agrees on no counterfactual loads nothing of attribution."""
        if not any(each.attribution.agreed for version in versions for each in version.objectives):
            return {}
        from trueup.scorecard.value_attribution import caused
        from trueup.scorecard.value_readings import Readings

        readings = Readings(self.book, self.snapshot, self.moment, self.grade, self.seed)
        readings.given(self.series)
        return caused(readings, versions.id)

    def _history(self, versions: Versions[Agreement]) -> dict[int, Told]:
        """The digest of each version, and what it changed in words."""
        return {
            after.version: Told(
                self.book.digests[key_of(after)],
                tuple(change.words for change in diff(before, after, self.book.kpis)) if before else (),
            )
            for before, after in zip((None, *versions), versions, strict=False)
        }

    def delivered(self, results: Sequence[AgreementResult], steps: Progress) -> Iterator[Delivery]:
        """Each plan that was known at the moment, judged. A book without plans loads nothing of delivery."""
        if not self.book.plans:
            return
        from trueup.scorecard.deliveries import Plans, deliveries

        plans = Plans(self.book, self.snapshot, self.moment, self.grade, self.seed)
        for count, found in enumerate(deliveries(plans, results), start=1):
            yield found
            steps("deliveries", count, len(plans.known))

    def scorecard(self, results: tuple[AgreementResult, ...], delivered: tuple[Delivery, ...]) -> Scorecard:
        """Everything together."""
        current = [promise for made in self.promises.values() for promise in made]
        found = find(self.book, self.snapshot, {key: self.actuals[key] for key in self.slices}, current)
        lacking = dict.fromkeys(
            said("{title}: {reason}", title=result.title, reason=reason)
            for result in results
            for each in result.objectives
            for reason in each.insufficient
        )
        definition = self.book.definition
        return Scorecard(
            book=definition.id,
            name=definition.name,
            as_of=self.moment.as_of,
            known_at=self.moment.known_at,
            grade=self.grade,
            currency=definition.currency,
            parties=tuple(
                PartyName(id=party.id, name=party.name, role=party.role) for party in self.book.parties.values()
            ),
            agreements=results,
            deliveries=delivered,
            strengths=found.strengths,
            weaknesses=found.weaknesses,
            multiplicity=MULTIPLICITY,
            heat=found.heat,
            ladder=ladder_result(self.ladder.places),
            claims=claims(self.book, self.snapshot, self.moment),
            insufficient=(*lacking, *found.insufficient),
            expected_false_alarms=round(self.charts[1], 4),
            book_digest=self.book.digest,
            method=METHOD,
            seed=self.seed,
        )
