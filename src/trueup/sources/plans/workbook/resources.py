"""The sheet of resources, and how activities ask for them: `technician[2.00 #3];crane`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from trueup.sources.plans.cells import number, text
from trueup.sources.plans.draft import Draft, DraftResource
from trueup.sources.plans.workbook.sheets import Table

COLUMNS = {
    "id": ("id", "nr"),
    "name": ("name", "resource", "resource name"),
    "type": ("type", "kind"),
    "availability": ("availability", "available", "capacity"),
    "per_use": ("cost/use", "cost per use"),
    "per_unit": ("cost/unit", "cost per unit"),
}
NEEDED = ("name", "type")
_DEMAND = re.compile(r"^(?P<name>.*?)\s*(?:\[\s*(?P<units>\d+(?:[.,]\d+)?)[^\]]*\])?$")
_AMOUNT = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(slots=True)
class Uses:
    """What the resources of a workbook cost at each use, and which of them limit how much can go on at once."""

    per_use: dict[str, Decimal] = field(default_factory=dict)
    limiting: set[str] = field(default_factory=set)

    def needs(self, demand: str, place: str, draft: Draft) -> dict[str, Decimal]:
        """Units of each limiting resource; a name that the sheet lacks is noted."""
        found: dict[str, Decimal] = {}
        for name, units in _asked(demand):
            if name in self.limiting:
                found[name] = found.get(name, Decimal(0)) + units
            elif name not in self.per_use:
                draft.note("dropped", place, f"its need of {name!r}, which is no resource of the workbook")
        return found

    def cost_of_use(self, demand: str) -> Decimal:
        """What using the resources costs once, whatever the duration."""
        return sum((self.per_use.get(name, Decimal(0)) * units for name, units in _asked(demand)), Decimal(0))

    def names(self, demand: str) -> list[str]:
        """The names of the resources, in order."""
        return [name for name, _ in _asked(demand)]


def _asked(demand: str) -> Iterator[tuple[str, Decimal]]:
    for words in demand.split(";"):
        found = _DEMAND.match(words.strip())
        if found and found["name"]:
            yield found["name"], Decimal((found["units"] or "1").replace(",", "."))


def read_resources(table: Table | None, draft: Draft) -> Uses:
    """The resources that are there at most so many at once; what is used up is no limit, and noted."""
    uses = Uses()
    for line, cells in table.rows if table else ():
        assert table is not None
        name = text(table.get(cells, "name"))
        if not name:
            continue
        uses.per_use[name] = number(table.get(cells, "per_use")) or Decimal(0)
        if text(table.get(cells, "type")).casefold().startswith(("consum", "non renew", "nonrenew", "non-renew")):
            draft.note("dropped", f"{table.sheet} row {line}", f"{name!r} is used up: it limits no plan")
            continue
        uses.limiting.add(name)
        capacity = _AMOUNT.search(text(table.get(cells, "availability")))
        units = Decimal(capacity[0].replace(",", ".")) if capacity else Decimal(0)
        draft.resources.append(DraftResource(name, name, units))
    return uses
