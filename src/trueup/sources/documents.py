"""A source: where rows come from, and what they mean. The whole mapping of a publisher's file is this document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from trueup.sources.fields import read_field
from trueup.sources.generated import GENERATED, check_shape
from trueup.sources.periods import read_period
from trueup.sources.reading import Read
from trueup.sources.survey_file import Answers
from trueup.sources.written import MAIN, FieldText, PeriodField, WhereText, plain
from trueup.vocabulary import Document, Part


class Columns(Part):
    """Columns turned into rows: `columns: "Target {year}"` gives a row a matching column, with the columns `year`
    (what stood in the braces) and, under the name in `cell`, the cell."""

    columns: str
    cell: str = "cell"


class Rows(Part):
    """Which rows a mapping takes, and how often: what all mappings to facts share.

    Without `each` a row is mapped once; a list of `each` maps it once for every entry, whose keys go before the others.
    """

    required: ClassVar[tuple[str, ...]] = ()

    rows: str = MAIN
    where: WhereText | None = None
    each: Annotated[Columns | tuple[dict[str, Any], ...] | None, BeforeValidator(plain)] = None
    recorded_at: FieldText = None
    ref: FieldText = None

    @model_validator(mode="after")
    def _complete(self) -> Any:
        for number, variant in enumerate(self.variants):
            lacking = [key for key in self.required if variant.get(key) is None]
            if lacking:
                where = f"each[{number}]: " if isinstance(self.each, tuple) else ""
                raise ValueError(f"{where}needs {', '.join(f'`{key}`' for key in lacking)}")
        return self

    @property
    def fields(self) -> dict[str, Any]:
        """What is mapped, key by key, without the keys that choose rows."""
        own = set(type(self).model_fields) - {"rows", "where", "each"}
        return {key: getattr(self, key) for key in own if getattr(self, key) not in (None, {})}

    @property
    def variants(self) -> list[dict[str, Any]]:
        """One mapping for each time a row is mapped."""
        if not isinstance(self.each, tuple):
            return [self.fields]
        return [self.fields | self._entry(entry) for entry in self.each]

    def _entry(self, entry: dict[str, Any]) -> dict[str, Any]:
        known = set(type(self).model_fields) - {"rows", "where", "each"}
        for key, value in entry.items():
            if key not in known:
                raise ValueError(f"each: unknown key {key!r}: one of {', '.join(sorted(known))}")
            if key != "keys":
                (read_period if key == "period" else read_field)(value)
        return entry


class Observations(Rows):
    """Actuals. `claim` is what the publisher says of the result: kept as written, recomputed, and compared."""

    required = ("kpi", "period", "actual", "reported_by")

    kpi: FieldText = None
    period: PeriodField = None
    actual: FieldText = None
    n: FieldText = None
    stderr: FieldText = None
    stage: FieldText = None
    phase: FieldText = None
    project: FieldText = None
    provider: FieldText = None
    segment: FieldText = None
    reported_by: FieldText = None
    claim: FieldText = None
    missing_reason: FieldText = None


class Targets(Rows):
    """Dated targets: a `target`, or `target_low` and `target_high` for a range."""

    required = ("kpi", "period")

    kpi: FieldText = None
    period: PeriodField = None
    project: FieldText = None
    provider: FieldText = None
    target: FieldText = None
    target_low: FieldText = None
    target_high: FieldText = None
    direction: FieldText = None

    @model_validator(mode="after")
    def _some_target(self) -> Any:
        for variant in self.variants:
            if not {"target", "target_low", "target_high"} & set(variant):
                raise ValueError("needs `target`, or `target_low` and `target_high`")
        return self


class Touchpoints(Rows):
    """Interactions between two parties."""

    required = ("touchpoint", "at")

    touchpoint: FieldText = None
    at: FieldText = None
    customer: FieldText = None
    actor: FieldText = None
    counterparty: FieldText = None
    journey: FieldText = None
    step: FieldText = None
    channel: FieldText = None
    kind: FieldText = None
    result: FieldText = None


class Responses(Rows):
    """Ratings given to outcomes."""

    required = ("survey", "wave", "respondent", "outcome", "answered_at")

    survey: FieldText = None
    wave: FieldText = None
    respondent: FieldText = None
    customer: FieldText = None
    outcome: FieldText = None
    importance: FieldText = None
    satisfaction: FieldText = None
    weight: FieldText = None
    answered_at: FieldText = None
    keys: dict[str, FieldText] = Field(default_factory=dict)


class Progress(Rows):
    """The status of activities of a plan."""

    required = ("plan", "activity", "status_date", "reported_by")

    plan: FieldText = None
    activity: FieldText = None
    status_date: FieldText = None
    actual_start: FieldText = None
    actual_finish: FieldText = None
    percent: FieldText = None
    actual_cost: FieldText = None
    remaining_days: FieldText = None
    reported_by: FieldText = None


class Transactions(Rows):
    """Purchases and renewals."""

    required = ("customer", "at", "amount")

    customer: FieldText = None
    at: FieldText = None
    amount: FieldText = None
    kind: FieldText = None


class Payments(Rows):
    """What was planned, invoiced, paid or credited under an agreement, for a period or on a day.

    Without `ref`, equal rows of one file are told apart by their order among themselves.
    """

    required = ("agreement", "kind", "amount", "currency")

    agreement: FieldText = None
    period: PeriodField = None
    dated: FieldText = None
    payer: FieldText = None
    payee: FieldText = None
    kind: FieldText = None
    plan: FieldText = None
    what: FieldText = None
    amount: FieldText = None
    currency: FieldText = None

    @model_validator(mode="after")
    def _some_day(self) -> Any:
        for variant in self.variants:
            if not {"period", "dated"} & set(variant):
                raise ValueError("needs `period`, or `dated`, or both")
        return self


class Answered(Rows):
    """Answers to criteria of a stakeholders document: yes is 1, no is 0, all else on the criterion's scale."""

    required = ("stakeholders", "horizon", "criterion", "value", "answered_on", "reported_by")

    stakeholders: FieldText = None
    horizon: FieldText = None
    criterion: FieldText = None
    item: FieldText = None
    person: FieldText = None
    value: FieldText = None
    n: FieldText = None
    stderr: FieldText = None
    answered_on: FieldText = None
    reported_by: FieldText = None
    who: FieldText = None
    note: FieldText = None


