"""What the forms have in common by which rows are handed in: a key, how to read figures and dates, and why."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy

MARKS = (("", gettext_lazy("as the figures show")), (",", "1.234,5"), (".", "1,234.5"))
ORDERS = (("", gettext_lazy("as the dates show")), ("dmy", "30/06/2026"), ("mdy", "06/30/2026"))


def new_key() -> str:
    """The key of a form as it is shown: sent twice, it acts once."""
    return uuid.uuid4().hex


class Keyed(forms.Form):
    """A form that acts once, however often it is sent."""

    key = forms.RegexField(r"^[A-Za-z0-9._:-]{8,200}$", widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": new_key(), **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


class Read(Keyed):
    """How to read figures and dates that could be read in two ways."""

    mark = forms.ChoiceField(label=gettext_lazy("Figures are written"), choices=MARKS, required=False)
    order = forms.ChoiceField(label=gettext_lazy("Dates with slashes are written"), choices=ORDERS, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        usual = {"order": "dmy"} if get_language() == "de" else {}
        kwargs["initial"] = {**usual, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)


def why_corrected(label: Any, help_text: Any) -> forms.CharField:
    """Why what was reported before is corrected."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )


def cells(help_text: Any) -> forms.CharField:
    """The cells of a spreadsheet, with their header."""
    return forms.CharField(
        label=gettext_lazy("Rows"), strip=False, required=False, help_text=help_text,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )  # fmt: skip


class Pasted(Read):
    """Rows from a spreadsheet or a file; a form of one kind of rows adds its `text` (see `cells`) and `reading`."""

    file = forms.FileField(
        label=gettext_lazy("Or a file"), required=False, allow_empty_file=True,
        help_text=gettext_lazy("CSV, Excel, OpenDocument, JSON Lines or Parquet, at most 10 MB"),
    )  # fmt: skip
    reason = why_corrected(
        gettext_lazy("Reason of the corrections"),
        gettext_lazy("needed where a row corrects what you reported before; all parties read it"),
    )
    how = forms.ChoiceField(
        choices=(("pasted", ""), ("uploaded", "")), required=False, widget=forms.HiddenInput, initial="pasted"
    )
