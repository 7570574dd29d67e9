"""The money side of a book as of a moment: its agreements and actuals, handed to what value rests on.

The one door for the command line, the web application and Python: `trueup.open(path).values()`. What is asked of it
lives in files of its own beside this one (`value_attribution.py`, ...), as functions that take a `Values`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from trueup.agreements.judge import Rules
from trueup.agreements.results import AgreementResult
from trueup.kpis.ladder import Ladder
from trueup.scorecard.assess import Assessment, ladder_of
from trueup.scorecard.value_readings import Readings


@dataclass(frozen=True)
class Values(Readings):
    """The same readings, and how each agreement is judged: once, however often it is asked for."""

    @property
    def rules(self) -> Rules:
        """What the book settles for all of its agreements: currency, thresholds, fiscal year."""
        return self._whole.rules

    @cached_property
    def _whole(self) -> Assessment:
        return Assessment(self.book, self.snapshot, self.moment, self.grade, self.seed)

    def assessment(self, agreement: str | None) -> Assessment:
        """The assessment of one agreement under way: its promises, series and outlooks, each worked out once."""
        name = self.named(agreement)
        if name not in self._assessments:
            only = Assessment(
                self.book, self.snapshot, self.moment, self.grade, self.seed, only=name, given=self._ladder
            )
            self._assessments[name] = only
        return self._assessments[name]

    def judged(self, agreement: str | None) -> AgreementResult:
        """The agreement's result in the scorecard. InputError where none of it was known yet."""
        name = self.named(agreement)
        if name not in self._judged:
            self._judged[name] = self.assessment(name).judged(self.book.agreement(name))
        return self._judged[name]

    @cached_property
    def _ladder(self) -> Ladder:
        """The forecast ladder of the whole book: judged once for all of its agreements."""
        return ladder_of(self.book, self.snapshot, self.moment, seed=self.seed)

    @cached_property
    def _assessments(self) -> dict[str, Assessment]:
        return {}

    @cached_property
    def _judged(self) -> dict[str, AgreementResult]:
        return {}
