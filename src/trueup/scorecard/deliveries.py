"""Every plan of a book, judged: its documents and the progress that is known, handed to the delivery capability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from trueup.agreements.documents import Agreement
from trueup.agreements.results import AgreementResult
from trueup.agreements.versions import in_force, known
from trueup.book.book import Book
from trueup.book.rules.names import stake_in
from trueup.delivery.assess import BUDGET, PlanAssessment
from trueup.delivery.documents import Containment, Plan
from trueup.delivery.known import known_versions
from trueup.delivery.queries import read_progress
from trueup.delivery.status import ProgressRow, Roles
from trueup.facts import Snapshot
from trueup.scorecard.clocks import clocks
from trueup.scorecard.model import Delivery
from trueup.vocabulary import Grade, InputError, Moment, Party, UnknownName, did_you_mean


@dataclass(frozen=True)
class Plans:
    """The plans of a book as of a moment; `only` one agreement's, where that is asked for."""

    book: Book
    snapshot: Snapshot
    moment: Moment
    grade: Grade
    seed: int
    only: str | None = None

    @cached_property
    def known(self) -> tuple[str, ...]:
        """The ids of the plans that were known at the moment, in the order of the book."""
        every = self.book.plans.values()
        return tuple(each.id for each in every if self._concerns(known_versions(each.all, self.moment)))

    def _concerns(self, versions: Sequence[Plan]) -> bool:
        return bool(versions) and self.only in (None, versions[-1].agreement)

    @cached_property
    def rows(self) -> Mapping[str, Sequence[ProgressRow]]:
        """The progress of every plan, asked for together."""
        found: dict[str, list[ProgressRow]] = {plan: [] for plan in self.known}
        for row in read_progress(self.snapshot, self.known, self.moment.as_of):
            found[row.plan].append(row)
        return found

    def named(self, id: str | None) -> str:
        """The plan of that id, or the only one. UnknownName, or InputError where one has to be named."""
        if id is not None:
            return self.book.plan(id).id
        if len(self.known) == 1:
            return self.known[0]
        if not self.known:
            raise UnknownName("the book has no plan", do="bring one in with: trueup delivery import FILE --to BOOK")
        raise InputError(f"the book has {len(self.known)} plans", do=f"name one: {', '.join(self.known[:8])}")

    def assessment(self, id: str, believe: str | None = None, iterations: int | None = BUDGET) -> PlanAssessment:
        """One plan under assessment, with so many futures at most.

        InputError where no version of it was known at the moment, UnknownName for a party to believe that is not there.
        """
        versions = known_versions(self.book.plan(id).all, self.moment)
        if not versions:
            raise InputError(f"no version of the plan {id!r} was known at this moment", do="ask for a later moment")
        if believe is not None and believe not in self.book.parties:
            near = did_you_mean(believe, self.book.parties) or f"there are: {', '.join(self.book.parties)}"
            raise UnknownName(f"there is no party {believe!r} to believe", do=near)
        return PlanAssessment(
            versions=versions,
            rows=self.rows.get(id, ()),
            containments_stated=tuple(self._containments(id)),
            moment=self.moment,
            roles=self.roles(versions[-1]),
            grade=self.grade,
            seed=self.seed,
            currency=self.book.definition.currency,
            zone=self.book.definition.zone,
            believe=believe,
            iterations=iterations,
        )

    def _containments(self, plan: str) -> Iterator[tuple[Containment, ...]]:
        for versions in self.book.containments.values():
            if versions.latest.plan == plan:
                yield versions.all

    def roles(self, plan: Plan) -> Roles:
        """Who is who: by the plan's agreement, or by the parties of the book where it belongs to none."""
        names = {party.id: party.name for party in self.book.parties.values()}
        agreement = self.agreement_of(plan)
        if agreement is None:
            by_role = {role: tuple(self._of_role(role)) for role in ("customer", "provider", "observer")}
            customer = by_role["customer"][0] if by_role["customer"] else None
            return Roles(customer, by_role["provider"], by_role["observer"], names)
        return Roles(agreement.customer, tuple(agreement.providers), tuple(self._watching(agreement)), names)

    def agreement_of(self, plan: Plan) -> Agreement | None:
        """The agreement that a plan belongs to, as in force; None where there is none, or none was known yet."""
        versions = self.book.agreements.get(plan.agreement or "")
        return in_force(versions.all, self.moment) if versions and known(versions.all, self.moment) else None

    def _watching(self, agreement: Agreement) -> Iterator[str]:
        """The observer, unless it has a stake in the result: its word counts no more than a provider's then."""
        party = self.book.parties.get(agreement.observer or "")
        if party is not None and not stake_in(party, agreement):
            yield party.id

    def _of_role(self, role: str) -> Iterator[str]:
        for party in self.book.parties.values():
            if party.role == role and not _has_stake(party):
                yield party.id


def _has_stake(party: Party) -> bool:
    return party.role == "observer" and bool(party.stakes)


def deliveries(plans: Plans, results: Sequence[AgreementResult]) -> Iterator[Delivery]:
    """Each plan, judged, beside the verdict on its agreement."""
    verdicts = {result.id: result.verdict for result in results}
    for plan in plans.known:
        yield delivery_of(plans.assessment(plan), verdicts)


def delivery_of(assessment: PlanAssessment, verdicts: Mapping[str, object]) -> Delivery:
    """One plan, judged; `verdicts` are those on agreements, by id."""
    result = assessment.result
    value = verdicts.get(result.agreement or "")
    parts = {name: getattr(result, name) for name in type(result).model_fields}
    return Delivery(**parts, clocks=clocks(result.overall, value))  # type: ignore[arg-type]
