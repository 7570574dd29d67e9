"""Business cases of a book as of a moment: reckoned, beside the agreement's own value, and against what came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from trueup.agreements.amounts import rounded
from trueup.book.diff import diff
from trueup.book.load import key_of
from trueup.scorecard.value_case_came import CaseFacts, gaps_of
from trueup.scorecard.values import Values
from trueup.value.brief import brief
from trueup.value.business_case import BusinessCase
from trueup.value.case import by_year, scenarios
from trueup.value.case_came import costs_came, lines_came, years_came
from trueup.value.case_gap import split
from trueup.value.case_network import network_of
from trueup.value.case_told import told
from trueup.value.finance import npv
from trueup.value.results_case import Beside, Came, CaseResult, NetworkResult, Potential, Recut
from trueup.value.sealed import Sealed, sealed
from trueup.vocabulary import InputError, Said, UnknownName, did_you_mean, said


def known_cases(values: Values) -> tuple[str, ...]:
    """The ids of the business cases that were known at the moment, in the order of the book."""
    return tuple(name for name in values.book.business_cases if known_versions(values, name))


def known_versions(values: Values, id: str) -> tuple[BusinessCase, ...]:
    """The versions of a case that were known, and made, by the moment."""
    moment = values.moment
    known = values.book.business_case(id).known(moment.known_at)
    return tuple(version for version in known if version.on <= moment.as_of)


def named_case(values: Values, id: str | None) -> str:
    """The case of that id, or the only one. UnknownName, or InputError where one has to be named."""
    known = known_cases(values)
    if id is not None:
        if id in known:
            return id
        near = did_you_mean(id, known) or f"there are: {', '.join(known) or 'none'}"
        raise UnknownName(f"there is no business case {id!r} at this moment", do=near)
    if len(known) == 1:
        return known[0]
    if not known:
        raise UnknownName("the book has no business case", do="write one: trueup schema business_case")
    raise InputError(f"the book has {len(known)} business cases", do=f"name one: {', '.join(known[:8])}")


def case_of_agreement(values: Values, agreement: str) -> str | None:
    """The case that an agreement was agreed on: the first that any version names, and that is known."""
    names = [version.business_case for version in values.versions(agreement)]
    return next((name for name in names if name is not None and name in known_cases(values)), None)


def business_case(values: Values, id: str | None = None, scenario: str | None = None) -> CaseResult:
    """One case, or the only one: its latest version reckoned, and its sealed version against what came.

    UnknownName for a case or a scenario that is not there, MoneyError for a line without the rate it needs.
    """
    versions = known_versions(values, named_case(values, id))
    case = versions[-1]
    currency = case.currency or values.book.definition.currency
    seal = _sealed(values, versions)
    facts = _facts(values, case, seal)
    return CaseResult(
        id=case.id,
        title=case.title,
        version=case.version,
        on=case.on,
        digest=values.book.digests[key_of(case)],
        agreement=case.agreement,
        party=case.party,
        as_of=values.moment.as_of,
        currency=currency,
        years=facts.years.periods if facts else (),
        scenarios=scenarios(case, currency, only=scenario, seed=values.seed),
        potential=_potential(facts) if facts else None,
        came=_came(values, seal, versions) if seal else None,
        network=network_of(case, currency) if case.network else None,
        notes=tuple(_notes(case, facts, seal)),
    )


def networks(values: Values, id: str | None = None) -> tuple[NetworkResult, ...]:
    """The benefits dependency network of one case, or of each that has one. InputError for a case without."""
    names = known_cases(values) if id is None else (named_case(values, id),)
    found = [known_versions(values, name)[-1] for name in names]
    drawn = [case for case in found if case.network]
    if not drawn:
        what = f"the case {id!r} has no network" if id else "no business case of the book has a network"
        raise InputError(what, do="add network: [{id: ..., kind: benefit, owner: ..., enables: [...]}]")
    return tuple(network_of(case, case.currency or values.book.definition.currency) for case in drawn)


def _sealed(values: Values, versions: Sequence[BusinessCase]) -> Sealed | None:
    agreement = versions[-1].agreement
    if agreement not in values.known:
        return None
    return sealed(versions, values.versions(agreement), values.book.definition.zone)


def _facts(values: Values, case: BusinessCase, seal: Sealed | None) -> CaseFacts | None:
    """The case beside the terms that sealed it, or else those in force."""
    if seal is not None:
        return CaseFacts(values, case, seal.agreement)
    return CaseFacts(values, case, values.agreement(case.agreement)) if case.agreement in values.known else None


def _notes(case: BusinessCase, facts: CaseFacts | None, seal: Sealed | None) -> Iterator[Said]:
    if facts is None:
        yield said("it is for no agreement that is known: nothing can be compared")
    elif seal is None:
        yield said("no agreement names it: it is sealed nowhere, and promises nothing yet")
    if case.benefits and all(line.risk == 0 and line.spread is None for line in case.benefits):
        yield said("no benefit has a risk factor or a spread: it takes every benefit for certain")


# Beside the agreement's own value


def _potential(facts: CaseFacts) -> Potential:
    """Undiscounted and as written, over the same days; objectives without a worth stand in no sum."""
    currency = facts.book_currency
    worth: dict[str, Fraction] = {}
    for each in facts.comparison.benefits:
        name = getattr(each.line, "objective", None) or ""
        worth[name] = worth.get(name, Fraction(0)) + sum(each.flows, Fraction(0))
    agreed = {name: facts.promised(promise) for name, promise in facts.tagged.items()}
    case, agreement = sum((worth[name] for name in agreed), Fraction(0)), sum(agreed.values(), Fraction(0))
    return Potential(
        currency=currency,
        objectives=tuple(_beside(facts, name, worth[name], agreed.get(name)) for name in worth if name),
        case=rounded(case, currency),
        agreement=rounded(agreement, currency),
        difference=rounded(case - agreement, currency),
        untagged=rounded(worth.get("", Fraction(0)), currency),
        words=_apart(case, agreement, currency),
    )


def _beside(facts: CaseFacts, name: str, case: Fraction, agreement: Fraction | None) -> Beside:
    currency = facts.book_currency
    return Beside(
        objective=name,
        title=facts.promises[name].title if name in facts.promises else name,
        case=rounded(case, currency),
        agreement=None if agreement is None else rounded(agreement, currency),
        difference=None if agreement is None else rounded(case - agreement, currency),
    )


def _apart(case: Fraction, agreement: Fraction, currency: str) -> Said:
    parts = {"case": brief(case, currency), "agreement": brief(agreement, currency)}
    apart = brief(abs(case - agreement), currency)
    if rounded(case, currency) == rounded(agreement, currency):
        return said("the case and the agreement's own arithmetic both come to {case}", case=parts["case"])
    if case > agreement:
        return said(
            "the case expects {case}, {apart} more than the agreement's own arithmetic ({agreement})",
            apart=apart,
            **parts,
        )
    return said(
        "the case expects {case}, {apart} less than the agreement's own arithmetic ({agreement})", apart=apart, **parts
    )


# Against what came


def _came(values: Values, seal: Sealed, versions: Sequence[BusinessCase]) -> Came:
    facts = CaseFacts(values, seal.case, seal.agreement)
    comparison, currency = facts.comparison, facts.book_currency
    gaps = {name: split(years, kpi, currency) for name, (kpi, years) in gaps_of(facts).items()}
    later = [version for version in versions if version.version > seal.case.version]
    measured = [
        sum(comparison.due(each.flows), Fraction(0)) for each in comparison.benefits if comparison.measured(each)
    ]
    attributed = comparison.happened.attributed
    return Came(
        sealed_version=seal.case.version,
        sealed_digest=values.book.digests[key_of(seal.case)],
        sealed_on=seal.on,
        agreement_version=seal.agreement.version,
        grade=values.grade,
        currency=currency,
        benefits_promised=rounded(sum(comparison.due(comparison.promised[0]), Fraction(0)), currency),
        benefits_measured=rounded(sum(measured, Fraction(0)), currency),
        benefits_came=rounded(sum(comparison.realised, Fraction(0)), currency),
        attributed=rounded(sum(comparison.came(attributed.get), Fraction(0)), currency) if attributed else None,
        costs_promised=rounded(sum(comparison.due(comparison.promised[1]), Fraction(0)), currency),
        costs_came=rounded(sum(comparison.spent, Fraction(0)), currency),
        npv_promised=rounded(comparison.npv_promised, currency),
        npv_so_far=rounded(comparison.npv_so_far, currency),
        npv_expected=rounded(comparison.npv_expected, currency),
        counted="attributed" if attributed else "realised",
        years=tuple(years_came(comparison)),
        lines=tuple(lines_came(comparison, gaps)),
        costs=tuple(costs_came(comparison)),
        recuts=tuple(recuts(values, versions, seal)),
        words=tuple(told(comparison, [version.version for version in later], seal.case.version)),
    )


def recuts(values: Values, versions: Sequence[BusinessCase], seal: Sealed) -> Iterator[Recut]:
    """Each version after the sealed one, with its net present value and what it changed, in the book's currency."""
    currency = values.book.definition.currency
    promised = net_present_value(values, seal.case, seal)
    before = seal.case
    for version in versions:
        if version.version > seal.case.version:
            worth = net_present_value(values, version, seal)
            yield Recut(
                version=version.version,
                on=version.on,
                digest=values.book.digests[key_of(version)],
                why=version.why,
                npv=rounded(worth, currency),
                change=rounded(worth - promised, currency),
                changes=tuple(change.words for change in diff(before, version)),
            )
            before = version


def net_present_value(values: Values, case: BusinessCase, seal: Sealed) -> Fraction:
    """Of a version as written, exact, in the currency of the book."""
    return npv(*by_year(CaseFacts(values, case, seal.agreement).lines, case.count), case.rate)
