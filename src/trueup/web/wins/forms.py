"""What is typed about wins. A form is never kept: with an error it goes back to who sent it, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, get_args

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trueup.horizons.wins import RULES
from trueup.horizons.wins.compliance import QUESTIONS
from trueup.horizons.wins.win import (
    LONGEST,
    LONGEST_NAME,
    LONGEST_STEP,
    Engagement,
    Influence,
    Response,
    Strength,
)

WORDS = {
    "economic": _("releases the money"),
    "user": _("works with the result"),
    "technical": _("can say no on technical grounds"),
    "coach": _("guides us"),
    "high": _("high"),
    "medium": _("medium"),
    "low": _("low"),
    "growth": _("wants more: sees room to grow"),
    "trouble": _("wants out of trouble"),
    "even_keel": _("sees no need: even keel"),
    "overconfident": _("thinks all is better than it is"),
    "unaware": _("unaware"),
    "resistant": _("resistant"),
    "neutral": _("neutral"),
    "supportive": _("supportive"),
    "leading": _("leading"),
}


def _choices(words: Any, *, empty: bool = True) -> list[tuple[str, Any]]:
    begin: list[tuple[str, Any]] = [("", "—")] if empty else []
    return begin + [(word, WORDS[word]) for word in get_args(words)]


def _question(rule: str) -> forms.ChoiceField:
    choices = (("no", pgettext_lazy("answer", "no")), ("yes", pgettext_lazy("answer", "yes")))
    return forms.ChoiceField(label=_(str(QUESTIONS[rule])), choices=choices, widget=forms.RadioSelect)


class WinForm(forms.Form):
    """A win, and the three questions of compliance."""

    person = forms.CharField(label=_("Who"), max_length=LONGEST_NAME, help_text=_("by role or name; it is sealed too"))
    win = forms.CharField(
        label=_("What they personally want"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 5})
    )
    influence = forms.ChoiceField(label=_("Their part in the decision"), choices=_choices(Influence))
    strength = forms.ChoiceField(
        label=_("How much they count in it"), choices=_choices(Strength, empty=False), initial="medium"
    )
    response = forms.ChoiceField(label=_("How they see it"), choices=_choices(Response))
    current = forms.ChoiceField(label=_("Where they stand"), choices=_choices(Engagement))
    desired = forms.ChoiceField(label=_("Where you need them"), choices=_choices(Engagement))
    fulfilled = forms.FloatField(
        label=_("How much of it they have"), required=False, min_value=0, max_value=1,
        help_text=_("from 0 (nothing) to 1 (all of it)"),
    )  # fmt: skip
    step = forms.CharField(
        label=_("The next step"), required=False, max_length=LONGEST_STEP, widget=forms.Textarea(attrs={"rows": 2})
    )
    by = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    payment, gift, job_offer = _question("payment"), _question("gift"), _question("job_offer")

    def __init__(self, *given: Any, people: Iterable[str] = (), **more: Any) -> None:
        super().__init__(*given, **more)
        self.people = tuple(people)
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"
        if self.people:
            self.fields["person"].widget.attrs["list"] = "people"

    def clean(self) -> dict[str, Any]:
        """A day is that of a step."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("by") and not found.get("step"):
            self.add_error("by", _("This is the day of a step: say which."))
        return found

    def given(self) -> dict[str, Any]:
        """What was typed, as the action takes it."""
        found = dict(self.cleaned_data)
        return found | {rule: found[rule] == "yes" for rule in RULES}


class BringForm(forms.Form):
    """A win that was sealed elsewhere, what was printed then, and the three questions of compliance."""

    file = forms.FileField(label=_("The sealed file"), help_text=_("NAME.sealed, as the command wrote it"))
    commitment = forms.RegexField(
        r"^\s*[0-9A-Fa-f]{64}\s*$", label=_("Its commitment"), max_length=100,
        help_text=_("64 digits, printed when it was sealed; the ledger keeps them"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    payment, gift, job_offer = _question("payment"), _question("gift"), _question("job_offer")

    def answers(self) -> dict[str, bool]:
        """What was answered to the questions of compliance."""
        return {rule: self.cleaned_data[rule] == "yes" for rule in RULES}


class KeyForm(forms.Form):
    """Who holds the party's key, and whom a stop refers to."""

    holder = forms.ChoiceField(
        label=_("Who holds the key"), initial="server", widget=forms.RadioSelect,
        choices=(("server", _("this server")), ("party", _("we ourselves: only our key file opens wins"))),
    )  # fmt: skip
    public = forms.CharField(
        label=_("Your public key for wins"), required=False, max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    ask = forms.CharField(
        label=_("Who answers for compliance"), required=False, max_length=200,
        help_text=_("named to whoever writes a win that may break the rules"),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Who holds the key must be able to say which."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("holder") == "party" and not found.get("public"):
            self.add_error("public", _("Paste the line that the command prints."))
        return found

    def line(self) -> str:
        """The public key that the party holds; "" where the server makes one."""
        return str(self.cleaned_data["public"]) if self.cleaned_data["holder"] == "party" else ""
