"""What is typed on the page of notifications."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trueup.web.notices.channels.registry import CHANNELS

DAYS = (
    ("", _("every day")),
    ("0", _("on Mondays")),
    ("1", _("on Tuesdays")),
    ("2", _("on Wednesdays")),
    ("3", _("on Thursdays")),
    ("4", _("on Fridays")),
)


def _time() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class RhythmForm(forms.Form):
    """When digests come, and when nothing does."""

    digest_weekday = forms.TypedChoiceField(
        label=_("Digests come"), choices=DAYS, coerce=int, required=False, empty_value=None
    )
    digest_at = forms.TimeField(label=_("At"), widget=_time())
    quiet_from = forms.TimeField(label=_("Quiet from"), required=False, widget=_time())
    quiet_until = forms.TimeField(label=_("Quiet until"), required=False, widget=_time())


class EndpointForm(forms.Form):
    """Where a channel leads."""

    channel = forms.ChoiceField(
        label=_("Channel"), choices=[(each.id, each.name) for each in CHANNELS.values() if each.needs]
    )
    url = forms.CharField(
        label=_("URL"), max_length=2000, widget=forms.URLInput(attrs={"autocomplete": "off", "inputmode": "url"})
    )
