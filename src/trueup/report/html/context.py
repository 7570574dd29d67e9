"""What every part of the page may need: the charts collected so far and the names of the parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trueup.report import words
from trueup.report.html.figure import Charts
from trueup.report.html.markup import Markup, user
from trueup.scorecard.model import Scorecard


@dataclass(frozen=True, slots=True)
class Context:
    """One page in the making."""

    parties: Mapping[str, str]
    charts: Charts = field(default_factory=Charts)

    @classmethod
    def of(cls, scorecard: Scorecard) -> Context:
        """An empty page about `scorecard`."""
        return cls({party.id: party.name for party in scorecard.parties})

    def name(self, party: str) -> str:
        """The party's name, or its id where it has none."""
        return self.parties.get(party, party)

    def names(self, parties: Iterable[str], otherwise: str = "no provider") -> Markup:
        """Several parties in one phrase."""
        return user(words.listed(self.name(party) for party in parties) or otherwise)
