"""Settling: what each period of an agreement earns, what is owed for it, and the statement that says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from trueup.agreements.documents import Attestation
from trueup.agreements.words import named
from trueup.book.load import key_of
from trueup.scorecard.value_counted import Bases, counted_of
from trueup.scorecard.value_gates import gates_of
from trueup.scorecard.value_invoiced import invoiced_of, with_rate
from trueup.scorecard.value_reached import reached_of
from trueup.scorecard.values import Values
from trueup.value.corrections import Stated, correction, history, may_be_settled, name_of, number_of
from trueup.value.pricing import money
from trueup.value.results_statement import CorrectionLine, InvoiceLine, Settled, Settlements, State, Totals
from trueup.value.settled import Around, Invoiced, settled, settled_of, statement_of
from trueup.value.settlement import Case, reckon
from trueup.value.settling import Due, parts_of, period_named, settlement_periods
from trueup.value.statement import Statement
from trueup.vocabulary import InputError, Period, Said, day_of, joined, said

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Settling:
    """One agreement being settled: its periods, its statements, and what each period comes to, on demand."""

    values: Values
    agreement: str
    before: int | None = None
    """Only statements with a lower number are known: for the recomputation of that one."""

    @cached_property
    def dues(self) -> tuple[Due, ...]:
        """Every settlement period that has begun, in order."""
        versions = self.values.versions(self.agreement)
        return tuple(settlement_periods(versions, self.values.moment, self.values.rules.fiscal_year_start))

    @cached_property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of the agreement that were there at the moment, by number."""
        moment = self.values.moment
        every = (versions.latest for versions in self.values.book.statements.values())
        mine = [
            each
            for each in every
            if each.agreement == self.agreement
            and each.as_of <= moment.as_of
            and (moment.known_at is None or each.known_at <= moment.known_at)
            and (self.before is None or each.number < self.before)
        ]
        return tuple(sorted(mine, key=lambda each: each.number))

    @cached_property
    def stated(self) -> dict[Period, Stated]:
        """What stands of each settled period."""
        return history(self.statements)

    def case(self, due: Due) -> tuple[Case, str | None]:
        """What a period is settled on, and the rate in words where value is converted. Each is read once."""
        if due.period not in self._cases:
            case = Case(
                due=due,
                currency=due.currency or self.values.rules.currency,
                parts=parts_of(due.agreement, due.pricing),
                counted=counted_of(self.values, due, self._bases),
                gates=gates_of(self.values, due),
                reached=reached_of(self.values, due),
            )
            self._cases[due.period] = with_rate(self.values, case)
        return self._cases[due.period]

    @cached_property
    def _cases(self) -> dict[Period, tuple[Case, str | None]]:
        return {}

    @cached_property
    def _bases(self) -> Bases:
        return {}

    def invoiced(self, case: Case) -> tuple[Invoiced, tuple[str, ...]]:
        """What was invoiced for a period before it was settled, with notes."""
        return invoiced_of(self.values, case, [each.id for each in self.statements])

    def state(self, due: Due) -> State:
        """Where a period stands."""
        if due.period in self.stated:
            return "corrected" if self.stated[due.period].corrected_by else "settled"
        if due.period.end > self.values.moment.as_of:
            return "open"
        return "provisional" if self.case(due)[0].lacking else "ready"

    def around(self, due: Due, rate: str | None, notes: Sequence[str] = ()) -> Around:
        """Who is who, and what a settlement of the period rests on."""
        parties = self.values.book.parties
        return Around(
            book=self.values.book.definition.id,
            moment=self.values.moment,
            customer=due.agreement.customer,
            names={party.id: party.name for party in parties.values()},
            fiscal_year_start=self.values.rules.fiscal_year_start,
            rate=rate,
            rests_on=self._rests_on(due),
            notes=tuple(notes),
        )

    def _rests_on(self, due: Due) -> dict[str, str]:
        """Digests of the agreement, of the KPIs it is measured by, and of the attestations of their actuals."""
        return {" ".join(map(str, key)): self.values.book.digests[key] for key in self._documents(due)}

    def _documents(self, due: Due) -> Iterator[tuple[str, str, int]]:
        book, known_at = self.values.book, self.values.moment.known_at
        yield key_of(due.agreement)
        kpis = {each.kpi for each in due.agreement.objectives} | {gate.kpi for gate in due.pricing.gates if gate.kpi}
        for name in sorted(kpis):
            yield key_of(self.values.kpis[name])
        for each in sorted(book.attestations):
            found = book.attestations[each].in_force(known_at=known_at)
            if found is not None and (known_at is None or found.at <= known_at) and _about(found, kpis, due.period):
                yield key_of(found)

    def settled(self, due: Due) -> Settled:
        """One period as it stands: as stated where it is settled, else with the corrections of earlier ones."""
        if due.period in self.stated:
            return self.as_stated(due)
        case, rate = self.case(due)
        invoiced, notes = self.invoiced(case)
        return settled(
            case,
            self.around(due, rate, notes),
            invoiced,
            self.state(due),
            corrections=tuple(self.corrections(due)),
            statement=name_of(self.agreement, due.label, self.statements, corrects=False),
            number=number_of(self.statements),
        )

    def corrected(self, due: Due) -> Settled:
        """A settled period as it comes out now: what is due beside what its statements have made due already."""
        stated = self.stated[due.period]
        case, rate = self.case(due)
        invoiced, notes = self.invoiced(case)
        return settled(
            case,
            self.around(due, rate, notes),
            _and_settled(invoiced, stated),
            "provisional" if case.lacking else "ready",
            statement=name_of(self.agreement, due.label, self.statements, corrects=True),
            number=number_of(self.statements),
            corrects=stated.statement.id,
        )

    def as_stated(self, due: Due) -> Settled:
        """A settled period by its statement, with a note of what a later one made of it."""
        stated, state = self.stated[due.period], self.state(due)
        statement = stated.statement
        later = stated.corrected_by if stated.corrected_by != statement.id else None
        notes = (_corrected_note(stated, later),) if later else ()
        return settled_of(statement, due.agreement, self.around(due, statement.rate, notes), state)

    def corrections(self, but: Due) -> Iterator[CorrectionLine]:
        """What is due for earlier periods that come out otherwise now; one whose evidence lacks stands as stated."""
        for due in self.dues:
            stated = self.stated.get(due.period)
            if stated is None or due.period == but.period:
                continue
            case, _ = self.case(due)
            if case.lacking:
                continue
            line = correction(stated, reckon(case), self.invoiced(case)[0], self._because(stated))
            if line is not None:
                yield line

    def _because(self, stated: Stated) -> Said:
        """What became known since the statement: disputes that were raised and answered, else that something did."""
        found = list(self._answers(stated.statement))
        if found:
            return joined(found, "; ")
        day = day_of(stated.statement.known_at, self.values.book.definition.zone)
        return said("by evidence that became known after {day}", day=day)

    def _answers(self, statement: Statement) -> Iterator[Said]:
        kpis = {each.kpi for each in self.values.agreement(self.agreement).objectives}
        for versions in self.values.book.disputes.values():
            dispute = versions.in_force(known_at=self.values.moment.known_at)
            if dispute is None or dispute.answer is None or dispute.answer.at <= statement.known_at:
                continue
            about = dispute.evidence
            if about.kpi in kpis and about.period.overlap(statement.period):
                yield said(
                    "the dispute of {kpi} in {period} was {finding} by {party}",
                    kpi=self.values.kpis[about.kpi].name,
                    period=about.period,
                    finding=named(dispute.answer.finding),
                    party=self._name(dispute.answer.by),
                )

    def _name(self, party: str) -> str:
        found = self.values.book.parties.get(party)
        return party if found is None else found.name


