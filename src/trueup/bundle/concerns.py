"""What of a book concerns one agreement: documents, parties and rows. Nothing else goes into its bundle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from trueup.agreements.documents import Agreement, Evidence
from trueup.book.book import Book
from trueup.book.documents import BookDefinition
from trueup.book.load import Key, key_of
from trueup.book.versions import Versions
from trueup.delivery.documents import Containment, Plan
from trueup.facts.tables import DOCUMENTS, OBSERVATIONS, PAYMENTS, PROGRESS, RAW
from trueup.kpis.documents import Kpi
from trueup.value.business_case import BusinessCase
from trueup.value.statement import Statement
from trueup.vocabulary import DIMENSIONS, Document, Slice


@dataclass(frozen=True)
class Concerns:
    """What one agreement of a book stands on. Raises UnknownName for an agreement that is not there."""

    book: Book
    agreement: str

    @cached_property
    def versions(self) -> Versions[Agreement]:
        """All versions of the agreement: the first promise is never left out."""
        return self.book.agreement(self.agreement)

    @cached_property
    def slices(self) -> dict[str, set[Slice]]:
        """The slices of each KPI whose actuals are asked for; a ratio asks for those of what it divides."""
        found: dict[str, set[Slice]] = {}
        promised = [objective for version in self.versions for objective in version.objectives]
        asked = [(each.kpi, where) for each in promised for where in (each.slice, *each.attribution.slices)]
        uses = [line.use for case in self.business_cases for line in case.benefits if line.use is not None]
        for name, where in (*asked, *self._gates(), *((use.kpi, use.slice) for use in uses)):
            for kpi in self._with_parts(name):
                found.setdefault(kpi, set()).add(where)
        return found

    def _gates(self) -> Iterator[tuple[str, Slice]]:
        """The KPIs that the quality gates of any of its versions are judged by."""
        for version in self.versions:
            for gate in version.pricing.gates if version.pricing is not None else ():
                if gate.kpi is not None:
                    yield gate.kpi, gate.slice

    def _with_parts(self, kpi: str) -> set[str]:
        parts = [(each.aggregate.numerator, each.aggregate.denominator) for each in self.book.kpi(kpi)]
        return {kpi, *(name for pair in parts for name in pair if name is not None)}

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        """All versions of the KPIs that it is measured by."""
        return tuple(version for name in sorted(self.slices) for version in self.book.kpi(name))

    @cached_property
    def statements(self) -> tuple[Document, ...]:
        """The attestations and disputes about it, or about evidence it stands on."""
        attestations = [each for versions in self.book.attestations.values() for each in versions]
        disputes = [each for versions in self.book.disputes.values() for each in versions]
        return (
            *(a for a in attestations if a.agreement == self.agreement or any(map(self._touches, a.evidence))),
            *(each for each in disputes if self._touches(each.evidence)),
        )

    def _touches(self, evidence: Evidence) -> bool:
        return evidence.kpi in self.slices

    @cached_property
    def plans(self) -> tuple[Plan, ...]:
        """All versions of the plans that belong to it."""
        every = self.book.plans.values()
        return tuple(each for versions in every if self._has(versions) for each in versions)

    def _has(self, plans: Versions[Plan]) -> bool:
        return any(each.agreement == self.agreement for each in plans)

    @cached_property
    def containments(self) -> tuple[Containment, ...]:
        """Every step of the containments of those plans."""
        mine = {plan.id for plan in self.plans}
        return tuple(
            each for versions in self.book.containments.values() if versions.latest.plan in mine for each in versions
        )

    @cached_property
    def business_cases(self) -> tuple[BusinessCase, ...]:
        """All versions of the business cases that any of its versions names: what it was agreed on."""
        named = dict.fromkeys(version.business_case for version in self.versions)
        known = (name for name in named if name is not None and name in self.book.business_cases)
        return tuple(version for name in known for version in self.book.business_case(name))

    @cached_property
    def settlements(self) -> tuple[Statement, ...]:
        """The statements that settle periods of it."""
        every = (each for versions in self.book.statements.values() for each in versions)
        return tuple(each for each in every if each.agreement == self.agreement)

    @property
    def _own(self) -> tuple[Document, ...]:
        said = (*self.statements, *self.settlements)
        return (*self.versions, *self.business_cases, *self.kpis, *self.plans, *self.containments, *said)

    def documents(self, reporters: Iterable[str], *, all_parties: bool = False) -> tuple[Document, ...]:
        """The documents of the bundle: the definition first, with only those parties that are named in the rest."""
        own = self._own
        named = {*reporters, *(text for document in own for text in _texts(document.body))}
        parties = [each for each in self.book.documents if each.kind_name() == "party" and each.id in named]
        definition = self.book.definition
        return (definition if all_parties else reduced(definition, named), *parties, *own)

    # Rows

    @property
    def keys(self) -> set[Key]:
        """Kind, id and version of its documents: a source may have landed them."""
        return {key_of(document) for document in self._own}

    def tables(self) -> list[str]:
        """The tables that may have rows of it."""
        landed = {RAW + kpi.formula.from_ for kpi in self.kpis if kpi.formula is not None}
        progress = [PROGRESS.name] if self.plans else []
        return [OBSERVATIONS.name, DOCUMENTS.name, PAYMENTS.name, *progress, *sorted(landed)]

    def of(self, name: str, table: pa.Table) -> list[int]:
        """Which rows of a table concern the agreement."""
        chosen = reduce(pc.or_, self._masks(name, table), _every(table, False))
        found: list[int] = pc.indices_nonzero(chosen).to_pylist()
        return found

    def _masks(self, name: str, table: pa.Table) -> Iterator[pa.ChunkedArray]:
        if name == DOCUMENTS.name:
            for kind, own_id, version in sorted(self.keys):
                yield _all(table, [_is(table, "kind", kind), _is(table, "id", own_id), _is(table, "version", version)])
        if name == PAYMENTS.name:
            yield _is(table, "agreement", self.agreement)
        if name == PROGRESS.name:
            yield from (_is(table, "plan", plan) for plan in sorted({plan.id for plan in self.plans}))
        for kpi in self.kpis:
            for where in self.slices[kpi.id]:
                if name == OBSERVATIONS.name:
                    columns = {dimension: dimension for dimension in DIMENSIONS}
                    yield _all(table, [_is(table, "kpi", kpi.id), *_in_slice(table, kpi, where, columns)])
                elif kpi.formula is not None and name == RAW + kpi.formula.from_:
                    yield _all(table, _in_slice(table, kpi, where, kpi.formula.slice))


def reduced(definition: BookDefinition, named: set[str]) -> BookDefinition:
    """The definition without the parties that nothing names; itself where all are named."""
    parties = tuple(party for party in definition.parties if party.id in named)
    if parties == definition.parties or not parties:
        return definition
    return definition.model_copy(update={"parties": parties})


def _texts(value: Any) -> Iterator[str]:
    """Every text in plain JSON, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)


def _in_slice(table: pa.Table, kpi: Kpi, where: Slice, columns: Mapping[Any, str]) -> Iterator[pa.ChunkedArray]:
    """Whether each dimension that the slice fixes has its value; a row without a stage has that of its KPI."""
    for dimension, value in where.bound.items():
        own = kpi.stage if dimension == "stage" else None
        yield _is(table, columns.get(dimension), value, missing=own)


def _is(table: pa.Table, column: str | None, value: str | int, missing: str | None = None) -> pa.ChunkedArray:
    """Rows whose cell has this value, where an empty cell counts as `missing`."""
    if column is None or column not in table.column_names:
        return _every(table, missing == value)
    cells = table.column(column)
    if isinstance(value, str):
        cells = cells.cast(pa.string())
    return pc.fill_null(pc.equal(cells, value), missing == value)


def _every(table: pa.Table, holds: bool) -> pa.ChunkedArray:
    return pa.chunked_array([pa.repeat(holds, table.num_rows)])


def _all(table: pa.Table, masks: Iterable[pa.ChunkedArray]) -> pa.ChunkedArray:
    return reduce(pc.and_, masks, _every(table, True))
