"""The operating models of a book as of a moment: documents, actuals and touchpoints, handed to their rules.

The one door for the command line, the web application and Python: `trueup.open(path).models()`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from trueup.agreements.promise import seen
from trueup.book.book import Book
from trueup.facts import Snapshot
from trueup.kpis.documents import Kpi
from trueup.kpis.series import Series
from trueup.operating_model.document import OperatingModel
from trueup.operating_model.failing import Failing, failing
from trueup.operating_model.gaps import coverage, gaps
from trueup.operating_model.graph import Graph
from trueup.operating_model.hangs import hanging
from trueup.operating_model.mapped import Asked, mapped
from trueup.operating_model.measured import Measured, named_kpis, named_steps
from trueup.operating_model.queries import touchpoints
from trueup.operating_model.results import Hanging, KpiMeasure, Map, SevenResult, Slices, Trace, Traces
from trueup.operating_model.results_gaps import Coverage, Gaps, ThirdParties
from trueup.operating_model.seven_s import profiles
from trueup.operating_model.slices import slices
from trueup.operating_model.third import third_parties
from trueup.operating_model.trace import trace, traces
from trueup.scorecard.reading import read_series
from trueup.vocabulary import Grade, InputError, Insufficient, Moment, Slice, UnknownName, said


@dataclass(frozen=True)
class Models:
    """The operating models of a book as of a moment. Where the book has one model, its id may be left out."""

    book: Book
    snapshot: Snapshot
    moment: Moment

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The ids of the models that were known at the moment, in the order of the book."""
        return tuple(each.id for each in self.book.operating_models.values() if each.known(self.moment.known_at))

    def named(self, id: str | None) -> str:
        """The model of that id, or the only one. UnknownName, or InputError where one has to be named."""
        if id is not None:
            return self.book.operating_model(id).id
        if len(self.known) == 1:
            return self.known[0]
        if not self.known:
            raise UnknownName("the book has no operating model", do="write one: trueup schema operating_model")
        raise InputError(
            f"the book has {len(self.known)} operating models", do=f"name one: {', '.join(self.known[:8])}"
        )

    def model(self, id: str | None = None) -> OperatingModel:
        """The latest version that was known at the moment. InputError where none was."""
        name = self.named(id)
        versions = self.book.operating_model(name).known(self.moment.known_at)
        if not versions:
            what = f"no version of the operating model {name!r} was known at this moment"
            raise InputError(what, do="ask for a later moment")
        return versions[-1]

    def graph(self, id: str | None = None) -> Graph:
        """What hangs on what: made once for each model."""
        model = self.model(id)
        if model.id not in self._graphs:
            self._graphs[model.id] = Graph.of(model)
        return self._graphs[model.id]

    def names(self, id: str | None = None) -> Mapping[str, str]:
        """What people call each party of the book and each third party that the model lists."""
        book = {party.id: party.name for party in self.book.parties.values()}
        return book | {party.id: party.name for party in self.model(id).parties}

    def map(self, id: str | None = None) -> Map:
        """The whole map, with what is measured of each element and what it lacks."""
        asked = Asked(self.book.definition.id, self.moment, self.names(id), self.measured(id))
        return mapped(self.model(id), self.graph(id), asked)

    def trace(self, id: str | None, element: str) -> Trace:
        """Everything that an element hangs on, and that hangs on it. UnknownName for one that is not there."""
        return trace(self.model(id), self.graph(id), element)

    def traces(self, id: str | None = None) -> Traces:
        """Every job, traced down to the money."""
        return traces(self.model(id), self.graph(id))

    def gaps(self, id: str | None = None) -> Gaps:
        """What is missing: six kinds of gaps, each with its exact list."""
        return gaps(self.model(id), self.graph(id))

    def coverage(self, id: str | None = None) -> Coverage:
        """The jobs that have a complete path, of all jobs."""
        return coverage(self.graph(id))

    def third_parties(self, id: str | None = None) -> ThirdParties:
        """The share of interactions that are with third parties."""
        return third_parties(self.model(id), self.names(id))

    def hangs(self, id: str | None, of: str) -> Hanging:
        """Which jobs and how much cash hang on an element or a party. UnknownName for neither."""
        return hanging(self.model(id), self.graph(id), of, self.names(id))

    def slices(self, id: str | None, by: str) -> Slices:
        """The model cut by stage, project or provider. InputError for anything else."""
        return slices(self.model(id), self.graph(id), by)

    def seven_s(self, id: str | None = None) -> tuple[SevenResult, ...]:
        """The 7-S profile of each party that was looked at."""
        return profiles(self.model(id), self.moment.as_of, self.names(id))

    def measured(self, id: str | None = None) -> Measured:
        """The latest actual of each KPI that the model names, and how touchpoints of the steps that it names went."""
        model = self.model(id)
        went = touchpoints(self.snapshot, named_steps(model), as_of=self.moment.as_of, zone=self.book.definition.zone)
        return Measured(self._actuals(kpi for kpi in named_kpis(model) if kpi in self.book.kpis), went)

    def failing_lately(self, id: str | None = None, *, days: int = 30) -> tuple[Failing, ...]:
        """The interactions with third parties at which touchpoints failed in the last `days`, the most first."""
        model, day = self.model(id), self.moment.as_of
        went = touchpoints(
            self.snapshot, named_steps(model), as_of=day, since=day - dt.timedelta(days), zone=self.book.definition.zone
        )
        return failing(model, went, self.names(id))

    def _actuals(self, kpis: Iterable[str]) -> dict[str, KpiMeasure]:
        keys = [(kpi, Slice()) for kpi in kpis]
        found = read_series(self.book, self.snapshot, keys, self.moment) if keys else {}
        return {kpi: _latest(self._kpi(kpi), seen(series, self.moment)) for (kpi, _), series in found.items()}

    def _kpi(self, id: str) -> Kpi:
        versions = self.book.kpi(id)
        return versions.in_force(self.moment.as_of, self.moment.known_at) or versions.first

    @cached_property
    def _graphs(self) -> dict[str, Graph]:
        return {}


def _latest(kpi: Kpi, series: Series) -> KpiMeasure:
    if not len(series):
        why = Insufficient(said("{kpi}: an actual", kpi=kpi.name), 0, 1).words
        return KpiMeasure(kpi=kpi.id, name=kpi.name, unit=kpi.unit.name, insufficient=why)
    return KpiMeasure(
        kpi=kpi.id,
        name=kpi.name,
        unit=kpi.unit.name,
        actual=float(series.value[-1]),
        period=str(series.period(len(series) - 1)),
        grade=Grade(int(series.grade[-1])).name,
    )
