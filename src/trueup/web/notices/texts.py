"""The text of a notice in the language of who reads it."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from trueup.report import words
from trueup.report.language import Language, speaking
from trueup.vocabulary.said import unpacked
from trueup.web.notices.kinds import KINDS, WORDS
from trueup.web.notices.models import Notice

TRANSLATED = ("before", "now", "who", "role")


def text_of(notice: Notice, language: str | None = None) -> str:
    """One line of plain text, whatever stands in the names that it quotes; in the language that is active, or another.

    Control characters and line ends in names become spaces: they cannot pass for a line or a header of ours.
    """
    code = language or translation.get_language() or "en"
    with translation.override(code), speaking(Language(code, translation.gettext)):
        kind = KINDS[notice.kind]
        told = {name: _said(name, value) for name, value in notice.told.items()}
        return " ".join((str(kind.text) % told).split())


def name_of(kind: str, language: str) -> str:
    """What a kind is called."""
    with translation.override(language):
        return str(KINDS[kind].name)


def _said(name: str, value: object) -> str:
    written = words.sentence(unpacked(value)) if isinstance(value, dict) else str(value)
    text = "".join(sign if sign.isprintable() else " " for sign in written)[:300]
    return _(WORDS[text]) if name in TRANSLATED and text in WORDS else text
