"""The first lines of every answer about a plan: which, as of when, and how it stands against what was committed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Protocol

from rich.text import Text

from trueup.report import words
from trueup.report.terminal.style import Pen
from trueup.vocabulary import Grade


class About(Protocol):
    """What is told of a plan above every answer."""

    @property
    def plan(self) -> str:
        """The plan's id."""

    @property
    def title(self) -> str:
        """What people call it."""

    @property
    def version(self) -> int:
        """The version in force."""

    @property
    def grade(self) -> Grade:
        """The grade at which progress counts."""

    @property
    def status_date(self) -> dt.date:
        """The day up to which progress is known."""

    @property
    def finish(self) -> dt.date:
        """The last day as it now stands."""

    @property
    def committed_finish(self) -> dt.date | None:
        """The last day that was committed."""

    @property
    def complete(self) -> bool:
        """Whether everything is done."""


def heading(about: About, pen: Pen) -> Iterator[Text]:
    """Two lines: the plan, and where it stands."""
    version = "" if about.version == 1 else f", version {about.version}"
    yield Text.assemble((about.title, "bold"), (f"  {about.plan}{version}", "dim"))
    verb = "finished" if about.complete else "finishes"
    facts = [f"status of {words.day(about.status_date)}", f"{verb} {words.day(about.finish)}"]
    if about.committed_finish is not None:
        facts.append(
            f"committed {words.day(about.committed_finish)}: {_distance(about.finish, about.committed_finish)}"
        )
    if about.grade is not Grade.reported:
        facts.append(f"only progress {about.grade} counts")
    yield Text(pen.dot.join(facts), style="dim")


def _distance(finish: dt.date, committed: dt.date) -> str:
    days = (finish - committed).days
    if days == 0:
        return "on the day"
    return f"{words.counted(abs(days), 'day')} {'late' if days > 0 else 'early'}"
