"""What a row of a list shows of an agreement, so that a list of a thousand reads no whole results."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from trueup.agreements.documents import Agreement
from trueup.agreements.results import AgreementResult, ObjectiveResult, Status, Target, Verdict
from trueup.book.book import Book
from trueup.vocabulary import Sentence
from trueup.vocabulary.result import Amount, Result

SPARK = 36
"""How many actuals a sparkline shows."""


class ObjectiveLine(Result):
    """One objective, as far as lists, filters and the matrix need it."""

    id: str
    title: str
    kpi: str
    unit: str
    stage: str | None
    phase: str | None
    status: Status
    p_hit: float | None
    attainment: float | None
    must: bool
    target: Target
    latest: float | None
    due: dt.date | None


class Summary(Result):
    """An agreement in a list: verdict and why, value against cost, evidence, parties, and a sparkline."""

    customer: str
    providers: tuple[str, ...]
    observer: str | None
    version: int
    due: dt.date | None
    verdict_at_grade: dict[str, Verdict]
    verdict_first: Verdict
    reason: Sentence | None
    sentence: Sentence | None
    depends_on_provider_figures: bool
    p_success: float | None
    met_share: float | None
    grade_mix: dict[str, int]
    currency: str
    potential: Amount
    potential_to_date: Amount
    potential_first: Amount
    realised_low: Amount
    realised: Amount
    realised_high: Amount
    at_grade: dict[str, Amount]
    cost: Amount
    cost_total: Amount | None
    net: Amount
    value_status: str
    priced: bool
    descoped: Amount
    spark: tuple[float, ...]
    spark_unit: str
    spark_title: str
    objectives: tuple[ObjectiveLine, ...]

    @property
    def stages(self) -> frozenset[str]:
        """The stages of the value chain that its objectives are about."""
        return frozenset(line.stage for line in self.objectives if line.stage)

    @property
    def phases(self) -> frozenset[str]:
        """The phases of the engagement that its objectives are about."""
        return frozenset(line.phase for line in self.objectives if line.phase)

    @property
    def kpis(self) -> frozenset[str]:
        """The KPIs that it promises something of."""
        return frozenset(line.kpi for line in self.objectives)


def summarise(result: AgreementResult, book: Book) -> Summary:
    """The summary of one result; `book` knows stages and phases."""
    value = result.value
    measured = next((objective for objective in result.objectives if objective.points), None)
    return Summary(
        customer=result.customer,
        providers=result.providers,
        observer=result.observer,
        version=result.version,
        due=result.due,
        verdict_at_grade=result.verdict_at_grade,
        verdict_first=result.verdict_first,
        reason=next(iter(result.reasons), None),
        sentence=result.sentence,
        depends_on_provider_figures=result.depends_on_provider_figures,
        p_success=result.p_success,
        met_share=result.met_share,
        grade_mix=result.grade_mix,
        currency=value.currency,
        potential=value.potential,
        potential_to_date=value.potential_to_date,
        potential_first=value.potential_first,
        realised_low=value.realised.low,
        realised=value.realised.expected,
        realised_high=value.realised.high,
        at_grade=value.at_grade,
        cost=value.cost,
        cost_total=value.cost_total,
        net=value.net.expected,
        value_status=value.status,
        priced=any(objective.value is not None for objective in result.objectives),
        descoped=sum((version.value_descoped for version in result.versions), Decimal(0)),
        spark=tuple(point.actual for point in measured.points[-SPARK:]) if measured else (),
        spark_unit=measured.unit if measured else "",
        spark_title=measured.title if measured else "",
        objectives=tuple(_lines(result, book)),
    )


def _lines(result: AgreementResult, book: Book) -> list[ObjectiveLine]:
    versions = book.agreements[result.id].all
    agreed = next(version for version in versions if version.version == result.version)
    return [_line(objective, agreed, book) for objective in result.objectives]


def _line(result: ObjectiveResult, agreed: Agreement, book: Book) -> ObjectiveLine:
    objective = agreed.objective(result.id)
    return ObjectiveLine(
        id=result.id,
        title=result.title,
        kpi=result.kpi,
        unit=result.unit,
        stage=result.slice.stage or book.kpi(result.kpi).latest.stage,
        phase=(objective.phase if objective else None) or result.slice.phase,
        status=result.status,
        p_hit=result.p_hit,
        attainment=result.attainment,
        must=result.must,
        target=result.target,
        latest=result.latest.actual if result.latest else None,
        due=result.due,
    )
