"""What is typed on the pages of payments."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from trueup.web.evidence.entering import Keyed, Pasted, cells, why_corrected
from trueup.web.evidence.sheets import Record, Sheets
from trueup.web.payments.rows import Reading
from trueup.web.payments.scope import Scope

NAMES = {
    "planned": gettext_lazy("planned"),
    "invoiced": gettext_lazy("invoiced"),
    "credited": gettext_lazy("credited"),
    "paid": gettext_lazy("paid"),
}
_SAID = ("kind", "ref", "what", "payee", "period", "dated", "amount", "currency", "plan")


class PaymentForm(Keyed):
    """One payment."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    ref = forms.CharField(
        label=gettext_lazy("Number"), max_length=200, required=False,
        help_text=gettext_lazy("of the invoice or credit note; the same number again is a correction"),
    )  # fmt: skip
    what = forms.CharField(label=gettext_lazy("What for"), max_length=200, required=False)
    payee = forms.ChoiceField(label=gettext_lazy("Provider"), required=False)
    period = forms.CharField(
        label=gettext_lazy("Period"), max_length=40, required=False,
        help_text=gettext_lazy("2026-Q3, 2026-07, 2026, or 2026-07-01/2026-10-01"),
    )  # fmt: skip
    dated = forms.DateField(
        label=gettext_lazy("Date"), required=False, help_text=gettext_lazy("of the invoice or payment"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), input_formats=["%Y-%m-%d", "%d.%m.%Y"],
    )  # fmt: skip
    amount = forms.DecimalField(label=gettext_lazy("Amount"), max_digits=17, decimal_places=4, localize=True)
    currency = forms.RegexField("^[A-Za-z]{3}$", label=gettext_lazy("Currency"), max_length=3)
    plan = forms.CharField(
        label=gettext_lazy("Plan"), max_length=200, required=False,
        help_text=gettext_lazy("which plan a planned payment belongs to; of several plans the last counts"),
    )  # fmt: skip
    reason = why_corrected(
        gettext_lazy("Reason of the correction"),
        gettext_lazy("needed where this payment is known already; all parties read it"),
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"currency": scope.currency, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        payees = [(each, scope.names.get(each, each)) for each in scope.payees]
        none = [] if len(payees) == 1 else [("", "-")]
        self.fields["kind"].choices = [(kind, NAMES[kind]) for kind in scope.kinds]  # type: ignore[attr-defined]
        self.fields["payee"].choices = [*none, *payees]  # type: ignore[attr-defined]
        if scope.part != "customer":
            del self.fields["plan"]

    @property
    def sheets(self) -> Sheets:
        """The one record, its number with a decimal point."""
        said = self.cleaned_data
        values = {name: str(said[name]) for name in _SAID if said.get(name) not in (None, "")}
        return Sheets(tuple({"period": "", **values}), (Record(1, values),), mark=".")

    @property
    def reading(self) -> Reading:
        """Nothing of it could be read in two ways."""
        return Reading()


class PasteForm(Pasted):
    """Payments from a spreadsheet."""

    field_order = ("text", "file", "mark", "order", "reason")

    text = cells(
        gettext_lazy("the cells with their header: kind, ref, period, dated, payee, what, amount, currency, plan")
    )

    def __init__(self, scope: Scope, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    @property
    def reading(self) -> Reading:
        """How to read them."""
        said = self.cleaned_data
        return Reading(mark=said["mark"] or None, order=said["order"] or None)