def _about(attestation: Attestation, kpis: set[str], period: Period) -> bool:
    return any(each.kpi in kpis and each.period.overlap(period) for each in attestation.evidence)


def _corrected_note(stated: Stated, by: str) -> Said:
    fee, held = money(stated.fee), money(stated.held)
    return said("corrected by {statement}: the fee is {fee} now, {held} is held", statement=by, fee=fee, held=held)


def _and_settled(invoiced: Invoiced, stated: Stated) -> Invoiced:
    """With what the statements of the period have made due already, provider by provider."""
    words = said("settled by statement {number}", number=stated.statement.number)
    lines = [
        InvoiceLine(party=party, what=words, ref=stated.statement.id, amount=amount)
        for party, fee in stated.fees.items()
        if (amount := fee - stated.invoices.get(party, NOTHING))
    ]
    return Invoiced((*invoiced.lines, *lines), invoiced.come_from)


def settling_of(values: Values, agreement: str | None) -> Settling:
    """One agreement being settled. InputError where it has no pricing."""
    name = values.named(agreement)
    if all(each.pricing is None for each in values.versions(name)):
        raise InputError(
            "the agreement does not say how fees follow value",
            where=f"agreement {name}",
            do="add pricing: {share: ...}",
        )
    return Settling(values, name)


