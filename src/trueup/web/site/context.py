"""What the frame of every page knows: where the reader is, how it should look, in which language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language, gettext_lazy

THEMES = {"auto": gettext_lazy("As my device"), "light": gettext_lazy("Light"), "dark": gettext_lazy("Dark")}
VERSION = version("trueup")
THEME = "theme"
"""The cookie that remembers how pages should look."""
TOKEN = "trueup.token"  # noqa: S105 - where it is kept

PLACES = (
    ("/", gettext_lazy("Today")),
    ("/agreements", gettext_lazy("Agreements")),
    ("/plans", gettext_lazy("Plans")),
    ("/jobs", gettext_lazy("Jobs")),
    ("/horizons", gettext_lazy("Horizons")),
    ("/model", gettext_lazy("Operating model")),
    ("/worth", gettext_lazy("Worth")),
)
"""What is promised and planned, and to whom it matters: one line."""
PROOFS = (
    ("/explore", gettext_lazy("Explore")),
    ("/statements", gettext_lazy("Statements")),
    ("/calibration", gettext_lazy("Calibration")),
    ("/ledger", gettext_lazy("Ledger")),
    ("/sources", gettext_lazy("Sources")),
)
"""Where figures come from and what they were settled by: under one word."""
SETTINGS = "/settings/"


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several: a link, or a button that sets something."""

    value: str
    word: str
    chosen: bool


def frame(request: HttpRequest) -> dict[str, Any]:
    """`places` and `proofs` (the navigation), whether the page is `in_proofs` or `in_settings`, `theme`, `themes`,
    `languages`, `version`, and the token of the page's forms."""
    theme = theme_of(request)
    proofs = _choices(request, PROOFS)
    language = get_language()
    return {
        "places": _choices(request, PLACES),
        "proofs": proofs,
        "in_proofs": any(place.chosen for place in proofs),
        "in_settings": _within(request.path, SETTINGS),
        "theme": theme,
        "themes": [Choice(name, str(word), name == theme) for name, word in THEMES.items()],
        "languages": [Choice(code, word, code == language) for code, word in settings.LANGUAGES],
        "version": VERSION,
        "csrf_token": SimpleLazyObject(lambda: token_of(request).decode()),
    }


def theme_of(request: HttpRequest) -> str:
    """How this reader wants pages to look; as the device does, unless chosen otherwise."""
    theme = request.COOKIES.get(THEME, "auto")
    return theme if theme in THEMES else "auto"


def token_of(request: HttpRequest) -> bytes:
    """The token of the forms of this answer: the same for all of them, so that it can be told from the page."""
    if TOKEN not in request.META:
        request.META[TOKEN] = get_token(request).encode()
    token: bytes = request.META[TOKEN]
    return token


def _choices(request: HttpRequest, places: Sequence[tuple[str, object]]) -> list[Choice]:
    return [Choice(path, str(word), _within(request.path, path)) for path, word in places]


def _within(path: str, place: str) -> bool:
    here = place.rstrip("/")
    return path == "/" if not here else path == here or path.startswith(f"{here}/")