class Efforts(Rows):
    """What parties spent at the horizons of a stakeholders document: hours, or an amount, or both.

    Without `ref`, equal rows of one file are told apart by their order among themselves.
    """

    required = ("stakeholders", "horizon", "party", "spent_on")

    stakeholders: FieldText = None
    horizon: FieldText = None
    party: FieldText = None
    spent_on: FieldText = None
    hours: FieldText = None
    amount: FieldText = None
    currency: FieldText = None
    what: FieldText = None


def _listed(value: Any) -> Any:
    return value if isinstance(value, list | tuple) or value is None else (value,)


class Facts(Part):
    """The fact tables that a source feeds; each with one mapping or several."""

    observations: Annotated[
        tuple[Observations, ...], BeforeValidator(_listed, Observations | tuple[Observations, ...])
    ] = ()
    targets: Annotated[tuple[Targets, ...], BeforeValidator(_listed, Targets | tuple[Targets, ...])] = ()
    touchpoints: Annotated[
        tuple[Touchpoints, ...], BeforeValidator(_listed, Touchpoints | tuple[Touchpoints, ...])
    ] = ()
    responses: Annotated[tuple[Responses, ...], BeforeValidator(_listed, Responses | tuple[Responses, ...])] = ()
    progress: Annotated[tuple[Progress, ...], BeforeValidator(_listed, Progress | tuple[Progress, ...])] = ()
    transactions: Annotated[
        tuple[Transactions, ...], BeforeValidator(_listed, Transactions | tuple[Transactions, ...])
    ] = ()
    payments: Annotated[tuple[Payments, ...], BeforeValidator(_listed, Payments | tuple[Payments, ...])] = ()
    answers: Annotated[tuple[Answered, ...], BeforeValidator(_listed, Answered | tuple[Answered, ...])] = ()
    efforts: Annotated[tuple[Efforts, ...], BeforeValidator(_listed, Efforts | tuple[Efforts, ...])] = ()

    @property
    def mappings(self) -> Iterator[tuple[str, Rows]]:
        """Every mapping with the name of its table."""
        for table in type(self).model_fields:
            for rows in getattr(self, table):
                yield table, rows


class Land(Part):
    """Rows kept as the publisher has them, in the table that a KPI's formula reads `from:`."""

    table: str = Field(pattern="^[a-z][a-z0-9_]*$", max_length=60)
    key: tuple[str, ...] = ()
    rows: str = MAIN
    where: WhereText | None = None
    columns: tuple[str, ...] = ()
    types: dict[str, Literal["text", "integer", "number", "decimal", "date", "time", "boolean"]] = Field(
        default_factory=dict
    )
    recorded_at: FieldText = None


class Generated(Part):
    """Documents made of rows: one for each different `id`. `shape` mirrors the document's own keys."""

    kind: Literal["kpi", "agreement", "party"]
    rows: str = MAIN
    where: WhereText | None = None
    shape: dict[str, Any]

    @model_validator(mode="after")
    def _fits(self) -> Any:
        check_shape(self.kind, self.shape)
        return self


