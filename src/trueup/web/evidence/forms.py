"""What is typed on the pages of evidence."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import ValidationError

from trueup.agreements.documents import Evidence
from trueup.vocabulary import DIMENSIONS, InputError, Period, Slice, Stake
from trueup.web.evidence.actions.dispute import FINDINGS
from trueup.web.evidence.actions.stakes import TESTS
from trueup.web.evidence.entering import Keyed, Pasted, Read, cells, why_corrected
from trueup.web.evidence.rows import Reading
from trueup.web.evidence.scope import Scope
from trueup.web.evidence.sheets import Record, Sheets


class ReportForm(Read):
    """One actual."""

    field_order = ("kpi", "period", "actual", "missing_reason", "reason", "n", "stderr", "mark", "order")

    kpi = forms.ChoiceField(label=gettext_lazy("KPI"))
    period = forms.CharField(
        label=gettext_lazy("Period"), max_length=40, help_text=gettext_lazy("2026-06, 30.06.2026, June 2026, 2026-Q2")
    )
    actual = forms.CharField(label=gettext_lazy("Actual"), max_length=60, required=False)
    n = forms.CharField(label=gettext_lazy("Cases behind it"), max_length=30, required=False)
    stderr = forms.CharField(label=gettext_lazy("Standard error"), max_length=60, required=False)
    missing_reason = forms.CharField(
        label=gettext_lazy("Why there is no actual"), max_length=2000, required=False,
        help_text=gettext_lazy("only where the actual is missing"),
    )  # fmt: skip
    reason = why_corrected(
        gettext_lazy("Reason of the correction"),
        gettext_lazy("needed where you have reported this actual before; all parties read it"),
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, f"{each.kpi.name} ({each.kpi.unit.name})") for name, each in scope.enterable.items()]
        self.fields["kpi"].choices = choices  # type: ignore[attr-defined]
        for name in DIMENSIONS:
            self.fields[name] = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    @property
    def sheets(self) -> Sheets:
        """The one record."""
        names = ("kpi", "period", "actual", "n", "stderr", "missing_reason", *DIMENSIONS)
        values = {name: text for name in names if (text := self.cleaned_data.get(name, ""))}
        columns = tuple({"actual": "", **values})
        return Sheets(columns, (Record(1, values),))

    @property
    def reading(self) -> Reading:
        """How to read it."""
        return Reading(mark=self.cleaned_data["mark"] or None, order=self.cleaned_data["order"] or None)


class PasteForm(Pasted):
    """Rows from a spreadsheet."""

    field_order = ("text", "file", "kpi", "mark", "order", "reason")

    kpi = forms.ChoiceField(
        label=gettext_lazy("KPI"), required=False, help_text=gettext_lazy("where no column says which")
    )
    text = cells(gettext_lazy("the cells with their header: kpi, period, actual; also project, provider, n, ..."))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(name, each.kpi.name) for name, each in scope.enterable.items()]
        self.fields["kpi"].choices = [("", _("a column says it")), *names]  # type: ignore[attr-defined]

    @property
    def reading(self) -> Reading:
        """How to read them."""
        said = self.cleaned_data
        return Reading(kpi=said["kpi"], mark=said["mark"] or None, order=said["order"] or None)


class VouchForm(Keyed):
    """A statement about chosen actuals."""

    statement = forms.CharField(
        label=gettext_lazy("What was checked, and how"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )


class DisputeForm(Keyed):
    """What is held to be wrong, and true instead."""

    evidence = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    counter = forms.DecimalField(
        label=gettext_lazy("The figure you hold true"), required=False, max_digits=30, localize=True
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))
    enclosure = forms.CharField(
        label=gettext_lazy("A text that shows it"), max_length=100_000, required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy("kept beside the dispute, which states its digest"),
    )  # fmt: skip


FINDING_WORDS = {
    "upheld": gettext_lazy("upheld: the figure was wrong"),
    "rejected": gettext_lazy("rejected: the figure stands"),
    "settled": gettext_lazy("settled between the parties"),
}


class AnswerForm(forms.Form):
    """How a dispute ends."""

    finding = forms.ChoiceField(
        label=gettext_lazy("Finding"),
        choices=[(name, FINDING_WORDS[name]) for name in FINDINGS],
        widget=forms.RadioSelect,
    )
    actual = forms.DecimalField(
        label=gettext_lazy("The figure that stands"), required=False, max_digits=30, localize=True,
        help_text=gettext_lazy("where it is neither side's"),
    )  # fmt: skip
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


def choice_of(evidence: Evidence) -> str:
    """Evidence as the value of a checkbox or a parameter."""
    start, end = evidence.period.start.isoformat(), evidence.period.end.isoformat()
    return json.dumps([evidence.kpi, start, end, evidence.reported_by, evidence.slice.bound], sort_keys=True)


def chosen(text: str) -> Evidence:
    """The evidence that such a value names. Raises InputError for anything else."""
    try:
        kpi, start, end, by, bound = json.loads(text)
        return Evidence.model_validate({"kpi": kpi, "period": f"{start}/{end}", "slice": bound, "reported_by": by})
    except (ValueError, TypeError, ValidationError, RecursionError):
        raise InputError(_("that choice names no actual"), do=_("choose from the page")) from None


def merged(evidence: Iterable[Evidence]) -> Sequence[Evidence]:
    """Neighbouring periods of the same KPI, slice and reporter as one."""
    groups: dict[tuple[str, Slice, str | None], list[Period]] = {}
    for each in evidence:
        groups.setdefault((each.kpi, each.slice, each.reported_by), []).append(each.period)
    found = []
    for (kpi, where, by), periods in groups.items():
        found += [Evidence(kpi=kpi, period=p, slice=where, reported_by=by) for p in _joined(sorted(periods))]
    return found


def _joined(periods: Iterable[Period]) -> list[Period]:
    joined: list[Period] = []
    for period in periods:
        if joined and period.start <= joined[-1].end:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, period.end))
        else:
            joined.append(period)
    return joined


def stakes_in(post: QueryDict | Mapping[str, Any], tests: Sequence[str] = TESTS) -> list[Stake]:
    """The stakes that the form of the four tests states: one a line, with what it is in."""
    found = []
    for test in tests:
        for number in range(ROWS):
            what = str(post.get(f"{test}-{number}-what", "")).strip()
            if what:
                where = str(post.get(f"{test}-{number}-in", "")).strip() or None
                found.append(_stake(test, what, where))
    return found


ROWS = 10
"""How many stakes a test has room for."""


def _stake(test: str, what: str, where: str | None) -> Stake:
    try:
        return Stake.model_validate({"test": test, "what": what, "in": where})
    except ValidationError:
        raise InputError(_("%(in)r is nothing a stake can be in") % {"in": where}) from None


def decimal(value: Any) -> Decimal | None:
    """A figure of a form; None where it was left empty."""
    return None if value is None else Decimal(value)
