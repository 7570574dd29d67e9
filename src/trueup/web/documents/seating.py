"""Who sits where: the seats of a book, and which seat has which part in which agreement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from trueup.agreements.documents import Agreement
from trueup.book import Book as Documents
from trueup.delivery.documents import Plan
from trueup.vocabulary import Party
from trueup.web.documents.models import AgreementSeat, Book, PlanSeat, Seat, Version


def seat(book: Book, documents: Documents, proposed: Iterable[Agreement] = ()) -> None:
    """Bring seats and parts up to the documents in force (with what has landed) and the agreements proposed.

    Call it in the transaction that changes either. Whoever once had a part in an agreement keeps it: what they signed
    stays theirs to read.
    """
    _seat_parties(book, documents.parties.values())
    agreements = [*(version for versions in documents.agreements.values() for version in versions), *proposed]
    _give_parts(book, agreements)
    plans = [version for versions in documents.plans.values() for version in versions]
    _give_parts_of_plans(book, [*plans, *_proposed_plans(book)], agreements)


def parts(agreement: Agreement) -> Iterator[tuple[str, str]]:
    """The parties of an agreement, each with its part."""
    yield agreement.customer, "customer"
    yield from ((provider, "provider") for provider in agreement.providers)
    if agreement.observer is not None:
        yield agreement.observer, "observer"


def proposed_agreements(book: Book) -> list[Agreement]:
    """The agreements that wait for signatures."""
    bodies = Version.objects.filter(book=book, kind="agreement", state="proposed").values_list("body", flat=True)
    return [Agreement.model_validate_json(body) for body in bodies]


def portions(plan: Plan) -> frozenset[str]:
    """The parties that own a portion of a plan: an activity, or a commitment."""
    owners = {activity.party for activity in plan.activities if activity.party}
    return frozenset(owners | set(plan.commitments))


def parts_in_plan(plan: Plan, agreements: Mapping[str, Agreement], roles: Mapping[str, str]) -> dict[str, str]:
    """The parties of a plan, each with its part: its agreement's, else what the book says the party is."""
    agreement = agreements.get(plan.agreement or "")
    own = {party: roles[party] for party in portions(plan) if party in roles}
    return own | (dict(parts(agreement)) if agreement else {})


def _proposed_plans(book: Book) -> list[Plan]:
    bodies = Version.objects.filter(book=book, kind="plan", state="proposed").values_list("body", flat=True)
    return [Plan.model_validate_json(body) for body in bodies]


def _seat_parties(book: Book, parties: Iterable[Party]) -> None:
    known = {seat.local_id: seat for seat in Seat.objects.filter(book=book)}
    new = [party for party in parties if party.id not in known]
    Seat.objects.bulk_create(Seat(book=book, local_id=p.id, role=p.role, name=p.name[:200]) for p in new)
    for party in parties:
        seat = known.get(party.id)
        if seat is not None and (seat.role, seat.name) != (party.role, party.name[:200]):
            Seat.objects.filter(pk=seat.pk).update(role=party.role, name=party.name[:200])


def _give_parts(book: Book, agreements: Iterable[Agreement]) -> None:
    """Later agreements of one id say which part a party has now."""
    seats = dict(Seat.objects.filter(book=book).values_list("local_id", "pk"))
    wanted = {
        (agreement.id, seats[party]): part
        for agreement in agreements
        for party, part in parts(agreement)
        if party in seats
    }
    rows = {(row.agreement, row.seat_id): row for row in AgreementSeat.objects.filter(book=book)}
    gone = [row.pk for key, row in rows.items() if wanted.get(key) != row.part]
    AgreementSeat.objects.filter(pk__in=gone).delete()
    AgreementSeat.objects.bulk_create(
        AgreementSeat(book=book, agreement=key[0], seat_id=key[1], part=part)
        for key, part in wanted.items()
        if key not in rows or rows[key].part != part
    )


def _give_parts_of_plans(book: Book, plans: Iterable[Plan], agreements: Iterable[Agreement]) -> None:
    """Later versions of a plan say which part a party has now."""
    seats = {local: (pk, role) for local, pk, role in Seat.objects.filter(book=book).values_list(*_SEAT)}
    latest = {agreement.id: agreement for agreement in agreements}
    roles = {local: role for local, (_, role) in seats.items()}
    wanted = {
        (plan.id, seats[party][0]): part
        for plan in plans
        for party, part in parts_in_plan(plan, latest, roles).items()
        if party in seats
    }
    rows = {(row.plan, row.seat_id): row for row in PlanSeat.objects.filter(book=book)}
    PlanSeat.objects.filter(pk__in=[row.pk for key, row in rows.items() if wanted.get(key) != row.part]).delete()
    PlanSeat.objects.bulk_create(
        PlanSeat(book=book, plan=key[0], seat_id=key[1], part=part)
        for key, part in wanted.items()
        if key not in rows or rows[key].part != part
    )


_SEAT = ("local_id", "pk", "role")
