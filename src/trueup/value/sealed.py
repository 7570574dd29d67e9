"""Which version of a business case an agreement was agreed on: the sealed one, that no later version replaces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from trueup.agreements.documents import Agreement
from trueup.value.business_case import BusinessCase
from trueup.vocabulary import day_of


@dataclass(frozen=True, slots=True)
class Sealed:
    """The sealed version, the first version of the agreement that names the case, and the day that sealed it."""

    case: BusinessCase
    agreement: Agreement
    on: dt.date


def naming(agreement: Sequence[Agreement], case: str) -> Agreement | None:
    """The first version of an agreement that names the case; None where no version does."""
    ordered = sorted(agreement, key=lambda version: version.version)
    return next((version for version in ordered if version.business_case == case), None)


def sealed(case: Sequence[BusinessCase], agreement: Sequence[Agreement], zone: dt.tzinfo) -> Sealed | None:
    """What was sealed when the agreement that names the case was first agreed; None where nothing was.

    The agreement is agreed at its `agreed_at`, or when it takes effect; sealed is the latest version of the case that
    was made, and known, by then. `zone` says when the book's days begin.
    """
    first = naming(agreement, case[0].id) if case else None
    if first is None:
        return None
    day = first.effective if first.agreed_at is None else day_of(first.agreed_at, zone)
    known = [version for version in case if _was_there(version, first, day, zone)]
    return Sealed(max(known, key=lambda version: version.version), first, day) if known else None


def _was_there(case: BusinessCase, agreement: Agreement, day: dt.date, zone: dt.tzinfo) -> bool:
    if case.on > day:
        return False
    if case.agreed_at is None:
        return True
    if agreement.agreed_at is None:
        return day_of(case.agreed_at, zone) <= day
    return case.agreed_at <= agreement.agreed_at