def settlements(values: Values, agreement: str | None = None) -> Settlements:
    """Every settlement period of an agreement that has begun, each where it stands, with totals."""
    work = settling_of(values, agreement)
    periods = tuple(work.settled(due) for due in work.dues)
    found = values.agreement(work.agreement)
    return Settlements(
        book=values.book.definition.id,
        agreement=work.agreement,
        title=found.title,
        as_of=values.moment.as_of,
        known_at=values.moment.known_at,
        currency=periods[-1].currency if periods else values.rules.currency,
        periods=periods,
        totals=_totals(work, periods),
    )


def _totals(work: Settling, periods: Sequence[Settled]) -> Totals:
    ready = [each for each in periods if each.state == "ready" and each.true_up is not None]
    next_one = ready[0].corrected if ready else NOTHING
    return Totals(
        fee=sum((each.fee for each in work.stated.values()), NOTHING),
        held=sum((each.held for each in work.stated.values()), NOTHING),
        invoiced=sum((each.invoiced for each in work.stated.values()), NOTHING),
        due=sum((each.due for each in work.statements), NOTHING),
        waiting=sum((each.true_up or NOTHING for each in ready), NOTHING) + next_one,
    )


def settlement(values: Values, agreement: str | None, period: str) -> Settled:
    """One settlement period as it stands. InputError for one that is not there."""
    work = settling_of(values, agreement)
    return work.settled(period_named(work.dues, period, values.rules.fiscal_year_start))


def draw_up(values: Values, agreement: str | None, period: str, *, correct: bool = False) -> tuple[Statement, Settled]:
    """The statement of a period, ready to be signed, and the same as it is shown.

    The values must have been taken with a `known_at`.

    InputError where it may not be settled: not over, settled already (`correct` says that the statement is to be
    corrected), across another, or not yet at the grade that settles.
    """
    work = settling_of(values, agreement)
    due = period_named(work.dues, period, values.rules.fiscal_year_start)
    may_be_settled(due.period, due.label, values.moment.as_of, work.stated, correct=correct)
    found = work.corrected(due) if correct else work.settled(due)
    return _stated(values, found), found


def recomputed(values: Values, statement: Statement) -> Statement:
    """A statement drawn up again, from the moment it names: the same, or something has been changed since.

    InputError where the period is no settlement period of the agreement, or is not at the grade that settles.
    """
    work = Settling(values, statement.agreement, before=statement.number)
    due = next((each for each in work.dues if each.period == statement.period), None)
    if due is None:
        what = f"{statement.period} is not a settlement period of agreement {statement.agreement!r}"
        raise InputError(what, where=f"statement {statement.id}", do="settle by the terms of the agreement")
    again = statement.corrects is not None and due.period in work.stated
    return _stated(values, work.corrected(due) if again else work.settled(due))


def _stated(values: Values, found: Settled) -> Statement:
    if found.lacking:
        raise not_attested(found)
    if values.moment.known_at is None:
        raise InputError("a statement says what was known when it was drawn up", do="take the values with a known_at")
    return statement_of(found, values.moment.known_at)


def not_attested(found: Settled) -> InputError:
    """The refusal of a settlement whose evidence is not yet at the grade, with what is missing and what holds."""
    some = joined([each.what for each in found.lacking[:5]], "; ")
    more = len(found.lacking) - 5
    rest = said(" and {count} more", count=more) if more > 0 else ""
    what = f"{found.label} cannot be settled yet: {some}{rest}"
    holds = f"until then the provisional fee holds: {found.provisional:,} {found.currency}"
    return InputError(what, where=f"agreement {found.agreement}", do=holds)
