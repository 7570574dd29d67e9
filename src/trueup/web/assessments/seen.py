"""What one seat sees of an assessment: the customer of a book all of it, others what their agreements say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trueup.agreements.results import AgreementResult
from trueup.scorecard.model import ClaimConflict, Claims, Finding, HeatCell, PartyName, Scorecard
from trueup.vocabulary import Slice, said
from trueup.web.assessments.stored import Freshness


@dataclass(frozen=True, slots=True)
class Seen:
    """A book's assessment through the eyes of a seat.

    `whole` is true for the book's customer. For anybody else `claims`, `heat` and `expected_false_alarms` are absent
    (they add up what is not theirs), and the lists hold only what concerns their own agreements.
    """

    book: str
    name: str
    currency: str
    grade: str
    whole: bool
    freshness: Freshness
    parties: Mapping[str, PartyName]
    agreements: tuple[AgreementResult, ...]
    strengths: tuple[Finding, ...]
    weaknesses: tuple[Finding, ...]
    conflicts: tuple[ClaimConflict, ...]
    insufficient: tuple[str, ...]
    heat: tuple[HeatCell, ...] | None
    claims: Claims | None
    expected_false_alarms: float | None
    multiplicity: str
    book_digest: str
    method: str
    seed: int


@dataclass(frozen=True, slots=True)
class Sight:
    """How far an actor sees into a book: `whole`, or else its agreements and, in them, its seats."""

    whole: bool
    providers: frozenset[str]
    """Local ids of the actor's seats that are a provider's in some agreement: what is about them is theirs."""
    observed: frozenset[str]
    """Agreements that the actor observes: all that they measure is open to it."""

    def sees(self, kpi: str, where: Slice, promised: Mapping[str, Sequence[tuple[str, Slice]]]) -> bool:
        """Whether a finding about a KPI in a slice is for the actor.

        `promised` has, for each visible agreement, the KPIs it speaks of and where. A provider sees its own slice of
        those KPIs; an observer the slices of the agreements that it observes.
        """
        if self.whole:
            return True
        if where.provider in self.providers and any(kpi == own for each in promised.values() for own, _ in each):
            return True
        observed = (pair for name in self.observed for pair in promised.get(name, ()))
        return any(kpi == own and around.contains(where) for own, around in observed)


def seen(slug: str, card: Scorecard, results: Sequence[AgreementResult], sight: Sight, fresh: Freshness) -> Seen:
    """What `sight` leaves of a scorecard whose visible agreements are `results`."""
    promised = {result.id: [(each.kpi, each.slice) for each in result.objectives] for result in results}

    def own(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(each for each in findings if sight.sees(each.kpi, each.slice, promised))

    return Seen(
        book=slug,
        name=card.name,
        currency=card.currency,
        grade=card.grade.name,
        whole=sight.whole,
        freshness=fresh,
        parties=_parties(card, results, sight),
        agreements=tuple(results),
        strengths=own(card.strengths),
        weaknesses=own(card.weaknesses),
        conflicts=tuple(each for each in card.claims.conflicts if sight.sees(each.kpi, each.slice, promised)),
        insufficient=card.insufficient if sight.whole else _lacking(results),
        heat=card.heat if sight.whole else None,
        claims=card.claims if sight.whole else None,
        expected_false_alarms=card.expected_false_alarms if sight.whole else None,
        multiplicity=card.multiplicity,
        book_digest=card.book_digest,
        method=card.method,
        seed=card.seed,
    )


def _parties(card: Scorecard, results: Sequence[AgreementResult], sight: Sight) -> dict[str, PartyName]:
    """Those whom the actor meets in its agreements."""
    met = set(sight.providers).union(*({each.customer, each.observer, *each.providers} for each in results))
    return {party.id: party for party in card.parties if sight.whole or party.id in met}


def _lacking(results: Sequence[AgreementResult]) -> tuple[str, ...]:
    found = (
        said("{title}: {reason}", title=result.title, reason=reason)
        for result in results
        for each in result.objectives
        for reason in each.insufficient
    )
    return tuple(dict.fromkeys(found))
