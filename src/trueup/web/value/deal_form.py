"""What is typed to simulate a deal: which share of the promise is reached, and what each side brings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trueup.scorecard.value_deal import Reach
from trueup.value.deal import Stated

SHARES = ("least", "likeliest", "most")


def _amount(label: Any, help_text: Any = "", **limits: Any) -> forms.FloatField:
    return forms.FloatField(label=label, help_text=help_text, required=False, localize=True, **limits)


class DealForm(forms.Form):
    """Everything may be left out."""

    least = _amount(gettext_lazy("Share of the promise reached: at least, %"), min_value=-500, max_value=500)
    likeliest = _amount(gettext_lazy("most likely, %"), min_value=-500, max_value=500)
    most = _amount(
        gettext_lazy("at most, %"),
        gettext_lazy("left empty, the forecasts are carried on as they stand"),
        min_value=-500,
        max_value=500,
    )
    provider_cost = _amount(gettext_lazy("The provider's own cost of the whole deal"), min_value=0)
    provider_needs = _amount(gettext_lazy("What the provider must expect to be left with"))
    customer_cost = _amount(gettext_lazy("The customer's own cost, fees apart"), min_value=0)
    customer_needs = _amount(gettext_lazy("What the customer must expect to be left with"))

    def clean(self) -> dict[str, Any]:
        """Three shares in order, or none."""
        found = super().clean() or {}
        given = [found.get(name) for name in SHARES]
        known = [each for each in given if each is not None]
        if known and (len(known) < len(SHARES) or known != sorted(known)):
            raise forms.ValidationError(_("Give all three shares, in order: least, most likely, most."))
        return found

    @property
    def reach(self) -> Reach | None:
        """The shares, 0 to 1."""
        given = [self.cleaned_data.get(name) for name in SHARES]
        if None in given:
            return None
        low, mode, high = (float(each) / 100 for each in given if each is not None)
        return low, mode, high

    @property
    def stated(self) -> Stated:
        """What each side brings."""
        of = self.cleaned_data
        return Stated(
            provider_cost=of.get("provider_cost"),
            provider_needs=of.get("provider_needs") or 0.0,
            customer_cost=of.get("customer_cost") or 0.0,
            customer_needs=of.get("customer_needs") or 0.0,
        )
