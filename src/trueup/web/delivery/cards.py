"""What each provider may call itself, and the two clocks of a project."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trueup.delivery.results import Claimed, Parameter, Probability, ProviderVerdict
from trueup.report.delivery import as_said
from trueup.report.html.markup import Markup
from trueup.web.delivery import signs
from trueup.web.delivery.queries import Seen
from trueup.web.delivery.summary import likely


@dataclass(frozen=True, slots=True)
class Card:
    """The verdict on one provider in its own words."""

    provider: str
    name: str
    sign: Markup
    told: tuple[str, ...]
    note: str
    p_own: Probability | None
    p_overall: Probability | None
    reasons: tuple[str, ...]
    would_change: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    claims: tuple[tuple[str, Markup, Claimed], ...]
    mine: bool


@dataclass(frozen=True, slots=True)
class Clocks:
    """Delivery at go-live, value in use: independent of each other."""

    delivery: Markup
    value: str | None
    words: str


def cards(seen: Seen) -> tuple[Card, ...]:
    """The providers of the plan, the reader's own first."""
    assert seen.result is not None
    found = [_card(seen, each) for each in seen.result.verdicts]
    return tuple(sorted(found, key=lambda card: not card.mine))


def _card(seen: Seen, verdict: ProviderVerdict) -> Card:
    return Card(
        provider=verdict.provider,
        name=seen.name(verdict.provider),
        sign=signs.word(verdict.word, likely(verdict)),
        told=tuple(signs.told(verdict)),
        note=as_said(verdict.note),
        p_own=verdict.p_own,
        p_overall=verdict.p_overall,
        reasons=_own(seen, verdict.reasons),
        would_change=verdict.would_change,
        parameters=verdict.parameters,
        claims=tuple(_claims(seen, verdict)),
        mine=verdict.provider in seen.place.seats,
    )


def _own(seen: Seen, reasons: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of the provider and not of the whole: that stands above."""
    assert seen.result is not None
    said = set(seen.result.overall.reasons)
    return tuple(reason for reason in reasons if reason not in said)


def _claims(seen: Seen, verdict: ProviderVerdict) -> Iterator[tuple[str, Markup, Claimed]]:
    for claim in verdict.claims:
        yield seen.name(claim.by), signs.word(claim.word), claim


def clocks(seen: Seen) -> Clocks:
    """The verdict at go-live and the one in use."""
    assert seen.result is not None
    whole = seen.result.overall
    return Clocks(
        signs.overall(whole.standing, whole.overall, whole.p.p if whole.p else None),
        seen.result.clocks.value,
        seen.result.clocks.words,
    )
