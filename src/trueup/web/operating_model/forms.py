"""What is typed to begin a model: its id, and perhaps a file of another tool."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

NAME = r"^[A-Za-z0-9][A-Za-z0-9._+-]*$"


class NewModel(forms.Form):
    """Begin one: the editor asks for the rest."""

    name = forms.RegexField(NAME, label=_("Its id"), max_length=100, help_text=_("letters, digits and . _ + - only"))
    file = forms.FileField(
        label=_("An ArchiMate file, if there is one"),
        required=False,
        help_text=_("the Open Group's exchange format, as Archi and others write it (.xml)"),
    )
