"""Statements for tests: by hand, and drawn so that every sum holds."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from trueup.value.results_statement import ClauseLine, CorrectionLine, InvoiceLine, PartLine, Settled, ValueLine
from trueup.vocabulary import Grade, Party, Period, said

Q3 = Period(dt.date(2026, 7, 1), dt.date(2026, 10, 1))
Q2 = Period(dt.date(2026, 4, 1), dt.date(2026, 7, 1))
PARTIES = {
    "northwind": Party(id="northwind", name="Northwind Insurance", role="customer", country="DE"),
    "acme": Party(id="acme", name="Acme & Sons <Software>", role="provider", country="FR"),
    "sint": Party(id="sint", name="Sint Integration", role="provider", country="NL"),
}


def clause(name: str, amount: str | Decimal, arithmetic: str = "") -> ClauseLine:
    """One clause."""
    return ClauseLine(
        clause=name, words=said("{name} by the terms", name=name), arithmetic=arithmetic, amount=Decimal(amount)
    )


def part(party: str, fee: Decimal, invoiced: Decimal, corrected: Decimal, held: Decimal = Decimal(0)) -> PartLine:
    """A provider's part, with what follows from it."""
    due = fee - invoiced + corrected
    return PartLine(
        party=party, name=PARTIES[party].name, fee=fee, held=held, invoiced=invoiced, true_up=fee - invoiced,
        corrected=corrected, due=due,
    )  # fmt: skip


def settled(
    parts: tuple[PartLine, ...], clauses: tuple[ClauseLine, ...], invoices: tuple[InvoiceLine, ...] = (),
    corrections: tuple[CorrectionLine, ...] = (), **more: Any,
) -> Settled:  # fmt: skip
    """A settled period whose figures follow from its parts."""
    totals = {name: sum((getattr(each, name) for each in parts), Decimal(0)) for name in (
        "fee", "held", "invoiced", "true_up", "corrected", "due"
    )}  # fmt: skip
    stated: dict[str, Any] = {
        "book": "northwind", "agreement": "claims-platform", "title": "New claims platform", "version": 1,
        "period": Q3, "label": "2026-Q3", "state": "settled", "statement": "claims-platform-2026-q3", "number": 3,
        "as_of": dt.date(2026, 11, 2), "known_at": dt.datetime(2026, 11, 2, 9, tzinfo=dt.UTC), "currency": "EUR",
        "customer": "northwind", "customer_name": "Northwind Insurance", "use": "lower_bound", "mode": "excess",
        "counted": Decimal(250000), "claimed": Decimal(262000), "target": Decimal(0), "deadband": Decimal(0),
        "invoiced_from": "payments", "provisional": Decimal(60000),
        "value": (ValueLine(objective="cycle-time", title="Claim cycle time", basis="attributed", grade=Grade.attested,
                            promised=Decimal(300000), low=Decimal(250000), high=Decimal(262000),
                            words=said("caused, by the lower end of its interval")),),
        "notes": (said("settled at grade attested"),),
        "rests_on": {"agreement claims-platform 1": "ab" * 32, "kpi claim_cycle_days 1": "cd" * 32},
    }  # fmt: skip
    return Settled(
        **{
            **stated,
            **totals,
            "parts": parts,
            "clauses": clauses,
            "invoices": invoices,
            "corrections": corrections,
            **more,
        }
    )


def bill(party: str, amount: str | Decimal, ref: str = "2026-17") -> InvoiceLine:
    """An invoice, or a credit note where negative."""
    return InvoiceLine(party=party, what="provisional fee", ref=ref, on=dt.date(2026, 7, 31), amount=Decimal(amount))


def corrected(parts: dict[str, Decimal]) -> CorrectionLine:
    """A correction of the second quarter."""
    zero, total = Decimal(0), sum(parts.values(), Decimal(0))
    return CorrectionLine(
        period=Q2, statement="claims-platform-2026-q2", number=2, fee_before=zero, fee=total, held_before=zero,
        held=zero, invoiced_before=zero, invoiced=zero, amount=total, words=said("the dispute was upheld"), parts=parts,
        fees=parts, invoices=dict.fromkeys(parts, zero),
    )  # fmt: skip


def one_provider(fee: str = "112345.67", invoiced: str = "60000", **more: Any) -> Settled:
    """A statement of one provider: three clauses, an invoice, something held."""
    share = Decimal(fee) - Decimal("60000")
    clauses = (clause("base", "60000"), clause("share", share + 5000, "20 % x 250,000"), clause("cap", "-5000"))
    own = part("acme", Decimal(fee), Decimal(invoiced), Decimal(0), Decimal("2400"))
    return settled((own,), clauses, (bill("acme", invoiced),) if Decimal(invoiced) else (), **more)


CENTS = st.integers(-(10**12), 10**12).map(lambda cents: Decimal(cents) / 100)


@st.composite
def statements(draw: st.DrawFn) -> Settled:
    """Any statement of one or two providers: clauses, invoices and corrections of any sign."""
    names = draw(st.sampled_from([("acme",), ("acme", "sint")]))
    texts = st.text(max_size=20)
    bills, parts, corrections = [], [], {}
    for name in names:
        mine = [bill(name, amount, draw(texts)) for amount in draw(st.lists(CENTS, max_size=3))]
        bills += mine
        corrections[name] = draw(CENTS)
        parts.append(part(name, draw(CENTS), sum((each.amount for each in mine), Decimal(0)), corrections[name]))
    amounts = draw(st.lists(CENTS, max_size=4))
    fee = sum((each.fee for each in parts), Decimal(0))
    clauses = [clause(draw(texts), amount) for amount in amounts]
    clauses.append(clause("rest", fee - sum(amounts, Decimal(0)), draw(texts)))
    return settled(tuple(parts), tuple(clauses), tuple(bills), (corrected(corrections),))
