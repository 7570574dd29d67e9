"""What is typed on the pages of sources."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trueup.web.sources.repeating import Repeat

EVERY = {"15": 15, "60": 60, "360": 360}
REPEATS = (
    ("never", gettext_lazy("only when asked")),
    ("15", gettext_lazy("every 15 minutes")),
    ("60", gettext_lazy("every hour")),
    ("360", gettext_lazy("every 6 hours")),
    ("daily", gettext_lazy("every day")),
    ("weekly", gettext_lazy("every week")),
)
WEEKDAYS = (
    (0, gettext_lazy("Monday")),
    (1, gettext_lazy("Tuesday")),
    (2, gettext_lazy("Wednesday")),
    (3, gettext_lazy("Thursday")),
    (4, gettext_lazy("Friday")),
    (5, gettext_lazy("Saturday")),
    (6, gettext_lazy("Sunday")),
)


class RepeatForm(forms.Form):
    """How often a source is loaded."""

    how = forms.ChoiceField(label=gettext_lazy("Load it"), choices=REPEATS)
    at = forms.TimeField(
        label=gettext_lazy("At"), required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    weekday = forms.TypedChoiceField(
        label=gettext_lazy("On"), choices=WEEKDAYS, coerce=int, required=False, empty_value=None
    )

    def clean(self) -> dict[str, object]:
        """A time of day is needed where days are."""
        given = super().clean() or {}
        if given.get("how") in ("daily", "weekly") and not given.get("at"):
            self.add_error("at", _("Say at what time."))
        return given

    @property
    def repeat(self) -> Repeat | None:
        """What was chosen."""
        how, given = self.cleaned_data["how"], self.cleaned_data
        if how == "never":
            return None
        if how in EVERY:
            return Repeat(every=dt.timedelta(minutes=EVERY[how]))
        return Repeat(at=given["at"], weekday=given["weekday"] if how == "weekly" else None)


def chosen(repeat: Repeat | None) -> dict[str, object]:
    """What the form shows of how a source repeats."""
    if repeat is None:
        return {"how": "never"}
    if repeat.every is not None:
        minutes = str(int(repeat.every.total_seconds() // 60))
        return {"how": minutes}
    return {"how": "daily" if repeat.weekday is None else "weekly", "at": repeat.at, "weekday": repeat.weekday or 0}


class UploadForm(forms.Form):
    """A file for the book's folder."""

    file = forms.FileField(label=gettext_lazy("File"))
    name = forms.CharField(
        label=gettext_lazy("Its name in the book"),
        required=False,
        max_length=600,
        help_text=gettext_lazy("Like data/actuals.csv. Left empty: its own name, in the folder data."),
    )
    replace = forms.BooleanField(label=gettext_lazy("Replace the file of that name"), required=False)


class SecretForm(forms.Form):
    """What `${NAME}` stands for."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    value = forms.CharField(
        label=gettext_lazy("Value"),
        required=False,
        strip=False,
        max_length=4000,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("It is kept sealed and never shown again. Left empty, the secret is forgotten."),
    )
