"""How far a simulated end can be believed: the same at the pace of real projects, and how often intervals held."""

from __future__ import annotations

from collections.abc import Iterator

from trueup.delivery.pace import HELD
from trueup.delivery.results import Held, Paced
from trueup.report import words
from trueup.report.language import say


def held(found: Held = HELD) -> str:
    """How often intervals held the end of real projects."""
    return say(
        "On {projects} real projects, 80 % intervals from stated estimates alone held {stated} of the ends, and those "
        "at the pace of such projects {paced}.",
        projects=found.projects,
        stated=words.share(found.stated_80),
        paced=words.share(found.paced_80),
    )


def at_pace(found: Paced) -> str:
    """The finish, and how likely it is as promised, at the pace of real projects."""
    return say("At the pace of real projects: {what}.", what="; ".join(_said(found)))


def _said(found: Paced) -> Iterator[str]:
    if found.on_time is not None:
        yield say("{share} finish as promised", share=words.share(found.on_time.p))
    if found.met is not None:
        yield say("the whole is met in {share}", share=words.share(found.met.p))
    yield say("half by {day}", day=words.day(found.finish.p50))
    yield say("80 % by {day}", day=words.day(found.finish.p80))
