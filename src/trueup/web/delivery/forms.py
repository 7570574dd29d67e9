"""What is typed on the pages of plans."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from trueup.delivery.documents import Containment, Plan
from trueup.web.delivery.reporting.rows import SAYS, Reading
from trueup.web.delivery.reporting.scope import Scope
from trueup.web.documents.books import open_book
from trueup.web.evidence.entering import Keyed, Pasted, cells, why_corrected
from trueup.web.evidence.sheets import Record, Sheets

_DAY = {"type": "date"}


def _day(label: Any, help_text: Any = "", *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )


def _figure(label: Any, help_text: Any = "", **limits: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, help_text=help_text, required=False, min_value=0, localize=True, **limits)


class ProgressForm(Keyed):
    """What is known of one activity as at the end of a day."""

    activity = forms.ChoiceField(label=gettext_lazy("Activity"))
    status_date = _day(
        gettext_lazy("Status date"), gettext_lazy("what is said holds at the end of this day"), required=True
    )
    percent = _figure(gettext_lazy("Done, per cent"), max_value=100)
    actual_start = _day(gettext_lazy("Started on"))
    actual_finish = _day(gettext_lazy("Finished on"), gettext_lazy("its last day, if it is done"))
    actual_cost = _figure(gettext_lazy("Cost to date"), max_digits=24)
    remaining_days = _figure(
        gettext_lazy("Working days left"), gettext_lazy("if you know better than the percentage says")
    )
    reason = why_corrected(
        gettext_lazy("Reason of the correction"),
        gettext_lazy("needed where you have reported this activity for this day before; all parties read it"),
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"status_date": scope.today, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        choices = [(each.id, each.name or each.id) for each in scope.activities]
        self.fields["activity"].choices = choices  # type: ignore[attr-defined]

    @property
    def sheets(self) -> Sheets:
        """The one record, its numbers with a decimal point."""
        said = self.cleaned_data
        values = {name: str(said[name]) for name in ("activity", "status_date", *SAYS) if said.get(name) is not None}
        return Sheets(tuple({"percent": "", **values}), (Record(1, values),), mark=".")

    @property
    def reading(self) -> Reading:
        """Nothing of it could be read in two ways."""
        return Reading()


class PasteForm(Pasted):
    """Reports from a spreadsheet."""

    field_order = ("text", "file", "status_date", "mark", "order", "reason")

    text = cells(
        gettext_lazy(
            "the cells with their header: activity, status_date, percent, actual_start, actual_finish, actual_cost, "
            "remaining_days"
        )
    )
    status_date = _day(gettext_lazy("Status date"), gettext_lazy("where no column says it"))

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status_date"].widget.attrs["max"] = scope.today.isoformat()

    @property
    def reading(self) -> Reading:
        """How to read them."""
        said = self.cleaned_data
        return Reading(mark=said["mark"] or None, order=said["order"] or None, status_date=said["status_date"])


class ProposeForm(forms.Form):
    """A set of moves, and why."""

    title = forms.CharField(label=gettext_lazy("What people call it"), max_length=200)
    moves = forms.MultipleChoiceField(label=gettext_lazy("Moves"), widget=forms.CheckboxSelectMultiple)
    why = forms.CharField(
        label=gettext_lazy("Why"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(move.id, move.name or move.id) for move in plan.moves]
        self.fields["moves"].choices = choices  # type: ignore[attr-defined]


class CostForm(forms.Form):
    """What the moves cost together, and who pays for each."""

    cost = forms.DecimalField(label=gettext_lazy("What it costs in all"), min_value=0, max_digits=24, localize=True)

    def __init__(self, plan: Plan, step: Containment, names: dict[str, str], *args: Any, **kwargs: Any) -> None:
        moves = [move for move in plan.moves if move.id in step.moves]
        kwargs["initial"] = {"cost": sum(move.cost for move in moves), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.paid = [f"pays-{move.id}" for move in moves]
        for move in moves:
            label = gettext_lazy("Who pays for: %(move)s") % {"move": move.name or move.id}
            self.fields[f"pays-{move.id}"] = forms.ChoiceField(label=label, choices=list(names.items()))

    @property
    def pays(self) -> dict[str, str]:
        """Who pays for each move."""
        return {name.removeprefix("pays-"): self.cleaned_data[name] for name in self.paid}


class WhyForm(forms.Form):
    """Why a containment is withdrawn."""

    why = forms.CharField(label=gettext_lazy("Why"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2}))


class BringForm(forms.Form):
    """A file of a plan, and what it does not say itself."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Microsoft Project, Primavera, Planner, DSLIB workbook, PSPLIB, CSV or Jira export"),
    )
    id = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9._:+-]*$", label=gettext_lazy("Id of the plan"), max_length=100, required=False,
        help_text=gettext_lazy("the file's name, where you give none; that of a plan in force makes its next version"),
    )  # fmt: skip
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    agreement = forms.ChoiceField(label=gettext_lazy("Agreement"), required=False)
    party_from = forms.CharField(
        label=gettext_lazy("Column or field that names the party"), max_length=100, required=False,
        help_text=gettext_lazy("resource, a column, or a text field such as Text1"),
    )  # fmt: skip
    party = forms.ChoiceField(
        label=gettext_lazy("Whose are the other activities?"), required=False,
        help_text=gettext_lazy("every activity needs a party before the plan can be proposed"),
    )  # fmt: skip

    def __init__(self, book: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        documents = open_book(book).book
        agreements = [(name, versions.latest.title or name) for name, versions in documents.agreements.items()]
        parties = [(party.id, party.name) for party in documents.parties.values()]
        self.fields["agreement"].choices = [("", "-"), *agreements]  # type: ignore[attr-defined]
        self.fields["party"].choices = [("", "-"), *parties]  # type: ignore[attr-defined]

    @property
    def said(self) -> dict[str, str]:
        """What was said of the file."""
        names = ("id", "title", "agreement", "party_from", "party")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data[name]}
