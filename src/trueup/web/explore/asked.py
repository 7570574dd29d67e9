"""What an address of Explore asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from trueup.vocabulary import DIMENSIONS, Grain

ACROSS = (*DIMENSIONS, "month", "quarter", "year")
DOWN = ("kpi", *DIMENSIONS)
LASTS = (12, 24, 60)


@dataclass(frozen=True, slots=True)
class Asked:
    """`down` and `across` are the dimensions of the map; `where` and `kpi` narrow it; `last` is how many periods."""

    down: str
    across: str
    kpi: str
    where: Mapping[str, str]
    last: int

    @classmethod
    def of(cls, query: QueryDict | Mapping[str, str]) -> Asked:
        """What is not understood falls back to stage by provider over the last 12 periods."""
        down, across = query.get("down", "stage"), query.get("across", "provider")
        down = down if down in DOWN else "stage"
        across = across if across in ACROSS and across != down else _other(down)
        where = {name: value[:200] for name in DIMENSIONS if (value := query.get(name, "") or "")}
        last = query.get("last") or ""
        known = int(last) if last.isdigit() and int(last) in LASTS else LASTS[0]
        return cls(down, across, (query.get("kpi") or "")[:200], where, known)

    @property
    def grain(self) -> str:
        """The periods that are counted: those across, else months."""
        return self.across if self.across in Grain.__members__ else "month"

    @property
    def by(self) -> tuple[str, ...]:
        """The axes of the cube that answers this."""
        return tuple(dict.fromkeys(("kpi", self.down, self.across, self.grain)))


def _other(down: str) -> str:
    return "provider" if down != "provider" else "month"
