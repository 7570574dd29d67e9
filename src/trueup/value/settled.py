"""A settled period as it is shown: rounded once, every column adding up; and the statement that is made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from trueup.agreements.amounts import apportion, rounded
from trueup.agreements.documents import Agreement
from trueup.value.results_statement import (
    ClauseLine,
    CorrectionLine,
    InvoicedFrom,
    InvoiceLine,
    Lacking,
    PartLine,
    Settled,
    State,
    ValueLine,
)
from trueup.value.settlement import Case, Reckoned, reckon
from trueup.value.settling import provisional_fee
from trueup.value.statement import Statement
from trueup.vocabulary import Moment

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Around:
    """What a settlement is drawn up within: who is who, and as of when."""

    book: str
    moment: Moment
    customer: str
    names: Mapping[str, str]
    fiscal_year_start: int = 1
    rate: str | None = None
    rests_on: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def name(self, party: str) -> str:
        """What people call a party."""
        return self.names.get(party, party)


@dataclass(frozen=True, slots=True)
class Invoiced:
    """What was invoiced for a period, rounded line by line."""

    lines: tuple[InvoiceLine, ...]
    come_from: InvoicedFrom

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.amount for line in self.lines), NOTHING)

    def of(self, party: str) -> Decimal:
        """What one provider invoiced."""
        return sum((line.amount for line in self.lines if line.party == party), NOTHING)

    @property
    def parties(self) -> tuple[str, ...]:
        """Who invoiced something."""
        return tuple(dict.fromkeys(line.party for line in self.lines))


def by_the_terms(case: Case, fiscal_year_start: int, words: str) -> Invoiced:
    """The provisional fee of a period as if it had been invoiced, provider by provider."""
    provisional = case.due.pricing.provisional
    whole = provisional_fee(provisional, case.due.period, fiscal_year_start)
    if provisional is None or not whole:
        return Invoiced((), "terms")
    parts = provisional.by_party
    amounts = apportion([whole * Fraction(part) for part in parts.values()], case.currency)
    lines = (InvoiceLine(party=party, what=words, amount=amount) for party, amount in zip(parts, amounts, strict=True))
    return Invoiced(tuple(lines), "terms")


def settled(
    case: Case,
    around: Around,
    invoiced: Invoiced,
    state: State,
    *,
    corrections: Sequence[CorrectionLine] = (),
    statement: str | None = None,
    number: int | None = None,
    corrects: str | None = None,
) -> Settled:
    """Put one settlement period into the shape that is published; nothing is owed where the evidence lacks."""
    owed = state not in ("open", "provisional")
    reckoned = reckon(case) if owed else None
    due, terms, currency = case.due, case.terms, case.currency
    corrected = sum((line.amount for line in corrections), NOTHING) if owed else NOTHING
    fee = None if reckoned is None else reckoned.bill.fee
    true_up = None if fee is None else fee - invoiced.total
    lines = _value_lines(case)
    provisional = provisional_fee(due.pricing.provisional, due.period, around.fiscal_year_start)
    return Settled(
        book=around.book,
        agreement=due.agreement.id,
        title=due.agreement.title,
        version=due.agreement.version,
        period=due.period,
        label=due.label,
        state=state,
        statement=statement,
        number=number,
        corrects=corrects,
        as_of=around.moment.as_of,
        known_at=around.moment.known_at,
        currency=currency,
        rate=around.rate,
        customer=around.customer,
        customer_name=around.name(around.customer),
        use=due.pricing.use,
        mode=due.pricing.mode,
        value=lines,
        counted=_total(case, [line.low for line in lines], case.low),
        claimed=_total(case, [line.high for line in lines], case.high),
        target=rounded(Fraction(terms.target), currency),
        deadband=rounded(Fraction(terms.deadband), currency),
        clauses=() if reckoned is None else _clause_lines(reckoned),
        fee=fee,
        held=NOTHING if reckoned is None else reckoned.held,
        invoices=invoiced.lines,
        invoiced=invoiced.total,
        invoiced_from=invoiced.come_from,
        true_up=true_up,
        corrections=tuple(corrections) if owed else (),
        corrected=corrected,
        due=None if true_up is None else true_up + corrected,
        provisional=rounded(provisional, currency),
        parts=() if reckoned is None else _part_lines(reckoned, invoiced, corrections, around),
        lacking=tuple(Lacking(what=each) for each in case.lacking),
        notes=around.notes,
        rests_on=dict(around.rests_on),
    )


def _total(case: Case, shown: Sequence[Decimal], exact: Fraction) -> Decimal:
    """The sum of what is shown; where value was converted, the converted sum."""
    return sum(shown, NOTHING) if case.rate == 1 else rounded(exact, case.currency)


def _value_lines(case: Case) -> tuple[ValueLine, ...]:
    columns = [
        apportion([getattr(each, name) for each in case.counted], case.currency) for name in ("promised", "low", "high")
    ]
    return tuple(
        ValueLine(
            objective=each.objective,
            title=each.title,
            basis=each.basis,
            grade=each.grade,
            promised=promised,
            low=low,
            high=high,
            words=each.words,
        )
        for each, promised, low, high in zip(case.counted, *columns, strict=True)
    )


def _clause_lines(reckoned: Reckoned) -> tuple[ClauseLine, ...]:
    return tuple(
        ClauseLine(clause=clause.clause, words=clause.words, arithmetic=clause.arithmetic, amount=amount)
        for clause, amount in reckoned.bill.clauses
    )


def _part_lines(
    reckoned: Reckoned, invoiced: Invoiced, corrections: Sequence[CorrectionLine], around: Around
) -> tuple[PartLine, ...]:
    mentioned = (*reckoned.bill.parts, *invoiced.parties, *(party for line in corrections for party in line.parts))
    lines = []
    for party in dict.fromkeys(mentioned):
        fee, paid = reckoned.bill.parts.get(party, NOTHING), invoiced.of(party)
        corrected = sum((line.parts.get(party, NOTHING) for line in corrections), NOTHING)
        lines.append(
            PartLine(
                party=party,
                name=around.name(party),
                fee=fee,
                held=reckoned.held_parts.get(party, NOTHING),
                invoiced=paid,
                true_up=fee - paid,
                corrected=corrected,
                due=fee - paid + corrected,
            )
        )
    return tuple(lines)


def statement_of(found: Settled, known_at: dt.datetime) -> Statement:
    """The document of a settled period: the same figures and words, ready to be signed."""
    kept = found.model_dump(include={*Statement.model_fields} - {"known_at"})
    assert found.statement is not None, "callers name the statement"
    return Statement.model_validate(
        kept | {"id": found.statement, "terms": found.version, "version": 1, "known_at": known_at}
    )


def settled_of(statement: Statement, agreement: Agreement, around: Around, state: State) -> Settled:
    """A statement in the shape that is published: its own figures and words."""
    own = {"id", "kind", "version", "agreed_at", "agreement", "terms"}
    kept = statement.model_dump(exclude=own)
    return Settled.model_validate(
        kept
        | {
            "book": around.book,
            "agreement": agreement.id,
            "title": agreement.title,
            "version": statement.terms,
            "label": statement.period.label,
            "state": state,
            "statement": statement.id,
            "customer_name": around.name(statement.customer),
            "notes": (*statement.notes, *around.notes),
        }
    )
