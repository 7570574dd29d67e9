"""What needs the seat: rules over what is so, no queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trueup.web.assessments.portfolio import Row
from trueup.web.assessments.summary import ObjectiveLine
from trueup.web.documents.access import RIGHTS
from trueup.web.parties.access import Actor
from trueup.web.today.queries import Waiting

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


def needs(actor: Actor, rows: Sequence[Row], waiting: Iterable[Waiting]) -> list[Need]:
    """What this member may do and should, the urgent first."""
    found = [*_versions(actor, waiting)]
    for row in rows:
        found += [*_disputes(actor, row), *_verify(actor, row), *_attest(actor, row)]
    return sorted(found, key=lambda need: not need.urgent)


def may(actor: Actor, right: str, parts: Iterable[str]) -> bool:
    """Whether the member has a right by these parts (the table of documents.access)."""
    least = [RIGHTS[right][part] for part in parts if part in RIGHTS[right]]
    return any(actor.is_at_least(role) for role in least)


def _versions(actor: Actor, waiting: Iterable[Waiting]) -> Iterator[Need]:
    for each in waiting:
        page = f"/agreements/{each.book}/{each.agreement}"
        if each.state == "draft" and actor.is_at_least("editor"):
            yield Need(each.title, _("A draft of your party, not proposed yet."), f"{page}/amend", _("Go on writing"))
        elif each.state == "proposed" and not each.signed and each.signs and actor.is_at_least("owner"):
            why = _("Version %(number)d is proposed and waits for your signature.") % {"number": each.number}
            yield Need(each.title, why, f"{page}/versions/{each.number}", _("Read and sign"), urgent=True)


def _disputes(actor: Actor, row: Row) -> Iterator[Need]:
    disputed = row.summary.grade_mix.get("disputed", 0)
    if not disputed:
        return
    why = ngettext("%(count)d actual is disputed.", "%(count)d actuals are disputed.", disputed) % {"count": disputed}
    page = f"/agreements/{row.book}/{row.id}/evidence"
    if may(actor, "dispute.answer", row.parts):
        yield Need(row.title, why, page, _("Answer"), urgent=True)
    elif may(actor, "dispute.open", row.parts):
        yield Need(row.title, why, page, _("See the dispute"))


def _verify(actor: Actor, row: Row) -> Iterator[Need]:
    """Only what the customer may and has not verified; urgent where the verdict rests on it."""
    reported = row.summary.grade_mix.get("reported", 0)
    if not reported or not may(actor, "evidence.verify", row.parts):
        return
    why = ngettext("%(count)d actual is only reported.", "%(count)d actuals are only reported.", reported) % {
        "count": reported
    }
    decisive = _differs(row, "verified")
    if decisive:
        why = f"{why} {_('The verdict would be another on verified evidence.')}"
    yield Need(row.title, why, f"/agreements/{row.book}/{row.id}/evidence", _("Verify"), urgent=decisive)


def _attest(actor: Actor, row: Row) -> Iterator[Need]:
    mix = row.summary.grade_mix
    open_ones = mix.get("reported", 0) + mix.get("verified", 0)
    if not open_ones or not may(actor, "evidence.attest", row.parts):
        return
    why = ngettext("%(count)d actual is not attested.", "%(count)d actuals are not attested.", open_ones) % {
        "count": open_ones
    }
    yield Need(row.title, why, f"/agreements/{row.book}/{row.id}/evidence", _("Attest"))


def _differs(row: Row, grade: str) -> bool:
    return row.summary.verdict_at_grade.get(grade, row.verdict) != row.verdict


def due(rows: Sequence[Row]) -> list[Due]:
    """Objectives due within 60 days, or within the last 30 and not met, and those never measured; the next first."""
    found = [Due(row, line, _days(row, line)) for row in rows for line in row.summary.objectives]
    return sorted((each for each in found if _matters(each)), key=lambda each: (each.days is None, each.days or 0))


def _days(row: Row, line: ObjectiveLine) -> int | None:
    return (line.due - row.freshness.as_of).days if line.due else None


def _matters(each: Due) -> bool:
    if each.line.latest is None and each.row.verdict not in {"succeeded", "failed"}:
        return True
    if each.days is None or each.line.status in {"met", "missed"}:
        return False
    return -LATELY.days <= each.days <= SOON.days
