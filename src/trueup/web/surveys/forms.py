"""Forms for asking."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trueup.jobs.survey import Survey
from trueup.web.evidence.sheets import Sheets, uploaded
from trueup.web.surveys.actions.invite import MOST
from trueup.web.surveys.people import typed

BY = (
    ("email", gettext_lazy("Trueup sends each a letter with a link of their own")),
    ("links", gettext_lazy("Give me a list of links: I hand them out")),
)


class InviteForm(forms.Form):
    """A list of people, pasted or uploaded."""

    text = forms.CharField(
        label=gettext_lazy("People"), required=False, widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"})
    )
    file = forms.FileField(label=gettext_lazy("or a file"), required=False)
    by = forms.ChoiceField(
        label=gettext_lazy("How they get their link"), choices=BY, initial="email", widget=forms.RadioSelect
    )

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = ", ".join(survey.frame.keys) or _("none")
        self.fields["text"].help_text = _(
            "E-mail addresses, one a line; or a table with a header: email, name, person (a number of your own), "
            "customer, language, and the keys of the survey: %(keys)s."
        ) % {"keys": keys}
        self.fields["file"].help_text = _("CSV, Excel, OpenDocument or Parquet, at most 10 MB.")

    def clean(self) -> dict[str, Any]:
        """One of both."""
        found = super().clean() or {}
        if bool(found.get("text", "").strip()) == bool(found.get("file")):
            raise forms.ValidationError(_("Paste a list or choose a file, one of them."))
        return found

    @property
    def sheets(self) -> Sheets:
        """The rows. Raises SourceError for what is no table."""
        file = self.cleaned_data["file"]
        return uploaded(file.name, file.read()) if file else typed(self.cleaned_data["text"])


class LinksForm(forms.Form):
    """Links without names."""

    count = forms.IntegerField(label=gettext_lazy("How many links"), min_value=1, max_value=MOST, initial=20)
    customer = forms.CharField(label=gettext_lazy("Customer that they are for"), required=False, max_length=200)
    language = forms.ChoiceField(label=gettext_lazy("Language they begin in"), required=False)

    def __init__(self, survey: Survey, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["language"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(code, code) for code in survey.languages]
