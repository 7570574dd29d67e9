"""Who stands behind the numbers, and whether the answer would be another without the provider's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np

from trueup.agreements.documents import Agreement
from trueup.agreements.verdict import Matter, Ruling
from trueup.agreements.words import named
from trueup.kpis.series import Series
from trueup.vocabulary import Grade, Said, joined, said


@dataclass(frozen=True, slots=True)
class Dependence:
    """Whether the answer rests on the provider's own figures; `sentence` says how, or on whose figures it rests."""

    on_provider: bool
    sentence: str | None


def dependence(
    agreement: Agreement,
    all_evidence: tuple[Matter, Ruling],
    verified: tuple[Matter, Ruling],
    series: Iterable[Series],
) -> Dependence:
    """Compare the answer on all evidence with the one on evidence of at least grade verified.

    It depends where the verdict, the set of objectives met or missed, or the value status changes.
    """
    changes = _changes(all_evidence, verified)
    if not changes:
        return Dependence(False, None)
    theirs = {None, *agreement.providers}
    reporters = _reporters(series)
    others, own = reporters - theirs, bool(reporters & theirs)
    verified_only = joined(changes, ", ")
    if own:
        return Dependence(
            True,
            said(
                "the verdict depends on the provider's own figures: at grade verified {changes}", changes=verified_only
            ),
        )
    return Dependence(
        False,
        said(
            "the verdict depends on figures of {names} that nobody else has verified: at grade verified {changes}",
            names=joined(sorted(str(other) for other in others), ", "),
            changes=verified_only,
        ),
    )


def _changes(before: tuple[Matter, Ruling], after: tuple[Matter, Ruling]) -> list[Said]:
    found = []
    if before[1].verdict != after[1].verdict:
        found.append(said("it is {now} instead of {then}", now=named(after[1].verdict), then=named(before[1].verdict)))
    for now, then in zip(before[0].judged, after[0].judged, strict=True):
        statuses = now.standing.status, then.standing.status
        if statuses[0] != statuses[1] and {"met", "missed"} & set(statuses):
            found.append(
                said(
                    "{title} is {now} instead of {then}",
                    title=now.promise.title,
                    now=named(statuses[1]),
                    then=named(statuses[0]),
                )
            )
    worth = [_value_status(matter) for matter in (before[0], after[0])]
    if worth[0] != worth[1]:
        found.append(said("value is {now} instead of {then}", now=named(worth[1]), then=named(worth[0])))
    return found


def _value_status(matter: Matter) -> str:
    return matter.books.status(matter.books.counted(matter.grade), Grade.reported)


def _reporters(series: Iterable[Series]) -> set[str | None]:
    """Who reported what nobody has verified."""
    return {by for each in series for by in compress(each.by, (each.grade < int(Grade.verified)).tolist())}


def grade_mix(series: Sequence[Series]) -> dict[str, int]:
    """How many actuals stand at each grade exactly, and how many of all are in an open dispute."""
    exactly = sum((np.bincount(each.grade, minlength=len(Grade) + 1) for each in series), np.zeros(len(Grade) + 1, int))
    disputed = sum(int(np.count_nonzero(each.disputed)) for each in series)
    return {grade.name: int(exactly[grade]) for grade in Grade} | {"disputed": disputed}
