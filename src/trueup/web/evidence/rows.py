"""Records into rows of observations: every issue at its line, and nothing guessed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from trueup.kpis.documents import Kpi
from trueup.vocabulary import DIMENSIONS, PHASES, Period, Refusal, Slice, did_you_mean
from trueup.web.evidence.scope import Measured, Scope
from trueup.web.evidence.sheets import Record, Sheets
from trueup.web.evidence.table import Wrong, figure, headers, read, twice
from trueup.web.evidence.written import Mark, Order, period

_NAMES = {
    "kpi": "kpi metric kennzahl",
    "period": "period month date day quarter year periode zeitraum monat datum tag quartal jahr",
    "period_start": "period_start start from von",
    "period_end": "period_end end until bis",
    "actual": "actual value wert ist istwert",
    "n": "n cases fälle anzahl",
    "stderr": "stderr standard_error standardfehler",
    "missing_reason": "missing_reason missing reason_missing fehlt fehlgrund",
    "claim": "claim status aussage",
    "stage": "stage stufe",
    "phase": "phase",
    "project": "project projekt",
    "provider": "provider anbieter",
    "segment": "segment",
}
HEADERS = {alias: name for name, aliases in _NAMES.items() for alias in aliases.split()}
T = TypeVar("T")
LONGEST = 2000
FIGURES = ("actual", "stderr")


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read what the rows do not say themselves: the KPI, the decimal mark, the order of day and month."""

    kpi: str = ""
    slice: Mapping[str, str] = field(default_factory=dict)
    mark: Mark | None = None
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One actual, or why there is none."""

    line: int
    kpi: str
    period: Period
    slice: Slice
    actual: float | None
    n: int | None = None
    stderr: float | None = None
    missing_reason: str | None = None
    claim: str | None = None


def read_rows(sheets: Sheets, scope: Scope, reading: Reading) -> tuple[list[Row], list[Refusal]]:
    """The rows of a paste, file or request, and every reason why some cannot be taken in."""
    names, refusals = headers(sheets.columns, HEADERS, _NAMES)
    refusals += sheets.refusals
    if not any(refusal.column for refusal in refusals if refusal.line == 1):
        refusals += _lacking(set(names.values()), reading)
    if refusals:
        return [], list(refusals)
    rows, wrong = read(
        sheets, names, FIGURES, reading.mark, lambda record, mark: _Reader(record, scope, reading, mark).row()
    )
    return rows, [*wrong, *twice(rows, lambda row: (row.kpi, row.period, row.slice), "period", "actual")]


def _lacking(known: set[str], reading: Reading) -> Iterator[Refusal]:
    if "period" not in known and not {"period_start", "period_end"} <= known:
        yield Refusal(1, "period", "there is no column that says of which period the actuals are")
    if not {"actual", "missing_reason"} & known:
        yield Refusal(1, "actual", "there is no column of actuals")
    if "kpi" not in known and not reading.kpi:
        yield Refusal(1, "kpi", "there is no column that says which KPI: add it, or choose one")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one record."""

    record: Record
    scope: Scope
    reading: Reading
    mark: Mark | None

    def row(self) -> Row:
        measured = self._measured()
        kpi, values = measured.kpi, self.record.values
        for name in ("missing_reason", "claim"):
            if len(values.get(name, "")) > LONGEST:
                raise Wrong(name, f"is longer than {LONGEST:,} characters")
        actual = self._number("actual", kpi)
        missing = values.get("missing_reason")
        if (actual is None) == (missing is None):
            both = "says the actual is missing, yet there is one" if missing else "has no actual: give a missing_reason"
            raise Wrong("actual", both)
        _within_bounds(actual, kpi)
        return Row(
            line=self.record.line,
            kpi=kpi.id,
            period=self._period(kpi),
            slice=self._slice(measured),
            actual=actual,
            n=self._count(),
            stderr=self._error(kpi),
            missing_reason=missing,
            claim=values.get("claim"),
        )

    def _measured(self) -> Measured:
        """The KPI; another agreement's and one that does not exist look the same."""
        name = self.record.values.get("kpi", self.reading.kpi)
        measured = self.scope.measured.get(name)
        if measured is None:
            known = self.scope.enterable
            hint = did_you_mean(name, known) or f"there are: {', '.join(sorted(known)) or 'none'}"
            raise Wrong("kpi", f"is no KPI of this {'agreement' if self.scope.agreement else 'book'}; {hint}", name)
        if not measured.kpi.entered:
            raise Wrong("kpi", _why_not_entered(measured.kpi), name)
        return measured

    def _period(self, kpi: Kpi) -> Period:
        values, fiscal = self.record.values, self.scope.documents.definition.fiscal_year_start
        text = values.get("period") or f"{values.get('period_start', '')}/{values.get('period_end', '')}"
        found: Period = self._try("period", text, lambda: period(text, kpi.grain, fiscal, self.reading.order))
        if found.start > self.scope.today:
            raise Wrong("period", "has not begun", text)
        return found

    def _slice(self, measured: Measured) -> Slice:
        """The slice that the row names, filled from the only one it can be in."""
        given = {name: self.record.values[name] for name in DIMENSIONS if name in self.record.values}
        given = {**self.reading.slice, **given}
        fitting = [each for each in measured.slices if all(each.bound.get(k, v) == v for k, v in given.items())]
        if not fitting:
            asked = ", ".join(f"{name} {value}" for name, value in given.items())
            raise Wrong(None, f"lies outside what this agreement measures of {measured.kpi.id}", asked)
        if len(fitting) > 1 and not any(each.contains(Slice(**given)) for each in fitting):
            raise Wrong(None, f"could be in {' or in '.join(map(str, fitting))}: name its slice")
        whole = Slice(**({} if len(fitting) > 1 else fitting[0].bound) | given)
        self._check(whole)
        return whole

    def _check(self, where: Slice) -> None:
        """Stages and phases exist, and a provider speaks for itself."""
        stages = self.scope.documents.definition.stages
        for name, value, known in (("stage", where.stage, stages), ("phase", where.phase, PHASES)):
            if value is not None and value not in known:
                raise Wrong(name, did_you_mean(value, known) or f"one of {', '.join(known)}", value)
        if self.scope.provider and where.provider not in (None, self.scope.seat):
            raise Wrong("provider", "a provider reports for itself only", where.provider)

    def _number(self, name: str, kpi: Kpi) -> float | None:
        text = self.record.values.get(name)
        if text is None:
            return None
        value = figure(name, text, self.mark)
        return value if not text.strip().endswith("%") else self._share(name, text, value, kpi)

    def _share(self, name: str, text: str, value: float, kpi: Kpi) -> float:
        """93 % is 93 where the KPI is measured in per cent, and 0.93 where it is a ratio."""
        if kpi.unit.name == "%":
            return value
        if kpi.unit.name == "ratio":
            return value / 100
        raise Wrong(name, f"is in per cent, and the KPI in {kpi.unit.name}", text)

    def _error(self, kpi: Kpi) -> float | None:
        value = self._number("stderr", kpi)
        if value is not None and value < 0:
            raise Wrong("stderr", "is a standard error and cannot be negative", self.record.values["stderr"])
        return value

    def _count(self) -> int | None:
        text = self.record.values.get("n")
        if text is None:
            return None
        value = figure("n", text, self.mark)
        if value < 0 or not value.is_integer() or value > 2**53:
            raise Wrong("n", "is a count: a whole number, not negative", text)
        return int(value)

    def _try(self, column: str, text: str, read: Callable[[], T]) -> T:
        try:
            return read()
        except (ValueError, OverflowError) as wrong:
            raise Wrong(column, str(wrong), text[:200]) from None


def _why_not_entered(kpi: Kpi) -> str:
    if kpi.formula is not None:
        return f"is computed from the table {kpi.formula.from_}: load its source instead"
    if kpi.aggregate.how == "ratio":
        return f"is the ratio of {kpi.aggregate.numerator} and {kpi.aggregate.denominator}: report those"
    return "is not entered: its definition says neither a formula nor `entered: true`"


def _within_bounds(actual: float | None, kpi: Kpi) -> None:
    if actual is None or kpi.bounds is None:
        return
    low, high = kpi.bounds
    if low is not None and actual < low:
        raise Wrong("actual", f"is below the KPI's bound {low}", repr(actual))
    if high is not None and actual > high:
        raise Wrong("actual", f"is above the KPI's bound {high}", repr(actual))
