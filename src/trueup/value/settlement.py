"""What one settlement period earns: on the lower side of every open dispute, and what the higher side would add."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.amounts import apportion, rounded
from trueup.agreements.terms import Gate
from trueup.value.pricing import Clause, Fee, Held, Terms, fee, terms_of
from trueup.value.results_statement import Basis
from trueup.value.settling import Due
from trueup.value.timing import Reached, all_clauses
from trueup.vocabulary import Grade, Said, said


@dataclass(frozen=True, slots=True)
class Counted:
    """What one objective was worth in a settlement period, exact, in the currency of the book.

    `low` and `high` are the figures at the agreed end of the interval on the lower and higher side of open disputes;
    `lacks` says what is not yet at the grade that settles.
    """

    objective: str
    title: str
    basis: Basis
    grade: Grade
    promised: Fraction
    low: Fraction
    high: Fraction
    words: str
    lacks: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True)
class GateRead:
    """Whether a gate is passed on the lower and on the higher side of open disputes; `words` give the actual."""

    gate: Gate
    low: bool
    high: bool
    words: Said
    lacks: Said | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """Everything that one settlement period is settled on. `rate` converts value into the currency of the fee."""

    due: Due
    currency: str
    parts: Mapping[str, Decimal]
    counted: tuple[Counted, ...] = ()
    gates: tuple[GateRead, ...] = ()
    reached: Mapping[str, Reached] = field(default_factory=dict)
    rate: Fraction = Fraction(1)

    @property
    def lacking(self) -> tuple[Said, ...]:
        """What is not yet at the grade that settles: nothing is owed before it is."""
        found = [each for counted in self.counted for each in counted.lacks]
        found += [gate.lacks for gate in self.gates if gate.lacks is not None]
        return tuple(found + [each.lacks for each in self.reached.values() if each.lacks is not None])

    @property
    def low(self) -> Fraction:
        """The value on the lower side, in the currency of the fee."""
        return self.rate * sum((each.low for each in self.counted), Fraction(0))

    @property
    def high(self) -> Fraction:
        """The value on the higher side, in the currency of the fee."""
        return self.rate * sum((each.high for each in self.counted), Fraction(0))

    @property
    def terms(self) -> Terms:
        """The terms of the period, in money."""
        promised = self.rate * sum((each.promised for each in self.counted), Fraction(0))
        return terms_of(self.due.pricing, promised, self.due.part)


@dataclass(frozen=True, slots=True)
class Bill:
    """A fee with its clauses and providers, to the minor unit: every column adds up to `fee`."""

    fee: Decimal
    clauses: tuple[tuple[Clause, Decimal], ...]
    parts: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a period earns on the lower side, and what the higher side would add: held until disputes are answered."""

    bill: Bill
    held: Decimal
    held_parts: Mapping[str, Decimal]


def reckon(case: Case) -> Reckoned:
    """Settle a period: base, share, gates, milestones, bonuses, floor and cap, in this order; rounded once.

    The fee of the higher side is never below that of the lower one, because a fee never falls as value rises or as a
    gate is passed.
    """
    lower, higher = _bill(case, higher=False), _bill(case, higher=True)
    held = {party: higher.parts[party] - lower.parts[party] for party in lower.parts}
    return Reckoned(lower, higher.fee - lower.fee, held)


def fee_at(case: Case, value: Fraction) -> Fee:
    """What the period would earn at another value (in the currency of the fee), all else being equal."""
    return _fee(case, value, higher=False)


def _fee(case: Case, value: Fraction, *, higher: bool) -> Fee:
    pricing = case.due.pricing
    added = all_clauses(pricing.milestones, pricing.bonuses, case.reached, case.due.period)
    return fee(value, case.terms, _gates(case.gates, higher=higher), added)


def _bill(case: Case, *, higher: bool) -> Bill:
    found = _fee(case, case.high if higher else case.low, higher=higher)
    amounts = apportion([clause.amount for clause in found.trace], case.currency)
    return Bill(
        fee=rounded(found.amount, case.currency),
        clauses=tuple(zip(found.trace, amounts, strict=True)),
        parts=_shares(found.trace, case),
    )


def _gates(gates: Sequence[GateRead], *, higher: bool) -> list[Held]:
    """Every gate as a clause; one that is passed leaves the share whole."""
    found = []
    for read in gates:
        passed = read.high if higher else read.low
        verdict = said("passed") if passed else said("not passed")
        words = said("{gate}: {verdict}", gate=read.words, verdict=verdict)
        found.append(Held(f"gate:{read.gate.id}", words, Fraction(1) if passed else Fraction(read.gate.otherwise)))
    return found


def _shares(clauses: Sequence[Clause], case: Case) -> dict[str, Decimal]:
    """The part of each provider: every clause goes by its own parts, floor and cap by those of the fee."""
    exact = dict.fromkeys([*case.parts, *(party for clause in clauses for party in clause.parts)], Fraction(0))
    for clause in clauses:
        for party, part in (clause.parts or case.parts).items():
            exact[party] += clause.amount * Fraction(part)
    return dict(zip(exact, apportion(list(exact.values()), case.currency), strict=True))
