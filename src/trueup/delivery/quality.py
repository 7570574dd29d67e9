"""The quality gate: whether a schedule can carry a forecast, check by check, before anyone trusts one.

The checks and their bounds are those of the DCMA 14-Point Assessment (Defense Contract Management Agency, 2009) and of
the best practices (BP) of the GAO Schedule Assessment Guide (GAO-16-89G). Points 11, 13 and 14 of the DCMA (missed
tasks, CPLI, BEI) judge performance, not the schedule: the verdict and earned value do that.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sized
from dataclasses import dataclass

from trueup.delivery import defects
from trueup.delivery.documents import Plan
from trueup.delivery.examined import Examined
from trueup.delivery.results import Check, Quality
from trueup.delivery.schedule import Schedule
from trueup.delivery.status import Progress
from trueup.vocabulary import Figure, joined, said

TRUSTED = 0.8
"""The weighted share of checks that must pass; and each check of the greatest weight must."""
GRAVE = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """One check: at most the share `allowed` of what is looked at may have the defect.

    `noun` is what is looked at; of the plan itself it is what to say where the defect is not there.
    """

    code: str
    weight: int
    allowed: float
    of: Callable[[Examined], int]
    failing: Callable[[Examined], list[str]]
    noun: str
    defect: str
    do: str
    source: str


def _count(name: str) -> Callable[[Examined], int]:
    def count(found: Examined) -> int:
        looked_at: Sized = getattr(found, name)
        return len(looked_at)

    return count


def _everything(found: Examined) -> int:
    return len(found.plan.activities)


def _one(found: Examined) -> int:
    return 1


RULES: tuple[Rule, ...] = (
    Rule("missing_logic", 3, 0.0, _count("left"), defects.missing_logic, "activities left",
         "stand alone, without predecessor and successor", "Link them to what they need and to what needs them.",
         "DCMA 1, GAO BP 2"),
    Rule("open_end", 2, 0.05, _count("left"), defects.open_ends, "activities left",
         "have no predecessor or no successor", "Link them, if only to the milestone that ends the plan.",
         "DCMA 1, GAO BP 2"),
    Rule("dangling", 2, 0.0, _count("left"), defects.dangling, "activities left",
         "have a start that waits for nothing or a finish that nothing waits for", "Add the FS link that is missing.",
         "GAO BP 2"),
    Rule("leads", 2, 0.0, _count("links"), defects.leads, "links", "have a negative lag",
         "Split the earlier activity where the later one may begin.", "DCMA 2"),
    Rule("lags", 1, 0.05, _count("links"), defects.lags, "links", "have a lag",
         "Make the waiting an activity that somebody owns.", "DCMA 3"),
    Rule("link_types", 1, 0.1, _count("links"), defects.other_links, "links", "are not finish to start",
         "Split activities so that finish to start says it.", "DCMA 4"),
    Rule("hard_constraint", 2, 0.05, _count("left"), defects.hard_constraints, "activities left",
         "have a date that holds whatever the links say", "Say it by links, or as what a party committed to.",
         "DCMA 5, GAO BP 2"),
    Rule("negative_float", 2, 0.0, _count("left"), defects.negative_float, "activities left",
         "come too late for their own dates or for those after them", "Move the dates, or take a move of the plan.",
         "DCMA 7, GAO BP 7"),
    Rule("high_float", 1, 0.05, _count("left"), defects.high_float, "activities left",
         f"can slip by more than {defects.LONG:g} working days", "Look for the links that are missing after them.",
         "DCMA 6, GAO BP 7"),
    Rule("high_duration", 1, 0.05, _count("work"), defects.high_duration, "activities left",
         f"take more than {defects.LONG:g} working days", "Split them until progress shows every month.", "DCMA 8"),
    Rule("invalid_dates", 3, 0.0, _everything, defects.invalid_dates, "activities",
         "have progress in the future or before the plan began", "Correct the reports.",
         "DCMA 9, GAO BP 9"),
    Rule("unowned", 2, 0.0, _count("left"), defects.unowned, "activities left", "belong to nobody",
         "Name the party whose portion each is.", "DCMA 10, GAO BP 3"),
    Rule("critical_path", 3, 0.0, _one, defects.broken_path, "What drives the end is one chain",
         "What drives the end is no chain: a slip of its first step does not reach the end",
         "Follow `why` from that step and mend the link that breaks.", "DCMA 12, GAO BP 6"),
    Rule("stale_status", 3, 0.0, _count("left"), defects.stale_status, "activities left",
         f"have had no report for more than {defects.STALE.days} days", "Report progress before forecasting.",
         "GAO BP 9"),
    Rule("out_of_sequence", 2, 0.05, _count("begun"), defects.out_of_sequence, "activities begun",
         "began or ended before what they wait for", "Mend the links, or the reports.", "GAO BP 9"),
    Rule("without_range", 2, 0.2, _count("work"), defects.without_range, "activities left",
         "say nothing of how long they may take", "Add three_point: [o, m, p], or distribution: fixed.", "GAO BP 8"),
    Rule("without_baseline", 1, 0.0, _one, defects.without_baseline, "A baseline was agreed", "No baseline was agreed",
         "Agree on one and add it under `baselines`.", "GAO BP 10"),
)  # fmt: skip


def quality(
    plan: Plan, schedule: Schedule, progress: Progress | None = None, *, today: dt.date | None = None
) -> Quality:
    """Every check of a plan's schedule, with a weighted score.

    A forecast deserves trust where the checks that pass weigh at least 80 %, and each of the gravest passes. `today`
    says how old the latest report is; without it, it is new.
    """
    found = Examined(plan, schedule, progress or Progress(), today)
    checks = [_checked(rule, found) for rule in RULES]
    passed = sum(rule.weight for rule, check in zip(RULES, checks, strict=True) if check.passed)
    score = passed / sum(rule.weight for rule in RULES)
    grave = [check.passed for rule, check in zip(RULES, checks, strict=True) if rule.weight >= GRAVE]
    return Quality(score=round(score, 4), trusted=score >= TRUSTED and all(grave), checks=tuple(checks))


def _checked(rule: Rule, found: Examined) -> Check:
    failing, of = rule.failing(found), rule.of(found)
    passed = len(failing) <= rule.allowed * of
    return Check(
        code=rule.code,
        passed=passed,
        count=len(failing),
        of=of,
        allowed=rule.allowed,
        where=tuple(dict.fromkeys(failing)),
        words=_words(rule, len(failing), of, passed),
    )


_SINGULAR = {"stand": "stands", "have": "has", "are": "is", "come": "comes", "take": "takes", "belong": "belongs",
             "say": "says"}  # fmt: skip


def _words(rule: Rule, count: int, of: int, passed: bool) -> str:
    found = _found(rule, count, of)
    if rule.allowed:
        found = said("{found}; at most {share} may", found=found, share=Figure(f"{rule.allowed:.0%}"))
    sourced = said("{found} ({source}).", found=found, source=rule.source)
    return sourced if passed else joined((sourced, said(rule.do)), " ")


def _found(rule: Rule, count: int, of: int) -> str:
    """1 of 14 links has a lag."""
    if rule.of is _one:
        return said(rule.defect) if count else said(rule.noun)
    if of == 0:
        return said("There are no {what}", what=said(rule.noun))
    noun = rule.noun if of > 1 else one_of(rule.noun)
    defect = of_one(rule.defect) if 1 in (of, count) else rule.defect
    some = said("None") if of > 1 and not count else count
    return said("{some} of {of} {what} {defect}", some=some, of=of, what=said(noun), defect=said(defect))


def one_of(noun: str) -> str:
    """activities left: activity left."""
    return noun.replace("activities", "activity").removesuffix("s")


def of_one(defect: str) -> str:
    """have a lag: has a lag."""
    verb, _, rest = defect.partition(" ")
    return f"{_SINGULAR.get(verb, verb)} {rest}"
