"""What the grade of evidence does to a verdict, in one sentence."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from trueup.report import words
from trueup.report.signs import VERDICTS
from trueup.vocabulary import Grade


def sentence_on_grades(at_grade: Mapping[str, str], grade: Grade, own_figures: bool = False) -> str | None:
    """ "Instead of succeeding the verdict would be unproven at grade attested."; None where all grades agree.

    `at_grade` has the verdict at each grade, `grade` is the one that is read at; `own_figures` says that the verdict
    rests on what only the provider says.
    """
    here = at_grade[grade.name]
    others: dict[str, list[str]] = {}
    for name, verdict in at_grade.items():
        if verdict != here:
            others.setdefault(verdict, []).append(_(name))
    if not others:
        return None
    parts = [
        _("%(verdict)s at grade %(grades)s") % {"grades": _listed(grades), "verdict": _word(verdict)}
        for verdict, grades in others.items()
    ]
    said = _("instead of %(verdict)s the verdict would be %(changes)s")
    said %= {"changes": _listed(parts), "verdict": _word(here)}
    if own_figures and grade is Grade.reported:
        said += _(", because it rests on the provider's own figures")
    return words.sentence(said)


def _word(verdict: str) -> str:
    return _(VERDICTS[verdict].word)  # type: ignore[index]


def _listed(parts: list[str]) -> str:
    *head, last = parts
    return _("%(some)s and %(last)s") % {"some": ", ".join(head), "last": last} if head else last
