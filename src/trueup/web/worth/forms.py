"""What is typed about improvements: the name of a new one, and a budget."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

NAME = r"^[A-Za-z0-9][A-Za-z0-9._+-]*$"


class NewImprovement(forms.Form):
    """Begin one: the editor asks for the rest."""

    name = forms.RegexField(NAME, label=_("Its id"), max_length=100, help_text=_("letters, digits and . _ + - only"))


class Budget(forms.Form):
    """How much may be spent on all of it together."""

    budget = forms.DecimalField(label=_("Budget"), required=False, min_value=0, max_digits=18, decimal_places=2)

    def amount(self) -> Any:
        """What was typed; None for nothing, or for what is no amount."""
        return self.cleaned_data["budget"] if self.is_valid() else None
