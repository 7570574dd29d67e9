"""What is typed about a criterion, by its kind, and about effort."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from trueup.horizons import sus
from trueup.horizons.checklists import Item, items_of
from trueup.horizons.given import GivenAnswer, GivenEffort
from trueup.horizons.stakeholders import Criterion, HorizonLevel
from trueup.report import words
from trueup.web.evidence.entering import Keyed, why_corrected
from trueup.web.horizons.lately import LastSaid
from trueup.web.horizons.scope import Scope
from trueup.web.horizons.words import HORIZONS

YES = (("1", pgettext_lazy("answer", "yes")), ("0", pgettext_lazy("answer", "no")), ("", _("not answered")))
AGREE = tuple((str(each), str(each)) for each in range(sus.LOW, sus.HIGH + 1))
STEPS = 10
"""A scale of at most so many whole steps is chosen from, not typed."""
MINE = "mine"
WHOSE = ((MINE, _("my own answer")), ("gathered", _("what several people answered, gathered elsewhere")))


def _day(label: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"])


def _why() -> forms.CharField:
    return why_corrected(
        _("Reason of the correction"),
        _("needed where the same was answered otherwise on the same day; all parties read it"),
    )


class AnswerForm(Keyed):
    """An answer to one criterion. Its questions depend on what the criterion is bound to."""

    answered_on = _day(_("Answered on"))
    note = forms.CharField(
        label=_("What it rests on"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("all parties read it; never what a person wants"),
    )  # fmt: skip
    reason = _why()

    def __init__(
        self, scope: Scope, level: HorizonLevel, criterion: Criterion, last: Sequence[LastSaid], *args: Any,
        **kwargs: Any,
    ) -> None:  # fmt: skip
        kwargs["initial"] = {"answered_on": scope.today, "whose": MINE, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.scope, self.level, self.criterion = scope, level, criterion
        self.asked = dict(self._questions())
        for said in last:
            if said.field in self.asked:
                self.asked[said.field].help_text = _hint(self.asked[said.field], _of_last(criterion, said))
        self.fields = {"key": self.fields["key"], **self.asked, **self.fields}
        if criterion.confidential:
            del self.fields["note"]

    def _questions(self) -> Iterator[tuple[str, forms.Field]]:
        if self.criterion.sus:
            yield from ((f"item-{each.id}", _rated(each)) for each in sus.ITEMS)
        elif items_of(self.criterion):
            yield from ((f"item-{each.id}", _checked(each)) for each in items_of(self.criterion))
        elif self.criterion.people is True:
            people = self.scope.place.document.people_of(self.level.horizon)
            yield from ((f"person-{each.id}", _share(each.title)) for each in people)
        else:
            yield from self._question()

    def _question(self) -> Iterator[tuple[str, forms.Field]]:
        """One figure: of the side as a whole or of one person, or of several with its error."""
        low, high = sorted(self.criterion.scale or (Decimal(0), Decimal(1)))
        yield "value", _figure(self.criterion.answers or self.criterion.name, low, high)
        yield "whose", forms.ChoiceField(label=_("Whose answer it is"), choices=WHOSE, widget=forms.RadioSelect)
        yield "n", forms.IntegerField(label=_("How many people answered"), required=False, min_value=1)
        yield (
            "stderr",
            forms.DecimalField(
                label=_("Standard error"), required=False, min_value=0, help_text=_("of their mean, where it is known")
            ),
        )

    def rows(self) -> list[GivenAnswer]:
        """What is answered, a row each."""
        return [self._row(number, **each) for number, each in enumerate(self._given(), start=1)]

    def _given(self) -> Iterator[dict[str, Any]]:
        said = self.cleaned_data
        for name in self.asked:
            kind, _dash, id = name.partition("-")  # noqa: A001 - its name
            if kind in ("item", "person") and said.get(name) not in (None, ""):
                yield {kind: id, "value": float(said[name])}
        if "value" in self.asked:
            several = {"n": said["n"], "stderr": None if said["stderr"] is None else float(said["stderr"])}
            yield {"value": float(said["value"]), **(several if said["whose"] != MINE else {})}

    def _row(self, line: int, **given: Any) -> GivenAnswer:
        said = self.cleaned_data
        return GivenAnswer(
            criterion=self.criterion.id, answered_on=said["answered_on"], reported_by=self.scope.seat,
            note=said.get("note") or None, line=line, **given,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Something is answered, and a figure of several says of how many."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and not any(said.get(name) not in (None, "") for name in self.asked if name != "whose"):
            raise forms.ValidationError(_("Nothing is answered yet."))
        if said.get("whose") == "gathered" and not said.get("n"):
            self.add_error("n", _("Say how many people answered."))
        return said


def _hint(field: forms.Field, said: str) -> str:
    return f"{field.help_text} · {said}" if field.help_text else said


def _of_last(criterion: Criterion, last: LastSaid) -> str:
    """What was said last, when, and by whom, as one reads it below the question."""
    told = {"value": _worded(criterion, last), "day": words.day(last.answered_on), "who": last.who}
    if last.held:
        return gettext("Your last answer: %(value)s, on %(day)s; it still waits for others.") % told
    if last.who is None:
        return gettext("Last answered: %(value)s, on %(day)s.") % told
    return gettext("Last answered: %(value)s, on %(day)s, by %(who)s.") % told


def _worded(criterion: Criterion, last: LastSaid) -> str:
    if items_of(criterion) and not criterion.sus:
        return str(dict(YES)[str(int(last.value))])
    value = words.number(last.value)
    return f"{value} (n = {last.n})" if last.n else value


def _rated(item: Item) -> forms.Field:
    return forms.ChoiceField(label=words.told(item.what), choices=AGREE, widget=forms.RadioSelect)


def _checked(item: Item) -> forms.Field:
    return forms.ChoiceField(label=words.told(item.what), choices=YES, widget=forms.RadioSelect, required=False)


def _share(title: str) -> forms.Field:
    return forms.DecimalField(
        label=title, required=False, min_value=0, max_value=1, localize=True,
        help_text=_("0: gets nothing of what the role needs; 1: all of it"),
    )  # fmt: skip


def _figure(question: str, low: Decimal, high: Decimal) -> forms.Field:
    """Buttons for a few whole steps, else a number."""
    whole = low == int(low) and high == int(high) and 1 < high - low <= STEPS
    if whole:
        steps = [(str(each), str(each)) for each in range(int(low), int(high) + 1)]
        return forms.ChoiceField(label=question, choices=steps, widget=forms.RadioSelect)
    return forms.DecimalField(label=question, min_value=low, max_value=high, localize=True)


class EffortForm(Keyed):
    """What was spent at a level."""

    horizon = forms.ChoiceField(label=_("Level"))
    spent_on = _day(_("Day"))
    hours = forms.DecimalField(
        label=_("Hours"), required=False, min_value=0, max_digits=8, decimal_places=2, localize=True
    )
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=17, decimal_places=4, localize=True
    )
    currency = forms.RegexField("^[A-Z]{3}$", label=_("Currency"), max_length=3, required=False)
    what = forms.CharField(
        label=_("What for"), max_length=200, required=False, help_text=_("never what a person wants")
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        currency = scope.place.documents.definition.currency
        kwargs["initial"] = {"spent_on": scope.today, "currency": currency, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        self.scope = scope
        levels = (
            (level.horizon, f"{level.number} {_(HORIZONS[level.horizon])}") for level in scope.place.document.levels
        )
        self.fields["horizon"].choices = list(levels)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hours, money, or both."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors and said.get("hours") is None and said.get("amount") is None:
            raise forms.ValidationError(_("Say how many hours, how much money, or both."))
        return said

    def row(self) -> GivenEffort:
        """The one effort."""
        said = self.cleaned_data
        day: dt.date = said["spent_on"]
        return GivenEffort(
            horizon=said["horizon"], party=self.scope.seat, spent_on=day,
            hours=None if said["hours"] is None else float(said["hours"]), amount=said["amount"],
            currency=said["currency"] or None if said["amount"] is not None else None, what=said["what"] or None,
        )  # fmt: skip
