"""Where in the customer's world a number belongs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Self

DIMENSIONS: tuple[str, ...] = ("stage", "phase", "project", "provider", "segment")
STAGES: tuple[str, ...] = (
    "inbound",
    "operations",
    "outbound",
    "marketing_and_sales",
    "service",
    "infrastructure",
    "people",
    "technology",
    "procurement",
)
PHASES: tuple[str, ...] = (
    "need",
    "search",
    "kpis",
    "business_case",
    "user_stories",
    "selection",
    "contract",
    "team",
    "implementation",
    "go_live",
    "use",
    "support",
    "roadmap",
    "update",
    "renewal",
    "migration",
)


@dataclass(frozen=True, order=True, slots=True)
class Slice:
    """Stage x phase x project x provider x segment; None leaves a dimension open."""

    stage: str | None = None
    phase: str | None = None
    project: str | None = None
    provider: str | None = None
    segment: str | None = None

    @classmethod
    def of(cls, values: Mapping[str, str | None]) -> Self:
        """Build from a mapping of dimension names; ValueError for an unknown dimension."""
        unknown = set(values) - set(DIMENSIONS)
        if unknown:
            raise ValueError(f"unknown dimension {sorted(unknown)[0]!r}: one of {', '.join(DIMENSIONS)}")
        return cls(**values)

    @property
    def bound(self) -> dict[str, str]:
        """The dimensions that are fixed, in order."""
        return {name: value for name in DIMENSIONS if (value := getattr(self, name)) is not None}

    def contains(self, other: Slice) -> bool:
        """Whether everything of `other` lies inside this slice."""
        return all(getattr(other, name) == value for name, value in self.bound.items())

    def of_dimensions(self, names: Sequence[str]) -> Slice:
        """The slice that contains this one and leaves every other dimension open."""
        return Slice(**{name: getattr(self, name) for name in names})

    def wider(self) -> Iterator[Slice]:
        """Every other slice that contains this one: each choice of some of the dimensions that it fixes."""
        bound = tuple(self.bound.items())
        for size in range(len(bound)):
            yield from (Slice(**dict(some)) for some in combinations(bound, size))

    def __str__(self) -> str:
        return ", ".join(f"{name} {value}" for name, value in self.bound.items()) or "everything"
