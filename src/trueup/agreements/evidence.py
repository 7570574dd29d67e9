"""Who stands behind the numbers, and whether the answer would be another without the provider's own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from trueup.agreements.documents import Agreement
from trueup.agreements.results import Status, Verdict
from trueup.agreements.verdict import Matter, Ruling
from trueup.kpis.series import Series
from trueup.vocabulary import Grade

OWN_FIGURES = "the verdict depends on the provider's own figures"


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
    others = _reporters(series) - {None, *agreement.providers}
    own = bool(_reporters(series) & {None, *agreement.providers})
    said = f"at grade {Grade.verified} {', '.join(changes)}"
    if own:
        return Dependence(True, f"{OWN_FIGURES}: {said}")
    names = ", ".join(sorted(str(other) for other in others))
    return Dependence(False, f"the verdict depends on figures of {names} that nobody else has verified: {said}")


def _changes(before: tuple[Matter, Ruling], after: tuple[Matter, Ruling]) -> list[str]:
    found = []
    if before[1].verdict != after[1].verdict:
        found.append(f"it is {_words(after[1].verdict)} instead of {_words(before[1].verdict)}")
    for now, then in zip(before[0].judged, after[0].judged, strict=True):
        statuses = now.standing.status, then.standing.status
        if statuses[0] != statuses[1] and {"met", "missed"} & set(statuses):
            found.append(f"{now.promise.title} is {_words(statuses[1])} instead of {_words(statuses[0])}")
    worth = [_value_status(matter) for matter in (before[0], after[0])]
    if worth[0] != worth[1]:
        found.append(f"value is {_words(worth[1])} instead of {_words(worth[0])}")
    return found


def _value_status(matter: Matter) -> str:
    return matter.books.status(matter.books.realised(matter.grade), Grade.reported)


def _words(name: Status | Verdict | str) -> str:
    return name.replace("_", " ")


def _reporters(series: Iterable[Series]) -> set[str | None]:
    """Who reported what nobody has verified."""
    return {each.by[index] for each in series for index in np.flatnonzero(each.grade < Grade.verified).tolist()}


def grade_mix(series: Sequence[Series]) -> dict[str, int]:
    """How many actuals stand at each grade exactly, and how many of all are in an open dispute."""
    mix = {grade.name: sum(int((each.grade == grade).sum()) for each in series) for grade in Grade}
    return mix | {"disputed": sum(int(each.disputed.sum()) for each in series)}
