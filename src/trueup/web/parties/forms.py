"""The forms of the settings pages and of whoever comes in by a link."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.http import HttpRequest, QueryDict
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from trueup.vocabulary import InputError, LedgerError, TrueupError
from trueup.web.parties.access import SCOPES, SCOPES_OF, Actor, Refused
from trueup.web.parties.actions.tokens import MOST_DAYS
from trueup.web.parties.models import Role
from trueup.web.parties.rows import Membership

R = TypeVar("R")

ROLE_WORDS = (
    (Role.viewer.value, _("Viewer: reads")),
    (Role.editor.value, _("Editor: reports, proposes, verifies, disputes")),
    (Role.owner.value, _("Owner: signs, attests, invites")),
)
SCOPE_WORDS = {
    "read": _("read"),
    "write": _("write: report, propose, dispute"),
    "sign": _("sign: sign, verify, attest"),
    "admin": _("admin: members, tokens, books"),
}


class PlainSelect(forms.Select):
    """A select written in one go: a template for each of six hundred time zones takes a tenth of a second."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The element with its options."""
        built = self.build_attrs(self.attrs, {"name": name, **(attrs or {})})
        chosen = {str(each) for each in self.format_value(value)}
        options = (
            f'<option value="{escape(key)}"{" selected" * (str(key) in chosen)}>{escape(label)}</option>'
            for key, label in self.choices
        )
        return mark_safe(f"<select{flatatt(built)}>{''.join(options)}</select>")  # noqa: S308 - each part is escaped


@cache
def _zones() -> tuple[tuple[str, str], ...]:
    """Every time zone that this machine knows; to look for them takes as long as to show a page."""
    names = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
    return tuple((zone, zone.replace("_", " ")) for zone in names)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even if that is nothing; None while it is only shown."""
    return request.POST if request.method == "POST" else None


def tried(form: forms.Form, act: Callable[..., R], *args: Any, **kwargs: Any) -> R | None:
    """What the action gives; None where it refuses, and then the form says why."""
    try:
        return act(*args, **kwargs)
    except (InputError, LedgerError, Refused) as wrong:
        form.add_error(None, _said(wrong))
        return None


def _said(error: TrueupError) -> str:
    return f"{error.what}: {error.do}" if error.do else error.what


class ProfileForm(forms.Form):
    """Who I am, and how pages speak to me."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choose("language", [("", _("as the browser says")), *settings.LANGUAGES])
        self.choose("time_zone", [("", _("as each book says")), *_zones()])

    def choose(self, name: str, choices: list[tuple[str, Any]]) -> None:
        """Set what a field offers."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices
        if type(field.widget) is forms.Select:
            field.widget = PlainSelect(field.widget.attrs, choices)


class InviteForm(forms.Form):
    """Into the party."""

    email = forms.EmailField(label=_("E-mail address"))
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_WORDS, initial=Role.viewer.value)


class SeatForm(forms.Form):
    """To a seat of a book."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("of somebody who may sign for them"))


class TokenForm(forms.Form):
    """A token of mine, with at most what my role allows."""

    name = forms.CharField(label=_("What is it for?"), max_length=100)
    scopes = forms.MultipleChoiceField(
        label=_("It may"), widget=forms.CheckboxSelectMultiple, initial=["read"], choices=()
    )
    days = forms.IntegerField(label=_("Days until it ends"), min_value=1, max_value=MOST_DAYS, initial=90)

    def __init__(self, actor: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["scopes"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(scope, SCOPE_WORDS[scope]) for scope in SCOPES if scope in SCOPES_OF[actor.role]]


class KeyForm(forms.Form):
    """A key that I hold, and the proof that I do."""

    vkey = forms.CharField(label=_("Public key"), max_length=400, help_text=_("name+1a2b3c4d+Abc...="))
    challenge = forms.CharField(widget=forms.HiddenInput, max_length=1000)
    proof = forms.CharField(label=_("Signature of the text above, in base 64"), max_length=200)


class PartyForm(forms.Form):
    """Another party of which I am an owner."""

    name = forms.CharField(label=_("Name of the organisation"), max_length=200)


class JoinForm(forms.Form):
    """A person without an account: as few questions as can be."""

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput({"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("At least 12 characters. You can add a passkey later."),
    )
    party_name = forms.CharField(label=_("Your organisation"), max_length=200)
    proof = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, seat: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if seat:
            self.fields["party_name"].initial = seat
        else:
            del self.fields["party_name"]


class AcceptForm(forms.Form):
    """A person with an account: for a seat, by which party?"""

    party = forms.TypedChoiceField(label=_("For"), coerce=lambda text: int(text) or None, empty_value=None)
    party_name = forms.CharField(label=_("Name of the new party"), max_length=200, required=False)

    def __init__(self, seat: str, seats: tuple[Membership, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owned = [(each.party, each.party_name) for each in seats if each.role == Role.owner.value]
        field = self.fields["party"]
        assert isinstance(field, forms.TypedChoiceField)
        field.choices = [*owned, (0, _("a new party"))]
        self.fields["party_name"].initial = seat
        if not seat:
            del self.fields["party"], self.fields["party_name"]
