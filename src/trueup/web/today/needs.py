"""What needs the seat: rules over what is so, no queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from trueup.web.assessments.portfolio import Row
from trueup.web.assessments.summary import ObjectiveLine
from trueup.web.documents.access import RIGHTS
from trueup.web.documents.rows import address
from trueup.web.parties.access import Actor
from trueup.web.today.waiting import Waiting

SOON = dt.timedelta(days=60)
LATELY = dt.timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Need:
    """One thing to do: what and why in words, and the page on which it is done."""

    title: str
    why: str
    href: str
    do: str
    urgent: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """An objective that is due soon or was lately, or one that nobody has measured yet."""

    row: Row
    line: ObjectiveLine
    days: int | None
    """Days from now; negative once it is past."""

    @property
    def href(self) -> str:
        """Where it is shown."""
        return f"/agreements/{self.row.book}/{self.row.id}#objective-{self.line.id}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """One of them, not worded yet: of a thousand a page shows a few."""

    tell: Callable[[], Need]
    urgent: bool = False


def wanted(actor: Actor, rows: Sequence[Row], waiting: Iterable[Waiting]) -> list[Wanted]:
    """What this member may do and should, the urgent first."""
    found = [*_versions(actor, waiting)]
    rights = {parts: _rights(actor, parts) for parts in {row.parts for row in rows}}
    for row in rows:
        found += _of_evidence(row, row.line.summary.grade_mix, rights[row.parts])
    return sorted_by_urgency(found)


def sorted_by_urgency(found: Iterable[Wanted]) -> list[Wanted]:
    """The urgent first."""
    return sorted(found, key=lambda each: not each.urgent)


def needs(actor: Actor, rows: Sequence[Row], waiting: Iterable[Waiting]) -> list[Need]:
    """The same in words."""
    return [each.tell() for each in wanted(actor, rows, waiting)]


def may(actor: Actor, right: str, parts: Iterable[str]) -> bool:
    """Whether the member has a right by these parts (the table of documents.access)."""
    least = [RIGHTS[right][part] for part in parts if part in RIGHTS[right]]
    return any(actor.is_at_least(role) for role in least)


def _rights(actor: Actor, parts: tuple[str, ...]) -> frozenset[str]:
    """All that the member may by these parts."""
    return frozenset(right for right in RIGHTS if may(actor, right, parts))


def _versions(actor: Actor, waiting: Iterable[Waiting]) -> Iterator[Wanted]:
    for each in waiting:
        if each.state == "draft" and actor.is_at_least("editor"):
            yield Wanted(partial(_draft, each))
        elif each.state == "proposed" and not each.signed and each.signs and actor.is_at_least("owner"):
            yield Wanted(partial(_signature, each), urgent=True)


def _draft(each: Waiting) -> Need:
    page = address(each.book, each.kind, each.id).removesuffix("/versions")
    edit = f"{page}/amend" if each.kind == "agreement" else f"{page}/edit"
    return Need(each.title, _("A draft of your party, not proposed yet."), edit, _("Go on writing"))


def _signature(each: Waiting) -> Need:
    if each.kind == "statement":
        read = f"/statements/{each.book}/{each.id}"
        return Need(each.title, _("A statement waits for your signature."), read, _("Read and sign"), urgent=True)
    page = address(each.book, each.kind, each.id).removesuffix("/versions")
    why = _("Version %(number)d is proposed and waits for your signature.") % {"number": each.number}
    return Need(each.title, why, f"{page}/versions/{each.number}", _("Read and sign"), urgent=True)


def _of_evidence(row: Row, mix: Mapping[str, int], may: frozenset[str]) -> Iterator[Wanted]:
    """`mix` is how many actuals have which grade, `may` what the member may."""
    disputed, reported = mix.get("disputed", 0), mix.get("reported", 0)
    if disputed:
        yield from _disputes(row, disputed, may)
    if reported and "evidence.verify" in may:
        decisive = _differs(row, "verified")
        yield Wanted(partial(_reported, row, reported, decisive=decisive), urgent=decisive)
    open_ones = reported + mix.get("verified", 0)
    if open_ones and "evidence.attest" in may:
        yield Wanted(partial(_unattested, row, open_ones))


def _disputes(row: Row, disputed: int, may: frozenset[str]) -> Iterator[Wanted]:
    if "dispute.answer" in may:
        yield Wanted(partial(_dispute, row, disputed, answers=True), urgent=True)
    elif "dispute.open" in may:
        yield Wanted(partial(_dispute, row, disputed, answers=False))


def _dispute(row: Row, disputed: int, *, answers: bool) -> Need:
    why = ngettext("%(count)d actual is disputed.", "%(count)d actuals are disputed.", disputed) % {"count": disputed}
    do = pgettext("do", "Answer") if answers else _("See the dispute")
    return Need(row.title, why, _evidence(row), do, urgent=answers)


def _reported(row: Row, reported: int, *, decisive: bool) -> Need:
    """What the customer has not verified; `decisive` where the verdict rests on it."""
    why = ngettext("%(count)d actual is only reported.", "%(count)d actuals are only reported.", reported) % {
        "count": reported
    }
    if decisive:
        why = f"{why} {_('The verdict would be another on verified evidence.')}"
    return Need(row.title, why, _evidence(row), _("Verify"), urgent=decisive)


def _unattested(row: Row, open_ones: int) -> Need:
    why = ngettext("%(count)d actual is not attested.", "%(count)d actuals are not attested.", open_ones) % {
        "count": open_ones
    }
    return Need(row.title, why, _evidence(row), _("Attest"))


def _evidence(row: Row) -> str:
    return f"/agreements/{row.book}/{row.id}/evidence"


def _differs(row: Row, grade: str) -> bool:
    return row.summary.verdict_at_grade.get(grade, row.verdict) != row.verdict


def due(rows: Sequence[Row]) -> list[Due]:
    """Objectives due within 60 days, or within the last 30 and not met, and those never measured; the next first."""
    found = [each for row in rows for each in _due_of(row)]
    return sorted(found, key=lambda each: (each.days is None, each.days or 0))


def _due_of(row: Row) -> Iterator[Due]:
    as_of, is_open = row.freshness.as_of, row.verdict not in {"succeeded", "failed"}
    first, last = as_of - LATELY, as_of + SOON
    for line in row.line.undecided:
        soon = line.due is not None and first <= line.due <= last and line.status not in {"met", "missed"}
        if soon or (is_open and line.latest is None):
            yield Due(row, line, (line.due - as_of).days if line.due else None)
