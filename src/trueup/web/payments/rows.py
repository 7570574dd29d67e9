"""Rows of payments as people write them: what kind, for when, how much, in which currency, under which number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from trueup.sources.mapping.payments import made_up
from trueup.vocabulary import Period, Refusal, did_you_mean
from trueup.web.evidence.sheets import Record, Sheets
from trueup.web.evidence.table import Wrong, figure, headers, read, twice
from trueup.web.evidence.written import Mark, Order, span
from trueup.web.payments.scope import BILLS, KINDS, Scope

HEADERS: Mapping[str, str] = {
    name: meaning
    for meaning, names in {
        "kind": "kind type art",
        "period": "period zeitraum periode",
        "dated": "dated date day datum tag",
        "payee": "payee provider supplier empfänger anbieter",
        "plan": "plan",
        "what": "what for description wofür beschreibung",
        "amount": "amount betrag",
        "currency": "currency währung",
        "ref": "ref number invoice reference nummer rechnung",
    }.items()
    for name in names.split()
}
COLUMNS = tuple(dict.fromkeys(HEADERS.values()))
_EXACT = 10**13
"""Below it a number with cents is read exactly."""


@dataclass(frozen=True, slots=True)
class Row:
    """One payment."""

    line: int
    kind: str
    period: Period
    dated: dt.date | None
    payer: str
    payee: str | None
    plan: str | None
    what: str | None
    amount: Decimal
    currency: str
    ref: str

    @property
    def key(self) -> tuple[str | None, ...]:
        """What makes two rows the same payment."""
        return (self.kind, self.plan, self.payee, self.what, self.ref)


@dataclass(frozen=True, slots=True)
class Reading:
    """How to read what could be read in two ways."""

    mark: Mark | None = None
    order: Order | None = None


def read_rows(sheets: Sheets, scope: Scope, reading: Reading) -> tuple[list[Row], list[Refusal]]:
    """The rows, and every reason why some cannot be taken in."""
    names, refusals = headers(sheets.columns, HEADERS, COLUMNS)
    refusals += [*sheets.refusals, *_lacking(set(names.values()))]
    if refusals:
        return [], refusals
    rows, wrong = read(
        sheets, names, ("amount",), reading.mark, lambda record, mark: _Reader(record, scope, reading, mark).row()
    )
    again = twice(rows, lambda row: row.key, "ref", "payment (give each a number)")
    return rows, [*wrong, *again]


def _lacking(known: set[str]) -> Iterator[Refusal]:
    for name, what in (("kind", "what kind of payment"), ("amount", "how much")):
        if name not in known:
            yield Refusal(1, name, f"there is no column that says {what}")
    if not known & {"period", "dated"}:
        yield Refusal(1, "period", "there is no column that says for when: a period, or a day")


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads one record."""

    record: Record
    scope: Scope
    reading: Reading
    mark: Mark | None

    def row(self) -> Row:
        kind, dated = self._kind(), self._day()
        payee, amount = self._payee(kind), self._amount(kind)
        period = self._period(dated)
        said = {
            "kind": kind, "period": period, "dated": dated, "payer": self.scope.agreement.customer, "payee": payee,
            "plan": self._text("plan"), "what": self._text("what"), "amount": amount, "currency": self._currency(),
        }  # fmt: skip
        return Row(line=self.record.line, ref=self._ref(kind, period, dated), **said)  # type: ignore[arg-type]

    def _text(self, name: str) -> str | None:
        text = self.record.values.get(name, "").strip()
        if len(text) > 200:
            raise Wrong(name, "has more than 200 characters", text[:40])
        return text or None

    def _kind(self) -> str:
        text = (self._text("kind") or "").casefold()
        if text not in KINDS:
            raise Wrong("kind", f"is none of: {', '.join(KINDS)}", text)
        if text not in self.scope.kinds:
            raise Wrong("kind", f"is for the customer to say: a provider reports what is {' and '.join(BILLS)}", text)
        return text

    def _payee(self, kind: str) -> str | None:
        text, known = self._text("payee"), self.scope.payees
        if text is None and len(known) == 1:
            return known[0]
        if text is None and kind == "planned":
            return None
        found = next((each for each in known if text in (each, self.scope.names.get(each))), None)
        if found is None:
            hint = did_you_mean(text or "", known) or f"one of: {', '.join(known)}"
            raise Wrong("payee", f"is no provider whose payments you report; {hint}", text)
        return found

    def _amount(self, kind: str) -> Decimal:
        text = self.record.values.get("amount")
        if text is None:
            raise Wrong("amount", "is missing")
        found = figure("amount", text, self.mark)
        if abs(found) >= _EXACT:
            raise Wrong("amount", "is too large to be read exactly", text)
        if found < 0 and kind in BILLS:
            raise Wrong("amount", "is negative: what is taken off an invoice is `credited`, with its amount", text)
        return Decimal(repr(found)).quantize(Decimal("0.0001"))

    def _currency(self) -> str:
        text = (self._text("currency") or self.scope.currency).upper()
        if not re.fullmatch("[A-Z]{3}", text):
            raise Wrong("currency", "is not a currency: three letters of ISO 4217, such as EUR", text)
        return text

    def _day(self) -> dt.date | None:
        text = self._text("dated")
        if text is None:
            return None
        found = self._span("dated", text)
        if found.days != 1:
            raise Wrong("dated", "is not a day; write 2026-06-30", text)
        return found.start

    def _period(self, dated: dt.date | None) -> Period:
        text = self._text("period")
        if text is not None:
            return self._span("period", text)
        if dated is None:
            raise Wrong("period", "is missing: for which time, or on which day?")
        return Period(dated, dated + dt.timedelta(days=1))

    def _span(self, name: str, text: str) -> Period:
        try:
            return span(text, self.scope.fiscal_year_start, self.reading.order)
        except (ValueError, OverflowError) as wrong:
            raise Wrong(name, str(wrong), text) from None

    def _ref(self, kind: str, period: Period, dated: dt.date | None) -> str:
        text = self._text("ref")
        if text is None and kind in BILLS:
            raise Wrong("ref", "is missing: which number has the invoice or credit note?")
        payer = self.scope.agreement.customer
        when = {"period_start": period.start, "period_end": period.end, "dated": dated, "payer": payer}
        return text or made_up(when)
