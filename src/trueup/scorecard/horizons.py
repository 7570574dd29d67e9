"""The five horizons of a book's relationships, as of a moment: documents, answers and figures, handed to the rules.

The one door for the command line, the web application and Python: `trueup.open(path).ladders()`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from trueup.agreements.documents import Agreement
from trueup.agreements.versions import in_force, known
from trueup.book.book import Book
from trueup.book.rules.names import stake_in
from trueup.facts import Snapshot
from trueup.horizons.figure import Timeline
from trueup.horizons.history import level_history
from trueup.horizons.ladder import Relationship, Versions, judging, ladder, line
from trueup.horizons.results import Ladder, LevelHistory, Listed
from trueup.horizons.scoring.asked import asked
from trueup.horizons.stakeholders import Stakeholders
from trueup.scorecard.horizon_answers import Given, Told, answers_of, efforts_of
from trueup.scorecard.horizon_figures import Figures
from trueup.scorecard.standing import grade_of
from trueup.vocabulary import Grade, InputError, Moment, UnknownName, day_of

if TYPE_CHECKING:
    from trueup.horizons.proposals import Proposals


@dataclass(frozen=True)
class Ladders:
    """The relationships of a book as of a moment."""

    book: Book
    snapshot: Snapshot
    moment: Moment

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The ids of the stakeholders documents that were known at the moment, in the order of the book."""
        return tuple(each.id for each in self.book.stakeholders.values() if each.known(self.moment.known_at))

    def named(self, id: str | None) -> str:
        """The document of that id, or the only one. UnknownName, or InputError where one has to be named."""
        if id is not None:
            return self.book.stakeholders_named(id).id
        if len(self.known) == 1:
            return self.known[0]
        if not self.known:
            do = "have one proposed: trueup horizons propose; or write one: trueup schema stakeholders"
            raise UnknownName("the book has no stakeholders document", do=do)
        raise InputError(
            f"the book has {len(self.known)} stakeholders documents", do=f"name one: {', '.join(self.known[:8])}"
        )

    def ladder(self, id: str | None = None) -> Ladder:
        """The answer for one relationship. UnknownName, or InputError where no version was known at the moment."""
        return ladder(self.relationship(id))

    def history(self, id: str | None = None) -> LevelHistory:
        """How its levels stood over time."""
        return level_history(self.ladder(id))

    def listed(self) -> Listed:
        """Every relationship in a line, without its past."""
        return Listed(
            book=self.book.definition.id,
            as_of=self.moment.as_of,
            known_at=self.moment.known_at,
            relationships=tuple(line(self.relationship(each)) for each in self.known),
        )

    def proposals(self, id: str | None = None) -> Proposals:
        """Criteria for the levels that have none: of a document, or of an agreement that has none.

        `id` names either. Raises UnknownName for what is neither, InputError where one has to be named.
        """
        from trueup.scorecard.horizon_proposals import proposals_of

        return proposals_of(self.book, id)

    def document(self, id: str | None = None) -> Stakeholders:
        """The version that is in force at the moment."""
        return judging(self._versions(self.named(id)), self.moment.as_of)

    def relationship(self, id: str | None = None) -> Relationship:
        """All that is known of one: what the rules take in. InputError where no version was known at the moment."""
        name = self.named(id)
        versions = self._versions(name)
        agreement = self._agreement(versions[-1][1])
        sides = versions[-1][1].sides(agreement)
        given = answers_of(self._told, name, sides, lambda party: self._grade(party, agreement))
        return Relationship(
            book=self.book.definition.id,
            versions=versions,
            sides=sides,
            timelines=dict(self._timelines(versions, given)),
            efforts=efforts_of(self._told, name),
            moment=self.moment,
            to_come=given.to_come(self.moment.as_of),
        )

    @cached_property
    def _told(self) -> Told:
        return Told(self.snapshot)

    @cached_property
    def _figures(self) -> Figures:
        """What is measured of all relationships: one question to the engine takes as long for many as for one."""
        known_ = (each.known(self.moment.known_at) for each in self.book.stakeholders.values())
        every = tuple(document for versions in known_ for document in versions)
        return Figures(self.book, self.snapshot, self.moment, every)

    def _versions(self, name: str) -> Versions:
        """The versions that were known, each with the day from which it judges."""
        found = self.book.stakeholders_named(name).known(self.moment.known_at)
        if not found:
            raise InputError(f"no version of {name!r} was known at this moment", do="ask for a later moment")
        return tuple((self._since(each), each) for each in found)

    def _since(self, document: Stakeholders) -> dt.date | None:
        at = document.agreed_at
        return None if at is None else day_of(at, self.book.definition.zone)

    def _timelines(self, versions: Versions, given: Given) -> Iterator[tuple[tuple[int, str], Timeline]]:
        for _, document in versions:
            for level, criterion in document.criteria():
                about = asked(document, level, criterion)
                yield (
                    (document.version, criterion.id),
                    self._figures.timeline(document, about) if criterion.measured else given.timeline(about),
                )

    def _grade(self, party: str, agreement: Agreement | None) -> Grade:
        """What a party's word is worth: an observer's stake counts where it touches the agreement, else any does."""
        who = self.book.parties.get(party)
        if who is None or agreement is None or who.role != "observer":
            return grade_of(who)
        return Grade.reported if stake_in(who, agreement) else Grade.attested

    def _agreement(self, document: Stakeholders) -> Agreement | None:
        if document.agreement is None:
            return None
        versions = self.book.agreement(document.agreement).all
        return in_force(versions, self.moment) if known(versions, self.moment) else versions[0]
