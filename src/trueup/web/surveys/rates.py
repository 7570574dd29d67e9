"""How many were asked, opened, began and finished, and on which page the others stopped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from trueup.web.surveys.models import Fielding, Letter, Sheet


@dataclass(frozen=True, slots=True)
class Stop:
    """One page of the form: how many saw it, how many sent it, and how many stopped at it."""

    page: int
    shown: int
    sent: int
    stopped: int


@dataclass(frozen=True, slots=True)
class Rates:
    """A wave in numbers of people. Rates are shares, 0 to 1; None where there is nobody to take a share of."""

    asked: int
    opened: int
    started: int
    finished: int
    declined: int
    undelivered: int
    reminded: int
    pages: tuple[Stop, ...]

    @property
    def response(self) -> float | None:
        """Of those asked, how many finished (AAPOR, Standard Definitions, 2023: RR1, where all asked are eligible)."""
        return self.finished / self.asked if self.asked else None

    @property
    def completion(self) -> float | None:
        """Of those who began, how many finished."""
        return self.finished / self.started if self.started else None

    @property
    def drop_out(self) -> float | None:
        """Of those who began, how many have not finished: while the wave is open, so far."""
        return None if self.completion is None else 1 - self.completion


NONE = Rates(0, 0, 0, 0, 0, 0, 0, ())


def rates(fieldings: Sequence[Fielding], *, pages: bool = True) -> dict[int, Rates]:
    """The rates of several waves by number, in four questions at most."""
    asked = _asked(fieldings)
    sheets: dict[int, list[tuple[bool, bool, int, int, list[int]]]] = {}
    columns = ("fielding_id", "started_at", "finished_at", "reached", "pages", "saved")
    for pk, started, finished, reached, count, saved in Sheet.objects.filter(fielding__in=fieldings).values_list(
        *columns
    ):
        sheets.setdefault(pk, []).append((started is not None, finished is not None, reached, count, saved))
    letters = _letters(fieldings)
    return {
        each.pk: _rates(asked.get(each.pk, (0, 0)), sheets.get(each.pk, []), letters.get(each.pk, (0, 0)), pages=pages)
        for each in fieldings
    }


def _asked(fieldings: Iterable[Fielding]) -> dict[int, tuple[int, int]]:
    rows = Fielding.objects.filter(pk__in=[each.pk for each in fieldings]).annotate(
        asked=Count("invitations", filter=Q(invitations__revoked_at=None)),
        declined=Count("invitations", filter=~Q(invitations__declined_at=None)),
    )
    return {pk: (asked, declined) for pk, asked, declined in rows.values_list("pk", "asked", "declined")}


def _letters(fieldings: Iterable[Fielding]) -> dict[int, tuple[int, int]]:
    """Letters that were not taken by the mail server, and reminders that left."""
    rows = Letter.objects.filter(invitation__fielding__in=fieldings).values("invitation__fielding")
    counted = rows.annotate(
        lost=Count("pk", filter=Q(number=0) & ~Q(failed_at=None) & Q(tries__gt=0)),
        reminded=Count("pk", filter=Q(number__gt=0) & ~Q(sent_at=None)),
    )
    return {row["invitation__fielding"]: (row["lost"], row["reminded"]) for row in counted}


def _rates(
    asked: tuple[int, int],
    sheets: Sequence[tuple[bool, bool, int, int, list[int]]],
    letters: tuple[int, int],
    *,
    pages: bool,
) -> Rates:
    return Rates(
        asked=asked[0],
        opened=len(sheets),
        started=sum(started for started, *_ in sheets),
        finished=sum(finished for _, finished, *_ in sheets),
        declined=asked[1],
        undelivered=letters[0],
        reminded=letters[1],
        pages=_stops(sheets) if pages else (),
    )


def _stops(sheets: Sequence[tuple[bool, bool, int, int, list[int]]]) -> tuple[Stop, ...]:
    """By page: who stopped is at the first page that they have not sent."""
    shown: Counter[int] = Counter()
    sent: Counter[int] = Counter()
    stopped: Counter[int] = Counter()
    longest = max((count for *_, count, _saved in sheets), default=0)
    for started, finished, reached, _count, saved in sheets:
        shown.update(range(1, reached + 1))
        sent.update(saved)
        if started and not finished:
            stopped[next(page for page in range(1, longest + 2) if page not in saved)] += 1
    return tuple(Stop(page, shown[page], sent[page], stopped[page]) for page in range(1, longest + 1))
