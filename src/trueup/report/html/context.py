"""What every part of the page may need: the charts collected so far and the names of the parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from trueup.report import words
from trueup.report.html.figure import Charts
from trueup.report.html.markup import Markup, tag, user
from trueup.report.language import say
from trueup.scorecard.model import Scorecard


@dataclass(frozen=True, slots=True)
class Context:
    """One page in the making."""

    parties: Mapping[str, str]
    charts: Charts = field(default_factory=Charts)
    level: int = 3
    """The level of an agreement's own heading; what it has inside is one below."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Where the page answers "how do you know?" of a figure, by the figure's name; nothing is linked elsewhere."""

    @classmethod
    def of(cls, scorecard: Scorecard) -> Context:
        """An empty page about `scorecard`."""
        return cls({party.id: party.name for party in scorecard.parties})

    def heading(self, *content: str) -> Markup:
        """A heading inside an agreement."""
        return tag(f"h{self.level + 1}", *content)

    def know(self, figure: str) -> Markup | None:
        """The link behind a figure, where the page has an answer."""
        address = self.known.get(figure)
        if address is None:
            return None
        label = say("How do you know?")
        return tag("a", "?", href=address, class_="know-link", title=label, aria_label=f"{label} {say(figure)}")

    def name(self, party: str) -> str:
        """The party's name, or its id where it has none."""
        return self.parties.get(party, party)

    def names(self, parties: Iterable[str], otherwise: str = "no provider") -> Markup:
        """Several parties in one phrase."""
        return user(words.listed(self.name(party) for party in parties) or say(otherwise))
