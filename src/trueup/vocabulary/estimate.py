"""Numbers that carry what they rest on, and the honest absence of one."""

from __future__ import annotations

from dataclasses import dataclass

from trueup.vocabulary.grade import Grade
from trueup.vocabulary.said import Said, said


@dataclass(frozen=True, slots=True)
class Estimate:
    """A value with unit, interval, n, method, seed, assumptions and evidence grade.

    `low` and `high` bound the 95 % interval; both None when the inputs came without error,
    and then `assumptions` says so.
    """

    value: float
    unit: str
    low: float | None
    high: float | None
    n: int
    method: str
    seed: int | None = None
    assumptions: tuple[str, ...] = ()
    grade: Grade | None = None


@dataclass(frozen=True, slots=True)
class Insufficient:
    """Too little data for `what`: `have` points where `need` are needed."""

    what: str
    have: int
    need: int

    @property
    def words(self) -> Said:
        """The same as a sentence."""
        return said(
            "not enough data for {what}: {have} of the {need} points it needs",
            what=self.what,
            have=self.have,
            need=self.need,
        )

    def __str__(self) -> str:
        return str(self.words)
