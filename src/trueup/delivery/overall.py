"""Whether the plan as a whole keeps what was promised: by the first promise, and by the version in force.

The whole is met if every must-have is met and each other parameter is within the tolerance that was agreed. It is met
by both promises or not at all: met by the later one alone is "met after de-scoping", never success.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from trueup.delivery import words
from trueup.delivery.case import Case
from trueup.delivery.disputes import answers, disputes
from trueup.delivery.documents import Plan
from trueup.delivery.parameters import Allowed, Judged, Subject, judge_cost, judge_finish, judge_scope
from trueup.delivery.results import Overall, OverallVerdict, Probability, Standing
from trueup.vocabulary import Figure, said


@dataclass(frozen=True, slots=True)
class Whole:
    """The whole, judged by the first promise and by the version in force.

    `met` is None while it cannot be told; `standing` says why, or that it is final.
    """

    first: tuple[Judged, ...]
    now: tuple[Judged, ...]
    by_first: Overall | None
    by_now: Overall | None
    standing: Standing

    @property
    def met(self) -> Overall | None:
        """What a verdict may rest on, once it is settled: met only if both promises are kept."""
        if self.by_now != "met":
            return self.by_now
        return self.by_first


def whole(case: Case) -> Whole:
    """Judge the whole."""
    promise = first_promise(case.versions)
    if promise is None:
        return Whole((), tuple(judge_promise(case, case.plan, first=False)), None, None, "no_verdict")
    first = tuple(judge_promise(case, promise, first=True))
    now = tuple(judge_promise(case, case.plan, first=False))
    by_first, by_now = outcome(first), outcome(now)
    return Whole(first, now, by_first, by_now, _standing(case, by_first, by_now))


def first_promise(versions: Sequence[Plan]) -> Plan | None:
    """The first version that promises anything of the whole: a finish, a budget, or scope that may not be missed."""
    return next((plan for plan in versions if _promises(plan)), None)


def _promises(plan: Plan) -> bool:
    promised = plan.commitment
    return promised.finish is not None or promised.budget is not None or any(item.must for item in plan.scope)


def judge_promise(case: Case, plan: Plan, *, first: bool) -> Iterator[Judged]:
    """Finish, budget and scope items that a version promises."""
    promised, tolerance = plan.commitment, Fraction(plan.commitment.tolerance)
    subject = Subject(plan.id, None, said("the whole"), said("the whole"), case.in_scope)
    if promised.finish is not None:
        yield judge_finish(case, subject, promised.finish, Allowed(tolerance, "finish" in promised.must))
    if promised.budget is not None:
        allowed = Allowed(tolerance, "budget" in promised.must)
        yield judge_cost(case, subject, promised.budget, allowed, sorted(case.given_up))
    for item in plan.scope:
        if first or item.descoped is None:
            yield judge_scope(case, item, first=first)


def outcome(judged: Iterable[Judged]) -> Overall | None:
    """Met, not met, or None while something that counts is open. Scope that may be given up does not count."""
    decisive = [each for each in judged if each.counts]
    if any(each.status == "missed" for each in decisive):
        return "not_met"
    return "met" if all(each.kept for each in decisive) else None


def _standing(case: Case, by_first: Overall | None, by_now: Overall | None) -> Standing:
    if by_now == "not_met" or by_first == by_now == "met":
        return "final"
    if by_now == "met" and by_first == "not_met":
        return "met_after_descoping"
    return "forecast" if case.undone(case.in_scope) else "no_verdict"


def overall_verdict(case: Case, p: Probability | None) -> OverallVerdict:
    """The verdict on the whole; `p` is the simulated probability that it is met, while it is open."""
    found = whole(case)
    claims = [whole(case.believing(party)) for party in sorted(case.believed)]
    parameters = tuple(each.result for each in _shown(found))
    if any(_told(each) != _told(found) for each in claims):
        reasons, change = tuple(disputes(case)), tuple(answers(case))
        return OverallVerdict(
            standing="unresolved", overall=None, first=None, parameters=parameters, reasons=reasons, would_change=change
        )
    return OverallVerdict(
        standing=found.standing,
        overall=found.by_now,
        first=found.by_first,
        p=p if found.standing == "forecast" else None,
        parameters=parameters,
        reasons=(*reasons_of(case, found), *_harmless(case)),
        would_change=tuple(would_change(found)),
    )


def _harmless(case: Case) -> Iterator[str]:
    """Disputes that leave the verdict as it is."""
    return (said("{dispute} It changes nothing here.", dispute=each) for each in disputes(case))


def _told(found: Whole) -> tuple[Overall | None, Overall | None, Standing]:
    return found.by_first, found.by_now, found.standing


def _shown(found: Whole) -> tuple[Judged, ...]:
    """The parameters of the version in force, then what the first promise says otherwise."""
    known = {(each.what, each.of, each.committed, each.status) for each in found.now}
    other = (each for each in found.first if (each.what, each.of, each.committed, each.status) not in known)
    return (*found.now, *other)


_ORDER = ("missed", "open", "within_tolerance", "met")


def decisive_first(judged: Iterable[Judged]) -> list[Judged]:
    """What is missed before what is open, before what is met; what does not count comes last."""
    return sorted(judged, key=lambda each: (not each.counts, _ORDER.index(each.status)))


def reasons_of(case: Case, found: Whole) -> Iterator[str]:
    """Why the whole stands as it does, the decisive reason first."""
    if found.standing == "no_verdict" and not found.first:
        yield said("Nothing is promised of the whole: no finish, no budget, no scope that must be delivered.")
        return
    if found.standing == "met_after_descoping":
        yield said("The whole is met only by what was promised later; by the first promise it is not.")
    yield from (sentence(each, case.plan) for each in decisive_first(_shown(found)))


def sentence(judged: Judged, plan: Plan) -> str:
    """A parameter as a sentence, with how much worse it is and whether that was agreed."""
    if judged.better is None or judged.better >= 0:
        return words.whole(judged.words)
    worse = said(
        "{What}: {share} % worse than committed", What=judged.words, share=Figure(f"{-100 * float(judged.better):.1f}")
    )
    if judged.must:
        return said("{worse}, and it may not be missed.", worse=worse)
    allowed = words.number(100 * float(plan.commitment.tolerance))
    if judged.status == "within_tolerance":
        return said("{worse}, within the {allowed} % that was agreed.", worse=worse, allowed=allowed)
    return said("{worse}, more than the {allowed} % that was agreed.", worse=worse, allowed=allowed)


def would_change(found: Whole) -> Iterator[str]:
    """What would change the verdict on the whole."""
    if found.standing == "no_verdict" and not found.first:
        written = "commitment: {finish: DATE, budget: AMOUNT}"
        yield said("a promise for the whole in the plan: {written}", written=written)
        return
    parameters = [each for each in _shown(found) if each.counts]
    for each in parameters:
        if each.unknown:
            yield said("a report of what is missing: {what}", what=each.words)
        elif each.status == "open":
            yield each.wants
        elif each.status == "missed" and each.what != "scope":
            yield said("evidence of {what}", what=each.wants)
        elif each.status == "missed":
            yield said("{what} after all", what=each.wants)
    if found.standing == "final" and found.met == "met":
        yield said("an observer's report, or a correction, that puts the finish or a cost beyond what was agreed")
