"""Moved goalposts of a book as of a moment: each agreement's versions, told by the book's own words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from trueup.agreements.amounts import rounded
from trueup.agreements.documents import Agreement
from trueup.book.diff import diff
from trueup.scorecard.value_case import case_of_agreement, known_versions, recuts
from trueup.scorecard.values import Values
from trueup.value import goalposts_lines, goalposts_words
from trueup.value.brief import brief
from trueup.value.goalposts import Changed, Moved, Standing, Terms, moves, put_in, standings
from trueup.value.results_goalposts import By, GoalpostMove, Goalposts, GoalpostsResult, Stands, StandsSince
from trueup.value.sealed import sealed
from trueup.vocabulary import Said, day_of, said


def goalposts(values: Values, agreement: str | None = None, by: By = "agreement") -> GoalpostsResult:
    """What moved in every agreement that was known, or in one, and the lines by agreement, provider or month.

    UnknownName for an agreement that is not there.
    """
    names = values.known if agreement is None else (values.named(agreement),)
    found = tuple(of_agreement(values, name) for name in names)
    parties = {party.id: party.name for party in values.book.parties.values()}
    return GoalpostsResult(
        as_of=values.moment.as_of,
        currency=values.book.definition.currency,
        by=by,
        lines=goalposts_lines.lines(found, by, parties),
        agreements=found,
        note=goalposts_lines.note(by),
    )


def of_agreement(values: Values, id: str) -> Goalposts:
    """What moved in one agreement since its first promise, over all versions that have taken effect."""
    versions = _in_effect(values, id)
    terms = Terms(values.kpis, values.moment, values.rules.fiscal_year_start)
    currency = values.book.definition.currency
    found = [
        *(move for before, after in pairwise(versions) for move in _moves(values, before, after, terms)),
        *_recut(values, id),
    ]
    found.sort(key=lambda move: move.on)
    standing = tuple(standings(versions[0], versions[-1], terms))
    first, stands = (sum((getattr(each, part) for each in standing), Fraction(0)) for part in ("first", "stands"))
    more = rounded(sum((put_in(*pair, terms) for pair in pairwise(versions)), Fraction(0)), currency)
    return Goalposts(
        id=id,
        title=versions[-1].title,
        customer=versions[-1].customer,
        providers=tuple(dict.fromkeys(party for version in versions for party in version.providers)),
        currency=currency,
        versions=len(versions),
        first=rounded(first, currency),
        stands=rounded(stands, currency),
        share=float(stands / first) if first else None,
        taken=goalposts_lines.taken(found),
        added=more,
        moves=tuple(found),
        kinds=goalposts_lines.kinds(found),
        history=tuple(_since(values, versions, terms)),
        objectives=tuple(_stands(values, each) for each in standing),
        words=tuple(goalposts_words.told(found, first, stands, more, currency)),
    )


def _in_effect(values: Values, id: str) -> tuple[Agreement, ...]:
    """The versions that were known and had taken effect; before the first does, the first."""
    known = values.versions(id)
    return tuple(version for version in known if version.effective <= values.moment.as_of) or known[:1]


def _moves(values: Values, before: Agreement, after: Agreement, terms: Terms) -> Iterator[GoalpostMove]:
    told = [
        Changed(change.path, change.words, change.before, change.after, change.weakens)
        for change in diff(before, after, values.book.kpis)
    ]
    currency = values.book.definition.currency
    for found in moves(before, after, told, terms):
        yield _move(found, _day(values, after), currency)


def _day(values: Values, version: Agreement) -> dt.date:
    """The day on which a version was agreed; where that is not recorded, on which it took effect."""
    if version.agreed_at is None:
        return version.effective
    return day_of(version.agreed_at, values.book.definition.zone)


def _move(found: Moved, on: dt.date, currency: str) -> GoalpostMove:
    return GoalpostMove(
        agreement=found.version.id,
        version=found.version.version,
        on=on,
        why=found.version.why,
        kind=found.kind,
        objective=found.objective,
        providers=found.providers,
        words=found.words,
        weakens=found.weakens,
        days=found.days,
        taken=None if found.taken is None else rounded(found.taken, currency),
    )


def _recut(values: Values, id: str) -> Iterator[GoalpostMove]:
    """Each version of the sealed business case that was made after it was sealed."""
    name = case_of_agreement(values, id)
    versions = known_versions(values, name) if name is not None else ()
    seal = sealed(versions, values.versions(id), values.book.definition.zone)
    if seal is None:
        return
    for version in recuts(values, versions, seal):
        yield GoalpostMove(
            agreement=id,
            version=version.version,
            on=version.on,
            by=seal.case.party,
            why=version.why,
            kind="case",
            objective=None,
            providers=seal.agreement.providers,
            words=_case_words(version.npv, seal.case.title, version.change, values.book.definition.currency),
            weakens=version.change < 0,
            days=None,
            taken=None,
            npv_change=version.change,
        )


def _case_words(npv: Decimal, title: str, change: Decimal, currency: str) -> Said:
    parts = {"title": title, "npv": brief(npv, currency), "change": brief(abs(change), currency)}
    if change < 0:
        return said("business case {title} re-cut: net present value {npv}, {change} less than was sealed", **parts)
    if change > 0:
        return said("business case {title} re-cut: net present value {npv}, {change} more than was sealed", **parts)
    return said("business case {title} re-cut: net present value {npv}, as was sealed", **parts)


def _since(values: Values, versions: Sequence[Agreement], terms: Terms) -> Iterator[StandsSince]:
    for version in versions:
        stood = sum((each.stands for each in standings(versions[0], version, terms)), Fraction(0))
        stands = rounded(stood, values.book.definition.currency)
        yield StandsSince(version=version.version, on=_day(values, version), stands=stands)


def _stands(values: Values, each: Standing) -> Stands:
    currency = values.book.definition.currency
    return Stands(
        objective=each.objective.id,
        title=each.objective.title or values.kpis[each.objective.kpi].name,
        providers=each.providers,
        first=rounded(each.first, currency),
        stands=rounded(each.stands, currency),
        due_moved=each.due_moved,
        removed=each.removed,
    )
