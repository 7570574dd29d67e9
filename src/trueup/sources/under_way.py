"""One source on its way into the store."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from trueup.sources.answers.bring import Brought
from trueup.sources.documents import Source
from trueup.sources.fresh import Fresh
from trueup.sources.gather import Gathered
from trueup.sources.mapping.documents import Made
from trueup.sources.mapping.facts import Mapped
from trueup.sources.mapping.stage import Stage
from trueup.sources.report import Refused
from trueup.sources.sql.cursor import Cursor


@dataclass(slots=True)
class UnderWay:
    """What has been read, mapped and made of one source so far.

    `news` has, for each of `mapped` and then of `made`, what of it the store does not have yet. `seq` is the store's
    number of the last row that this source had landed before.
    """

    source: Source
    stage: Stage
    gathered: dict[str, Gathered] = field(default_factory=dict)
    mapped: list[Mapped] = field(default_factory=list)
    answers: list[Brought] = field(default_factory=list)
    made: list[Made] = field(default_factory=list)
    reached: dict[str, Cursor] = field(default_factory=dict)
    news: list[Fresh] = field(default_factory=list)
    seq: int = 0

    @property
    def names(self) -> list[str]:
        """The table that each of `mapped` and then of `made` goes to."""
        return [part.name for part in self.mapped] + ["documents" for _ in self.made]

    @property
    def tables(self) -> dict[str, pa.Table]:
        """What is new, by table; tables without news are left out."""
        found: dict[str, list[pa.Table]] = {}
        for name, part in zip(self.names, self.news, strict=True):
            if part.table.num_rows:
                found.setdefault(name, []).append(part.table)
        return {name: pa.concat_tables(parts) for name, parts in found.items()}

    @property
    def rows(self) -> int:
        """Rows read, of all reads."""
        return sum(part.read for part in self.gathered.values())

    @property
    def refusals(self) -> list[Refused]:
        """Everything that was refused: first what could not be read, then what could not be mapped."""
        found = [Refused.of(f"read {name}", one) for name, part in self.gathered.items() for one in part.refusals]
        found += [Refused.of(part.name, one) for part in self.mapped for one in part.refusals]
        return found + [Refused.of(part.kind, one) for part in self.made for one in part.refusals]

    def identifiers(self, kind: str) -> Sequence[str]:
        """The ids of the documents of a kind that were made."""
        return [document.id for part in self.made if part.kind == kind for document in part.documents]
