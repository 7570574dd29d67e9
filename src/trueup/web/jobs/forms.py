"""What is typed to make a survey of a job map."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trueup.jobs.anchors import LANGUAGES
from trueup.jobs.build import MINUTES, OPEN_DAYS, Wanted, next_quarter
from trueup.jobs.job_map import JobMap

ID = r"^[a-z0-9]+(?:[-_.][a-z0-9]+)*$"


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, help_text=help_text, widget=widget, input_formats=["%Y-%m-%d", "%d.%m.%Y"])


class BuildForm(forms.Form):
    """Which survey: whom it asks, in how many minutes, when, and who asks."""

    survey = forms.RegexField(ID, label=_("Its id"), max_length=100, help_text=_("small letters, digits, hyphens"))
    title = forms.CharField(label=_("Title"), max_length=200, required=False)
    party = forms.ChoiceField(
        label=_("Who asks"), help_text=_("answers count as the word of this party: it is graded by it")
    )
    minutes = forms.FloatField(
        label=_("Minutes for each person"), min_value=0.5, max_value=60, initial=MINUTES,
        help_text=_("where all outcomes take longer, each person sees a part of them"),
    )  # fmt: skip
    wave = forms.CharField(label=_("Name of the first wave"), max_length=100)
    opens = _day(_("Opens on"))
    closes = _day(_("Closes on"), _("the first day on which nobody can answer any more"))
    size = forms.IntegerField(
        label=_("How many people there are to ask"), min_value=1, required=False,
        help_text=_("makes the intervals narrower where many of them answer"),
    )  # fmt: skip
    keys = forms.CharField(
        label=_("What is known of each person"), required=False, max_length=300,
        help_text=_("keys by which results are compared: region, role"),
    )  # fmt: skip
    languages = forms.MultipleChoiceField(
        label=_("Languages"), choices=[(code, code) for code in LANGUAGES], initial=["en"],
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    anonymous = forms.BooleanField(label=_("Anonymous"), required=False, initial=True)

    def __init__(self, job_map: JobMap, parties: dict[str, str], day: dt.date, *args: Any, **kwargs: Any) -> None:
        opens = day + dt.timedelta(days=7)
        kwargs["initial"] = {
            "survey": f"{job_map.id}-panel", "wave": next_quarter(opens), "opens": opens,
            "closes": opens + dt.timedelta(days=OPEN_DAYS),
        }  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["party"].choices = list(parties.items())  # type: ignore[attr-defined]

    def wanted(self) -> Wanted:
        """What was typed."""
        said = self.cleaned_data
        return Wanted(
            survey=said["survey"], wave=said["wave"], opens=said["opens"], closes=said["closes"],
            minutes=said["minutes"], party=said["party"], title=said["title"] or None, size=said["size"],
            keys=tuple(key.strip() for key in said["keys"].split(",") if key.strip()),
            languages=tuple(said["languages"]), anonymous=said["anonymous"],
        )  # fmt: skip
