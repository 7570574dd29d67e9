"""What programs send and read of evidence."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Literal, Self

from ninja import Field, Schema

from trueup.agreements.documents import Answer, Evidence
from trueup.vocabulary import PeriodText, SliceKeys, Stake
from trueup.web.evidence.actions.land import Landed
from trueup.web.evidence.actuals import Actual, Said
from trueup.web.evidence.known import Known
from trueup.web.evidence.statements import Disputed as DisputedHere
from trueup.web.given import Given, Real, Whole

Number = Real | Whole


class ActualRow(Given):
    """One actual, or why there is none. Where there is only one slice it can be in, the row need not name it."""

    kpi: str | None = Field(default=None, max_length=200, description="the KPI's id")
    period: str | None = Field(default=None, max_length=40, description="2026, 2026-Q3, 2026-07, 2026-07-14 or a/b")
    period_start: str | None = Field(default=None, max_length=40, description="with period_end, instead of period")
    period_end: str | None = Field(default=None, max_length=40, description="the day after the last one")
    actual: Number | None = Field(default=None, description="the actual in the KPI's unit")
    n: Whole | None = Field(default=None, description="how many cases it is over")
    stderr: Number | None = Field(default=None, description="its standard error")
    missing_reason: str | None = Field(default=None, max_length=2000, description="why there is no actual")
    claim: str | None = Field(default=None, max_length=2000, description="what the reporter says of it")
    stage: str | None = Field(default=None, max_length=200)
    phase: str | None = Field(default=None, max_length=200)
    project: str | None = Field(default=None, max_length=200)
    provider: str | None = Field(default=None, max_length=200)
    segment: str | None = Field(default=None, max_length=200)


class Reported(Given):
    """Actuals to take in: all of them or none."""

    rows: list[ActualRow] = Field(max_length=20_000)
    reason: str = Field(default="", max_length=2000, description="why, where a row corrects an earlier one")


class Cells(Given):
    """Cells copied from a spreadsheet, or CSV, under a header."""

    text: str = Field(max_length=10 * 2**20)
    mark: Literal[".", ","] | None = Field(default=None, description="the decimal mark, where it is in doubt")
    order: Literal["dmy", "mdy"] | None = Field(
        default=None, description="the order of day and month, where it is in doubt"
    )
    reason: str = Field(default="", max_length=2000)


class Pasted(Cells):
    """Cells of actuals."""

    kpi: str = Field(default="", max_length=200, description="the KPI, where no column says it")


class LandedBatch(Schema):
    """A batch of facts that is stored and recorded."""

    key: str = Field(description="the key under which it is kept")
    digest: str = Field(description="SHA-256 of the rows; empty where nothing was new")
    rows: int = Field(description="how many rows were stored")
    corrections: int = Field(description="how many of them correct earlier ones")
    unchanged: int = Field(description="how many said what was known already, and were left out")
    reason: str
    recorded_at: dt.datetime | None = Field(description="since when it is known; null where nothing was new")
    leaf: int | None = Field(description="its place in the ledger; null where nothing was new")

    @classmethod
    def of(cls, landed: Landed) -> Self:
        """What became of it, the same however often it is sent."""
        at = None if landed.leaf is None else landed.recorded_at
        names = ("key", "digest", "rows", "corrections", "unchanged", "reason", "leaf")
        return cls(recorded_at=at, **{name: getattr(landed, name) for name in names})


class Vouched(Given):
    """What the customer verifies or the observer attests."""

    evidence: list[Evidence] = Field(min_length=1, max_length=1000, description="KPI, period and slice of each")
    statement: str = Field(min_length=1, max_length=5000, description="what was checked, and how")


class Disputed(Given):
    """An actual that is held to be wrong."""

    evidence: Evidence
    reason: str = Field(min_length=1, max_length=5000)
    counter: Decimal | None = Field(default=None, max_digits=40, description="the figure that is held true")
    enclosure: str = Field(default="", max_length=100_000, description="a text that shows why; it can be erased")


class Answered(Given):
    """How a dispute ends."""

    finding: Literal["upheld", "rejected", "settled"]
    actual: Decimal | None = Field(default=None, max_digits=40, description="the figure that stands, if a new one")
    reason: str = Field(default="", max_length=5000)


class Statement(Schema):
    """A statement in force: a document of its own, with a leaf in the ledger."""

    kind: str
    id: str
    number: int
    digest: str


class SaidRead(Schema):
    """What was said of an actual at a time."""

    actual: float | None
    n: int | None
    stderr: float | None
    missing_reason: str | None
    claim: str | None
    recorded_at: dt.datetime = Field(description="since when it is known")
    source: str = Field(description="what brought it: server/api, server/entered, or a source")
    source_ref: str | None
    reason: str = Field(description="why it corrects what was said before")
    leaf: int | None = Field(description="the place of its batch in the ledger, if it came through this server")

    @classmethod
    def of(cls, said: Said) -> Self:
        """One row, and how it came."""
        names = ("actual", "n", "stderr", "missing_reason", "claim", "recorded_at", "source", "source_ref")
        sent = said.sending
        return cls(
            reason=sent.reason if sent else "",
            leaf=sent.leaf if sent else None,
            **{name: getattr(said.row, name) for name in names},
        )


class ActualRead(Schema):
    """One actual of one reporter: what it says now, and what it said before."""

    kpi: str
    period: PeriodText
    slice: SliceKeys
    reported_by: str
    grade: str = Field(description="reported, verified or attested")
    stands: bool = Field(description="false where another figure for the same is believed instead")
    value: float | None = Field(description="the figure after rulings")
    low: float | None = Field(description="with high, the hull of both sides' figures while a dispute is open")
    high: float | None
    said: list[SaidRead] = Field(description="the latest first: the later corrects the earlier")

    @classmethod
    def of(cls, actual: Actual) -> Self:
        """The actual with its past."""
        row: Known = actual.row
        now = Said(row, actual.sending)
        return cls(
            kpi=row.kpi,
            period=row.period,
            slice=row.slice,
            reported_by=row.reported_by,
            grade=actual.grade,
            stands=actual.stands,
            value=actual.value,
            low=actual.low,
            high=actual.high,
            said=[SaidRead.of(each) for each in (now, *actual.before)],
        )


class AttestationRead(Schema):
    """A statement that stands behind evidence, as far as it speaks of the agreement."""

    id: str
    by: str
    by_name: str
    role: str
    at: dt.datetime
    evidence: list[Evidence]
    statement: str | None = Field(description="null where it also speaks of what is not yours to see")
    grade: str = Field(description="what it makes of the evidence")
    digest: str
    number: int


class SignedByRead(Schema):
    """A signature under a statement."""

    party: str
    member: int
    held: str = Field(description="who holds the key: member or server")
    vkey: str
    at: dt.datetime


class StakeRead(Schema):
    """A declared interest of a party in the result, along one of the four tests of independence."""

    test: str = Field(description="contractual, managerial, technical or financial")
    in_: str | None = Field(validation_alias="in_", serialization_alias="in", description="what it is in")
    what: str


class CertificateRead(Schema):
    """An attestation with all that it rests on: signatures, stakes, its place in the ledger."""

    vouched: AttestationRead
    stakes: list[StakeRead] = Field(description="every stake that who made it has declared")
    touching: StakeRead | None = Field(description="the one that touches the agreement, if there is one")
    signatures: list[SignedByRead]
    origin: str
    body: str = Field(description="the document as canonical JSON: what its digest is taken of")
    leaf: int | None
    checkpoint: int | None = Field(description="the size of the first signed checkpoint that covers the leaf")
    checkpoint_at: dt.datetime | None


class DisputeRead(Schema):
    """A dispute, open or answered."""

    id: str
    by: str
    by_name: str
    at: dt.datetime
    evidence: Evidence
    counter: float | None
    reason: str
    enclosure: str | None = Field(description="the text that came with it, if it was not erased")
    open: bool
    answer: Answer | None

    @classmethod
    def of(cls, found: DisputedHere) -> Self:
        """The dispute and its answer."""
        said = found.dispute
        return cls(
            id=said.id,
            by=said.by,
            by_name=found.by_name,
            at=said.at,
            evidence=said.evidence,
            counter=None if said.counter is None else float(said.counter),
            reason=said.reason,
            enclosure=found.enclosure,
            open=found.open,
            answer=said.answer,
        )


class BatchRead(Schema):
    """A batch that came through the server."""

    at: dt.datetime
    by: str
    how: str
    rows: int
    corrections: int
    reason: str
    digest: str
    leaf: int | None


class StakesRead(Schema):
    """The stakes that a seat has declared."""

    seat: str
    name: str
    stakes: list[StakeRead]


class StakesGiven(Given):
    """All stakes of a seat: they replace those declared before."""

    stakes: list[Stake] = Field(max_length=40)