def _read_documents(value: Any) -> Any:
    """`documents: {kpi: {...}, agreement: [{...}]}`, or a list of such, as Generated parts; targets apart."""
    blocks = value if isinstance(value, list | tuple) else (value,)
    found: list[Any] = []
    for block in blocks:
        if isinstance(block, Generated) or not isinstance(block, dict) or {"kind", "shape"} <= set(block):
            found.append(block)
            continue
        for kind, shapes in block.items():
            found += [_generated(kind, shape) for shape in (shapes if isinstance(shapes, list | tuple) else (shapes,))]
    return tuple(found)


def _generated(kind: str, shape: Any) -> Any:
    if kind not in GENERATED:
        raise ValueError(f"a source cannot make documents of kind {kind!r}: one of {', '.join(GENERATED)}, targets")
    if not isinstance(shape, dict):
        raise ValueError(f"{kind}: a mapping of the document's keys is needed")
    kept = {key: shape[key] for key in ("rows", "where") if key in shape}
    return {"kind": kind, "shape": {key: plain(part) for key, part in shape.items() if key not in kept}} | kept


_SHAPES = {kind: {"type": ["object", "array"]} for kind in (*GENERATED, "targets")}
_BLOCK = {"type": "object", "properties": _SHAPES, "additionalProperties": False}
_DOCUMENTS = {"anyOf": [_BLOCK, {"type": "array", "items": {"type": "object"}}]}


class Source(Document):
    """Connection and mapping of a system of record.

    `read` is one read, or several of the same meaning one under the other. `with` names further reads, to which
    `rows`, `in` and `look_up` refer.
    """

    kind: Literal["source"] = "source"
    title: str | None = None
    read: Annotated[tuple[Read, ...], BeforeValidator(_listed, Read | tuple[Read, ...]), Field(min_length=1)]
    with_: dict[str, Annotated[tuple[Read, ...], BeforeValidator(_listed, Read | tuple[Read, ...])]] = Field(
        default_factory=dict, alias="with"
    )
    land: Annotated[tuple[Land, ...], BeforeValidator(_listed, Land | tuple[Land, ...])] = ()
    facts: Facts = Facts()
    answers: Annotated[tuple[Answers, ...], BeforeValidator(_listed, Answers | tuple[Answers, ...])] = ()
    documents: Annotated[tuple[Generated, ...], BeforeValidator(_read_documents), WithJsonSchema(_DOCUMENTS)] = ()
    strict: bool = False
    max_refused: float = Field(default=1.0, ge=0, le=1)

    @model_validator(mode="before")
    @classmethod
    def _targets_are_facts(cls, data: Any) -> Any:
        """`documents: {targets: ...}` is another way to write `facts: {targets: ...}`."""
        if not isinstance(data, dict) or not isinstance(data.get("documents"), dict):
            return data
        documents = dict(data["documents"])
        if "targets" not in documents:
            return data
        moved = _listed(documents.pop("targets"))
        facts = dict(data.get("facts") or {})
        facts["targets"] = [*_listed(facts.get("targets") or ()), *moved]
        return {**data, "documents": documents, "facts": facts}

    @model_validator(mode="after")
    def _reads_go_together(self) -> Any:
        for name, reads in self.reads.items():
            if len({read.numbers for read in reads}) > 1:
                raise ValueError(f"the reads of {name!r} write numbers differently: make them two sources")
            if len(reads) > 1 and any(read.format == "sql" for read in reads):
                raise ValueError(f"{name!r} reads a database together with something else: make them two sources")
        return self

    @model_validator(mode="after")
    def _names_are_known(self) -> Any:
        known = {MAIN, *self.with_}
        for rows in self._named_reads():
            if rows not in known:
                names = ", ".join(sorted(known - {MAIN})) or "none"
                raise ValueError(f"no read is called {rows!r}: `with` names {names}")
        if not (self.land or self.documents or self.answers or any(True for _ in self.facts.mappings)):
            raise ValueError("a source that lands nothing has no use: give `land`, `facts`, `answers` or `documents`")
        return self

    def _named_reads(self) -> Iterator[str]:
        yield from (rows.rows for _, rows in self.facts.mappings)
        yield from (land.rows for land in self.land)
        yield from (answers.rows for answers in self.answers)
        yield from (generated.rows for generated in self.documents)

    @property
    def reads(self) -> dict[str, tuple[Read, ...]]:
        """Every read by its name; the first is `main`."""
        return {MAIN: self.read, **self.with_}
