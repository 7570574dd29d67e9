"""What verifying found: each check with what was checked, and the whole in a word."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from trueup.bundle.lines import Manifest

State = Literal["holds", "fails", "missing", "note"]


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    `holds`: it was proved; `fails`: it contradicts itself or what is known; `missing`: nothing is there to prove it,
    and the reader should know; `note`: what the proof rests on. `where` is the place in the file.
    """

    about: str
    state: State
    words: str
    where: str | None = None

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        return f"{self.about}: {self.words}{place}"


@dataclass(frozen=True, slots=True)
class Report:
    """All checks in order. `manifest` is None where the file could not be read that far."""

    checks: tuple[Check, ...]
    manifest: Manifest | None = None
    verdict: str | None = None

    @property
    def holds(self) -> bool:
        """Whether nothing fails. What is missing is not held against the bundle; it is said."""
        return not self.failures

    @property
    def failures(self) -> tuple[Check, ...]:
        """The checks that failed."""
        return tuple(check for check in self.checks if check.state == "fails")
