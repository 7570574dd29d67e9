"""Roles and scopes in the reader's language."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()

WORDS = {
    "viewer": _("viewer"),
    "editor": _("editor"),
    "owner": _("owner"),
    "read": _("read"),
    "write": _("write"),
    "sign": _("sign"),
    "admin": _("admin"),
}


@register.filter
def word(name: str) -> str:
    """What a role or a scope is called."""
    return str(WORDS.get(name, name))
