"""What a server answers, frozen. A newer server may say more: what this version does not know is left out."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from pydantic import BaseModel, ConfigDict

from trueup.agreements.results import AgreementResult
from trueup.client.errors import RemoteIssue
from trueup.scorecard.model import Claims, Finding, HeatCell, PartyName


class Answer(BaseModel):
    """A frozen answer of a server."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    @classmethod
    def of(cls, said: Any) -> Self:
        """Read what the server said."""
        return cls.model_validate(said, extra="ignore")


class Freshness(Answer):
    """How fresh an assessment is: `out_of_date` when the book has moved on since."""

    as_of: dt.date
    computed_at: dt.datetime
    out_of_date: bool
    recomputing: bool
    problem: str | None = None


class AgreementRow(Answer):
    """An agreement in a list, as last assessed. Amounts are in the currency of its book."""

    book: str
    book_name: str
    id: str
    title: str
    project: str | None
    verdict: str
    p_success: float | None
    realised: float
    cost: float
    grade: str
    parts: tuple[str, ...]
    freshness: Freshness


class Judged(Answer):
    """An agreement as assessed. `result` is what `trueup assess` gives for it."""

    book: str
    grade: str
    currency: str
    parties: dict[str, str]
    freshness: Freshness
    on_grades: str | None
    result: AgreementResult


class RemoteScorecard(Answer):
    """A book as assessed, as far as the token's party sees it; `whole` for its customer."""

    book: str
    name: str
    as_of: dt.date
    grade: str
    currency: str
    whole: bool
    freshness: Freshness
    parties: tuple[PartyName, ...]
    agreements: tuple[AgreementResult, ...]
    strengths: tuple[Finding, ...]
    weaknesses: tuple[Finding, ...]
    insufficient: tuple[str, ...]
    heat: tuple[HeatCell, ...] | None
    claims: Claims | None
    book_digest: str
    method: str
    seed: int


class Landed(Answer):
    """A batch of facts that is stored and recorded: `leaf` is its place in the ledger, None if nothing was new."""

    key: str
    digest: str
    rows: int
    corrections: int
    unchanged: int
    recorded_at: dt.datetime
    leaf: int | None


class BookRow(Answer):
    """A book in which the member's party has a seat, and its parts there."""

    slug: str
    name: str
    parts: tuple[str, ...]
    agreements: int


class Said(Answer):
    """What was said of an actual at a time."""

    actual: float | None
    n: int | None
    missing_reason: str | None
    recorded_at: dt.datetime
    reason: str
    leaf: int | None


class Actual(Answer):
    """One actual of one reporter; `said` has what it says now and what it said before, the latest first."""

    kpi: str
    period: str
    slice: dict[str, str]
    reported_by: str
    grade: str
    stands: bool
    value: float | None
    low: float | None
    high: float | None
    said: tuple[Said, ...]


class Change(Answer):
    """A difference in words; `weakens` where less is promised than before."""

    words: str
    weakens: bool | None


class Difference(Answer):
    """What a version changes against an earlier one."""

    against: int
    changes: tuple[Change, ...]


class Draft(Answer):
    """A draft as it is kept, and everything that is wrong with it."""

    kind: str
    id: str
    number: int
    text: str
    mark: str
    ready: bool
    issues: tuple[RemoteIssue, ...]


class Version(Answer):
    """One version of a document: what it says (`body`), its state, who has still to sign, what it changes."""

    book: str
    kind: str
    id: str
    number: int
    title: str
    state: str
    digest: str
    waiting: tuple[str, ...]
    body: dict[str, Any]
    text: str
    previous: Difference | None
    first: Difference | None
    stands_on: dict[str, str]

    @classmethod
    def of(cls, said: Any) -> Self:
        """Read what the server said; state, digest and signers stand in a part of their own there."""
        return super().of({**said, **said["version"], "number": said["number"]})


class Statement(Answer):
    """A statement in force: an attestation, a verification, a dispute."""

    kind: str
    id: str
    number: int
    digest: str
