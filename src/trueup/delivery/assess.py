"""Everything that Trueup says of a plan as of a moment: it composes; every rule lives with its part."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from trueup.delivery import words
from trueup.delivery.case import Case
from trueup.delivery.containment.history import Logged, Record, containment_result, help_of
from trueup.delivery.curve import curve
from trueup.delivery.documents import Containment, FrozenForecast, Plan, Planned
from trueup.delivery.earned import earned
from trueup.delivery.known import known_steps, known_versions, too_silent, without_given_up
from trueup.delivery.overall import overall_verdict
from trueup.delivery.progress import progress_of
from trueup.delivery.quality import quality
from trueup.delivery.results import (
    ContainmentResult,
    CurvePoint,
    DeliveryResult,
    EarnedValue,
    Frontier,
    OverallVerdict,
    ProviderVerdict,
    Quality,
    Scheduled,
    Simulation,
    Why,
)
from trueup.delivery.schedule import Schedule, baseline_of, rows, schedule, stated_baseline
from trueup.delivery.status import Progress, ProgressRow, Roles
from trueup.delivery.verdict import Beyond, Chances, provider_verdicts
from trueup.delivery.why import why
from trueup.vocabulary import Grade, InputError, Moment, Money, said

if TYPE_CHECKING:
    from trueup.delivery.futures import Futures

Progressed = Callable[[str, int, int], None]
"""Told what is being done, how far it is, and of how much."""
BUDGET = 2_000
"""Futures that an assessment of a whole book plays of each plan: P to within two points. `simulate` plays more."""


def assess_plan(  # noqa: PLR0913 - a pure function takes everything that it rests on
    versions: Sequence[Plan],
    rows: Sequence[ProgressRow],
    containments: Sequence[Sequence[Containment]],
    *,
    moment: Moment,
    roles: Roles,
    grade: Grade,
    seed: int,
    currency: str,
    zone: dt.tzinfo,
) -> DeliveryResult:
    """Judge one plan as of a moment, on progress of at least `grade`: a pure function, the same bytes each time.

    `versions` are all of the plan's, `rows` its progress as known at the moment, `zone` that of the book.
    Raises InputError where no version was known, DocumentError where the plan in force cannot be scheduled.
    """
    known = known_versions(versions, moment)
    if not known:
        raise InputError("no version of the plan was known at this moment", do="ask for a later moment")
    return PlanAssessment(known, rows, containments, moment, roles, grade, seed, currency, zone).result


@dataclass(frozen=True)
class PlanAssessment:
    """One plan under assessment; each part is worked out once, when it is asked for, under its name in the result.

    `versions` are those that were known, the last in force. `iterations` bounds the simulation: 0 plays until the
    answer stands still.
    """

    versions: Sequence[Plan]
    rows: Sequence[ProgressRow]
    containments_stated: Sequence[Sequence[Containment]]
    moment: Moment
    roles: Roles
    grade: Grade
    seed: int
    currency: str
    zone: dt.tzinfo
    believe: str | None = None
    iterations: int | None = BUDGET
    log: Mapping[tuple[str, int], Logged] | None = None

    # What it rests on

    @property
    def current(self) -> Plan:
        """The version in force."""
        return self.versions[-1]

    @cached_property
    def progress(self) -> Progress:
        """What is known of its progress."""
        return self._progress(self.believe)

    def _progress(self, believe: str | None) -> Progress:
        return progress_of(
            self.current, self.rows, as_of=self.moment.as_of, roles=self.roles, grade=self.grade, believe=believe
        )

    @cached_property
    def schedule(self) -> Schedule:
        """The schedule from the status date on."""
        return schedule(without_given_up(self.current), self.progress)

    @cached_property
    def agreed(self) -> Mapping[str, Planned]:
        """The baseline that it is judged by."""
        return baseline_of(self.current)

    @cached_property
    def played(self) -> tuple[Simulation, Futures] | None:
        """The simulated futures; None where nothing is left to happen, or nothing was heard for too long."""
        if self.complete or self.silent is not None:
            return None
        from trueup.delivery.chances import whole_met
        from trueup.delivery.simulate import simulate_plan

        return simulate_plan(
            self.schedule.compiled,
            seed=self.seed,
            currency=self.currency,
            iterations=self.iterations,
            baseline=self.agreed,
            met=whole_met(self.case),
        )

    @cached_property
    def silent(self) -> str | None:
        """Why nothing can be forecast, where nothing was heard for too long."""
        return too_silent(self.current, self.progress, self.moment.as_of)

    @cached_property
    def case(self) -> Case:
        """What the judge is given."""
        claimants = self.progress.claimants if self.believe is None else ()
        return Case(
            versions=self.versions,
            progress=self.progress,
            axis=self.schedule.compiled.axis,
            roles=self.roles,
            currency=self.currency,
            zone=self.zone,
            expected={} if self.silent else self._expected(),
            believed={party: self._progress(party) for party in claimants},
        )

    def _expected(self) -> dict[str, dt.date]:
        planned = self.schedule
        left = enumerate(planned.compiled.ids)
        return {name: planned.finish_day(at) for at, name in left if not self.progress.done(name)}

    @cached_property
    def steps(self) -> tuple[tuple[Containment, ...], ...]:
        """The steps of each containment that had been taken."""
        found = (known_steps(each, self.moment) for each in self.containments_stated)
        return tuple(each for each in found if each)

    @cached_property
    def record(self) -> Record:
        """What is known around its containments."""
        final = self.overall.standing in ("final", "met_after_descoping")
        return Record(
            plan=self.current,
            progress=self.progress,
            roles=self.roles,
            overall=self.overall.overall if final else None,
            finish=self.finish if self.complete else None,
            log=self.log,
        )

    # Each part under its name in the result

    @property
    def plan(self) -> str:
        """The plan's id."""
        return self.current.id

    @property
    def title(self) -> str:
        """What people call it."""
        return self.current.title or self.current.id

    @property
    def agreement(self) -> str | None:
        """The agreement it belongs to."""
        return self.current.agreement

    @property
    def project(self) -> str | None:
        """The project it belongs to."""
        return self.current.project

    @property
    def version(self) -> int:
        """The version in force."""
        return self.current.version

    @cached_property
    def digest(self) -> str:
        """What was signed."""
        return self.current.digest

    @property
    def status_date(self) -> dt.date:
        """The day of the latest progress; the day before the plan starts where there is none."""
        return self.progress.status_date or self.current.start - dt.timedelta(days=1)

    @property
    def start(self) -> dt.date:
        """The plan's first day."""
        return self.current.start

    @property
    def finish(self) -> dt.date:
        """Its last day as it now stands."""
        return self.schedule.last_day

    @property
    def baseline(self) -> str:
        """The baseline that it is judged by; `plan`: its own schedule."""
        stated = stated_baseline(self.current)
        return "plan" if stated is None else stated.id

    @property
    def baseline_finish(self) -> dt.date | None:
        """Its last day in that baseline."""
        days = (each.finish for each in self.agreed.values())
        return max((day.date() if isinstance(day, dt.datetime) else day for day in days), default=None)

    @property
    def committed_finish(self) -> dt.date | None:
        """The last day that was committed."""
        return self.current.commitment.finish

    @property
    def budget(self) -> Decimal | None:
        """The budget that was committed."""
        stated = self.current.commitment.budget
        return None if stated is None else Money(stated, self.currency).rounded().amount

    @cached_property
    def complete(self) -> bool:
        """Whether everything in scope is done."""
        return not self.case.undone(self.case.in_scope)

    @cached_property
    def activities(self) -> tuple[Scheduled, ...]:
        """The schedule, with criticality where the futures are known."""
        found = {} if self.simulation is None else {each.activity: each.ci for each in self.simulation.sensitivity}
        return rows(self.schedule, self.agreed, found)

    @cached_property
    def critical_chain(self) -> tuple[Why, ...]:
        """Why the plan ends when it ends."""
        return why(self.schedule, names=self.roles.names)

    @cached_property
    def quality(self) -> Quality:
        """Whether the schedule can carry a forecast."""
        return quality(self.current, self.schedule, self.progress, today=self.moment.as_of)

    @cached_property
    def earned(self) -> tuple[EarnedValue, ...]:
        """Earned value at the status date."""
        return earned(self.current, self.agreed, self.progress, self.status_date, self.currency)

    @cached_property
    def curve(self) -> tuple[CurvePoint, ...]:
        """Planned and earned value and actual cost over time."""
        return curve(
            self.current,
            self.agreed,
            self.rows,
            status=self.status_date,
            roles=self.roles,
            currency=self.currency,
            grade=self.grade,
            believe=self.believe,
        )

    @property
    def simulation(self) -> Simulation | None:
        """The simulated futures."""
        return None if self.played is None else self.played[0]

    @cached_property
    def overall(self) -> OverallVerdict:
        """Whether the whole keeps its commitments."""
        found = overall_verdict(self.case, self.chances.overall)
        return found if found.standing != "forecast" else found.model_copy(update=self._unheard(found))

    @cached_property
    def verdicts(self) -> tuple[ProviderVerdict, ...]:
        """The verdict on each provider."""
        beyond = {party: self._beyond(party) for party in self.roles.providers}
        found = provider_verdicts(self.case, chances=self.chances, beyond=beyond)
        return tuple(
            each if each.standing != "forecast" else each.model_copy(update=self._unheard(each)) for each in found
        )

    def _unheard(self, found: OverallVerdict | ProviderVerdict) -> dict[str, tuple[str, ...]]:
        """The silence before all other reasons."""
        if self.silent is None:
            return {}
        return {
            "reasons": (words.whole(self.silent), *found.reasons),
            "would_change": (said("a report of what has been done since"), *found.would_change),
        }

    def _beyond(self, party: str) -> Beyond:
        """What a provider did beyond its portion; whether that would earn credit is asked as if the whole were met."""
        done, _, reasons = help_of(party, self.steps, self.record)
        _, credit, _ = help_of(party, self.steps, replace(self.record, overall="met"))
        return Beyond(done, credit, reasons)

    @cached_property
    def chances(self) -> Chances:
        """Simulated probabilities of what is open."""
        if self.played is None:
            return Chances()
        from trueup.delivery.chances import chances

        return chances(self.case, self.played[1])

    @cached_property
    def containments(self) -> tuple[ContainmentResult, ...]:
        """Containments that were proposed."""
        return tuple(containment_result(each, self.record, currency=self.currency) for each in self.steps)

    @cached_property
    def insufficient(self) -> tuple[str, ...]:
        """What could not be computed, and what it takes."""
        if self.complete:
            return (said("nothing is left to simulate: everything is done"),)
        return () if self.silent is None else (self.silent,)

    @cached_property
    def result(self) -> DeliveryResult:
        """All of it."""
        return DeliveryResult(**{name: getattr(self, name) for name in DeliveryResult.model_fields})

    # Questions that are not part of it

    def why(self, activity: str | None = None) -> tuple[Why, ...]:
        """The chain that makes an activity start when it does. UnknownName for one that the plan has not."""
        return why(self.schedule, activity, names=self.roles.names)

    def frontier(  # each is a question that people ask
        self,
        *,
        deadline: dt.date | None = None,
        budget: Decimal | None = None,
        wanted: float = 0.8,
        time_limit: float = 60.0,
        progressed: Progressed | None = None,
    ) -> Frontier:
        """The sets of moves that contain its slip. InputError where OR-tools is absent."""
        if self.silent is not None:
            return Frontier(status="insufficient", without=None, candidates=(), words=words.whole(self.silent))
        from trueup.delivery.containment.frontier import frontier

        return frontier(
            self.schedule.compiled.plan,
            self.progress,
            seed=self.seed,
            currency=self.currency,
            roles=self.roles,
            deadline=deadline,
            budget=budget,
            wanted=wanted,
            time_limit=time_limit,
            progressed=progressed,
        )

    def frozen(self, moves: Iterable[str], method: str) -> FrozenForecast:
        """What is forecast with and without some moves, as of the moment: what a validation rests on.

        InputError where nothing was heard for too long.
        """
        if self.silent is not None:
            raise InputError(self.silent, do="report progress first (trueup delivery progress)")
        from trueup.delivery.containment.freeze import freeze

        return freeze(
            self.schedule.compiled,
            moves,
            as_of=self.moment.as_of,
            seed=self.seed,
            currency=self.currency,
            method=method,
            digest=self.digest,
        )
